"""A superior with an interest of their own steps back: the case goes on above them, and never grows silent."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person
from complaint_center.domain.categories import Category
from complaint_center.domain.conflict_register import ConflictEntry
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services.conflict_register import Filters, kind_of_entry, list_entries
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import escalate_due
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.recusals import step_back
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_case, make_chain, make_order, submit

WHY = "เป็นน้องสาวของผู้ถูกร้องเรียน"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def told_of_order(number: str) -> list[int | None]:
    """Who was told that an order is due, in the order of telling."""
    db.session.rollback()
    query = sa.select(OutboxMessage).where(OutboxMessage.kind.in_([MessageKind.ORDER_DUE, MessageKind.NOBODY_LEFT]))
    messages = db.session.scalars(query.order_by(OutboxMessage.id)).all()
    return list(dict.fromkeys(message.staff_id for message in messages if message.case_id == case_of(number).id))


def register(chain: Chain, reader: str = "executive") -> list[ConflictEntry]:
    page = list_entries(getattr(chain, reader), load_directory(), Filters(FiscalYear(2570)))
    return [kind_of_entry(entry) for entry, _ in page.rows]


def decide(actor: Person, number: str) -> None:
    give_order(OFFICE, actor, number, make_order(OrderKind.DISMISS), NOW)


def test_a_supervisor_steps_back_and_the_officer_keeps_the_case(chain: Chain) -> None:
    number = make_case(category=Category.BRIBERY).register_number
    step_back(OFFICE, chain.supervisor, number, WHY, NOW)
    case = case_of(number)
    assert (case.officer_id, [one.staff_id for one in case.recusals]) == (chain.officer.id, [chain.supervisor.id])
    with pytest.raises(NotVisible):
        step_back(OFFICE, chain.supervisor, number, WHY, NOW)
    db.session.rollback()
    assert register(chain) == [ConflictEntry.STEPPED_BACK]
    assert register(chain, "supervisor") == []


def test_where_an_order_waits_the_next_superior_is_told_at_once(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY)
    number = case.register_number
    submit(case)
    assert told_of_order(number) == [chain.supervisor.id]
    step_back(OFFICE, chain.supervisor, number, WHY, NOW)
    assert told_of_order(number) == [chain.supervisor.id, chain.palad.id]
    with pytest.raises(NotVisible):
        decide(chain.supervisor, number)
    db.session.rollback()
    decide(chain.palad, number)
    assert not case_of(number).status.is_open


def test_when_the_last_superior_steps_back_the_administrators_are_told(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY)
    number = case.register_number
    submit(case)
    for actor in (chain.supervisor, chain.palad, chain.executive):
        step_back(OFFICE, actor, number, WHY, NOW)
    assert told_of_order(number)[-1] == chain.admin.id


def test_the_ladder_goes_past_whoever_stepped_back(chain: Chain) -> None:
    number = make_case(category=Category.BRIBERY).register_number
    step_back(OFFICE, chain.supervisor, number, WHY, NOW)
    escalate_due(OFFICE, NOW + 7 * DAY)
    [row] = [rung for rung in case_of(number).deadlines[0].escalations if rung.day == 7]
    assert row.recipient_id == chain.palad.id
    assert register(chain) == [ConflictEntry.BYPASSED, ConflictEntry.STEPPED_BACK]


def test_who_was_passed_over_by_a_finding_stands_in_the_register_before_anything_is_late(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY)
    step_back(OFFICE, chain.supervisor, case.register_number, WHY, NOW)
    submit(case_of(case.register_number))
    assert ConflictEntry.BYPASSED in register(chain)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "finding_submitted")).one()
    assert json.loads(entry.detail)["passed_over"] == [chain.supervisor.id]


def test_a_finding_that_passes_over_nobody_is_no_bypass(chain: Chain) -> None:
    submit(make_case(category=Category.BRIBERY))
    assert ConflictEntry.BYPASSED not in register(chain)


def test_a_reason_is_needed_and_an_ended_case_is_left_alone(chain: Chain) -> None:
    number = make_case(category=Category.BRIBERY).register_number
    with pytest.raises(InvalidInput):
        step_back(OFFICE, chain.supervisor, number, " ", NOW)
    db.session.rollback()
    withdraw(OFFICE, chain.supervisor, number, "ขอถอน", NOW)
    with pytest.raises(AlreadyDecided):
        step_back(OFFICE, chain.supervisor, number, WHY, NOW)


def test_who_neither_holds_nor_commands_a_case_has_nothing_to_step_back_from(chain: Chain) -> None:
    number = make_case(category=Category.GENERAL).register_number
    for actor in (chain.clerk, chain.admin):
        with pytest.raises((NotAllowed, NotVisible)):
            step_back(OFFICE, actor, number, WHY, NOW)
        db.session.rollback()
