"""The fiscal year of the Thai state and its months: 1 October to 30 September, by the clock of Bangkok."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.thai import BUDDHIST_ERA, fiscal_year

FIRST_MONTH = 10
"""October, in the Christian year before the one after which the fiscal year is named."""

MONTHS = 12
HALF = MONTHS // 2
"""Months of half a year."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; `year` is Christian. Written as `2026-10`."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @classmethod
    def of(cls, instant: datetime) -> Month:
        """The month in Bangkok."""
        local = instant.astimezone(BANGKOK)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From `2026-10`. ValueError for anything else."""
        day = datetime.strptime(text, "%Y-%m").replace(tzinfo=BANGKOK)
        return cls(day.year, day.month)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time.min, BANGKOK)

    @property
    def ends_at(self) -> datetime:
        """The first instant that no longer belongs to it."""
        return self.next().starts_at

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def next(self) -> Month:
        return self.after(1)

    def after(self, months: int) -> Month:
        """The one so many months later; earlier for a negative number."""
        years, month = divmod(self.month - 1 + months, MONTHS)
        return Month(self.year + years, month + 1)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A fiscal year by its Buddhist number: 2570 begins on 1 October 2569 (2026)."""

    number: int

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def of(cls, instant: datetime) -> FiscalYear:
        return cls(fiscal_year(instant.astimezone(BANGKOK).date()))

    @property
    def months(self) -> tuple[Month, ...]:
        first = Month(self.number - BUDDHIST_ERA - 1, FIRST_MONTH)
        return tuple(first.after(months) for months in range(MONTHS))

    @property
    def halves(self) -> tuple[HalfYear, HalfYear]:
        return HalfYear(self.number, 1), HalfYear(self.number, 2)

    @property
    def starts_at(self) -> datetime:
        return self.months[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """The first instant of the next one."""
        return self.months[-1].ends_at


@dataclass(frozen=True, order=True)
class HalfYear:
    """October to March (1) or April to September (2) of a fiscal year. Written as `2570-1`."""

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """What `str` writes. ValueError for anything else."""
        written = {str(half): half for half in FiscalYear(int(text.partition("-")[0])).halves}
        if text not in written:
            raise ValueError(f"not half a fiscal year: {text!r}")
        return written[text]

    @classmethod
    def of(cls, instant: datetime) -> HalfYear:
        year = FiscalYear.of(instant)
        return year.halves[instant >= year.halves[1].starts_at]

    @property
    def months(self) -> tuple[Month, ...]:
        first = (self.half - 1) * HALF
        return FiscalYear(self.year).months[first : first + HALF]

    @property
    def starts_at(self) -> datetime:
        return self.months[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """The first instant that no longer belongs to it."""
        return self.months[-1].ends_at

    def before(self) -> HalfYear:
        """The one that ended when this began."""
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)  # noqa: PLR2004 - of two
