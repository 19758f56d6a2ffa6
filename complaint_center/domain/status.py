"""The states of a case, the acts that move it, and the deadlines that each act meets and opens.

One table. A move that is not in it cannot be made, from any screen or job. Overdue and escalated
are not states: the first is a question put to a deadline, the second a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import ForbiddenMove


class CaseStatus(StrEnum):
    """Where a case is. `received` means that no officer has it yet."""

    RECEIVED = "received"
    PRELIMINARY_CHECK = "preliminary_check"
    AWAITING_ORDER = "awaiting_order"
    RETURNED = "returned"
    INFO_REQUESTED = "info_requested"
    INVESTIGATING = "investigating"
    REFERRED = "referred"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self not in ENDED


ENDED = frozenset({CaseStatus.REFERRED, CaseStatus.CLOSED, CaseStatus.NOT_ACCEPTED, CaseStatus.WITHDRAWN})
"""Reaching one of these ends every deadline that is still running."""

OPEN = frozenset(CaseStatus) - ENDED


class CoarseState(StrEnum):
    """The four steps that a complainant is shown."""

    RECEIVED = "received"
    CHECKING = "checking"
    DECIDING = "deciding"
    CLOSED = "closed"


class OrderKind(StrEnum):
    """What a supervisor may order on a submitted finding."""

    DISMISS = "dismiss"
    ASSIGN = "assign"
    FACT_FINDING = "fact_finding"
    DISCIPLINARY = "disciplinary"
    REFER = "refer"
    MORE_INFO = "more_info"
    MEDIATE = "mediate"
    CORRECTIVE = "corrective"
    NOT_ACCEPT = "not_accept"
    RETURN = "return"


class Ground(StrEnum):
    """Why a complaint is not accepted; the choice is the supervisor's alone."""

    ANONYMOUS_WITHOUT_SPECIFICS = "anonymous_without_specifics"
    BEFORE_A_COURT = "before_a_court"
    CONCLUDED_ELSEWHERE = "concluded_elsewhere"
    INSUFFICIENT_DATA = "insufficient_data"
    OUTSIDE_POWER = "outside_power"
    DUPLICATE = "duplicate"
    ABUSIVE_WITHOUT_FACTS = "abusive_without_facts"


class Opinion(StrEnum):
    """What the officer holds, without which a finding is not complete."""

    SUBSTANTIATED = "substantiated"
    UNSUBSTANTIATED = "unsubstantiated"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    OUTSIDE_JURISDICTION = "outside_jurisdiction"
    SHOULD_REFER = "should_refer"


class Act(StrEnum):
    """Everything that moves a case; one act for each order, and those that are no order."""

    ASSIGN = "assigned"
    UNASSIGN = "unassigned"
    ASK = "info_requested"
    RESUME = "info_received"
    SUBMIT = "finding_submitted"
    WITHDRAW = "withdrawn"
    REOPEN = "reopened"
    CLOSE_ANSWERED = "closed_answered"
    ORDER_DISMISS = "order_dismiss"
    ORDER_ASSIGN = "order_assign"
    ORDER_FACT_FINDING = "order_fact_finding"
    ORDER_DISCIPLINARY = "order_disciplinary"
    ORDER_REFER = "order_refer"
    ORDER_MORE_INFO = "order_more_info"
    ORDER_MEDIATE = "order_mediate"
    ORDER_CORRECTIVE = "order_corrective"
    ORDER_NOT_ACCEPT = "order_not_accept"
    ORDER_RETURN = "order_return"

    @classmethod
    def of_order(cls, order: OrderKind) -> Act:
        return cls(f"order_{order}")


@dataclass(frozen=True)
class Move:
    """What an act does. `to` None: see `after_answer`."""

    to: CaseStatus | None
    meets: frozenset[DeadlineKind] = frozenset()
    opens: DeadlineKind | None = None


_S = CaseStatus
_K = DeadlineKind

_SUBMISSION = Move(_S.AWAITING_ORDER, meets=frozenset({_K.FINDING, _K.RESUBMISSION, _K.ACTION}), opens=_K.ORDER)
_WITHDRAWAL = Move(_S.WITHDRAWN)
_REOPENING = Move(_S.PRELIMINARY_CHECK, opens=_K.RESUBMISSION)
_QUESTION = Move(_S.INFO_REQUESTED)
_ANSWERED = Move(_S.CLOSED, meets=frozenset({_K.NOTICE}))
"""Of a suggestion alone, whose answer is its result."""


