"""The public statistics of corruption complaints: counted from the register as it stands, by month of receipt.

The three numbers that the assessment of the anti-corruption commission asks for (all, completed, in process) are exact.
Every other breakdown goes through `domain.suppression`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear, Month
from complaint_center.domain.status import ENDED, CaseStatus
from complaint_center.domain.suppression import suppress
from complaint_center.domain.tallies import Tally
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.case_queries import Condition

CORRUPTION = tuple(category for category in Category if category.is_corruption)
COMPLETED = tuple(status for status in CaseStatus if status in ENDED)
Key = TypeVar("Key")
Breakdown = Mapping[Key, int | None] | None
"""None for a count that is hidden, and in the place of a whole breakdown that would show too much."""


@dataclass(frozen=True)
class Statistics:
    """One fiscal year as it was at `as_of`: every month of it, those without a complaint and those to come, too."""

    year: FiscalYear
    as_of: datetime
    months: Mapping[Month, Tally]
    channels: Breakdown[Channel]
    categories: Breakdown[Category]
    outcomes: Breakdown[CaseStatus]

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
    channels, categories = dict.fromkeys(Channel, 0), dict.fromkeys(CORRUPTION, 0)
    outcomes = dict.fromkeys(COMPLETED, 0)
    for month, channel, category, status, count in _counted(year):
        months[month] += Tally(count, count if status in ENDED else 0)
        channels[channel] += count
        categories[category] += count
        if status in ENDED:
            outcomes[status] += count
    return Statistics(
        year=year,
        as_of=now,
        months=dict(zip(year.months, months, strict=True)),
        channels=suppress(channels),
        categories=suppress(categories),
        outcomes=suppress(outcomes),
    )


def list_years(now: datetime) -> list[FiscalYear]:
    """The fiscal years since the first corruption complaint was received, the present one first."""
    first = db.session.scalar(sa.select(sa.func.min(Case.received_at)).where(_is_corruption))
    present = FiscalYear.of(now)
    earliest = min(present, FiscalYear.of(first)) if first else present
    return [FiscalYear(number) for number in range(present.number, earliest.number - 1, -1)]


_is_corruption = Case.category.in_(CORRUPTION)


def _counted(year: FiscalYear) -> list[tuple[int, Channel, Category, CaseStatus, int]]:
    """Place of the month in the year, channel, category, status, and how many complaints were so."""
    month = sa.case(*_months(year)).label("month")
    told: tuple[Any, ...] = (month, Case.channel, Case.category, Case.status)
    received = (Case.received_at >= year.starts_at, Case.received_at < year.ends_at)
    query = sa.select(*told, sa.func.count()).where(*received, _is_corruption).group_by(*told)
    return [tuple(row) for row in db.session.execute(query)]


def _months(year: FiscalYear) -> list[tuple[Condition, int]]:
    return [(Case.received_at < month.ends_at, number) for number, month in enumerate(year.months)]
