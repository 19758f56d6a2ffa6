"""Facts: the tables."""

from complaint_center.models import (
    account,
    calls,
    case,
    complainant,
    conversation,
    deadline,
    evidence,
    journal,
    outbox,
    rate,
    retention,
    search,
    staff,
)

__all__ = [
    "account",
    "calls",
    "case",
    "complainant",
    "conversation",
    "deadline",
    "evidence",
    "journal",
    "outbox",
    "rate",
    "retention",
    "search",
    "staff",
]
