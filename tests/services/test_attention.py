"""Each reason for which a superior should look at a case: one condition lists and counts it, as plain rules would."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.attention import Attention
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import DomainError
from complaint_center.domain.ladder import Tier
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.domain.urgency import Urgency, urgency
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.absences import AbsenceDraft, arrange_absence
from complaint_center.services.assignment import declare_no_interest, reassign
from complaint_center.services.attention import count_needing
from complaint_center.services.case_lists import list_needing
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import escalate_due
from complaint_center.services.loads import list_loads
from complaint_center.services.moves import running_deadlines
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.recusals import step_back
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_case, make_chain, make_order, make_staff, submit

TODAY = timedelta(days=1)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def plainly(case: Case, now: datetime) -> set[Attention]:
    """The reasons of one case, as somebody would say who leafs through its file."""
    running = running_deadlines(case)
    urgencies = {urgency(deadline.due_at, now) for deadline in running}
    local_day = (now + timedelta(hours=7)).date()
    due_days = {(deadline.due_at + timedelta(hours=7)).date() for deadline in running}
    rungs = [rung for deadline in running for rung in deadline.escalations]
    reasons = {
        Attention.OVERDUE: Urgency.OVERDUE in urgencies,
        Attention.DUE_TODAY: local_day in due_days,
        Attention.NEAR_DUE: any(
            deadline.due_at <= now + 2 * DAY and (deadline.due_at + timedelta(hours=7)).date() > local_day
            for deadline in running
        ),
        Attention.ESCALATED: any(rung.tier is not Tier.OFFICER for rung in rungs),
        Attention.LOST: any(rung.recipient_id is None for rung in rungs),
        Attention.UNASSIGNED: case.status.is_open and case.officer_id is None,
        Attention.AWAITING_ORDER: case.status is CaseStatus.AWAITING_ORDER,
        Attention.RETURNED: case.status is CaseStatus.RETURNED,
        Attention.WITHOUT_DATE: case.status.is_open
        and case.category.has_finding_deadline
        and not [deadline for deadline in running if deadline.kind is not DeadlineKind.NOTICE],
    }
    return {reason for reason, holds in reasons.items() if holds}


ACTS = [
    lambda case, chain, at: submit(case, at),
    lambda case, chain, at: give_order(
        OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.RETURN), at
    ),
    lambda case, chain, at: give_order(
        OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.FACT_FINDING), at
    ),
    lambda case, chain, at: withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", at),
]


@pytest.mark.parametrize("seed", range(6))
def test_every_reason_holds_for_the_cases_that_plain_rules_name(chain: Chain, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a game of chance, no secret
    cases = [make_case(received_at=NOW - chance.random() * 20 * DAY) for _ in range(12)]
    for case in chance.sample(cases, 8):
        for act in chance.sample(ACTS, 2):
            try:
                act(case, chain, NOW - chance.random() * DAY)
            except DomainError:
                db.session.rollback()
    escalate_due(OFFICE, NOW)
    later = NOW + chance.random() * 5 * DAY
    expected = {case.id: plainly(case, later) for case in db.session.scalars(sa.select(Case))}
    directory = load_directory()
    counts = count_needing(chain.palad, directory, later)
    for reason in set(Attention) - {Attention.UNREAD_WEB, Attention.REFER_OUTSIDE, Attention.INFECTED}:
        ids = {case_id for case_id, reasons in expected.items() if reason in reasons}
        assert {case.id for case in list_needing(reason, chain.palad, directory, later)} == ids, reason
        assert counts[reason] == len(ids), reason


def test_the_first_minute_of_the_next_day_makes_due_today_overdue(chain: Chain) -> None:
    make_case()
    directory = load_directory()
    due_at = NOW + 7 * DAY
    midnight = due_at + timedelta(hours=14)
    for at, reason in (
        (due_at - 2 * DAY, Attention.NEAR_DUE),
        (due_at - timedelta(hours=10), Attention.DUE_TODAY),
        (due_at, Attention.DUE_TODAY),
        (midnight - timedelta(seconds=1), Attention.DUE_TODAY),
        (midnight, Attention.OVERDUE),
    ):
        counts = count_needing(chain.palad, directory, at)
        near = {Attention.NEAR_DUE, Attention.DUE_TODAY, Attention.OVERDUE}
        assert {one for one in near if counts[one]} == {reason}, at
    assert count_needing(chain.palad, directory, due_at - 2 * DAY - timedelta(seconds=1))[Attention.NEAR_DUE] == 0


def test_a_case_from_the_website_that_nobody_touched_for_a_working_day(chain: Chain) -> None:
    make_case(Channel.WEB)
    directory = load_directory()
    assert count_needing(chain.palad, directory, NOW + DAY - timedelta(seconds=1))[Attention.UNREAD_WEB] == 0
    assert count_needing(chain.palad, directory, NOW + DAY)[Attention.UNREAD_WEB] == 1


def test_to_step_back_is_not_to_begin(chain: Chain) -> None:
    make_staff(Role.OFFICER, reports_to=chain.supervisor)
    number = make_case(Channel.WEB).register_number
    [holder] = [one for one in load_directory().people.values() if one.id == case_of(number).officer_id]
    step_back(OFFICE, holder, number, "เป็นญาติ", NOW)
    assert case_of(number).officer_id not in (None, holder.id)
    assert count_needing(chain.palad, load_directory(), NOW + DAY)[Attention.UNREAD_WEB] == 1


def test_what_an_officer_began_before_another_took_it_over_has_been_begun(chain: Chain) -> None:
    number = make_case(Channel.WEB).register_number
    declare_no_interest(chain.officer, number, NOW)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, number, other.id, "ย้ายงาน", NOW)
    assert count_needing(chain.palad, load_directory(), NOW + DAY)[Attention.UNREAD_WEB] == 0


def test_loads_are_those_of_the_officers_below_and_tell_who_is_away(chain: Chain) -> None:
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    elsewhere = make_staff(Role.OFFICER, handles="D")
    cases = [make_case(received_at=NOW - 8 * DAY) for _ in range(4)]
    submit(cases[0])
    arrange_absence(OFFICE, second, AbsenceDraft(second.id, chain.officer.id, NOW.date()), NOW)
    loads = {load.officer.id: load for load in list_loads(chain.supervisor, load_directory(), NOW)}
    assert set(loads) == {chain.officer.id, second.id}
    mine = loads[chain.officer.id]
    assert (mine.open_cases, mine.awaiting_order, mine.in_hand, mine.overdue) == (4, 1, 3, 3)
    assert mine.stand_in is None
    assert (loads[second.id].open_cases, loads[second.id].stand_in) == (0, load_directory().people[chain.officer.id])
    all_of_them = list_loads(chain.palad, load_directory(), NOW)
    assert {load.officer.id for load in all_of_them} == {chain.officer.id, second.id, elsewhere.id}
    assert all_of_them[0].officer.id == chain.officer.id
