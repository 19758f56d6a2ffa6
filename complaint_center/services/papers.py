"""Printing: who may have which paper of a case, and the journal's line that they had it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from complaint_center.domain import receipt_signature
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed, NothingToPrint, NotVisible, require_reason
from complaint_center.domain.office import Office
from complaint_center.domain.papers import Paper
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import keyring
from complaint_center.models.case import Case
from complaint_center.models.finding import Finding
from complaint_center.models.order import Order
from complaint_center.services import journal
from complaint_center.services.case_queries import find_case, find_coarse, lock_case, require_kept
from complaint_center.services.directory import load_directory
from complaint_center.services.findings import latest_submitted
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.identity import Identity, identity_of, require_revealer
from complaint_center.services.notices import note_told

LETTERS = frozenset({Paper.ACKNOWLEDGEMENT, Paper.RESULT})
"""To the complainant."""

FRESH = timedelta(minutes=15)
"""For how long the clerk who logged a complaint may print its form for the complainant to sign."""


def print_paper(actor: Person, register_number: str, paper: Paper, now: datetime) -> Case:
    """The case, for a paper that does not tell who complained."""
    case = _find(actor, register_number, paper)
    journal.record("paper_printed", actor=actor, at=now, case=case, detail={"paper": paper})
    journal.commit()
    return case


def print_memo(actor: Person, register_number: str, now: datetime) -> tuple[Case, Finding]:
    """The case and its latest submitted finding. NothingToPrint where none was submitted."""
    case = _find(actor, register_number, Paper.MEMO)
    finding = latest_submitted(case)
    if finding is None:
        raise NothingToPrint(Paper.MEMO)
    journal.record("paper_printed", actor=actor, at=now, case=case, detail={"paper": Paper.MEMO})
    journal.commit()
    return case, finding


def print_with_identity(
    office: Office, actor: Person, register_number: str, paper: Paper, reason: str, now: datetime
) -> tuple[Case, Identity]:
    """The case and who complained, once the reason is in the journal; to those who may reveal it.

    A letter that is printed goes out: the complainant is told with it.

    NothingToPrint for a letter to nobody, and for a result before there is an order.
    """
    case = lock_case(register_number, actor, load_directory())
    require_revealer(actor, case)
    require_printable(case, paper)
    reason = require_reason(reason)
    journal.record("identity_revealed", actor=actor, at=now, case=case, reason=reason, detail={"for": paper})
    identity = identity_of(case.complainant)
    if paper in LETTERS:
        note_told(case, office, now)
    journal.commit()
    return case, identity


def print_for_signature(actor: Person, register_number: str, now: datetime) -> tuple[Case, Identity]:
    """The form that the complainant signs at the counter, to the clerk who has just logged what they said."""
    case = find_coarse(register_number, actor, load_directory())
    require_kept(case)
    if case.logged_by_id != actor.id or now - case.registered_at > FRESH:
        raise NotAllowed
    journal.record("paper_printed", actor=actor, at=now, case=case, detail={"paper": Paper.FORM})
    identity = identity_of(case.complainant)
    journal.commit()
    return case, identity


def require_printable(case: Case, paper: Paper) -> None:
    """NothingToPrint for a letter to somebody without a name, and for a result before there is an order."""
    if paper in LETTERS and case.complainant.is_anonymous:
        raise NothingToPrint(Paper.ACKNOWLEDGEMENT)
    if paper is Paper.RESULT and told_order(case) is None:
        raise NothingToPrint(paper)


def told_order(case: Case) -> Order | None:
    """The latest order that a complainant is told of: one that only sends the officer back to work is not."""
    told = (order for order in reversed(case.orders) if order.kind not in (OrderKind.RETURN, OrderKind.MORE_INFO))
    return next(told, None)


def sign_receipt(register_number: str, received_on: date, due_on: date | None) -> str:
    """The signature that stands on a receipt."""
    signed = receipt_signature.statement(register_number, received_on, due_on)
    return receipt_signature.format_signature(keyring.receipt_mac(signed))


def check_receipt(register_number: str, received_on: date, signature: str) -> tuple[date | None] | None:
    """The due day that a genuine receipt bears, in a pair of brackets as it may be none; None for one that is not ours.

    Nothing is asked of the database, so the answer tells of the paper alone.
    """
    for due_on in receipt_signature.possible_due_days(received_on):
        if receipt_signature.is_same(sign_receipt(register_number, received_on, due_on), signature):
            return (due_on,)
    return None


def _find(actor: Person, register_number: str, paper: Paper) -> Case:
    directory = load_directory()
    try:
        case = find_case(register_number, actor, directory)
    except NotVisible:
        if paper is not Paper.RECEIPT or not actor.may(Permission.LOG_COMPLAINTS):
            raise
        case = find_coarse(register_number, actor, directory)
    require_kept(case)
    if paper is not Paper.RECEIPT and not may_read_narrative(actor, case):
        raise NotAllowed
    return case
