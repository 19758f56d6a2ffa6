"""The table of moves, against the same table written down a second time, as the supervisor would read it."""

from __future__ import annotations

import pytest

from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import AlreadyDecided, ForbiddenMove
from complaint_center.domain.status import (
    ENDED,
    MOVES,
    Act,
    CaseStatus,
    CoarseState,
    OrderKind,
    after_answer,
    coarse,
    move,
)

# Rows: acts. Columns: the state before. Cells: the state after; `.` is forbidden, `<` the state before the question.
TABLE = """
                     RCV PRE AWO RET INF INV REF CLO NAC WDR
assigned             PRE PRE AWO RET INF INV .   .   .   .
unassigned           .   RCV AWO RET INF INV .   .   .   .
info_requested       .   INF .   INF .   INF .   .   .   .
info_received        .   .   .   .   <   .   .   .   .   .
finding_submitted    .   AWO .   AWO AWO AWO .   .   .   .
withdrawn            WDR WDR WDR WDR WDR WDR .   .   .   .
reopened             .   .   .   .   .   .   PRE PRE PRE PRE
closed_answered      CLO CLO CLO CLO CLO CLO .   .   .   .
order_dismiss        .   .   CLO .   .   .   .   .   .   .
order_assign         .   .   INV .   .   .   .   .   .   .
order_fact_finding   .   .   INV .   .   .   .   .   .   .
order_disciplinary   .   .   INV .   .   .   .   .   .   .
order_refer          REF .   REF .   .   .   .   .   .   .
order_more_info      .   .   INF .   .   .   .   .   .   .
order_mediate        .   .   INV .   .   .   .   .   .   .
order_corrective     .   .   INV .   .   .   .   .   .   .
order_not_accept     .   .   NAC .   .   .   .   .   .   .
order_return         .   .   RET .   .   .   .   .   .   .
"""
STATES = {
    "RCV": "received",
    "PRE": "preliminary_check",
    "AWO": "awaiting_order",
    "RET": "returned",
    "INF": "info_requested",
    "INV": "investigating",
    "REF": "referred",
    "CLO": "closed",
    "NAC": "not_accepted",
    "WDR": "withdrawn",
}
# What each act meets, and what it opens.
CLOCKS = {
    "finding_submitted": ({"finding", "resubmission", "action"}, "order"),
    "reopened": (set(), "resubmission"),
    "order_return": ({"order"}, "resubmission"),
    "order_assign": ({"order"}, "action"),
    "order_fact_finding": ({"order"}, "action"),
    "order_disciplinary": ({"order"}, "action"),
    "order_mediate": ({"order"}, "action"),
    "order_corrective": ({"order"}, "action"),
    "order_more_info": ({"order"}, "action"),
    "closed_answered": ({"notice"}, None),
    "order_dismiss": ({"order", "notice"}, None),
    "order_refer": ({"order", "notice"}, None),
    "order_not_accept": ({"order", "notice"}, None),
}


def cells() -> list[tuple[str, str, str]]:
    header, *rows = TABLE.strip().splitlines()
    columns = header.split()
    return [
        (act, before, after)
        for act, *cells in (row.split() for row in rows)
        for before, after in zip(columns, cells, strict=True)
    ]


def test_the_table_names_every_act_and_every_state() -> None:
    assert {act for act, _, _ in cells()} == set(Act)
    assert {STATES[before] for _, before, _ in cells()} == set(CaseStatus) == set(MOVES)


@pytest.mark.parametrize(("act", "before", "after"), cells())
def test_every_act_in_every_state_does_what_the_table_says(act: str, before: str, after: str) -> None:
    status = CaseStatus(STATES[before])
    if after == ".":
        with pytest.raises(ForbiddenMove) as refusal:
            move(status, Act(act))
        assert (refusal.value.status, refusal.value.act) == (status, act)
    elif after == "<":
        assert move(status, Act(act)).to is None
    else:
        assert move(status, Act(act)).to == STATES[after]


@pytest.mark.parametrize(("act", "before", "after"), [cell for cell in cells() if cell[2] != "."])
def test_every_act_meets_and_opens_the_same_deadlines_wherever_it_is_made(act: str, before: str, after: str) -> None:
    made = move(CaseStatus(STATES[before]), Act(act))
    meets, opens = CLOCKS.get(act, (set(), None))
    assert made.meets == meets
    assert made.opens == (DeadlineKind(opens) if opens else None)


def test_only_submission_meets_the_finding_deadline() -> None:
    meeting = {act for moves in MOVES.values() for act, made in moves.items() if DeadlineKind.FINDING in made.meets}
    assert meeting == {Act.SUBMIT}


def test_a_forbidden_move_says_that_somebody_decided_already() -> None:
    with pytest.raises(AlreadyDecided) as refusal:
        move(CaseStatus.CLOSED, Act.ORDER_DISMISS)
    assert refusal.value.status == "closed"


def test_an_ended_case_can_only_be_reopened() -> None:
    assert {status.value for status in ENDED} == {"closed", "not_accepted", "withdrawn", "referred"}
    for status in ENDED:
        assert set(MOVES[status]) == {Act.REOPEN}
        assert not status.is_open


@pytest.mark.parametrize("order", OrderKind)
def test_every_order_is_an_act_that_an_awaiting_case_admits(order: OrderKind) -> None:
    assert Act.of_order(order) in MOVES[CaseStatus.AWAITING_ORDER]


@pytest.mark.parametrize(
    ("before_question", "after"),
    [
        (CaseStatus.PRELIMINARY_CHECK, CaseStatus.PRELIMINARY_CHECK),
        (CaseStatus.RETURNED, CaseStatus.RETURNED),
        (CaseStatus.INVESTIGATING, CaseStatus.INVESTIGATING),
        # What the supervisor asked by an order is examined and reported on, not awaited by the supervisor.
        (CaseStatus.AWAITING_ORDER, CaseStatus.INVESTIGATING),
    ],
)
def test_after_the_answer_the_case_goes_on_where_it_was(before_question: CaseStatus, after: CaseStatus) -> None:
    assert after_answer(before_question) is after


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (CaseStatus.RECEIVED, CoarseState.RECEIVED),
        (CaseStatus.PRELIMINARY_CHECK, CoarseState.CHECKING),
        (CaseStatus.RETURNED, CoarseState.CHECKING),
        (CaseStatus.AWAITING_ORDER, CoarseState.DECIDING),
        (CaseStatus.INVESTIGATING, CoarseState.DECIDING),
        (CaseStatus.REFERRED, CoarseState.CLOSED),
        (CaseStatus.CLOSED, CoarseState.CLOSED),
        (CaseStatus.NOT_ACCEPTED, CoarseState.CLOSED),
        (CaseStatus.WITHDRAWN, CoarseState.CLOSED),
    ],
)
def test_the_complainant_is_shown_one_of_four_steps(status: CaseStatus, shown: CoarseState) -> None:
    assert coarse(status) is shown
    if status.is_open:
        assert coarse(CaseStatus.INFO_REQUESTED, before_question=status) is shown
