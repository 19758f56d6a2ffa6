"""An administrator keeps the calendar; it moves what waits for a working day, and never a deadline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_center.domain.access import Role
from complaint_center.domain.attention import Attention
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.holidays import GOVERNMENT_HOLIDAYS
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import Holiday
from complaint_center.services import journal
from complaint_center.services.boxes import add_box, list_boxes
from complaint_center.services.calendar import (
    add_holiday,
    fill_year,
    holidays,
    list_missing,
    list_year,
    remove_holiday,
    unprepared_year,
)
from complaint_center.services.case_lists import list_needing
from complaint_center.services.digest import send_digests
from complaint_center.services.directory import load_directory, person
from complaint_center.services.escalation import sweep
from complaint_center.services.orders import give_order
from tests.make import DAY, NOW, OFFICE, Chain, make_case, make_chain, make_order, make_staff, submit

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
"""The day of `NOW` and the one after."""


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def bangkok(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)


def journalled() -> list[tuple[str, int | None, str]]:
    query = sa.select(JournalEntry).where(JournalEntry.what.like("holiday_%")).order_by(JournalEntry.seq)
    return [(entry.what, entry.actor_id, entry.detail) for entry in db.session.scalars(query)]


def test_a_holiday_is_added_and_taken_away_and_the_journal_has_both(chain: Chain) -> None:
    add_holiday(chain.admin, TUESDAY, " วันหยุดพิเศษ ", NOW)
    assert list_year(2026)[TUESDAY] == "วันหยุดพิเศษ"
    assert remove_holiday(chain.admin, TUESDAY, NOW) == "วันหยุดพิเศษ"
    assert TUESDAY not in holidays()
    told = '{"day": "2026-11-24", "name": "วันหยุดพิเศษ"}'
    assert journalled() == [("holiday_added", chain.admin.id, told), ("holiday_removed", chain.admin.id, told)]
    db.session.rollback()
    assert journal.verify().is_whole


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_keeps_the_calendar(chain: Chain, role: Role) -> None:
    other, kept = make_staff(role), holidays()
    for act in (
        lambda: add_holiday(other, TUESDAY, "วันหยุด", NOW),
        lambda: remove_holiday(other, date(2026, 12, 10), NOW),
        lambda: fill_year(other, 2027, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
        db.session.rollback()
    assert holidays() == kept


@pytest.mark.parametrize(
    ("day", "name", "field"),
    [
        (date(2026, 12, 10), "วันรัฐธรรมนูญ", "day"),
        (date(2023, 12, 31), "วันสิ้นปี", "day"),
        (date(2029, 1, 1), "วันปีใหม่", "day"),
        (TUESDAY, "  ", "name"),
        (TUESDAY, "ก" * 201, "name"),
    ],
)
def test_what_cannot_be_a_holiday_is_refused(chain: Chain, day: date, name: str, field: str) -> None:
    before = list_year(day.year)
    with pytest.raises(InvalidInput, match=field):
        add_holiday(chain.admin, day, name, NOW)
    db.session.rollback()
    assert list_year(day.year) == before
    assert journalled() == []


def test_a_working_day_is_no_holiday_to_take_away(chain: Chain) -> None:
    with pytest.raises(NotVisible):
        remove_holiday(chain.admin, TUESDAY, NOW)


def test_a_year_is_filled_with_what_is_missing_and_names_that_were_entered_stay(chain: Chain) -> None:
    db.session.execute(sa.delete(Holiday))
    add_holiday(chain.admin, date(2027, 1, 1), "ปีใหม่ของเรา", NOW)
    shown = list_missing(2027)
    assert date(2027, 1, 1) not in shown
    assert fill_year(chain.admin, 2027, NOW) == len(shown)
    known = {day: name for day, name in GOVERNMENT_HOLIDAYS.items() if day.year == 2027}
    assert list_year(2027) == known | {date(2027, 1, 1): "ปีใหม่ของเรา"}
    assert len(journalled()) == len(known)
    assert list_missing(2027) == {}
    assert fill_year(chain.admin, 2027, NOW) == 0
    assert list_year(2026) == {}


def test_from_november_on_the_next_year_must_have_its_holidays(chain: Chain) -> None:
    db.session.execute(sa.delete(Holiday).where(Holiday.day >= date(2027, 1, 1)))
    first = bangkok(date(2026, 11, 1), 0)
    asked = (first - timedelta(seconds=1), first, bangkok(date(2026, 12, 31)), bangkok(date(2027, 1, 1)))
    assert [unprepared_year(at) for at in asked] == [None, 2027, 2027, 2027]
    add_holiday(chain.admin, date(2027, 4, 13), "วันสงกรานต์", NOW)
    assert [unprepared_year(at) for at in asked] == [None, None, None, None]


def test_it_moves_digests_box_warnings_unread_warnings_and_the_tasks_of_identifying(chain: Chain) -> None:
    make_case(Channel.WEB, now=NOW - 10 * DAY)
    sweep(OFFICE, NOW)
    add_box(chain.admin, "ตลาด", 1, NOW)
    at = bangkok(TUESDAY)

    def moved() -> tuple[object, ...]:
        accused = (AccusedDraft(name="ใครสักคน"),)
        told = make_case(category=Category.BRIBERY, accused=accused).accused[0].link_due_at
        unread = make_case(Channel.WEB, now=NOW - timedelta(hours=1))
        called_out = list_needing(Attention.UNREAD_WEB, chain.supervisor, load_directory(), at)
        return told, unread.id in [case.id for case in called_out], list_boxes(at)[0].waited

    assert moved() == (NOW + DAY, True, 1)
    for day in (MONDAY, TUESDAY):
        add_holiday(chain.admin, day, "วันหยุดพิเศษ", NOW)
    assert moved() == (NOW + 2 * DAY, False, 0)
    assert send_digests(OFFICE, at) == 0
    remove_holiday(chain.admin, TUESDAY, NOW)
    assert send_digests(OFFICE, at) > 0


DAYS = st.dates(date(2026, 11, 1), date(2027, 2, 1))


def _story(chain: Chain) -> list[tuple[str, datetime, datetime, datetime | None]]:
    """Every kind of deadline that acts begin, of cases alike whatever the calendar."""
    ordered, returned, waiting = (make_case(now=NOW) for _ in range(3))
    for case in (ordered, returned):
        submit(case, NOW + DAY)
    for case, kind in ((ordered, OrderKind.FACT_FINDING), (returned, OrderKind.RETURN)):
        due_at = NOW + 9 * DAY if kind is OrderKind.FACT_FINDING else None
        give_order(OFFICE, chain.supervisor, case.register_number, make_order(kind, due_at=due_at), NOW + 2 * DAY)
    return _deadlines([ordered.id, returned.id, waiting.id])


def _deadlines(case_ids: Collection[int]) -> list[tuple[str, datetime, datetime, datetime | None]]:
    query = sa.select(Deadline).where(Deadline.case_id.in_(case_ids)).order_by(Deadline.id)
    return [(row.kind, row.started_at, row.due_at, row.next_rung_at) for row in db.session.scalars(query)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(DAYS, max_size=30))
def test_no_edit_of_the_calendar_moves_a_deadline(chain: Chain, edits: list[date]) -> None:
    """Neither one that runs nor one that begins afterwards, of any kind; each day of the edits is turned over."""
    before = _story(chain)
    assert {kind for kind, *_ in before} == {"finding", "notice", "order", "resubmission", "action"}
    of_all = list(db.session.scalars(sa.select(Case.id)))
    running = _deadlines(of_all)
    admin = person(chain.admin.id)
    for day in edits:
        if day in holidays():
            remove_holiday(admin, day, NOW)
        else:
            add_holiday(admin, day, "วันหยุด", NOW)
    assert _deadlines(of_all) == running
    assert _story(chain) == before
