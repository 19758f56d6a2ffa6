"""The supervisor's orders, a withdrawal, the end of an answered suggestion, and the reopening of an ended case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import REASON_LENGTH, AlreadyDecided, InvalidInput, Problem, require_reason
from complaint_center.domain.hierarchy import is_left_alone
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.status import ENDED, Act, CaseStatus, Ground, OrderKind, move
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.order import Order
from complaint_center.services import conversation, journal, outbox
from complaint_center.services.assignment import assign, take_back
from complaint_center.services.disposal import leave_batch
from complaint_center.services.findings import latest_submitted
from complaint_center.services.holding import lock_commanded, void_declarations
from complaint_center.services.moves import move_case
from complaint_center.services.notices import owe_notice
from complaint_center.services.search_texts import keep_search_text
from complaint_center.services.stand_ins import send_back
from complaint_center.services.suggestion_publication import take_down
from complaint_center.services.survey_calls import end_survey_call

LONGEST_AHEAD = timedelta(days=2 * 365)
"""An order to be done later than this is a year typed in the wrong era."""


@dataclass(frozen=True)
class OrderDraft:
    """What the supervisor wrote. A referral names its agency, a refusal its ground.

    `question` is what the complainant reads when more information is asked for; nobody outside reads the reason.
    """

    kind: OrderKind
    reason: str
    due_at: datetime | None = None
    agency: str = ""
    ground: Ground | None = None
    question: str = ""


def give_order(office: Office, actor: Person, register_number: str, draft: OrderDraft, now: datetime) -> None:
    """Order what happens next. ForbiddenMove (409) when somebody has ordered already.

    Whose superiors are all barred from the case may end it by a referral only.
    """
    directory, case = lock_commanded(actor, register_number)
    # On a case that somebody decided meanwhile, that must be said before any slip in the form.
    made = move(case.status, Act.of_order(draft.kind))
    if made.to in ENDED - {CaseStatus.REFERRED}:
        _require_superior(actor, case, directory, "order")
    order = _order(case, draft, actor, now)
    move_case(case, Act.of_order(draft.kind), office, now, order.due_at)
    case.orders.append(order)
    keep_search_text(case)
    journal.record(
        "order_given",
        actor=actor,
        at=now,
        case=case,
        reason=order.reason,
        detail={"order": order.kind, "ground": order.ground, "agency": order.agency},
    )
    db.session.flush()
    if order.kind is OrderKind.MORE_INFO:
        conversation.ask(case, actor, draft.question.strip(), office, now)
    _tell_of_order(case, order, office, now)
    journal.commit()


def withdraw(office: Office, actor: Person, register_number: str, reason: str, now: datetime) -> None:
    """Record that the complainant takes the complaint back. Reason required, and a superior who is not barred.

    A published suggestion comes off the page.
    """
    directory, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    _require_superior(actor, case, directory, "reason")
    move_case(case, Act.WITHDRAW, office, now)
    journal.record("withdrawn", actor=actor, at=now, case=case, reason=reason)
    take_down(case, actor, now)
    occasion = f"withdrawn:{now.isoformat()}"
    outbox.tell_complainant(case, MessageKind.RESULT_READY, office, now, occasion)
    if case.officer is not None:
        outbox.alert(case.officer.person(), MessageKind.CASE_ENDED, office, now, f"case:{case.id}:{occasion}", case)
    journal.commit()


def close_answered(office: Office, actor: Person, register_number: str, now: datetime) -> None:
    """End a suggestion whose answer has been kept: nothing is left to find or to order.

    AlreadyDecided for what is no suggestion, or has no answer or an end.
    """
    directory, case = lock_commanded(actor, register_number)
    if not may_close_answered(case):
        raise AlreadyDecided(case.status)
    _require_superior(actor, case, directory, "answer")
    move_case(case, Act.CLOSE_ANSWERED, office, now)
    journal.record(Act.CLOSE_ANSWERED, actor=actor, at=now, case=case)
    occasion = f"{Act.CLOSE_ANSWERED}:{now.isoformat()}"
    outbox.tell_complainant(case, MessageKind.RESULT_READY, office, now, occasion)
    if case.officer is not None:
        outbox.alert(case.officer.person(), MessageKind.CASE_ENDED, office, now, f"case:{case.id}:{occasion}", case)
    journal.commit()


def may_close_answered(case: Case) -> bool:
    """Whether it is an open suggestion with an answer."""
    return case.category is Category.SUGGESTION and case.suggestion_answer is not None and case.status.is_open


def reopen(office: Office, actor: Person, register_number: str, reason: str, now: datetime) -> None:
    """Take an ended case up again, with a reason and a new deadline for the finding.

    Where another vendor was noted since it ended, whoever examines it declares anew.
    """
    directory, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    move_case(case, Act.REOPEN, office, now)
    void_declarations(case, now)
    journal.record("reopened", actor=actor, at=now, case=case, reason=reason)
    leave_batch(case, now)
    end_survey_call(case, now)
    owe_notice(case, office, now)
    _find_hands(case, office, directory, now)
    journal.commit()


def _require_superior(actor: Person, case: Case, directory: Directory, field: str) -> None:
    """Nobody bars all who are above them and then ends the case alone."""
    if is_left_alone(directory, actor.id, case.conflicts.barred(directory)):
        raise InvalidInput(field, Problem.SUPERIORS_BARRED)


def _find_hands(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    """It stays with its officer, or goes back from a stand-in, where that can be; else it is assigned anew."""
    if send_back(case, office, directory, now):
        return
    officer = directory.people.get(case.officer_id or 0)
    if officer and directory.is_present(officer.id) and officer.id not in case.conflicts.barred(directory):
        key = f"case:{case.id}:reopened:{now.isoformat()}"
        outbox.alert(officer, MessageKind.ORDER_GIVEN, office, now, key, case)
        return
    take_back(case, office, now)
    assign(case, office, directory, now)


def _order(case: Case, draft: OrderDraft, actor: Person, now: datetime) -> Order:
    reason = require_reason(draft.reason)
    agency = draft.agency.strip()
    if draft.kind is OrderKind.REFER and not agency:
        raise InvalidInput("agency", Problem.REQUIRED)
    if len(agency) > LINE_LENGTH:
        raise InvalidInput("agency", Problem.TOO_LONG)
    if draft.kind is OrderKind.NOT_ACCEPT and draft.ground is None:
        raise InvalidInput("ground", Problem.REQUIRED)
    if len(draft.question) > REASON_LENGTH:
        raise InvalidInput("question", Problem.TOO_LONG)
    due_at = _due_at(case, draft, now)
    finding = latest_submitted(case) if case.status is CaseStatus.AWAITING_ORDER else None
    return Order(
        finding_id=finding.id if finding else None,
        kind=draft.kind,
        reason=reason,
        due_at=due_at,
        agency=agency if draft.kind is OrderKind.REFER else "",
        ground=draft.ground if draft.kind is OrderKind.NOT_ACCEPT else None,
        by_id=actor.id,
        at=now,
    )


def _due_at(case: Case, draft: OrderDraft, now: datetime) -> datetime | None:
    """By when it is to be done; an order that ends the case leaves nothing to do."""
    target = move(case.status, Act.of_order(draft.kind)).to
    if draft.due_at is None or (target is not None and not target.is_open):
        return None
    if draft.due_at <= now:
        raise InvalidInput("due_at", Problem.IN_PAST)
    if draft.due_at > now + LONGEST_AHEAD:
        raise InvalidInput("due_at", Problem.FAR_AHEAD)
    return draft.due_at


def _tell_of_order(case: Case, order: Order, office: Office, now: datetime) -> None:
    if order.kind is OrderKind.MORE_INFO:
        outbox.tell_complainant(case, MessageKind.INFO_REQUESTED, office, now, f"order:{order.id}")
    elif not case.status.is_open:
        outbox.tell_complainant(case, MessageKind.RESULT_READY, office, now, f"order:{order.id}")
    if case.officer is not None:
        kind = MessageKind.ORDER_GIVEN if case.status.is_open else MessageKind.CASE_ENDED
        outbox.alert(case.officer.person(), kind, office, now, f"order:{order.id}:given", case)
