"""The sweep: exactly when, to exactly whom, and exactly once."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from functools import partial
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.services import journal
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.escalation import (
    Counts,
    escalate_due,
    last_sweep_at,
    sweep,
    would_escalate,
)
from complaint_center.services.findings import save_finding, submit_finding
from complaint_center.services.orders import withdraw
from complaint_center.services.staff import deactivate_staff
from tests.crowd import Env, in_doomed_process, in_processes, in_threads, sweep_once
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    make_case,
    make_chain,
    make_finding,
    make_staff,
    submit,
)

Rung = tuple[int, str, int | None]
CLIMBED = [(3, "officer"), (5, "officer"), (6, "officer"), (7, "supervisor"), (10, "next_superior")]


def rungs(case: Case, kind: DeadlineKind = DeadlineKind.FINDING) -> list[Rung]:
    """Day, tier and recipient of every rung recorded, in the order of their recording."""
    query = (
        sa.select(Escalation.day, Escalation.tier, Escalation.recipient_id)
        .join(Escalation.deadline)
        .where(Deadline.case_id == case.id, Deadline.kind == kind)
        .order_by(Escalation.id)
    )
    return [(day, tier, recipient) for day, tier, recipient in db.session.execute(query)]


def texted(case: Case, kind: MessageKind) -> list[int | None]:
    """Who was texted such a message, as often as they were."""
    query = sa.select(OutboxMessage.staff_id).where(
        OutboxMessage.case_id == case.id, OutboxMessage.kind == kind, OutboxMessage.medium == Medium.SMS
    )
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def unassigned_chain() -> Chain:
    """A chain whose officer handles suggestions only, so that other cases find nobody."""
    chain = make_chain()
    db.session.execute(sa.text("UPDATE staff SET handles = 'D'"))
    db.session.commit()
    return chain


def test_exactly_seven_days_after_receipt_the_supervisor_is_alerted_by_text_and_mail(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    escalate_due(OFFICE, NOW + 6 * DAY)
    assert escalate_due(OFFICE, NOW + 7 * DAY) == Counts(escalated=1)
    assert rungs(case)[-1] == (7, "supervisor", chain.supervisor.id)
    media = sa.select(OutboxMessage.medium).where(OutboxMessage.kind == MessageKind.ESCALATED)
    assert sorted(db.session.scalars(media)) == ["mail", "sms"]


def test_one_second_before_nobody_is_alerted(app: Flask) -> None:
    make_chain()
    case = make_case()
    escalate_due(OFFICE, NOW + 6 * DAY)
    assert escalate_due(OFFICE, NOW + 7 * DAY - SECOND) == Counts()
    assert texted(case, MessageKind.ESCALATED) == []


@pytest.mark.parametrize("day", [3, 5, 6])
def test_the_officer_is_reminded_on_the_third_fifth_and_sixth_day(app: Flask, day: int) -> None:
    chain = make_chain()
    case = make_case()
    escalate_due(OFFICE, NOW + day * DAY - SECOND)
    known = len(rungs(case))
    assert escalate_due(OFFICE, NOW + day * DAY) == Counts(reminded=1)
    assert rungs(case)[known:] == [(day, "officer", chain.officer.id)]


def test_a_sweep_run_again_changes_nothing(app: Flask) -> None:
    make_chain()
    case = make_case()
    escalate_due(OFFICE, NOW + 7 * DAY)
    recorded, entries = rungs(case), journal.verify().rows
    for _ in range(3):
        assert escalate_due(OFFICE, NOW + 7 * DAY) == Counts()
    assert (rungs(case), journal.verify().rows) == (recorded, entries)


def test_the_whole_ladder_is_climbed_to_the_superior_above(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    for day in range(1, 11):
        escalate_due(OFFICE, NOW + day * DAY)
    officer = chain.officer.id
    reminded: list[Rung] = [(day, "officer", officer) for day in (3, 5, 6)]
    assert rungs(case) == [*reminded, (7, "supervisor", chain.supervisor.id), (10, "next_superior", chain.palad.id)]
    assert texted(case, MessageKind.REMINDER) == [officer] * 3
    assert texted(case, MessageKind.ESCALATED) == [chain.supervisor.id, chain.palad.id]
    assert case.deadlines[0].next_rung_at is None


def test_after_a_week_without_a_worker_every_rung_is_recorded_and_each_person_told_once(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    assert escalate_due(OFFICE, NOW + 10 * DAY) == Counts(escalated=1, reminded=1)
    assert [(day, tier) for day, tier, _ in rungs(case)] == CLIMBED
    assert texted(case, MessageKind.REMINDER) == [chain.officer.id]
    assert texted(case, MessageKind.ESCALATED) == [chain.supervisor.id, chain.palad.id]
    alerted = sa.select(Escalation.day).where(Escalation.is_alerted).order_by(Escalation.day)
    assert list(db.session.scalars(alerted)) == [6, 7, 10]


def test_a_call_logged_eight_days_late_escalates_at_the_next_tick(app: Flask) -> None:
    chain = make_chain()
    case = make_case(received_at=NOW - 8 * DAY)
    assert sweep(OFFICE, NOW) == Counts(escalated=1, reminded=1)
    assert texted(case, MessageKind.ESCALATED) == [chain.supervisor.id]


def test_drafts_do_not_stop_the_clock_and_submission_does(app: Flask) -> None:
    chain = make_chain()
    drafted, submitted = make_case(), make_case()
    for case in (drafted, submitted):
        declare_no_interest(chain.officer, case.register_number, NOW)
    save_finding(chain.officer, drafted.register_number, make_finding(), NOW + 6 * DAY)
    submit_finding(OFFICE, chain.officer, submitted.register_number, make_finding(), NOW + 7 * DAY - SECOND)
    escalate_due(OFFICE, NOW + 7 * DAY)
    assert (7, "supervisor", chain.supervisor.id) in rungs(drafted)
    assert rungs(submitted) == []


def test_neither_a_suggestion_nor_an_ended_case_ever_escalates(app: Flask) -> None:
    chain = make_chain()
    suggestion, withdrawn = make_case(category=Category.SUGGESTION), make_case()
    withdraw(OFFICE, chain.supervisor, withdrawn.register_number, "ผู้ร้องขอถอน", NOW)
    assert sweep(OFFICE, NOW + 30 * DAY) == Counts()
    assert rungs(suggestion) == rungs(withdrawn) == []


def test_an_unassigned_case_brings_the_officers_rungs_to_the_centres_head_and_upward(app: Flask) -> None:
    chain = unassigned_chain()
    case = make_case()
    for day in (3, 5, 6, 7, 10):
        escalate_due(OFFICE, NOW + day * DAY)
    head = chain.supervisor.id
    assert [recipient for _, _, recipient in rungs(case)] == [head, head, head, head, chain.palad.id]


def test_an_accused_supervisor_is_bypassed_and_told_nothing(app: Flask) -> None:
    chain = make_chain()
    case = make_case(category=Category.BRIBERY, accused=(AccusedDraft(name=chain.supervisor.name),))
    escalate_due(OFFICE, NOW + 12 * DAY)
    assert [recipient for _, _, recipient in rungs(case)][-2:] == [chain.palad.id, chain.executive.id]
    told = sa.select(OutboxMessage.id).where(OutboxMessage.staff_id == chain.supervisor.id)
    assert db.session.scalars(told).all() == []


def test_a_deactivated_superior_is_passed_over(app: Flask) -> None:
    chain = make_chain()
    make_staff(Role.SUPERVISOR)
    case = make_case()
    deactivate_staff(OFFICE, chain.admin, chain.supervisor.id, "เกษียณ", NOW)
    escalate_due(OFFICE, NOW + 12 * DAY)
    assert [recipient for _, _, recipient in rungs(case)][-2:] == [chain.palad.id, chain.executive.id]


def test_at_the_top_the_rungs_repeat_to_the_top(app: Flask) -> None:
    executive = make_staff(Role.EXECUTIVE)
    make_staff(Role.OFFICER, reports_to=executive)
    case = make_case()
    for day in (7, 10):
        escalate_due(OFFICE, NOW + day * DAY)
    assert texted(case, MessageKind.ESCALATED) == [executive.id] * 2


def test_where_nobody_is_left_the_administrators_are_told_the_number_at_every_rung(app: Flask) -> None:
    admins = [make_staff(Role.ADMIN), make_staff(Role.ADMIN)]
    make_staff(Role.OFFICER)
    case = make_case()
    for day in (7, 10):
        escalate_due(OFFICE, NOW + day * DAY)
    assert rungs(case)[-2:] == [(7, "supervisor", None), (10, "next_superior", None)]
    assert Counter(texted(case, MessageKind.NOBODY_LEFT)) == {admin.id: 2 for admin in admins}
    params = sa.select(OutboxMessage.params).where(OutboxMessage.kind == MessageKind.NOBODY_LEFT)
    assert all(not told for told in db.session.scalars(params))


def test_an_accused_administrator_is_not_told_that_nobody_is_left(app: Flask) -> None:
    make_staff(Role.OFFICER)
    accused, other = make_staff(Role.ADMIN), make_staff(Role.ADMIN)
    case = make_case(category=Category.CORRUPTION, accused=(AccusedDraft(name=accused.name),))
    escalate_due(OFFICE, NOW + 7 * DAY)
    assert set(texted(case, MessageKind.NOBODY_LEFT)) == {other.id}


def test_an_order_that_is_not_given_goes_above_the_supervisor_who_owes_it(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    submit(case, NOW)
    for day in (3, 5, 6, 7, 10):
        escalate_due(OFFICE, NOW + day * DAY)
    supervisor = chain.supervisor.id
    assert rungs(case) == []
    assert [recipient for _, _, recipient in rungs(case, DeadlineKind.ORDER)] == [
        *[supervisor] * 3,
        chain.palad.id,
        chain.executive.id,
    ]


def test_who_has_neither_telephone_nor_mail_is_seen_as_not_reached(app: Flask) -> None:
    supervisor = make_staff(Role.SUPERVISOR, phone="", email="")
    make_staff(Role.OFFICER, reports_to=supervisor)
    make_case()
    escalate_due(OFFICE, NOW + 7 * DAY)
    message = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == MessageKind.ESCALATED)).one()
    assert (message.state, message.error_code) == (MessageState.FAILED, "no_address")


def test_one_bad_case_never_stops_the_sweep_and_stops_its_heart(app: Flask) -> None:
    chain = make_chain()
    db.session.execute(sa.text("UPDATE staff SET handles = 'BD'"))
    db.session.commit()
    bad, unassigned, good = make_case(), make_case(), make_case(category=Category.SERVICE)
    bad_id = bad.id
    db.session.execute(sa.text("UPDATE cases SET channel = 'pigeon' WHERE id = :id"), {"id": bad_id})
    db.session.commit()
    assert sweep(OFFICE, NOW + 7 * DAY) == Counts(escalated=2, reminded=2)
    assert rungs(unassigned)[-1] == rungs(good)[-1] == (7, "supervisor", chain.supervisor.id)
    assert last_sweep_at() is None
    db.session.execute(sa.text("UPDATE cases SET channel = 'web' WHERE id = :id"), {"id": bad_id})
    db.session.commit()
    assert sweep(OFFICE, NOW + 7 * DAY) == Counts(escalated=1, reminded=1)
    assert last_sweep_at() == NOW + 7 * DAY


def test_a_sweep_is_counted_beforehand_and_noted_afterwards(app: Flask) -> None:
    make_chain()
    make_case()
    assert (would_escalate(NOW + 7 * DAY - SECOND), would_escalate(NOW + 7 * DAY)) == (0, 1)
    assert last_sweep_at() is None
    steps: list[tuple[int, int]] = []
    escalate_due(OFFICE, NOW + 3 * DAY, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 1)]
    assert last_sweep_at() == NOW + 3 * DAY


def test_a_sweep_told_the_time_of_bangkok_leaves_the_journal_whole(app: Flask) -> None:
    make_chain()
    make_case()
    escalate_due(OFFICE, (NOW + 7 * DAY).astimezone(BANGKOK))
    assert journal.verify().is_whole


def assert_climbed_once(case_ids: list[int]) -> None:
    """Every rung recorded once, every message queued once, and the journal whole."""
    db.session.rollback()
    for case_id in case_ids:
        case = db.session.get_one(Case, case_id)
        assert [(day, tier) for day, tier, _ in rungs(case)] == CLIMBED
        assert len(texted(case, MessageKind.REMINDER)) == 1
        assert len(texted(case, MessageKind.ESCALATED)) == 2
    assert journal.verify().is_whole


def test_two_processes_that_sweep_at_once_escalate_once(app: Flask, env: Env) -> None:
    make_chain()
    case_ids = [make_case().id for _ in range(12)]
    assert in_processes(env, sweep_once, NOW + 10 * DAY) == [0, 0]
    assert_climbed_once(case_ids)


def test_eight_threads_that_sweep_at_once_escalate_once(app: Flask) -> None:
    make_chain()
    case_ids = [make_case().id for _ in range(6)]
    outcomes = in_threads(app, [partial(escalate_due, OFFICE, NOW + 10 * DAY)] * 8)
    counts = [outcome for outcome in outcomes if isinstance(outcome, Counts)]
    assert sum(counts, Counts()) == Counts(escalated=6, reminded=6)
    assert len(counts) == 8
    assert_climbed_once(case_ids)


@pytest.mark.parametrize("statements", [8, 20, 37, 55])
def test_a_sweep_killed_half_way_is_finished_by_the_next_one(app: Flask, env: Env, statements: int) -> None:
    make_chain()
    case_ids = [make_case().id for _ in range(3)]
    assert in_doomed_process(env, sweep_once, NOW + 10 * DAY, statements) == -signal.SIGKILL
    sweep(OFFICE, NOW + 10 * DAY)
    assert_climbed_once(case_ids)


def test_a_finding_submitted_while_the_sweep_runs_leaves_one_escalation_or_none(app: Flask) -> None:
    officer = make_chain().officer
    assert race(app, officer, sweep_waits=0.2, officer_waits=0) == 0
    assert race(app, officer, sweep_waits=0, officer_waits=0.2) == 1
    for step in range(24):
        waits = step % 12 / 1000
        assert race(app, officer, *((waits, 0.0) if step < 12 else (0.0, waits))) in (0, 1)
    assert journal.verify().is_whole


def race(app: Flask, officer: Person, sweep_waits: float, officer_waits: float) -> int:
    """Escalations to the supervisor of a case that is swept and submitted at nearly the same instant."""
    case, due = make_case(), NOW + 7 * DAY
    case_id, number, deadline_id = case.id, case.register_number, case.deadlines[0].id
    declare_no_interest(officer, number, NOW)
    calls: list[Callable[[], object]] = [
        partial(after, sweep_waits, partial(escalate_due, OFFICE, due)),
        partial(after, officer_waits, partial(submit_finding, OFFICE, officer, number, make_finding(), due)),
    ]
    outcomes = in_threads(app, calls)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    case = db.session.get_one(Case, case_id)
    escalated = [day for day, tier, _ in rungs(case) if tier != "officer"]
    assert len(texted(case, MessageKind.ESCALATED)) == len(escalated)
    deadline = db.session.get_one(Deadline, deadline_id)
    assert (deadline.met_at, deadline.next_rung_at) == (due, None)
    assert case.status is CaseStatus.AWAITING_ORDER
    return len(escalated)


def after(seconds: float, call: Callable[[], object]) -> object:
    sleep(seconds)
    return call()
