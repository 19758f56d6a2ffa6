"""When what is owed falls due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.deadlines import DeadlineKind, due_at


def bangkok(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BANGKOK)  # type: ignore[arg-type,misc]  # the parts end before the zone


@pytest.mark.parametrize(
    ("received_at", "due"),
    [
        (bangkok(2026, 11, 23, 10, 30, 15), bangkok(2026, 11, 30, 10, 30, 15)),
        (bangkok(2026, 12, 31, 9, 0), bangkok(2027, 1, 7, 9, 0)),  # over a year's end and two holidays
        (bangkok(2028, 2, 22, 16, 0), bangkok(2028, 2, 29, 16, 0)),  # onto a leap day
        (bangkok(2028, 2, 29, 0, 0), bangkok(2028, 3, 7, 0, 0)),
        (bangkok(2027, 2, 22, 16, 0), bangkok(2027, 3, 1, 16, 0)),
        (bangkok(2027, 9, 28, 12, 0), bangkok(2027, 10, 5, 12, 0)),  # into the next fiscal year
        (bangkok(2026, 4, 10, 8, 0), bangkok(2026, 4, 17, 8, 0)),  # Songkran moves nothing
    ],
)
def test_the_finding_is_due_seven_calendar_days_after_receipt(received_at: datetime, due: datetime) -> None:
    assert due_at(DeadlineKind.FINDING, received_at) == due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)))  # noqa: DTZ001  # the zone is put on below
def test_the_finding_is_due_after_exactly_seven_days_whenever_it_came(received_at: datetime) -> None:
    started_at = received_at.replace(tzinfo=BANGKOK)
    assert due_at(DeadlineKind.FINDING, started_at) == started_at + timedelta(days=7)


@pytest.mark.parametrize("kind", [DeadlineKind.RESUBMISSION, DeadlineKind.ORDER])
def test_a_resubmission_and_an_order_are_owed_within_seven_days(kind: DeadlineKind) -> None:
    assert due_at(kind, bangkok(2026, 11, 23)) == bangkok(2026, 11, 30)


def test_a_returned_finding_is_owed_by_the_date_of_the_order_where_it_has_one() -> None:
    ordered = bangkok(2026, 11, 25, 16, 30)
    assert due_at(DeadlineKind.RESUBMISSION, bangkok(2026, 11, 23), ordered) == ordered


def test_an_order_to_act_has_a_deadline_only_when_it_names_a_date() -> None:
    ordered = bangkok(2026, 12, 15)
    assert due_at(DeadlineKind.ACTION, bangkok(2026, 11, 23), ordered) == ordered
    assert due_at(DeadlineKind.ACTION, bangkok(2026, 11, 23)) is None
