"""What staff do: log complaints, examine them, order, and watch the seven days."""

from complaint_center.web.desk import (
    accused,
    assignment,
    call_tasks,
    callers,
    cases,
    corrections,
    findings,
    home,
    identity,
    intake,
    messages,
    orders,
    questions,
    receipts,
    supervision,
)
from complaint_center.web.desk.blueprint import desk

__all__ = [
    "accused",
    "assignment",
    "call_tasks",
    "callers",
    "cases",
    "corrections",
    "desk",
    "findings",
    "home",
    "identity",
    "intake",
    "messages",
    "orders",
    "questions",
    "receipts",
    "supervision",
]
