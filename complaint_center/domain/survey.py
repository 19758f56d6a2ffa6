"""How satisfied the complainant was, asked once the case is closed: with its handling, and with its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaint_center.domain.errors import InvalidInput, Problem

RATINGS = range(1, 6)
"""From 1, not satisfied at all, to 5, very satisfied."""

COMMENT_LENGTH = 1_000
CHANGEABLE_FOR = timedelta(days=30)
"""For how long after the closing what was said may be changed."""

ASKED_AFTER = timedelta(days=7)
ASKED_UNTIL = timedelta(days=60)
"""How long after the closing a clerk begins to ask by telephone, and stops to begin."""


@dataclass(frozen=True)
class SurveyDraft:
    """What the complainant says. The comment may be empty."""

    handling: int
    result: int
    comment: str = ""


def check_survey(draft: SurveyDraft) -> None:
    """InvalidInput names the part that cannot be accepted."""
    for name in ("handling", "result"):
        if getattr(draft, name) not in RATINGS:
            raise InvalidInput(name, Problem.UNKNOWN_CHOICE)
    if len(draft.comment) > COMMENT_LENGTH:
        raise InvalidInput("comment", Problem.TOO_LONG)


def is_changeable(closed_at: datetime, now: datetime) -> bool:
    """Whether what was said may still be said otherwise; the 30 days end to the instant."""
    return now < closed_at + CHANGEABLE_FOR
