"""The morning digest: once on a working day, of what is overdue and no more."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import db
from complaint_center.models.outbox import Medium, OutboxMessage
from complaint_center.models.staff import Holiday
from complaint_center.services.conversation import write_to_complainant
from complaint_center.services.digest import send_digests
from complaint_center.services.escalation import escalate_due
from complaint_center.services.staff import deactivate_staff
from tests.crowd import in_threads
from tests.make import DAY, NOW, OFFICE, SECOND, make_case, make_chain, make_staff, submit

OVERDUE = NOW - 8 * DAY
"""Received so long ago that the officer owes it and the supervisor has been told."""
MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=BANGKOK)


def digests() -> dict[int | None, list[str]]:
    """Register numbers by recipient, of all digests queued."""
    db.session.rollback()
    query = sa.select(OutboxMessage).where(OutboxMessage.kind == MessageKind.DIGEST).order_by(OutboxMessage.id)
    return {
        row.staff_id: [case["register_number"] for case in row.params["cases"]] for row in db.session.scalars(query)
    }


def count() -> int:
    query = sa.select(sa.func.count()).where(OutboxMessage.kind == MessageKind.DIGEST)
    return db.session.scalar(query) or 0


def test_at_half_past_eight_whoever_owes_and_whoever_was_told_is_reminded(app: Flask) -> None:
    chain = make_chain()
    overdue = make_case(received_at=OVERDUE)
    make_case()
    escalate_due(OFFICE, NOW)
    assert send_digests(OFFICE, MORNING - SECOND) == 0
    assert send_digests(OFFICE, MORNING) == 2
    assert digests() == {chain.officer.id: [overdue.register_number], chain.supervisor.id: [overdue.register_number]}
    media = sa.select(OutboxMessage.medium).where(OutboxMessage.kind == MessageKind.DIGEST).distinct()
    assert db.session.scalars(media).all() == [Medium.MAIL]


def test_a_day_has_one_digest_and_the_next_day_another(app: Flask) -> None:
    make_chain()
    make_case(received_at=OVERDUE)
    escalate_due(OFFICE, NOW)
    for minutes in (0, 1, 600):
        send_digests(OFFICE, MORNING + timedelta(minutes=minutes))
    assert count() == 2
    send_digests(OFFICE, MORNING + DAY)
    assert count() == 4


def test_a_worker_that_starts_at_noon_makes_up_for_the_morning(app: Flask) -> None:
    make_chain()
    make_case(received_at=OVERDUE)
    assert send_digests(OFFICE, MORNING + timedelta(hours=3, minutes=30)) == 1


def test_neither_a_weekend_nor_a_holiday_has_a_digest(app: Flask) -> None:
    make_chain()
    make_case(received_at=OVERDUE)
    saturday, constitution_day = datetime(2026, 11, 28, 9, 0), datetime(2026, 12, 10, 9, 0)  # noqa: DTZ001
    for day in (saturday, constitution_day):
        assert send_digests(OFFICE, day.replace(tzinfo=BANGKOK)) == 0
    db.session.add(Holiday(day=MORNING.date(), name="วันหยุดพิเศษ"))
    db.session.commit()
    assert send_digests(OFFICE, MORNING) == 0
    assert send_digests(OFFICE, MORNING + DAY) == 1


def test_what_has_been_done_is_not_in_it_and_the_order_owed_since_is(app: Flask) -> None:
    chain = make_chain()
    case = make_case(received_at=OVERDUE)
    escalate_due(OFFICE, NOW)
    submit(case, NOW)
    assert send_digests(OFFICE, MORNING) == 0
    write_to_complainant(OFFICE, chain.officer, case.register_number, "กำลังตรวจสอบ", NOW)
    send_digests(OFFICE, MORNING + 7 * DAY)
    assert digests() == {chain.supervisor.id: [case.register_number]}


def test_who_took_over_from_a_supervisor_that_left_is_reminded(app: Flask) -> None:
    chain = make_chain()
    case = make_case(received_at=OVERDUE)
    escalate_due(OFFICE, NOW)
    make_staff(Role.SUPERVISOR)
    deactivate_staff(OFFICE, chain.admin, chain.supervisor.id, "ย้าย", NOW)
    send_digests(OFFICE, MORNING)
    assert digests() == {chain.officer.id: [case.register_number], chain.palad.id: [case.register_number]}


def test_who_has_become_barred_since_is_not_reminded(app: Flask) -> None:
    chain = make_chain()
    case = make_case(category=Category.BRIBERY, received_at=OVERDUE, accused=(AccusedDraft(name="ใครคนหนึ่ง"),))
    escalate_due(OFFICE, NOW)
    db.session.execute(sa.text("UPDATE accused SET staff_id = :id"), {"id": chain.supervisor.id})
    db.session.commit()
    send_digests(OFFICE, MORNING)
    assert digests() == {chain.officer.id: [case.register_number], chain.palad.id: [case.register_number]}


def test_a_morning_without_anything_overdue_has_no_digest(app: Flask) -> None:
    make_chain()
    make_case()
    assert send_digests(OFFICE, MORNING) == 0
    assert count() == 0


def test_workers_at_once_queue_one_digest_a_person_each_morning(app: Flask) -> None:
    make_chain()
    make_case(received_at=OVERDUE)
    escalate_due(OFFICE, NOW)
    for day in range(5):
        outcomes = in_threads(app, [partial(send_digests, OFFICE, MORNING + day * 7 * DAY)] * 6)
        assert Counter(outcomes) == {2: 1, 0: 5}
        assert count() == 2 * (day + 1)
