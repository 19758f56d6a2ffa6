"""What the municipality keeps published on complaints: the guideline, the channel and the statistics.

Measure 3 of the municipality's report: in more than one place, as the anti-corruption commission asks, and up to date.
The numbers that the commission gives these items ("O17") are others every year: they are kept, and never written here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear
from complaint_center.domain.thai import to_arabic_digits

OWED_DAYS = 30
"""After the end of half a year, by which its statistics should be on the website."""

BREAKDOWN_DAYS = 30
"""After the end of a fiscal year, when what was received in it is in the register and is broken down, once."""

REVIEW_DAYS = 365
"""After which somebody should have looked at the guideline again."""

HALVES_OFFERED = 2
"""That have ended, whose publication can be noted."""

_NUMBER = re.compile(r"[Oo]? ?(\d{1,3})")


class Item(StrEnum):
    """What the assessment asks to see, each at a number of its own."""

    GUIDELINE = "guideline"
    CHANNEL = "channel"
    STATISTICS = "statistics"
    PARTICIPATION = "participation"


class Place(StrEnum):
    """Where the statistics are published."""

    WEBSITE = "website"
    LINE = "line"
    FACEBOOK = "facebook"


@dataclass(frozen=True)
class PublicationDraft:
    """The statistics of half a year were put in one place."""

    half: HalfYear
    place: Place
    published_on: date


def ended_halves(now: datetime) -> tuple[HalfYear, ...]:
    """The halves whose statistics can be published whole, the last one first."""
    halves = [HalfYear.of(now).before()]
    while len(halves) < HALVES_OFFERED:
        halves.append(halves[-1].before())
    return tuple(halves)


def are_statistics_owed(half: HalfYear, in_use_since: datetime, now: datetime) -> bool:
    """Whether they should be published by now. What ended before the register was in use is owed by nobody."""
    return in_use_since < half.ends_at and now >= half.ends_at + timedelta(days=OWED_DAYS)


def breaks_down(year: FiscalYear, now: datetime) -> bool:
    """Whether the statistics of the year are published by channel, kind and outcome, too."""
    return now >= year.ends_at + timedelta(days=BREAKDOWN_DAYS)


def is_review_owed(reviewed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody should look at the guideline: nobody ever did, or a year ago."""
    return reviewed_at is None or now >= reviewed_at + timedelta(days=REVIEW_DAYS)


def check_publication(draft: PublicationDraft, now: datetime) -> None:
    """InvalidInput for the first field that cannot be accepted."""
    if draft.half not in ended_halves(now):
        raise InvalidInput("half", Problem.UNKNOWN_CHOICE)
    if draft.published_on > now.astimezone(BANGKOK).date():
        raise InvalidInput("published_on", Problem.IN_FUTURE)
    if draft.published_on < draft.half.ends_at.astimezone(BANGKOK).date():
        raise InvalidInput("published_on", Problem.BEFORE_END)


def numbered_years(now: datetime) -> tuple[int, ...]:
    """Fiscal years whose numbers are kept: the present one, the next, and the last."""
    present = FiscalYear.of(now).number
    return present, present + 1, present - 1


def parse_item_number(text: str) -> str:
    """`O17` from what people type: o17, 17, O ๑๗; empty where there is none. ValueError for anything else."""
    typed = to_arabic_digits(text.strip())
    if not typed:
        return ""
    found = _NUMBER.fullmatch(typed)
    if found is None or not int(found[1]):
        raise ValueError(f"not the number of an item: {text!r}")
    return f"O{int(found[1])}"