def _order(to: CaseStatus, opens: DeadlineKind | None = None) -> Move:
    """What ends a case is its result, of which the complainant is told by the same act."""
    met = {_K.ORDER} if to.is_open else {_K.ORDER, _K.NOTICE}
    return Move(to, meets=frozenset(met), opens=opens)


_ORDERS = {
    Act.ORDER_DISMISS: _order(_S.CLOSED),
    Act.ORDER_ASSIGN: _order(_S.INVESTIGATING, _K.ACTION),
    Act.ORDER_FACT_FINDING: _order(_S.INVESTIGATING, _K.ACTION),
    Act.ORDER_DISCIPLINARY: _order(_S.INVESTIGATING, _K.ACTION),
    Act.ORDER_REFER: _order(_S.REFERRED),
    Act.ORDER_MORE_INFO: _order(_S.INFO_REQUESTED, _K.ACTION),
    Act.ORDER_MEDIATE: _order(_S.INVESTIGATING, _K.ACTION),
    Act.ORDER_CORRECTIVE: _order(_S.INVESTIGATING, _K.ACTION),
    Act.ORDER_NOT_ACCEPT: _order(_S.NOT_ACCEPTED),
    Act.ORDER_RETURN: _order(_S.RETURNED, _K.RESUBMISSION),
}


def _stays(status: CaseStatus) -> Mapping[Act, Move]:
    """Changing hands moves neither the case nor its clock."""
    return {Act.ASSIGN: Move(status), Act.UNASSIGN: Move(status)}


MOVES: Mapping[CaseStatus, Mapping[Act, Move]] = {
    _S.RECEIVED: {
        Act.ASSIGN: Move(_S.PRELIMINARY_CHECK),
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
        # Where nobody here may examine it, the case can only go to an agency that may.
        Act.ORDER_REFER: _ORDERS[Act.ORDER_REFER],
    },
    _S.PRELIMINARY_CHECK: {
        Act.ASSIGN: Move(_S.PRELIMINARY_CHECK),
        Act.UNASSIGN: Move(_S.RECEIVED),
        Act.ASK: _QUESTION,
        Act.SUBMIT: _SUBMISSION,
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
    },
    _S.AWAITING_ORDER: {
        **_stays(_S.AWAITING_ORDER),
        **_ORDERS,
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
    },
    _S.RETURNED: {
        **_stays(_S.RETURNED),
        Act.ASK: _QUESTION,
        Act.SUBMIT: _SUBMISSION,
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
    },
    _S.INFO_REQUESTED: {
        **_stays(_S.INFO_REQUESTED),
        Act.RESUME: Move(None),
        # The clock runs on while an answer is awaited, so the officer may submit without one.
        Act.SUBMIT: _SUBMISSION,
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
    },
    _S.INVESTIGATING: {
        **_stays(_S.INVESTIGATING),
        Act.ASK: _QUESTION,
        # The report on what was ordered is submitted like the finding was, and ordered upon again.
        Act.SUBMIT: _SUBMISSION,
        Act.WITHDRAW: _WITHDRAWAL,
        Act.CLOSE_ANSWERED: _ANSWERED,
    },
    **{status: {Act.REOPEN: _REOPENING} for status in sorted(ENDED)},
}


def move(status: CaseStatus, act: Act) -> Move:
    """What `act` does to a case in `status`. ForbiddenMove where the table has no such move."""
    try:
        return MOVES[status][act]
    except KeyError:
        raise ForbiddenMove(status, act) from None


def after_answer(before_question: CaseStatus) -> CaseStatus:
    """Where a case goes once the complainant has answered.

    The supervisor's own question was an order and is done with; what follows it is examined and
    submitted anew, so such a case does not go back to await an order that nobody owes.
    """
    if before_question is CaseStatus.AWAITING_ORDER:
        return CaseStatus.INVESTIGATING
    return before_question


def coarse(status: CaseStatus, before_question: CaseStatus | None = None) -> CoarseState:
    """The step a complainant is shown; while an answer is awaited, the one the case was in before."""
    if status is CaseStatus.INFO_REQUESTED and before_question is not None:
        return coarse(before_question)
    return _COARSE[status]


_COARSE = {
    _S.RECEIVED: CoarseState.RECEIVED,
    _S.PRELIMINARY_CHECK: CoarseState.CHECKING,
    _S.RETURNED: CoarseState.CHECKING,
    _S.INFO_REQUESTED: CoarseState.CHECKING,
    _S.AWAITING_ORDER: CoarseState.DECIDING,
    _S.INVESTIGATING: CoarseState.DECIDING,
    **dict.fromkeys(sorted(ENDED), CoarseState.CLOSED),
}
