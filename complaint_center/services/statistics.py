"""The public statistics of corruption complaints: counted from the register as it stands, by month of receipt.

The three numbers that the assessment of the anti-corruption commission asks for (all, completed, in process) are exact
and of now. Every breakdown of them is `services.breakdowns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.categories import Category
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear, Month
from complaint_center.domain.status import ENDED, CaseStatus
from complaint_center.domain.tallies import Tally
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.case_queries import Condition

CORRUPTION = tuple(category for category in Category if category.is_corruption)


@dataclass(frozen=True)
class Statistics:
    """One fiscal year as it was at `as_of`: every month of it, those without a complaint and those to come, too."""

    year: FiscalYear
    as_of: datetime
    months: Mapping[Month, Tally]

    @property
    def whole(self) -> Tally:
        return sum(self.months.values(), Tally())

    @property
    def halves(self) -> Mapping[HalfYear, Tally]:
        """October to March, and April to September."""
        return {half: sum((self.months[month] for month in half.months), Tally()) for half in self.year.halves}


def count_statistics(year: FiscalYear, now: datetime) -> Statistics:
    """Corruption complaints received in the year, by what has become of them; in one statement.

    A complaint counts in the month of its receipt in Bangkok, and as completed once it is closed, referred, withdrawn
    or not accepted. What was disposed of at the end of its term still counts.
    """
    months = [Tally() for _ in year.months]
    for month, status, count in _counted(year):
        months[month] += Tally(count, count if status in ENDED else 0)
    return Statistics(year, now, dict(zip(year.months, months, strict=True)))


def list_years(now: datetime) -> list[FiscalYear]:
    """The fiscal years since the first corruption complaint was received, the present one first."""
    first = db.session.scalar(sa.select(sa.func.min(Case.received_at)).where(_is_corruption))
    present = FiscalYear.of(now)
    earliest = min(present, FiscalYear.of(first)) if first else present
    return [FiscalYear(number) for number in range(present.number, earliest.number - 1, -1)]


_is_corruption = Case.category.in_(CORRUPTION)


def is_received_in(year: FiscalYear) -> tuple[Condition, ...]:
    """The corruption complaints that the statistics of the year count."""
    return Case.received_at >= year.starts_at, Case.received_at < year.ends_at, _is_corruption


def _counted(year: FiscalYear) -> list[tuple[int, CaseStatus, int]]:
    """Place of the month in the year, status, and how many complaints were so."""
    month = sa.case(*_months(year)).label("month")
    query = sa.select(month, Case.status, sa.func.count()).where(*is_received_in(year)).group_by(month, Case.status)
    return [tuple(row) for row in db.session.execute(query)]


def _months(year: FiscalYear) -> list[tuple[Condition, int]]:
    return [(Case.received_at < month.ends_at, number) for number, month in enumerate(year.months)]
