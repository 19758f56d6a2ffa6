"""Suggestion boxes: every opening is recorded, empty ones too, its letters counted, and forgotten boxes called out."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.intake import AccusedDraft, OpeningDraft
from complaint_center.extensions import db
from complaint_center.models.boxes import CHECK_DAYS, BoxOpening, SuggestionBox
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services.box_openings import (
    OpeningLine,
    find_opening,
    list_letters,
    list_openings,
    opening_with,
    record_opening,
)
from complaint_center.services.boxes import add_box, change_box, list_all, list_boxes, list_neglected
from complaint_center.services.directory import load_directory
from tests.crowd import in_threads
from tests.make import DAY, NOW, Chain, make_case, make_chain, make_staff

OPENED = OpeningDraft("หน้าอาคาร", NOW - DAY, "นายเปิด กล่อง", "นางเห็น")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def letter(opening: OpeningDraft = OPENED, **told: object) -> Case:
    return make_case(Channel.BOX, box_opening=opening, **told)  # type: ignore[arg-type]


def the_opening(chain: Chain) -> OpeningLine:
    [line] = list_openings(chain.clerk, load_directory())
    return line


@pytest.mark.parametrize("letters", [0, 10])
def test_an_opening_is_recorded_whatever_was_in_the_box(chain: Chain, letters: int) -> None:
    number = record_opening(chain.clerk, OPENED, letters, NOW)
    line = find_opening(chain.clerk, load_directory(), number)
    assert (line.opening.box.name, line.opening.opened_at, line.opening.letters) == ("หน้าอาคาร", NOW - DAY, letters)
    assert (line.opening.opened_by, line.opening.witness, line.opening.recorded_by_id) == (
        "นายเปิด กล่อง",
        "นางเห็น",
        chain.clerk.id,
    )
    assert line.left == letters
    assert (
        db.session.scalars(sa.select(JournalEntry.what).order_by(JournalEntry.seq.desc()).limit(1)).one()
        == "box_opened"
    )


def test_letters_lie_in_the_opening_that_was_recorded(chain: Chain) -> None:
    record_opening(chain.clerk, OPENED, 3, NOW)
    entered = [letter() for _ in range(2)]
    line = the_opening(chain)
    assert (line.entered, line.left) == (2, 1)
    assert [case.id for case in list_letters(chain.clerk, load_directory(), line.opening)] == [c.id for c in entered]
    assert {case.received_at for case in entered} == {OPENED.opened_at}
    assert opening_with(entered[0].register_number) == line.opening.id


def test_a_letter_of_an_opening_that_nobody_recorded_records_it(chain: Chain) -> None:
    for _ in range(2):
        letter()
    assert (the_opening(chain).opening.letters, the_opening(chain).left) == (2, 0)


def test_more_letters_than_were_counted_raise_the_count_and_fewer_never_lower_it_below_what_is_entered(
    chain: Chain,
) -> None:
    record_opening(chain.clerk, OPENED, 1, NOW)
    for _ in range(3):
        letter()
    assert the_opening(chain).opening.letters == 3
    record_opening(chain.clerk, OPENED, 0, NOW)
    assert the_opening(chain).opening.letters == 3
    record_opening(chain.clerk, OPENED, 5, NOW)
    assert the_opening(chain).left == 2


@pytest.mark.parametrize("name", ["หน้าอาคาร", " หน้า อาคาร ", "หน้า-อาคาร"])
def test_a_box_is_one_however_its_name_is_spaced(chain: Chain, name: str) -> None:
    record_opening(chain.clerk, OPENED, 0, NOW)
    record_opening(chain.clerk, OpeningDraft(name, NOW - 2 * DAY, "นายเปิด"), 0, NOW)
    assert [line.box.name for line in list_boxes(NOW)] == ["หน้าอาคาร"]


@pytest.mark.parametrize(
    ("opening", "letters", "field"),
    [
        (OpeningDraft("", NOW, "นายเปิด"), 0, "box"),
        (OpeningDraft("ตลาด", NOW, " "), 0, "opened_by"),
        (OpeningDraft("ตลาด", NOW + DAY, "นายเปิด"), 0, "opened_at"),
        (OpeningDraft("ตลาด", NOW - 800 * DAY, "นายเปิด"), 0, "opened_at"),
        (OpeningDraft("ก" * 201, NOW, "นายเปิด"), 0, "box"),
        (OPENED, -1, "letters"),
        (OPENED, 1000, "letters"),
    ],
)
def test_an_opening_that_cannot_be_is_refused(chain: Chain, opening: OpeningDraft, letters: int, field: str) -> None:
    with pytest.raises(InvalidInput, match=field):
        record_opening(chain.clerk, opening, letters, NOW)
    db.session.rollback()
    assert list_openings(chain.clerk, load_directory()) == []


def test_clerks_record_and_those_above_read_and_nobody_else(chain: Chain) -> None:
    number = record_opening(chain.clerk, OPENED, 0, NOW)
    auditor, admin = make_staff(Role.AUDITOR), make_staff(Role.ADMIN)
    for reader in (chain.clerk, chain.supervisor, chain.executive, auditor):
        assert find_opening(reader, load_directory(), number)
    for stranger in (chain.officer, admin):
        with pytest.raises(NotAllowed):
            find_opening(stranger, load_directory(), number)
    for reader in (chain.supervisor, auditor, admin):
        with pytest.raises(NotAllowed):
            record_opening(reader, OPENED, 0, NOW)
    with pytest.raises(NotVisible):
        find_opening(chain.clerk, load_directory(), number + 1)


def test_whoever_a_letter_accuses_neither_sees_nor_counts_it(chain: Chain) -> None:
    record_opening(chain.clerk, OPENED, 3, NOW)
    hidden = letter(category=Category.BRIBERY, accused=(AccusedDraft(name=chain.clerk.name),))
    shown = letter()
    line, directory = the_opening(chain), load_directory()
    assert (line.letters, line.entered, line.left) == (2, 1, 1)
    assert [case.id for case in list_letters(chain.clerk, directory, line.opening)] == [shown.id]
    assert hidden.box_opening_id == shown.box_opening_id
    [whole] = list_openings(chain.supervisor, directory)
    assert (whole.letters, whole.entered, whole.left) == (3, 2, 1)


def test_a_box_that_was_not_opened_for_its_working_days_is_called_out(chain: Chain) -> None:
    # 20 November 2026 is a Friday: five working days later it is Friday again.
    opened_at = NOW.replace(year=2026, month=11, day=20)
    record_opening(chain.clerk, OpeningDraft("ตลาด", opened_at, "นายเปิด"), 0, opened_at)
    waited = [line.waited for days in (0, 2, 3, 6, 7) for line in list_boxes(opened_at + days * DAY)]
    assert waited == [0, 0, 1, 4, 5]
    assert list_neglected(opened_at + 6 * DAY) == []
    assert [line.box.name for line in list_neglected(opened_at + 7 * DAY)] == ["ตลาด"]


def test_an_administrator_hangs_renames_and_retires_boxes(chain: Chain) -> None:
    admin = make_staff(Role.ADMIN)
    box_id = add_box(admin, "ตลาด", 2, NOW)
    assert [line.waited for line in list_boxes(NOW)] == [0]
    assert [line.box.id for line in list_neglected(NOW + 10 * DAY)] == [box_id]
    change_box(admin, box_id, "ตลาดสด", 3, True, NOW)
    assert list_boxes(NOW) == []
    assert [(box.name, box.check_days) for box in list_all()] == [("ตลาดสด", 3)]
    change_box(admin, box_id, "ตลาดสด", 3, False, NOW)
    assert len(list_boxes(NOW)) == 1
    with pytest.raises(NotAllowed):
        add_box(chain.clerk, "อื่น", CHECK_DAYS, NOW)


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 5, "name"), ("ตลาด", 5, "name"), ("ใหม่", 0, "check_days"), ("ก" * 201, 5, "name")]
)
def test_a_box_without_a_name_of_its_own_is_refused(chain: Chain, name: str, days: int, field: str) -> None:
    admin = make_staff(Role.ADMIN)
    add_box(admin, "ตลาด", 5, NOW)
    with pytest.raises(InvalidInput, match=field):
        add_box(admin, name, days, NOW)


def test_letters_entered_by_several_clerks_at_once_lie_in_one_opening(app: Flask, chain: Chain) -> None:
    clerk, numbers = chain.clerk, itertools.count()
    db.session.rollback()

    def enter() -> None:
        letter(actor=clerk, subject=f"จดหมาย {next(numbers)}")

    assert in_threads(app, [enter] * 4) == [None] * 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(BoxOpening)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SuggestionBox)) == 1
    assert the_opening(chain).opening.letters == 4
