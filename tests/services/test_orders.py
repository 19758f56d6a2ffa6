"""From the finding to the end: questions, submission, orders, withdrawal and reopening."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from threading import Event
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.calendar import next_bangkok_midnight
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import AlreadyDecided, ForbiddenMove, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus, CoarseState, Ground, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal
from complaint_center.services.assignment import give
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.conversation import ask_complainant, record_answer
from complaint_center.services.findings import FindingDraft, save_finding, submit_finding
from complaint_center.services.orders import give_order, reopen, withdraw
from complaint_center.services.recusals import step_back
from tests.crowd import in_threads
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    case_of,
    make_case,
    make_chain,
    make_finding,
    make_order,
    make_staff,
    submit,
)

ORDERED = NOW + 20 * DAY
REQUIRED_WITH = {
    OrderKind.REFER: {"agency": "สำนักงาน ป.ป.ช."},
    OrderKind.NOT_ACCEPT: {"ground": Ground.OUTSIDE_POWER},
}


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def awaiting(chain: Chain) -> Case:
    """A case whose finding has been submitted and awaits the supervisor's order."""
    case = make_case()
    submit(case, NOW)
    return case_of(case.register_number)


def order(case: Case, chain: Chain, kind: OrderKind, now: datetime = NOW, **changes: object) -> Case:
    draft = make_order(kind, **REQUIRED_WITH.get(kind, {}) | changes)
    give_order(OFFICE, chain.supervisor, case.register_number, draft, now)
    return case_of(case.register_number)


def deadlines(case: Case) -> dict[str, tuple[datetime, bool]]:
    """Due instant of every deadline but the notices, which have tests of their own, and whether it still runs."""
    fresh = case_of(case.register_number)
    others = [deadline for deadline in fresh.deadlines if deadline.kind is not DeadlineKind.NOTICE]
    return {deadline.kind: (deadline.due_at, deadline.is_running) for deadline in others}


def told(case: Case, staff_id: int | None = None) -> list[MessageKind]:
    """What a member of staff was told of the case; without one, the complainant."""
    query = sa.select(OutboxMessage.kind).where(OutboxMessage.case_id == case.id, OutboxMessage.staff_id == staff_id)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


# The finding


def test_a_draft_may_be_empty_and_is_one_however_often_it_is_saved(chain: Chain) -> None:
    case = make_case()
    save_finding(chain.officer, case.register_number, FindingDraft(), NOW)
    save_finding(chain.officer, case.register_number, make_finding(facts="เขียนใหม่"), NOW + DAY)
    case = case_of(case.register_number)
    assert [finding.facts for finding in case.findings] == ["เขียนใหม่"]
    assert (case.status, deadlines(case)["finding"]) == (CaseStatus.PRELIMINARY_CHECK, (NOW + 7 * DAY, True))


@pytest.mark.parametrize("part", ["facts", "evidence_summary", "opinion", "opinion_reason"])
def test_a_finding_without_one_of_its_parts_is_not_one(chain: Chain, part: str) -> None:
    case = make_case()
    missing = make_finding(**{part: None if part == "opinion" else " "})
    with pytest.raises(InvalidInput) as refusal:
        submit_finding(OFFICE, chain.officer, case.register_number, missing, NOW)
    assert refusal.value.field == part


def test_submission_stops_the_clock_begins_the_supervisors_and_tells_both(chain: Chain) -> None:
    case = make_case()
    submit(case, NOW + 2 * DAY)
    case = case_of(case.register_number)
    assert (case.status, case.coarse_state) == (CaseStatus.AWAITING_ORDER, CoarseState.DECIDING)
    assert deadlines(case) == {"finding": (NOW + 7 * DAY, False), "order": (NOW + 9 * DAY, True)}
    assert told(case) == [MessageKind.COMPLAINT_RECEIVED, MessageKind.FINDING_SUBMITTED]
    due = sa.select(OutboxMessage.staff_id).where(OutboxMessage.kind == MessageKind.ORDER_DUE)
    assert set(db.session.scalars(due)) == {chain.supervisor.id}


