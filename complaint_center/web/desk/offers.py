"""Which acts a page offers: those that the table of moves and the services' own rules would let through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import AlreadyDecided, NotAllowed
from complaint_center.domain.status import MOVES, Act, OrderKind
from complaint_center.models.case import Case
from complaint_center.services.conversation import awaited, unread
from complaint_center.services.holding import may_read_narrative, require_command, require_holder
from complaint_center.services.identity import may_reveal
from complaint_center.services.inquiries import require_inquiry
from complaint_center.services.procurement import require_noter
from complaint_center.services.recusals import require_recusable
from complaint_center.services.suggestions import require_answerer


class Offer(StrEnum):
    """An act on the page of a case."""

    DECLARE = "declare"
    STEP_BACK = "step_back"
    FINDING = "finding"
    ASK = "ask"
    ANSWER = "answer"
    WRITE = "write"
    READ = "read"
    ASSIGN = "assign"
    ORDER = "order"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ACCUSED = "accused"
    CATEGORY = "category"
    RECEIVED_AT = "received_at"
    IDENTITY = "identity"
    ACCESS_COPY = "access_copy"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    CODE = "code"
    SURVEY = "survey"
    PROCUREMENT = "procurement"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"


def offered(person: Person, case: Case) -> frozenset[Offer]:
    """What this person may do to the case as it is now; nothing once it was disposed of."""
    if case.disposed_at is not None:
        return frozenset()
    return frozenset([*_to_holder(person, case), *_to_commander(person, case), *_to_others(person, case)])


def open_orders(case: Case) -> list[OrderKind]:
    """The orders that the case allows now."""
    return [order for order in OrderKind if Act.of_order(order) in MOVES[case.status]]


def passes(rule: Callable[[Person, Case], None], person: Person, case: Case) -> bool:
    """Whether a service's rule lets the person through."""
    try:
        rule(person, case)
    except (NotAllowed, AlreadyDecided):
        return False
    return True


def _to_holder(person: Person, case: Case) -> Iterator[Offer]:
    if not passes(require_holder, person, case):
        return
    moves = MOVES[case.status]
    if not may_read_narrative(person, case):
        yield Offer.DECLARE
        return
    yield Offer.CATEGORY
    if Act.SUBMIT in moves:
        yield Offer.FINDING
    if Act.ASK in moves:
        yield Offer.ASK
    yield from _of_conversation(case)


def _of_conversation(case: Case) -> Iterator[Offer]:
    if awaited(case):
        yield Offer.ANSWER
    if case.status.is_open:
        yield Offer.WRITE
    if unread(case):
        yield Offer.READ


def _to_commander(person: Person, case: Case) -> Iterator[Offer]:
    if not passes(require_command, person, case):
        return
    moves = MOVES[case.status]
    yield from (Offer.ACCUSED, Offer.CATEGORY, Offer.RECEIVED_AT)
    if Act.ASSIGN in moves:
        yield Offer.ASSIGN
    if open_orders(case):
        yield Offer.ORDER
    if Act.WITHDRAW in moves:
        yield Offer.WITHDRAW
    if Act.REOPEN in moves:
        yield Offer.REOPEN
    yield Offer.LIFT_HOLD if case.hold else Offer.HOLD


def _to_others(person: Person, case: Case) -> Iterator[Offer]:
    if passes(require_recusable, person, case):
        yield Offer.STEP_BACK
    if passes(require_noter, person, case):
        yield Offer.PROCUREMENT
    if passes(require_answerer, person, case):
        yield Offer.SUGGESTION
    if passes(require_inquiry, person, case):
        yield Offer.INQUIRY
    if may_reveal(person, case):
        yield from (Offer.IDENTITY, Offer.ACCESS_COPY)
    if person.may(Permission.LOG_COMPLAINTS):
        yield Offer.CODE
        if not case.status.is_open and case.officer_id != person.id:
            yield Offer.SURVEY
