"""Why a superior should look at a case."""

from __future__ import annotations

from enum import StrEnum


class Attention(StrEnum):
    """In the order in which the page of supervision has them.

    `lost`: overdue, and nobody is left in the chain of command to be told. `unread_web`: it came by the website, and
    its officer has done nothing for a working day. `without_date`: no clock runs that would move it on.
    """

    LOST = "lost"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    NEAR_DUE = "near_due"
    ESCALATED = "escalated"
    UNASSIGNED = "unassigned"
    AWAITING_ORDER = "awaiting_order"
    RETURNED = "returned"
    UNREAD_WEB = "unread_web"
    WITHOUT_DATE = "without_date"
    REFER_OUTSIDE = "refer_outside"
    INFECTED = "infected"
