"""Facts: the tables."""

from complaint_center.models import (
    account,
    case,
    complainant,
    conversation,
    deadline,
    evidence,
    journal,
    outbox,
    rate,
    retention,
    staff,
)

__all__ = [
    "account",
    "case",
    "complainant",
    "conversation",
    "deadline",
    "evidence",
    "journal",
    "outbox",
    "rate",
    "retention",
    "staff",
]
