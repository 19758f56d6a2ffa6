"""What a clerk writes down is kept before it is a case, for that clerk alone, and goes when it has become one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import DraftElsewhere, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.retention import DRAFTS_KEPT
from complaint_center.extensions import db
from complaint_center.models.intake_draft import IntakeDraft
from complaint_center.models.journal import JournalEntry
from complaint_center.services.intake import record_complaint
from complaint_center.services.intake_drafts import (
    MOST_CHARACTERS,
    Kept,
    discard_draft,
    find_draft,
    list_drafts,
    save_draft,
)
from complaint_center.services.purges import purge_intake_drafts
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, SECOND, Chain, make_chain, make_draft, make_staff

FIELDS = {"subject": "ถนนพัง", "first_name": "สมศรี", "phone": "0812345678"}


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def save(chain: Chain, version: int = 0, submission_id: str = "one", **fields: str) -> Kept:
    return save_draft(chain.clerk, Channel.WALK_IN, submission_id, FIELDS | fields, version, NOW)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(IntakeDraft)) or 0


def test_a_draft_is_kept_as_it_was_typed_and_each_saving_counts(chain: Chain) -> None:
    first = save(chain)
    second = save(chain, first.version, narrative="เป็นหลุม")
    assert (first.reference, first.version, second.version) == (second.reference, 1, 2)
    assert find_draft(chain.clerk, first.reference) == second
    assert second.fields == FIELDS | {"narrative": "เป็นหลุม"}
    assert [kept.reference for kept in list_drafts(chain.clerk)] == [first.reference]


def test_no_word_of_a_draft_is_in_the_database_in_clear(chain: Chain) -> None:
    save(chain)
    row = db.session.execute(sa.text("SELECT * FROM intake_drafts")).one()
    assert not any(value in str(row) for value in FIELDS.values())
    assert not any(name in str(row) for name in FIELDS)


def test_a_draft_is_its_clerks_alone(chain: Chain) -> None:
    kept, other = save(chain), make_staff(Role.CLERK)
    assert list_drafts(other) == []
    for stranger in (other,):
        with pytest.raises(NotVisible):
            find_draft(stranger, kept.reference)
        with pytest.raises(NotVisible):
            discard_draft(stranger, kept.reference, NOW)
        with pytest.raises(DraftElsewhere):
            save_draft(stranger, Channel.WALK_IN, "one", FIELDS, kept.version, NOW)
    with pytest.raises(NotAllowed):
        save_draft(chain.officer, Channel.WALK_IN, "two", FIELDS, 0, NOW)


@pytest.mark.parametrize("version", [0, 5])
def test_a_page_that_is_behind_overwrites_nothing(chain: Chain, version: int) -> None:
    kept = save(chain, save(chain).version)
    with pytest.raises(DraftElsewhere):
        save(chain, version, subject="อื่น")
    db.session.rollback()
    assert find_draft(chain.clerk, kept.reference).fields == FIELDS


def test_a_page_that_did_not_hear_the_answer_goes_on_with_its_own_draft(chain: Chain) -> None:
    for version, subject in [(0, "แรก"), (0, "คำตอบหาย"), (2, "ต่อ")]:
        kept = save_draft(chain.clerk, Channel.WALK_IN, "one", {"subject": subject}, version, NOW, "page")
    assert (kept.version, find_draft(chain.clerk, kept.reference).fields) == (3, {"subject": "ต่อ"})
    with pytest.raises(DraftElsewhere):
        save_draft(chain.clerk, Channel.WALK_IN, "one", FIELDS, 2, NOW, "other page")


def test_two_pages_that_begin_one_form_at_once_keep_one_draft(app: Flask, chain: Chain) -> None:
    db.session.rollback()
    outcomes = in_threads(app, [lambda: save(chain)] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftElsewhere", "DraftElsewhere", "Kept"]
    assert count() == 1


def test_a_draft_that_becomes_a_case_is_gone_in_the_same_moment(chain: Chain) -> None:
    save(chain)
    record_complaint(OFFICE, make_draft(Channel.WALK_IN, submission_id="one"), chain.clerk, NOW)
    assert count() == 0
    with pytest.raises(DraftElsewhere):
        save(chain)


def test_a_complaint_that_is_refused_keeps_its_draft(chain: Chain) -> None:
    kept = save(chain)
    with pytest.raises(InvalidInput):
        record_complaint(OFFICE, make_draft(Channel.WALK_IN, submission_id="one", subject=""), chain.clerk, NOW)
    db.session.rollback()
    assert find_draft(chain.clerk, kept.reference)


def test_throwing_away_is_journalled_without_what_was_in_it(chain: Chain) -> None:
    discard_draft(chain.clerk, save(chain).reference, NOW)
    assert count() == 0
    last = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (last.what, last.actor_id, last.detail) == ("draft_discarded", chain.clerk.id, '{"channel": "walk_in"}')


def test_more_than_anybody_writes_is_refused(chain: Chain) -> None:
    with pytest.raises(InvalidInput, match="narrative"):
        save(chain, narrative="ก" * MOST_CHARACTERS)


def test_drafts_that_came_to_nothing_go_after_thirty_days(chain: Chain) -> None:
    save(chain)
    assert purge_intake_drafts(NOW + DRAFTS_KEPT - SECOND) == 0
    assert purge_intake_drafts(NOW + DRAFTS_KEPT) == 1
    assert count() == 0
    assert purge_intake_drafts(NOW + timedelta(days=99)) == 0
