"""The rungs of the ladder and the instants at which they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.ladder import Ladder, Rung, Tier
from tests.make import DAY, LADDER, SECOND

RECEIVED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = RECEIVED + 7 * DAY


def days(rungs: list[Rung]) -> list[int]:
    return [rung.day for rung in rungs]


def test_a_ladder_is_read_in_the_order_of_its_days() -> None:
    read = Ladder.parse(" supervisor@7, officer@3 ,next_superior@10,")
    assert read.rungs == (Rung(3, Tier.OFFICER), Rung(7, Tier.SUPERVISOR), Rung(10, Tier.NEXT_SUPERIOR))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no supervisor rung"),
        ("officer@3", "no supervisor rung"),
        ("supervisor@7,supervisor@7", "same rung twice"),
        ("supervisor", "supervisor"),
        ("supervisor@", "supervisor@"),
        ("supervisor@seven", "supervisor@seven"),
        ("mayor@7", "mayor@7"),
        ("supervisor@0", "supervisor@0"),
        ("supervisor@7,officer@-1", "officer@-1"),
    ],
)
def test_a_ladder_that_cannot_be_read_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Ladder.parse(text)


def test_the_supervisor_is_reached_after_exactly_seven_days_and_not_a_second_before() -> None:
    assert days(LADDER.reached(RECEIVED, DUE, RECEIVED + 7 * DAY - SECOND)) == [3, 5, 6]
    assert days(LADDER.reached(RECEIVED, DUE, RECEIVED + 7 * DAY)) == [3, 5, 6, 7]


@pytest.mark.parametrize("day", [3, 5, 6, 7, 10])
def test_each_rung_comes_at_its_instant(day: int) -> None:
    at = RECEIVED + day * DAY
    assert day not in days(LADDER.reached(RECEIVED, DUE, at - SECOND))
    assert days(LADDER.reached(RECEIVED, DUE, at))[-1] == day
    assert LADDER.next_rung_at(RECEIVED, DUE, at - SECOND) == at


def test_after_the_last_rung_none_comes() -> None:
    assert LADDER.next_rung_at(RECEIVED, DUE, RECEIVED + 10 * DAY) is None


def test_a_deadline_shorter_than_a_week_has_no_reminder_dated_before_it_began() -> None:
    due = RECEIVED + 2 * DAY
    assert LADDER.first_rung_at(RECEIVED, due) == due - DAY
    assert days(LADDER.reached(RECEIVED, due, due)) == [6, 7]


def test_a_longer_deadline_keeps_the_distance_of_its_rungs_to_its_end() -> None:
    due = RECEIVED + 30 * DAY
    assert LADDER.first_rung_at(RECEIVED, due) == due - 4 * DAY
    assert days(LADDER.reached(RECEIVED, due, due + 3 * DAY)) == [3, 5, 6, 7, 10]


def test_a_deadline_already_past_at_its_birth_has_its_reminders_too() -> None:
    received = RECEIVED - 8 * DAY
    assert days(LADDER.reached(received, received + 7 * DAY, RECEIVED)) == [3, 5, 6, 7]


@given(st.integers(1, 90), st.integers(0, 100 * 86_400))
def test_what_is_reached_and_what_is_next_leave_no_rung_out(length: int, seconds: int) -> None:
    due, now = RECEIVED + length * DAY, RECEIVED + timedelta(seconds=seconds)
    reached = LADDER.reached(RECEIVED, due, now)
    upcoming = LADDER.next_rung_at(RECEIVED, due, now)
    assert all(rung.comes_at(due) <= now for rung in reached)
    assert upcoming is None or upcoming > now
    if upcoming:
        between = set(LADDER.reached(RECEIVED, due, upcoming - SECOND)) - set(reached)
        assert not between
        assert len(LADDER.reached(RECEIVED, due, upcoming)) > len(reached)
