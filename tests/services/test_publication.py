"""Where the statistics were published is noted, the guideline reviewed, and what is not up to date is found."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear
from complaint_center.domain.publication import Item, Place, PublicationDraft
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal
from complaint_center.services.publication import (
    centre_unit,
    item_numbers,
    keep_item_numbers,
    last_review,
    list_owed_halves,
    list_publications,
    list_stale,
    note_publication,
    note_review,
    take_note_back,
)
from tests.make import DAY, NOW, SECOND, Chain, make_chain, make_staff, make_unit

HALF, NEXT = HalfYear(2570, 1), HalfYear(2570, 2)
"""The first that ends after `NOW`, at which the people of the tests are noted."""
ENDED = datetime(2027, 3, 31, 17, tzinfo=UTC)
OWED = ENDED + 30 * DAY
YEAR = FiscalYear(2570)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def made(half: HalfYear = HALF, place: Place = Place.WEBSITE, day: date = date(2027, 4, 5)) -> PublicationDraft:
    return PublicationDraft(half, place, day)


def journalled() -> list[tuple[str, int | None, dict[str, object]]]:
    acts = ("publication_noted", "publication_taken_back", "guideline_reviewed", "item_numbers_kept")
    query = sa.select(JournalEntry).where(JournalEntry.what.in_(acts)).order_by(JournalEntry.seq)
    return [(entry.what, entry.actor_id, json.loads(entry.detail)) for entry in db.session.scalars(query)]


@pytest.mark.parametrize("who", ["supervisor", "palad", "executive"])
def test_a_publication_is_noted_with_its_place_and_day(chain: Chain, who: str) -> None:
    actor = getattr(chain, who)
    number = note_publication(actor, made(), OWED)
    [row] = list_publications(actor)
    assert (row.id, row.half_year, row.place, row.published_on) == (number, HALF, Place.WEBSITE, date(2027, 4, 5))
    assert (row.noted_at, row.noted_by.name) == (OWED, actor.name)
    told = {"publication": number, "half": "2570-1", "place": "website", "published_on": "2027-04-05"}
    assert journalled() == [("publication_noted", actor.id, told)]
    assert journal.verify().is_whole


def test_statistics_are_stale_thirty_days_after_the_half_year_until_the_website_has_them(chain: Chain) -> None:
    note_review(chain.palad, ENDED)
    assert [list_stale(now) for now in (OWED - SECOND, OWED)] == [[], [Item.STATISTICS]]
    for draft in (made(place=Place.LINE), made(place=Place.FACEBOOK), made(HalfYear(2569, 2))):
        note_publication(chain.palad, draft, OWED)
    assert list_stale(OWED) == [Item.STATISTICS]
    number = note_publication(chain.palad, made(), OWED)
    assert list_stale(OWED) == []
    take_note_back(chain.palad, number, OWED)
    assert list_stale(OWED) == [Item.STATISTICS]


def test_a_half_year_that_nobody_published_is_owed_also_when_the_next_one_is_over(chain: Chain) -> None:
    next_ended = NEXT.ends_at
    assert list_owed_halves(next_ended - SECOND) == list_owed_halves(next_ended) == [HALF]
    both = next_ended + 30 * DAY
    assert list_owed_halves(both) == [NEXT, HALF]
    note_publication(chain.palad, made(), both)
    assert list_owed_halves(both) == [NEXT]


def test_the_half_years_before_the_register_was_in_use_are_owed_by_nobody(chain: Chain) -> None:
    assert list_stale(NOW + 60 * DAY) == [Item.GUIDELINE]


def test_the_guideline_is_stale_until_somebody_reviews_it_and_again_after_a_year(chain: Chain) -> None:
    assert last_review() is None
    assert list_stale(NOW) == [Item.GUIDELINE]
    note_review(chain.executive, NOW - DAY)
    note_review(chain.supervisor, NOW)
    review = last_review()
    assert review is not None
    assert (review.reviewed_at, review.reviewed_by.name) == (NOW, chain.supervisor.name)
    year = timedelta(days=365)
    stale = [Item.GUIDELINE in list_stale(now) for now in (NOW, NOW + year - SECOND, NOW + year)]
    assert stale == [False, False, True]
    assert [what for what, _, _ in journalled()] == ["guideline_reviewed"] * 2


def test_a_note_taken_back_is_gone_and_the_journal_keeps_it(chain: Chain) -> None:
    number = note_publication(chain.palad, made(), OWED)
    take_note_back(chain.supervisor, number, OWED)
    assert list_publications(chain.palad) == []
    assert [(what, actor) for what, actor, _ in journalled()] == [
        ("publication_noted", chain.palad.id),
        ("publication_taken_back", chain.supervisor.id),
    ]
    with pytest.raises(NotVisible):
        take_note_back(chain.supervisor, number, OWED)


def test_what_cannot_be_is_not_noted(chain: Chain) -> None:
    for draft in (made(day=date(2027, 3, 31)), made(day=date(2027, 6, 1)), made(HalfYear(2570, 2))):
        with pytest.raises(InvalidInput):
            note_publication(chain.palad, draft, OWED)
    assert list_publications(chain.palad) == []


def test_only_those_who_command_note_and_auditors_look(chain: Chain) -> None:
    auditor = make_staff(Role.AUDITOR)
    number = note_publication(chain.palad, made(), OWED)
    assert len(list_publications(auditor)) == 1
    for actor in (auditor, chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            note_publication(actor, made(), OWED)
        with pytest.raises(NotAllowed):
            take_note_back(actor, number, OWED)
        with pytest.raises(NotAllowed):
            note_review(actor, OWED)
    for actor in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            list_publications(actor)


def test_each_fiscal_year_has_numbers_of_its_own(chain: Chain) -> None:
    keep_item_numbers(chain.admin, YEAR, {Item.GUIDELINE: "o16", Item.STATISTICS: "๑๘", Item.CHANNEL: ""}, NOW)
    assert item_numbers(YEAR) == {Item.GUIDELINE: "O16", Item.STATISTICS: "O18"}
    assert item_numbers(FiscalYear(2571)) == {}
    keep_item_numbers(chain.admin, YEAR, {Item.CHANNEL: "O17"}, NOW)
    keep_item_numbers(chain.admin, FiscalYear(2571), {Item.STATISTICS: "O20"}, NOW)
    assert item_numbers(YEAR) == {Item.CHANNEL: "O17"}
    assert journalled()[1] == ("item_numbers_kept", chain.admin.id, {"fiscal_year": 2570, "channel": "O17"})


def test_a_wrong_number_changes_none_and_only_administrators_keep_them(chain: Chain) -> None:
    with pytest.raises(InvalidInput) as refusal:
        keep_item_numbers(chain.admin, YEAR, {Item.GUIDELINE: "O16", Item.CHANNEL: "seventeen"}, NOW)
    assert refusal.value.field == "channel"
    with pytest.raises(NotVisible):
        keep_item_numbers(chain.admin, FiscalYear(2560), {Item.GUIDELINE: "O16"}, NOW)
    for actor in (chain.palad, chain.supervisor, chain.clerk):
        with pytest.raises(NotAllowed):
            keep_item_numbers(actor, YEAR, {Item.GUIDELINE: "O16"}, NOW)
    assert item_numbers(YEAR) == {}


def test_the_unit_in_charge_is_that_of_the_centres_head(chain: Chain) -> None:
    assert centre_unit() is None
    db.session.get_one(StaffMember, chain.supervisor.id).unit_id = make_unit("สำนักปลัดเทศบาล")
    db.session.flush()
    assert centre_unit() == "สำนักปลัดเทศบาล"