def test_a_finding_is_late_from_the_midnight_after_the_last_day(chain: Chain) -> None:
    midnight = next_bangkok_midnight(NOW + 7 * DAY)
    in_time, late = make_case(), make_case()
    submit(in_time, midnight - SECOND)
    submit(late, midnight)
    assert [case_of(case.register_number).is_late for case in (in_time, late)] == [False, True]


def test_only_the_holder_submits_and_only_once(chain: Chain, awaiting: Case) -> None:
    other = make_case()
    with pytest.raises(NotAllowed):
        submit_finding(OFFICE, chain.supervisor, other.register_number, make_finding(), NOW)
    with pytest.raises(ForbiddenMove):
        submit_finding(OFFICE, chain.officer, awaiting.register_number, make_finding(), NOW)


# Questions


def test_a_question_leaves_the_clock_running_and_the_answer_takes_the_case_back(chain: Chain) -> None:
    case = make_case()
    ask_complainant(OFFICE, chain.officer, case.register_number, "เกิดเมื่อใด", NOW + DAY)
    case = case_of(case.register_number)
    assert (case.status, case.coarse_state) == (CaseStatus.INFO_REQUESTED, CoarseState.CHECKING)
    assert deadlines(case) == {"finding": (NOW + 7 * DAY, True)}
    assert told(case)[-1] is MessageKind.INFO_REQUESTED
    record_answer(OFFICE, chain.officer, case.register_number, "เมื่อวาน", NOW + 2 * DAY)
    case = case_of(case.register_number)
    assert (case.status, case.conversation[1].text) == (CaseStatus.PRELIMINARY_CHECK, "เมื่อวาน")


def test_each_question_is_told_for_itself(chain: Chain) -> None:
    case = make_case()
    for day in (1, 2):
        ask_complainant(OFFICE, chain.officer, case.register_number, "เกิดเมื่อใด", NOW + day * DAY)
        record_answer(OFFICE, chain.officer, case.register_number, "เมื่อวาน", NOW + day * DAY)
    assert told(case).count(MessageKind.INFO_REQUESTED) == 2


def test_a_finding_may_be_submitted_though_nobody_answered(chain: Chain) -> None:
    case = make_case()
    ask_complainant(OFFICE, chain.officer, case.register_number, "เกิดเมื่อใด", NOW + DAY)
    submit(case, NOW + 2 * DAY)
    assert case_of(case.register_number).status is CaseStatus.AWAITING_ORDER


# Orders


@pytest.mark.parametrize(
    ("kind", "status", "opens"),
    [
        (OrderKind.DISMISS, CaseStatus.CLOSED, {}),
        (OrderKind.REFER, CaseStatus.REFERRED, {}),
        (OrderKind.NOT_ACCEPT, CaseStatus.NOT_ACCEPTED, {}),
        (OrderKind.ASSIGN, CaseStatus.INVESTIGATING, {"action": (ORDERED, True)}),
        (OrderKind.FACT_FINDING, CaseStatus.INVESTIGATING, {"action": (ORDERED, True)}),
        (OrderKind.DISCIPLINARY, CaseStatus.INVESTIGATING, {"action": (ORDERED, True)}),
        (OrderKind.MEDIATE, CaseStatus.INVESTIGATING, {"action": (ORDERED, True)}),
        (OrderKind.CORRECTIVE, CaseStatus.INVESTIGATING, {"action": (ORDERED, True)}),
        (OrderKind.MORE_INFO, CaseStatus.INFO_REQUESTED, {"action": (ORDERED, True)}),
        (OrderKind.RETURN, CaseStatus.RETURNED, {"resubmission": (ORDERED, True)}),
    ],
)
def test_an_order_meets_its_own_deadline_and_opens_the_next_by_its_date(
    chain: Chain, awaiting: Case, kind: OrderKind, status: CaseStatus, opens: dict[str, tuple[datetime, bool]]
) -> None:
    case = order(awaiting, chain, kind, now=NOW + DAY, due_at=ORDERED)
    assert case.status is status
    assert deadlines(case) == {"finding": (NOW + 7 * DAY, False), "order": (NOW + 7 * DAY, False), **opens}
    assert case.orders[0].finding_id == case.findings[0].id
    ends = {MessageKind.RESULT_READY} if not status.is_open else set()
    asks = {MessageKind.INFO_REQUESTED} if kind is OrderKind.MORE_INFO else set()
    assert set(told(case)) - {MessageKind.COMPLAINT_RECEIVED, MessageKind.FINDING_SUBMITTED} == ends | asks


