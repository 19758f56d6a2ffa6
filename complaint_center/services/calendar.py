"""The calendar of working days, as an administrator keeps it.

It moves digests, warnings and tasks of working days. No deadline is asked about it, whatever its edits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.calendar import BANGKOK, year_to_prepare
from complaint_center.domain.errors import InvalidInput, NotVisible, Problem
from complaint_center.domain.holidays import GOVERNMENT_HOLIDAYS
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.extensions import db
from complaint_center.models.staff import Holiday
from complaint_center.services import journal
from complaint_center.services.directory import lock_settings, require_admin

YEARS = 2
"""How many years before and after the present one can be looked at and changed."""


def holidays() -> frozenset[date]:
    """The days on which the office is closed, weekends apart."""
    return frozenset(db.session.scalars(sa.select(Holiday.day)))


def years(now: datetime) -> range:
    """The Christian years of the calendar that can be looked at and changed."""
    present = now.astimezone(BANGKOK).year
    return range(present - YEARS, present + YEARS + 1)


def list_year(year: int) -> dict[date, str]:
    """The holidays of a Christian year and their names, in order."""
    rows = db.session.scalars(sa.select(Holiday).where(_is_of(year)).order_by(Holiday.day))
    return {row.day: row.name for row in rows}


def list_missing(year: int) -> dict[date, str]:
    """The government's holidays of a Christian year, as far as they are known here, that are not in the calendar."""
    entered = list_year(year)
    known = GOVERNMENT_HOLIDAYS.items()
    return {day: name for day, name in known if day.year == year and day not in entered}


def unprepared_year(now: datetime) -> int | None:
    """The Christian year that should have its holidays by now and has none."""
    year = year_to_prepare(now)
    return None if list_year(year) else year


def add_holiday(actor: Person, day: date, name: str, now: datetime) -> None:
    """Close the office on a day. InvalidInput for one that is closed already or lies outside the calendar's years.

    A day that has passed may be added; what was sent or counted by then stays as it is.
    """
    require_admin(actor)
    lock_settings()
    if day.year not in years(now):
        raise InvalidInput("day", Problem.LONG_AGO if day.year < now.year else Problem.FAR_AHEAD)
    if db.session.get(Holiday, day):
        raise InvalidInput("day", Problem.CLOSED_THEN)
    if not name.strip():
        raise InvalidInput("name", Problem.REQUIRED)
    if len(name) > LINE_LENGTH:
        raise InvalidInput("name", Problem.TOO_LONG)
    _add({day: name.strip()}, actor, now)
    journal.commit()


def remove_holiday(actor: Person, day: date, now: datetime) -> str:
    """Open the office on a day again and return what the holiday was called. NotVisible for a day that is none."""
    require_admin(actor)
    lock_settings()
    holiday = db.session.get(Holiday, day)
    if holiday is None:
        raise NotVisible
    name = holiday.name
    db.session.delete(holiday)
    journal.record("holiday_removed", actor=actor, at=now, detail=_told(day, name))
    journal.commit()
    return name


def fill_year(actor: Person, year: int, now: datetime) -> int:
    """Enter what `list_missing` shows and return how many days that were. Names that were entered stay."""
    require_admin(actor)
    lock_settings()
    missing = list_missing(year)
    _add(missing, actor, now)
    journal.commit()
    return len(missing)


def _is_of(year: int) -> sa.ColumnElement[bool]:
    first = date(year, 1, 1)
    return Holiday.day.between(first, date(year + 1, 1, 1) - timedelta(days=1))


def _add(named: Mapping[date, str], actor: Person, now: datetime) -> None:
    for day, name in named.items():
        db.session.add(Holiday(day=day, name=name))
        journal.record("holiday_added", actor=actor, at=now, detail=_told(day, name))


def _told(day: date, name: str) -> dict[str, str]:
    return {"day": day.isoformat(), "name": name}
