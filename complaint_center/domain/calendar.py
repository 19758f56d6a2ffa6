"""The Bangkok day and the working days of the office.

Working days move digests and working-day tasks only: no weekend or holiday moves the seven days of the
finding (Administrative Procedure Act B.E. 2539, s. 64).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
PREPARED_FROM = 11
"""The month, November, from which the holidays of the next year should be in the calendar."""
_SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether the office is open: Monday to Friday, holidays apart."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(instant: datetime, holidays: Collection[date]) -> datetime:
    """The same hour of the first working day after the Bangkok day of `instant`."""
    local = instant.astimezone(BANGKOK) + timedelta(days=1)
    while not is_working_day(local.date(), holidays):
        local += timedelta(days=1)
    return local.astimezone(instant.tzinfo)


def last_working_day(instant: datetime, holidays: Collection[date]) -> datetime:
    """The same hour of the last working day before the Bangkok day of `instant`."""
    local = instant.astimezone(BANGKOK) - timedelta(days=1)
    while not is_working_day(local.date(), holidays):
        local -= timedelta(days=1)
    return local.astimezone(instant.tzinfo)


def working_days_between(earlier: datetime, later: datetime, holidays: Collection[date]) -> int:
    """Working days after the Bangkok day of `earlier`, up to that of `later` and with it."""
    first, last = (instant.astimezone(BANGKOK).date() for instant in (earlier, later))
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def year_to_prepare(instant: datetime) -> int:
    """The Christian year that must have its holidays by now: the next one from November on, else the present one."""
    today = instant.astimezone(BANGKOK).date()
    return today.year + (today.month >= PREPARED_FROM)


def bangkok_midnight(instant: datetime) -> datetime:
    """The beginning of the Bangkok day of `instant`: what fell due before it is overdue."""
    return next_bangkok_midnight(instant) - timedelta(days=1)


def next_bangkok_midnight(instant: datetime) -> datetime:
    """The end of the Bangkok day of `instant`: the first instant that no longer belongs to it."""
    tomorrow = instant.astimezone(BANGKOK).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, BANGKOK).astimezone(instant.tzinfo)