@pytest.mark.parametrize(
    ("kind", "opens"),
    [(OrderKind.ASSIGN, set()), (OrderKind.MORE_INFO, set()), (OrderKind.RETURN, {"resubmission"})],
)
def test_without_a_date_only_a_return_has_a_deadline(
    chain: Chain, awaiting: Case, kind: OrderKind, opens: set[str]
) -> None:
    case = order(awaiting, chain, kind, now=NOW + DAY)
    running = {kind: due_at for kind, (due_at, runs) in deadlines(case).items() if runs}
    assert running == dict.fromkeys(opens, NOW + 8 * DAY)


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (OrderKind.DISMISS, {"reason": " "}, "reason"),
        (OrderKind.REFER, {"agency": " "}, "agency"),
        (OrderKind.REFER, {"agency": "ก" * 201}, "agency"),
        (OrderKind.NOT_ACCEPT, {"ground": None}, "ground"),
        (OrderKind.RETURN, {"due_at": NOW}, "due_at"),
    ],
)
def test_an_order_says_why_to_whom_on_what_ground_and_by_a_day_to_come(
    chain: Chain, awaiting: Case, kind: OrderKind, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(awaiting, chain, kind, **changes)
    assert refusal.value.field == field


def test_only_who_commands_the_case_orders_and_never_its_officer(chain: Chain, awaiting: Case) -> None:
    both = make_staff(*chain.officer.roles, *chain.supervisor.roles, reports_to=chain.supervisor)
    own = make_case(now=NOW + SECOND)
    assert own.officer_id == both.id
    submit(own, NOW + 2 * SECOND)
    for actor, case, refusal in [
        (chain.officer, awaiting, NotAllowed),
        (both, own, NotAllowed),
        (both, awaiting, NotVisible),
        (chain.admin, awaiting, NotVisible),
        (chain.clerk, awaiting, NotVisible),
    ]:
        with pytest.raises(refusal):
            give_order(OFFICE, actor, case.register_number, make_order(), NOW)


def test_a_second_order_is_refused_before_any_slip_in_it(chain: Chain, awaiting: Case) -> None:
    order(awaiting, chain, OrderKind.DISMISS)
    with pytest.raises(AlreadyDecided) as refusal:
        order(awaiting, chain, OrderKind.REFER, agency="", reason="")
    assert refusal.value.status == "closed"


def test_of_two_orders_at_once_one_is_given_and_one_told_so(app: Flask, chain: Chain) -> None:
    for _ in range(5):
        case = make_case()
        submit(case, NOW)
        number = case.register_number
        orders = [make_order(OrderKind.DISMISS), make_order(OrderKind.RETURN)]
        calls = [
            partial(give_order, OFFICE, actor, number, draft, NOW)
            for actor, draft in zip((chain.supervisor, chain.executive), orders, strict=True)
        ]
        outcomes = in_threads(app, calls)
        assert sorted(type(outcome) for outcome in outcomes if outcome) == [ForbiddenMove]
        assert len(case_of(number).orders) == 1
    assert journal.verify().is_whole


def test_what_was_returned_or_ordered_is_submitted_and_ordered_upon_again(chain: Chain, awaiting: Case) -> None:
    order(awaiting, chain, OrderKind.RETURN, now=NOW + DAY)
    submit(awaiting, NOW + 2 * DAY)
    order(awaiting, chain, OrderKind.ASSIGN, now=NOW + 3 * DAY, due_at=ORDERED)
    submit(awaiting, NOW + 4 * DAY)
    case = order(awaiting, chain, OrderKind.DISMISS, now=NOW + 5 * DAY)
    assert (len(case.findings), len(case.orders), case.status) == (3, 3, CaseStatus.CLOSED)
    assert not any(deadline.is_running for deadline in case.deadlines)
    assert told(case).count(MessageKind.FINDING_SUBMITTED) == 1


def test_the_answer_to_the_supervisors_question_is_examined_and_submitted_anew(chain: Chain, awaiting: Case) -> None:
    case = order(awaiting, chain, OrderKind.MORE_INFO, due_at=ORDERED)
    assert case.coarse_state is CoarseState.DECIDING
    record_answer(OFFICE, chain.officer, case.register_number, "เพิ่มเติม", NOW + DAY)
    assert case_of(case.register_number).status is CaseStatus.INVESTIGATING
    submit(case, NOW + 2 * DAY)
    assert case_of(case.register_number).status is CaseStatus.AWAITING_ORDER


def test_a_case_that_nobody_here_may_examine_is_referred_unexamined(chain: Chain) -> None:
    case = make_case()
    step_back(OFFICE, chain.officer, case.register_number, "เป็นญาติ", NOW)
    case = order(case, chain, OrderKind.REFER)
    assert (case.status, case.orders[0].finding_id) == (CaseStatus.REFERRED, None)


# Withdrawal and reopening


def test_a_withdrawal_ends_every_deadline_and_says_by_what(chain: Chain) -> None:
    case = make_case()
    with pytest.raises(InvalidInput):
        withdraw(OFFICE, chain.supervisor, case.register_number, "", NOW)
    with pytest.raises(NotAllowed):
        withdraw(OFFICE, chain.officer, case.register_number, "ขอถอน", NOW)
    db.session.rollback()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    assert told(case, chain.officer.id)[-1] is MessageKind.CASE_ENDED
    for deadline in db.session.scalars(sa.select(Deadline)):
        assert (deadline.met_at, deadline.ended_by, deadline.next_rung_at) == (None, "withdrawn", None)
    assert told(case)[-1] is MessageKind.RESULT_READY


def test_a_reopened_case_has_seven_new_days_and_its_officer_again(chain: Chain, awaiting: Case) -> None:
    order(awaiting, chain, OrderKind.DISMISS)
    reopen(OFFICE, chain.supervisor, awaiting.register_number, "มีหลักฐานใหม่", ORDERED)
    case = case_of(awaiting.register_number)
    assert (case.status, case.officer_id) == (CaseStatus.PRELIMINARY_CHECK, chain.officer.id)
    assert deadlines(case)["resubmission"] == (ORDERED + 7 * DAY, True)
    assert told(case, chain.officer.id)[-1] is MessageKind.ORDER_GIVEN
    submit(case, ORDERED + DAY)
    case = order(case, chain, OrderKind.DISMISS, now=ORDERED + DAY)
    assert told(case).count(MessageKind.RESULT_READY) == 2


def test_a_case_may_be_withdrawn_and_reopened_twice(chain: Chain) -> None:
    case = make_case()
    for day in (1, 2):
        withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW + day * DAY)
        reopen(OFFICE, chain.supervisor, case.register_number, "เปลี่ยนใจ", NOW + day * DAY)
    assert [kind for kind, (_, runs) in deadlines(case).items() if runs] == ["resubmission"]


def test_a_reopened_case_that_had_nobody_finds_an_officer(chain: Chain) -> None:
    case = make_case()
    step_back(OFFICE, chain.officer, case.register_number, "เป็นญาติ", NOW)
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    second = make_staff(*chain.officer.roles, reports_to=chain.supervisor)
    reopen(OFFICE, chain.supervisor, case.register_number, "เปลี่ยนใจ", NOW + DAY)
    assert case_of(case.register_number).officer_id == second.id


def test_a_supervisor_does_not_act_on_a_case_that_another_branch_was_given_meanwhile(app: Flask, chain: Chain) -> None:
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.executive)
    case = make_case()
    step_back(OFFICE, chain.officer, case.register_number, "เป็นญาติ", NOW)
    number, case_id, second = case.register_number, case.id, make_staff(Role.OFFICER, reports_to=chain.supervisor).id
    given = Event()

    def give_away() -> None:
        give(lock_by_id(case_id), second, OFFICE, NOW)
        given.set()
        sleep(0.5)
        journal.commit()

    def act() -> None:
        assert given.wait(10)
        withdraw(OFFICE, elsewhere, number, "ขอถอน", NOW)

    refusal = in_threads(app, [give_away, act])[1]
    assert isinstance(refusal, NotVisible)
