"""The acts in which a member of staff decides as they see fit, and each of which therefore has its reason.

Measure 1 of the municipality's report: those above look at how those below them decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from complaint_center.domain.status import ENDED, Act, CaseStatus, OrderKind, move


class Discretion(StrEnum):
    """What kind of decision it was. `closed`: an order that ends the case by anything but a refusal of it."""

    CATEGORY_CHANGED = "category_changed"
    RECEIPT_CORRECTED = "received_at_corrected"
    ACCUSED_UNLINKED = "accused_unlinked"
    IDENTITY_REVEALED = "identity_revealed"
    REASSIGNED = "reassigned"
    NOT_ACCEPTED = "not_accepted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


ORDER_GIVEN = "order_given"
ASSIGNED = "assigned"

_ENDING = frozenset(kind for kind in OrderKind if move(CaseStatus.AWAITING_ORDER, Act.of_order(kind)).to in ENDED)

ORDERS: Mapping[Discretion, frozenset[OrderKind]] = {
    Discretion.NOT_ACCEPTED: frozenset({OrderKind.NOT_ACCEPT}),
    Discretion.CLOSED: _ENDING - {OrderKind.NOT_ACCEPT},
}
"""Decisions that are orders, and which; every other order only sends the case on."""

ALWAYS = frozenset(Discretion) - {Discretion.NOT_ACCEPTED, Discretion.CLOSED, Discretion.REASSIGNED}
"""Decisions that are an act of the journal by that name, whoever made it and whatever it was about."""


def kind_of(what: str, *, is_of_person: bool, order: OrderKind | None = None) -> Discretion | None:
    """Which decision an act of the journal was; None for one that was none, or that the service made by itself."""
    if what == ORDER_GIVEN:
        return next((kind for kind, orders in ORDERS.items() if order in orders), None)
    if what == ASSIGNED:
        return Discretion.REASSIGNED if is_of_person else None
    return next((kind for kind in ALWAYS if kind == what), None)
