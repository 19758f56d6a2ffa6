"""The second clock: the complainant is told within fifteen days, and every thirty after that until the case ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.delivery import DeliveryState
from complaint_center.domain.errors import DomainError
from complaint_center.domain.intake import ComplainantDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.papers import Paper
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.status import Ground, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services.call_tasks import record_call
from complaint_center.services.case_lists import list_needing
from complaint_center.services.conversation import ask_complainant, record_answer, write_to_complainant
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.delivery import deliver, note_provider_state
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import Counts, escalate_due
from complaint_center.services.findings import FindingDraft, save_finding
from complaint_center.services.orders import give_order, reopen, withdraw
from complaint_center.services.papers import print_paper, print_with_identity
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    Recorder,
    case_of,
    make_case,
    make_chain,
    make_complainant,
    make_order,
    submit,
)

LANDLINE = make_complainant(phone=parse_phone("042 970107"))
MOBILE = make_complainant()
NOBODY = ComplainantDraft(anonymous=True)
LATER = NOW + 3 * DAY


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def notices(case: Case) -> list[Deadline]:
    query = sa.select(Deadline).where(Deadline.case_id == case.id, Deadline.kind == DeadlineKind.NOTICE)
    return list(db.session.scalars(query.order_by(Deadline.id)))


def owed(case: Case) -> list[datetime]:
    """By when the complainant has to be told; one instant or none."""
    return [notice.due_at for notice in notices(case) if notice.is_running]


def give(case: Case, chain: Chain, kind: OrderKind, at: datetime = LATER, **more: object) -> None:
    give_order(OFFICE, chain.supervisor, case.register_number, make_order(kind, **more), at)


# By when


def test_whoever_complains_is_told_within_fifteen_days_of_receipt(chain: Chain) -> None:
    case = make_case(received_at=NOW - 2 * DAY)
    [notice] = notices(case)
    assert (notice.started_at, notice.due_at) == (NOW - 2 * DAY, NOW + 13 * DAY)


@pytest.mark.parametrize(
    ("channel", "complainant", "is_owed"),
    [
        (Channel.WEB, NOBODY, True),
        (Channel.PHONE, NOBODY, True),
        (Channel.BOX, NOBODY, False),
        (Channel.BOX, ComplainantDraft(anonymous=True, phone=parse_phone("042 970107")), True),
        (Channel.BOX, ComplainantDraft(first_name="สมมติ", address="1 หมู่ 2"), True),
    ],
)
def test_only_of_a_letter_that_nobody_signed_can_nobody_be_told(
    chain: Chain, channel: Channel, complainant: ComplainantDraft, is_owed: bool
) -> None:
    assert bool(owed(make_case(channel=channel, complainant=complainant))) is is_owed


def test_a_suggestion_owes_no_notice_and_what_becomes_a_complaint_does_from_receipt(chain: Chain) -> None:
    case = make_case(category=Category.SUGGESTION)
    assert owed(case) == []
    for category, expected in ((Category.GENERAL, [NOW + 15 * DAY]), (Category.SUGGESTION, [])):
        recategorise(OFFICE, chain.supervisor, case.register_number, category, "จัดประเภทใหม่", NOW + DAY)
        assert owed(case) == expected
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.GENERAL, "จัดประเภทใหม่", NOW + DAY)
    assert (owed(case), len(notices(case))) == ([NOW + 15 * DAY], 1)


def test_a_corrected_receipt_moves_the_first_notice_only(chain: Chain) -> None:
    case = make_case()
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - DAY, "จดหมายมาก่อน", NOW)
    assert owed(case) == [NOW + 14 * DAY]
    write_to_complainant(OFFICE, chain.officer, case.register_number, "กำลังตรวจสอบ", NOW)
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - 2 * DAY, "จดหมายมาก่อนนั้น", NOW)
    assert owed(case) == [NOW + 30 * DAY]


# What tells


def _text_arrives(case: Case, chain: Chain) -> None:
    submit(case, LATER)
    deliver(OFFICE, Recorder(state=DeliveryState.DELIVERED).senders, lambda: LATER)


def _text_arrives_later(case: Case, chain: Chain) -> None:
    submit(case, LATER - SECOND)
    deliver(OFFICE, Recorder().senders, lambda: LATER - SECOND)
    assert owed(case) == [NOW + 15 * DAY]
    query = sa.select(OutboxMessage).where(OutboxMessage.kind == MessageKind.FINDING_SUBMITTED)
    provider_id = db.session.scalars(query).one().provider_id or ""
    for hours in (0, 1):
        at = LATER + timedelta(hours=hours)
        note_provider_state(OFFICE, provider_id, DeliveryState.DELIVERED, "", at)


def _is_called(case: Case, chain: Chain) -> None:
    submit(case, LATER)
    record_call(OFFICE, chain.clerk, case.register_number, CallReport(CallOutcome.TOLD), LATER)


def _supervisor_asks(case: Case, chain: Chain) -> None:
    submit(case, NOW)
    give(case, chain, OrderKind.MORE_INFO)


TELLING: dict[str, tuple[ComplainantDraft, Callable[[Case, Chain], object]]] = {
    "writes": (
        NOBODY,
        lambda case, chain: write_to_complainant(OFFICE, chain.officer, case.register_number, "กำลังตรวจ", LATER),
    ),
    "asks": (NOBODY, lambda case, chain: ask_complainant(OFFICE, chain.officer, case.register_number, "ที่ใด", LATER)),
    "supervisor asks": (NOBODY, _supervisor_asks),
    "letter": (
        MOBILE,
        lambda case, chain: print_with_identity(
            OFFICE, chain.officer, case.register_number, Paper.ACKNOWLEDGEMENT, "ส่งจดหมาย", LATER
        ),
    ),
    "text": (MOBILE, _text_arrives),
    "text, told later": (MOBILE, _text_arrives_later),
    "call": (LANDLINE, _is_called),
}


@pytest.mark.parametrize("way", TELLING)
def test_each_way_of_telling_meets_it_and_begins_the_next_thirty_days(chain: Chain, way: str) -> None:
    complainant, tell = TELLING[way]
    case = make_case(complainant=complainant)
    tell(case, chain)
    first, following = notices(case)
    assert (first.met_at, first.next_rung_at) == (LATER, None)
    assert (following.started_at, following.due_at, following.is_running) == (LATER, LATER + 30 * DAY, True)


NOT_TELLING: dict[str, tuple[ComplainantDraft, Callable[[Case, Chain], object]]] = {
    "receipt texted": (
        MOBILE,
        lambda case, chain: deliver(OFFICE, Recorder(state=DeliveryState.DELIVERED).senders, lambda: LATER),
    ),
    "receipt told by telephone": (
        LANDLINE,
        lambda case, chain: record_call(OFFICE, chain.clerk, case.register_number, CallReport(CallOutcome.TOLD), LATER),
    ),
    "nobody answers": (
        LANDLINE,
        lambda case, chain: (
            submit(case, LATER),
            record_call(OFFICE, chain.clerk, case.register_number, CallReport(CallOutcome.NO_ANSWER), LATER),
        ),
    ),
    "submitted to who asked for nothing": (NOBODY, lambda case, chain: submit(case, LATER)),
    "only accepted": (
        MOBILE,
        lambda case, chain: (submit(case, LATER), deliver(OFFICE, Recorder().senders, lambda: LATER)),
    ),
    "draft": (
        NOBODY,
        lambda case, chain: save_finding(chain.officer, case.register_number, FindingDraft(facts="ร่าง"), LATER),
    ),
    "other paper": (
        MOBILE,
        lambda case, chain: print_paper(chain.officer, case.register_number, Paper.COVER, LATER),
    ),
}


@pytest.mark.parametrize("way", NOT_TELLING)
def test_nothing_else_meets_it(chain: Chain, way: str) -> None:
    complainant, act = NOT_TELLING[way]
    case = make_case(complainant=complainant)
    act(case, chain)
    assert (owed(case), len(notices(case))) == ([NOW + 15 * DAY], 1)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (OrderKind.DISMISS, {}),
        (OrderKind.NOT_ACCEPT, {"ground": Ground.DUPLICATE}),
        (OrderKind.REFER, {"agency": "ป.ป.ช."}),
    ],
)
def test_the_order_that_ends_the_case_is_the_last_notice(
    chain: Chain, kind: OrderKind, more: dict[str, object]
) -> None:
    case = make_case()
    submit(case, NOW)
    give(case, chain, kind, **more)
    [notice] = notices(case)
    assert (notice.met_at, notice.ended_by) == (LATER, None)


def test_a_withdrawn_case_owes_none_and_a_reopened_one_begins_again(chain: Chain) -> None:
    case = make_case()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    assert [(notice.met_at, notice.ended_by) for notice in notices(case)] == [(None, "withdrawn")]
    reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", LATER)
    assert owed(case) == [LATER + 15 * DAY]


# The same ladder


def test_the_ladder_of_a_notice_keeps_its_distance_to_the_fifteenth_day(chain: Chain) -> None:
    case = make_case()
    submit(case, NOW)
    give(case, chain, OrderKind.FACT_FINDING)
    climbed = []
    for day in range(4, 20):
        for at in (NOW + day * DAY - SECOND, NOW + day * DAY):
            if escalate_due(OFFICE, at) != Counts():
                climbed.append((day, at == NOW + day * DAY))
    assert climbed == [(11, True), (13, True), (14, True), (15, True), (18, True)]
    rows = db.session.execute(sa.select(Escalation.tier, Escalation.recipient_id).order_by(Escalation.id)).all()
    people = [chain.officer, chain.officer, chain.officer, chain.supervisor, chain.palad]
    tiers = ["officer"] * 3 + ["supervisor", "next_superior"]
    assert [tuple(row) for row in rows] == [(tier, who.id) for tier, who in zip(tiers, people, strict=True)]


def test_a_second_sweep_escalates_nothing_twice_and_being_told_stops_it(chain: Chain) -> None:
    case = make_case()
    submit(case, NOW)
    give(case, chain, OrderKind.FACT_FINDING)
    assert escalate_due(OFFICE, NOW + 15 * DAY) == Counts(escalated=1, reminded=1)
    assert escalate_due(OFFICE, NOW + 15 * DAY) == Counts()
    write_to_complainant(OFFICE, chain.officer, case.register_number, "ยังสอบข้อเท็จจริงอยู่", NOW + 16 * DAY)
    assert escalate_due(OFFICE, NOW + 18 * DAY) == Counts()
    assert owed(case) == [NOW + 46 * DAY]


def test_that_a_notice_is_owed_does_not_hide_that_nothing_else_moves_the_case(chain: Chain) -> None:
    case = make_case()
    submit(case, NOW)
    give(case, chain, OrderKind.FACT_FINDING)
    assert owed(case)
    assert [one.id for one in list_needing(Attention.WITHOUT_DATE, chain.palad, load_directory(), NOW)] == [case.id]


# Whatever happens


def _recategorise(case: Case, supervisor: Person, category: Category, at: datetime) -> None:
    recategorise(OFFICE, supervisor, case.register_number, category, "จัดประเภทใหม่", at)


ACTS: list[Callable[[Case, Chain, datetime], object]] = [
    lambda case, chain, at: submit(case, at),
    lambda case, chain, at: give(case, chain, OrderKind.RETURN, at),
    lambda case, chain, at: give(case, chain, OrderKind.FACT_FINDING, at),
    lambda case, chain, at: give(case, chain, OrderKind.MORE_INFO, at),
    lambda case, chain, at: give(case, chain, OrderKind.DISMISS, at),
    lambda case, chain, at: withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", at),
    lambda case, chain, at: reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", at),
    lambda case, chain, at: ask_complainant(OFFICE, chain.officer, case.register_number, "ที่ใด", at),
    lambda case, chain, at: record_answer(OFFICE, chain.officer, case.register_number, "ที่นี่", at),
    lambda case, chain, at: write_to_complainant(OFFICE, chain.officer, case.register_number, "ข่าว", at),
    lambda case, chain, at: _recategorise(case, chain.supervisor, Category.SUGGESTION, at),
    lambda case, chain, at: _recategorise(case, chain.supervisor, Category.SERVICE, at),
]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_an_open_complaint_owes_one_notice_and_an_ended_one_none(chain: Chain, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a game of chance, no secret
    case, at, done = make_case(), NOW, 0
    for _ in range(40):
        at += chance.random() * 5 * DAY
        try:
            chance.choice(ACTS)(case, chain, at)
        except DomainError:
            db.session.rollback()
        else:
            done += 1
        case = case_of(case.register_number)
        is_owed = case.status.is_open and case.category.has_finding_deadline
        assert len(owed(case)) == is_owed
        assert all(notice.due_at <= at + 30 * DAY for notice in notices(case) if notice.is_running)
    assert done >= 5
