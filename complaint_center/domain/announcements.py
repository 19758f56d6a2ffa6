"""What the office announces each fiscal year: its seven measures, and the handbook on conflicts of interest.

Measure 3 of the municipality's report: what is published is kept up to date, and somebody watches over that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.evidence import EvidenceDraft
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import check_receipt

OWED_AFTER_MONTHS = 3
"""Of a fiscal year, by the end of which each of its announcements should be there."""

TITLE_LENGTH = 300
"""Characters."""


class Subject(StrEnum):
    """The seven measures in the order of the report, and the handbook that goes with the sixth."""

    DISCRETION = "1"
    AGREEMENTS = "2"
    PUBLICATION = "3"
    PROCUREMENT = "4"
    COMPLAINTS = "5"
    CONFLICTS = "6"
    PARTICIPATION = "7"
    HANDBOOK = "handbook"


@dataclass(frozen=True)
class AnnouncementDraft:
    """What is posted. `fiscal_year` is Buddhist; `announced_on` is the date that the paper itself bears."""

    subject: Subject
    fiscal_year: int
    title: str
    announced_on: date
    file: EvidenceDraft


def fiscal_years(now: datetime) -> tuple[int, ...]:
    """Those for which something can be posted: the present one, the next, and the last."""
    present = FiscalYear.of(now).number
    return present, present + 1, present - 1


def are_owed(now: datetime) -> bool:
    """Whether so much of the fiscal year is over that its announcements should be there."""
    return now >= FiscalYear.of(now).months[OWED_AFTER_MONTHS].starts_at


def check_announcement(draft: AnnouncementDraft, now: datetime) -> None:
    """InvalidInput for the first field that cannot be accepted."""
    if draft.fiscal_year not in fiscal_years(now):
        raise InvalidInput("fiscal_year", Problem.UNKNOWN_CHOICE)
    if not draft.title.strip():
        raise InvalidInput("title", Problem.REQUIRED)
    if len(draft.title) > TITLE_LENGTH:
        raise InvalidInput("title", Problem.TOO_LONG)
    check_receipt("announced_on", datetime.combine(draft.announced_on, time.min, BANGKOK), now)
