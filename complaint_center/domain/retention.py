"""For how long the office keeps what it was told, and whose word is needed before it is destroyed.

The terms are lawful shortest times: a record is kept for whole years after the day on which its case ended, and that
day a year, or ten, later still counts whole (Civil and Commercial Code, ss. 193/3 and 193/5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.calendar import BANGKOK, next_bangkok_midnight
from complaint_center.domain.categories import Category

FLOOR_YEARS = 10
"""Official papers are kept for at least ten years (Office of the Prime Minister's Regulation on Correspondence,
B.E. 2526, clause 57); an administrator may only lengthen a term."""
LONGEST_YEARS = 100
DRAFTS_KEPT = timedelta(days=30)
"""After the end of its case, for a finding that was never submitted."""
MESSAGE_YEARS = 2
"""After the sending, for what a message carried beside the fact that it was sent."""

VOICE_YEARS = 2
"""After the end of its month, for what somebody of the staff said without a name."""


class BatchState(StrEnum):
    """How far a batch of disposals has come."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Terms:
    """Whole years for each category, counted from the end of a case."""

    years: Mapping[Category, int]

    def ends_at(self, category: Category, ended_at: datetime) -> datetime:
        return term_ends_at(ended_at, self.years[category])

    def last_day(self, category: Category, ended_at: datetime) -> datetime:
        """Midnight at which the last day begins on which the case has to be kept."""
        return self.ends_at(category, ended_at) - timedelta(days=1)

    def ended_before(self, category: Category, now: datetime) -> datetime:
        """Cases of the category that ended before this instant are past their term at `now`."""
        return begun_before(now, self.years[category])


def term_ends_at(begun_at: datetime, years: int) -> datetime:
    """The first instant after the term: the midnight that ends the same Bangkok day so many years later.

    What began on 29 February ends its term with 28 February where the year has no other.
    """
    begun_on = begun_at.astimezone(BANGKOK).date()
    last_day = _same_day(begun_on, years, where_missing=date(begun_on.year + years, 2, 28))
    return next_bangkok_midnight(_midnight(last_day, begun_at))


def begun_before(now: datetime, years: int) -> datetime:
    """The instant before which a term of so many years must have begun to be over at `now`."""
    today = now.astimezone(BANGKOK).date()
    return _midnight(_same_day(today, -years, where_missing=date(today.year - years, 3, 1)), now)


def possible_approvers(directory: Directory, proposer_id: int, barred: Iterable[frozenset[int]]) -> tuple[Person, ...]:
    """Who may give a batch its second word: anybody with the right but the proposer, barred from none of its cases."""
    excluded = frozenset({proposer_id}).union(*barred)
    return tuple(
        person
        for person in directory.people.values()
        if person.is_active and person.may(Permission.DISPOSE) and person.id not in excluded
    )


def _same_day(day: date, years: int, where_missing: date) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return where_missing


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time.min, BANGKOK).astimezone(like.tzinfo)
