"""Answers to who is accused: each with its reason, none that opens a case to whom it was shut."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotVisible, Problem
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services.accused import add_accused, link_accused, unlink_accused
from complaint_center.services.case_lists import list_unlinked
from complaint_center.services.case_queries import find_case
from complaint_center.services.directory import find_member, load_directory
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.staff import StaffDraft, change_staff
from complaint_center.services.units import change_unit
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    Chain,
    case_of,
    make_case,
    make_chain,
    make_order,
    make_staff,
    make_unit,
    submit,
)

WHY = "พยานสองคนยืนยัน"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def accuse(**words: str) -> Case:
    return make_case(category=Category.CONFLICT_OF_INTEREST, accused=(AccusedDraft(**words),))


def sees(person: Person, case: Case) -> bool:
    try:
        find_case(case.register_number, person, load_directory())
    except NotVisible:
        return False
    return True


def rename(chain: Chain, person: Person, name: str) -> None:
    superior = db.session.get_one(StaffMember, person.id).reports_to
    draft = StaffDraft(
        person.username, name, person.roles, handles=person.handles, reports_to=superior.username if superior else ""
    )
    change_staff(chain.admin, person.id, draft, NOW)


def last(what: str) -> JournalEntry:
    return db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == what)).all()[-1]


def detail(entry: JournalEntry) -> dict[str, object]:
    told: dict[str, object] = json.loads(entry.detail)
    return told


# The reason


def test_the_journal_keeps_who_was_linked_by_whom_from_what_to_what_and_why(chain: Chain) -> None:
    works, clerk = make_unit("กองช่าง"), chain.clerk
    case = accuse(unit="กองช่าง")
    accused_id = case.accused[0].id
    link_accused(OFFICE, chain.palad, case.register_number, accused_id, WHY, NOW, staff_id=clerk.id)
    linked = last("accused_linked")
    assert linked.reason is not None
    assert (linked.actor_id, linked.reason.text) == (chain.palad.id, WHY)
    after = {"staff": clerk.id, "unit": works}
    assert detail(linked) == {"accused": accused_id, "from": {"unit": works}, "to": after}
    unlink_accused(chain.executive, case.register_number, accused_id, "คนละคน", NOW)
    assert detail(last("accused_unlinked")) == {"accused": accused_id, "from": after, "to": {}}
    link_accused(OFFICE, chain.palad, case.register_number, accused_id, WHY, NOW)
    assert detail(last("accused_linked")) == {"accused": accused_id, "from": {}, "to": {"stranger": True}}
    add_accused(OFFICE, chain.palad, case.register_number, AccusedDraft(name=clerk.name), WHY, NOW)
    added = last("accused_added")
    assert detail(added) == {"accused": case.accused[1].id, "to": {"staff": clerk.id}}
    assert added.reason is not None
    assert added.reason.text == WHY


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_answer_is_taken_without_a_reason(chain: Chain, reason: str) -> None:
    case = accuse(name="ใครก็ไม่รู้")
    number, accused_id = case.register_number, case.accused[0].id
    for answer in ({}, {"staff_id": chain.clerk.id}):
        with pytest.raises(InvalidInput, match="reason"):
            link_accused(OFFICE, chain.supervisor, number, accused_id, reason, NOW, **answer)
        db.session.rollback()
    with pytest.raises(InvalidInput, match="reason"):
        add_accused(OFFICE, chain.supervisor, number, AccusedDraft(name="อีกคน"), reason, NOW)


# Narrowing


def test_a_unit_is_narrowed_to_whoever_belongs_to_it_or_did_since_the_receipt(chain: Chain) -> None:
    works = make_unit("กองช่าง")
    gone, member = (make_staff(Role.OFFICER, unit=works, reports_to=chain.supervisor) for _ in range(2))
    case = accuse(unit="กองช่าง")
    change_staff(chain.admin, gone.id, StaffDraft(gone.username, gone.name, gone.roles), NOW + DAY)
    link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW + DAY, staff_id=gone.id)
    assert not sees(gone, case)
    assert case_of(case.register_number).accused[0].unit_id is None
    assert member.id not in case.conflicts.barred(load_directory())


@pytest.mark.parametrize("words", [{"unit": "กองช่าง"}, {"unit": "กองช่าง", "name": "ใครก็ไม่รู้"}])
def test_a_link_to_somebody_outside_leaves_the_unit_barred(chain: Chain, words: dict[str, str]) -> None:
    head = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    make_unit("กองช่าง", head=head)
    case = accuse(**words)
    link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW, staff_id=chain.clerk.id)
    assert {head.id, chain.clerk.id} <= case.conflicts.barred(load_directory())


def test_none_of_ours_leaves_the_named_unit_barred_until_an_executive_lets_it_in(chain: Chain) -> None:
    head = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    make_unit("กองช่าง", head=head)
    case = accuse(unit="กองช่าง", name="ใครก็ไม่รู้")
    number, accused_id = case.register_number, case.accused[0].id
    link_accused(OFFICE, chain.palad, number, accused_id, WHY, NOW)
    assert list_unlinked(chain.palad, load_directory()) == []
    assert head.id in case_of(number).conflicts.barred(load_directory())
    unlink_accused(chain.executive, number, accused_id, "ผู้ร้องเขียนผิด", NOW)
    assert head.id not in case_of(number).conflicts.barred(load_directory())


def test_a_named_unit_is_not_exchanged_for_another(chain: Chain) -> None:
    make_unit("กองช่าง")
    other = make_unit("กองคลัง")
    case = accuse(unit="กองช่าง", name="ใครก็ไม่รู้")
    with pytest.raises(InvalidInput) as refused:
        link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW, unit_id=other)
    assert (refused.value.field, refused.value.problem) == ("unit", Problem.OTHER_UNIT_BARRED)


def test_an_elected_office_is_not_exchanged_for_somebody_who_holds_none(chain: Chain) -> None:
    case = accuse(position="ท่านนายก")
    link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW, staff_id=chain.clerk.id)
    assert not sees(chain.executive, case)


# Nearly named


def test_whoever_may_be_meant_neither_sees_the_case_nor_is_told_to_say_who_is(chain: Chain) -> None:
    rename(chain, chain.supervisor, "นายสมชาย ใจดี")
    case = accuse(name="คุณสมชาย ใจดี และพวก", position="หน.กองลับ")
    assert case.accused[0].linked_at is None
    assert not sees(chain.supervisor, case)
    assert list_unlinked(chain.supervisor, load_directory()) == []
    asked = sa.select(OutboxMessage.staff_id).where(OutboxMessage.kind == MessageKind.ACCUSED_UNLINKED)
    assert set(db.session.scalars(asked)) == {chain.palad.id}
    link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW)
    assert sees(chain.supervisor, case)


def test_a_head_is_meant_by_an_abbreviation_of_the_position(chain: Chain) -> None:
    make_unit("กองช่าง", head=chain.supervisor)
    assert not sees(chain.supervisor, accuse(position="ผอ.กองช่าง"))


@pytest.mark.parametrize("name", ["นายสมชาย ใจดี", "คุณสมชาย ใจดี"])
def test_where_the_name_means_one_and_the_position_another_both_are_barred_until_it_is_said(
    chain: Chain, name: str
) -> None:
    rename(chain, chain.supervisor, "นายสมชาย ใจดี")
    head = make_staff(Role.SUPERVISOR, position="ผู้อำนวยการกองคลัง", reports_to=chain.palad)
    case = accuse(name=name, position="ผู้อำนวยการกองคลัง")
    assert case.accused[0].link_due_at is not None
    assert {head.id, chain.supervisor.id} <= case.conflicts.barred(load_directory())
    link_accused(OFFICE, chain.palad, case.register_number, case.accused[0].id, WHY, NOW, staff_id=head.id)
    assert sees(chain.supervisor, case)


def test_an_officer_who_may_be_meant_is_not_given_the_case(chain: Chain) -> None:
    rename(chain, chain.officer, "นายสมชาย ใจดี")
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor, handles="A")
    for _ in range(3):
        case = accuse(name="(ท่านสมชาย ใจดี)")
        assert case.officer_id == other.id
        assert not sees(chain.officer, case)


def test_nobody_is_renamed_out_of_a_bar_and_a_newcomer_is_renamed_into_it(chain: Chain) -> None:
    case = accuse(name="คุณวีระ คงทน และพวก")
    assert sees(chain.palad, case)
    for name in ("นายวีระ คงทน", "นายคนใหม่ เปลี่ยนชื่อ"):
        rename(chain, chain.palad, name)
        assert not sees(chain.palad, case)
    newcomer = make_staff(Role.AUDITOR, name="ดร.วีระ คงทน")
    assert not sees(newcomer, case)


def test_whoever_becomes_head_of_what_the_words_name_is_barred(chain: Chain) -> None:
    works = db.session.get_one(Unit, make_unit("กองช่าง"))
    case = accuse(position="ผอ.กองช่าง")
    assert sees(chain.palad, case)
    change_unit(chain.admin, works.id, works.name, chain.palad.id, works.in_procurement, NOW)
    assert not sees(chain.palad, case)


def test_after_a_link_was_taken_away_whoever_may_be_meant_is_barred_again(chain: Chain) -> None:
    case = accuse(name=chain.officer.name)
    unlink_accused(chain.executive, case.register_number, case.accused[0].id, "คนละคน", NOW)
    assert chain.officer.id in case_of(case.register_number).conflicts.barred(load_directory())


# Superiors


def bar_all_above(chain: Chain, case: Case) -> None:
    for superior in (chain.palad, chain.executive):
        add_accused(OFFICE, chain.supervisor, case.register_number, AccusedDraft(name=superior.name), WHY, NOW)


def test_who_bars_somebody_above_them_stands_in_the_journal_with_it(chain: Chain) -> None:
    case = accuse(name="ใครก็ไม่รู้")
    accused_id = case.accused[0].id
    link_accused(OFFICE, chain.supervisor, case.register_number, accused_id, WHY, NOW, staff_id=chain.palad.id)
    noted = last("superiors_barred")
    assert noted.reason is not None
    assert (detail(noted), noted.reason.text) == ({"staff": [chain.palad.id]}, WHY)
    add_accused(OFFICE, chain.supervisor, case.register_number, AccusedDraft(name=chain.officer.name), WHY, NOW)
    count = sa.select(sa.func.count()).where(JournalEntry.what == "superiors_barred")
    assert db.session.scalar(count) == 1


def test_a_unit_bars_the_superior_who_heads_it_in_sight_too(chain: Chain) -> None:
    unit = make_unit("สำนักปลัด", head=chain.palad)
    case = accuse(name="ใครก็ไม่รู้")
    link_accused(OFFICE, chain.supervisor, case.register_number, case.accused[0].id, WHY, NOW, unit_id=unit)
    assert detail(last("superiors_barred")) == {"staff": [chain.palad.id]}


@pytest.mark.parametrize("kind", [OrderKind.DISMISS, OrderKind.NOT_ACCEPT])
def test_whose_superiors_are_all_barred_ends_the_case_by_referral_alone(chain: Chain, kind: OrderKind) -> None:
    case = accuse(name="ใครก็ไม่รู้")
    number = case.register_number
    submit(case)
    bar_all_above(chain, case)
    with pytest.raises(InvalidInput) as refused:
        give_order(OFFICE, chain.supervisor, number, make_order(kind), NOW)
    assert (refused.value.field, refused.value.problem) == ("order", Problem.SUPERIORS_BARRED)
    db.session.rollback()
    with pytest.raises(InvalidInput, match=Problem.SUPERIORS_BARRED):
        withdraw(OFFICE, chain.supervisor, number, "ขอถอน", NOW)
    db.session.rollback()
    give_order(OFFICE, chain.supervisor, number, make_order(OrderKind.REFER, agency="สำนักงาน ป.ป.ช."), NOW)
    assert not case_of(number).status.is_open


def test_one_superior_who_is_left_is_enough(chain: Chain) -> None:
    case = accuse(name=chain.palad.name)
    submit(case)
    give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.DISMISS), NOW)
    assert not case_of(case.register_number).status.is_open


def test_at_the_top_nothing_is_asked_of_superiors(chain: Chain) -> None:
    case = accuse(name=chain.palad.name)
    submit(case)
    withdraw(OFFICE, chain.executive, case.register_number, "ขอถอน", NOW)
    assert not case_of(case.register_number).status.is_open


# Those below the accused


def test_an_officer_directly_below_the_accused_is_avoided_and_taken_where_there_is_no_other(chain: Chain) -> None:
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    free = make_staff(Role.OFFICER, reports_to=elsewhere, handles="A")
    for _ in range(3):
        assert accuse(name=chain.supervisor.name).officer_id == free.id
    both = make_case(
        category=Category.BRIBERY, accused=tuple(AccusedDraft(name=one.name) for one in (chain.supervisor, elsewhere))
    )
    assert both.officer_id in (free.id, chain.officer.id)
    assert find_member(both.officer_id).reports_to_id in (chain.supervisor.id, elsewhere.id)
