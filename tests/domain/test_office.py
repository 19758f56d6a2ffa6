"""The hours in which a text may be sent."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.office import SmsWindow

WINDOW = SmsWindow(time(8, 30), time(18, 0))


def bangkok(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        (bangkok(23, 8, 30), bangkok(23, 8, 30)),
        (bangkok(23, 8, 29, 59), bangkok(23, 8, 30)),
        (bangkok(23, 17, 59, 59), bangkok(23, 17, 59, 59)),
        (bangkok(23, 18, 0), bangkok(24, 8, 30)),
        (bangkok(23, 0, 0), bangkok(23, 8, 30)),
        (bangkok(23, 23, 59, 59), bangkok(24, 8, 30)),
        (bangkok(30, 20, 0), datetime(2026, 12, 1, 8, 30, tzinfo=BANGKOK)),
    ],
)
def test_a_text_waits_for_the_hours_of_the_bangkok_day(now: datetime, allowed: datetime) -> None:
    assert WINDOW.next_open(now.astimezone(UTC)) == allowed


def test_a_window_is_read_from_two_times_of_day() -> None:
    assert SmsWindow.parse(" 08:30-18:00 ") == WINDOW


@pytest.mark.parametrize("text", ["", "8-18", "08:30", "18:00-08:30", "09:00-09:00", "08:30-24:00", "08:30 - 18:00"])
def test_a_window_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SmsWindow.parse(text)
