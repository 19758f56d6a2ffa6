"""Facts: the tables."""

from complaint_center.models import (
    account,
    boxes,
    calls,
    case,
    complainant,
    conversation,
    deadline,
    evidence,
    intake_draft,
    journal,
    near_names,
    outbox,
    rate,
    retention,
    search,
    staff,
)

__all__ = [
    "account",
    "boxes",
    "calls",
    "case",
    "complainant",
    "conversation",
    "deadline",
    "evidence",
    "intake_draft",
    "journal",
    "near_names",
    "outbox",
    "rate",
    "retention",
    "search",
    "staff",
]
