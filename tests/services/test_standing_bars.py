"""No correction opens a case to somebody to whom it was shut."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import Unit
from complaint_center.services.case_queries import not_barred
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.staff import StaffDraft, change_staff
from complaint_center.services.units import change_unit
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, case_of, make_case, make_chain, make_staff, make_unit

WHY = "จดผิดวัน"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def is_barred(person: Person, case: Case) -> bool:
    """By the rule of the domain, with which the filter of the database must agree."""
    directory, fresh = load_directory(), case_of(case.register_number)
    by_rule = person.id in fresh.conflicts.barred(directory)
    open_to = sa.select(Case.id).where(Case.id == fresh.id, not_barred(directory.people[person.id], directory))
    assert by_rule is (db.session.scalar(open_to) is None)
    return by_rule


def leave(chain: Chain, member: Person, now: object) -> None:
    change_staff(chain.admin, member.id, StaffDraft(member.username, member.name, member.roles), now)  # type: ignore[arg-type]


def untick(chain: Chain, unit_id: int, now: object = NOW, reason: str = "งานพัสดุย้ายไปกองอื่น") -> None:
    unit = db.session.get_one(Unit, unit_id)
    change_unit(chain.admin, unit_id, unit.name, unit.head_id, False, now, reason)  # type: ignore[arg-type]


def test_a_later_receipt_lets_in_nobody_who_left_the_unit_before_it(chain: Chain) -> None:
    member = make_staff(Role.AUDITOR, unit=make_unit("กองช่าง"))
    case = make_case(accused=(AccusedDraft(unit="กองช่าง"),), received_at=NOW - 3 * DAY)
    leave(chain, member, NOW - 2 * DAY)
    assert is_barred(member, case)
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - DAY, WHY, NOW)
    assert case_of(case.register_number).received_at == NOW - DAY
    assert is_barred(member, case)


def test_an_earlier_receipt_bars_whoever_belonged_to_the_unit_then_and_for_good(chain: Chain) -> None:
    member = make_staff(Role.AUDITOR, unit=make_unit("กองช่าง"))
    leave(chain, member, NOW - 2 * DAY)
    case = make_case(accused=(AccusedDraft(unit="กองช่าง"),), received_at=NOW - DAY)
    assert not is_barred(member, case)
    for received_at in (NOW - 3 * DAY, NOW - DAY):
        correct_received_at(OFFICE, chain.supervisor, case.register_number, received_at, WHY, NOW)
        assert is_barred(member, case)


def test_another_category_lets_procurement_in_no_more(chain: Chain) -> None:
    buyer = make_staff(Role.AUDITOR, unit=make_unit("กองพัสดุ", in_procurement=True))
    case = make_case(category=Category.PROCUREMENT)
    for category in (Category.BRIBERY, Category.SUGGESTION, Category.GENERAL):
        recategorise(OFFICE, chain.supervisor, case.register_number, category, "จัดหมวดผิด", NOW)
        assert is_barred(buyer, case)
    assert not is_barred(buyer, make_case(category=Category.BRIBERY))


def test_a_unit_that_leaves_procurement_stays_out_of_what_was_received_until_then(chain: Chain) -> None:
    unit = make_unit("กองพัสดุ", in_procurement=True)
    buyer = make_staff(Role.AUDITOR, unit=unit)
    before = make_case(category=Category.PROCUREMENT)
    untick(chain, unit)
    assert is_barred(buyer, before)
    after = make_case(category=Category.PROCUREMENT, now=NOW + SECOND)
    assert not is_barred(buyer, after)
    recategorise(OFFICE, chain.supervisor, before.register_number, Category.BRIBERY, "จัดหมวดผิด", NOW)
    assert is_barred(buyer, before)
    # A receipt that turns out to be from before shuts the case to them.
    correct_received_at(OFFICE, chain.supervisor, after.register_number, NOW - DAY, WHY, NOW + SECOND)
    assert is_barred(buyer, after)


def test_a_correction_that_bars_a_superior_is_noted_as_a_link_is(chain: Chain) -> None:
    make_unit("กองพัสดุ", head=chain.palad, in_procurement=True)
    case = make_case(category=Category.BRIBERY)
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.PROCUREMENT, "เป็นเรื่องจัดซื้อ", NOW)
    assert is_barred(chain.palad, case)
    noted = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "superiors_barred")).one()
    assert (noted.actor_id, json.loads(noted.detail)) == (chain.supervisor.id, {"staff": [chain.palad.id]})


def test_why_a_unit_leaves_procurement_is_written_down(chain: Chain) -> None:
    unit = make_unit("กองพัสดุ", in_procurement=True)
    with pytest.raises(InvalidInput, match="reason"):
        untick(chain, unit, reason=" ")
    db.session.rollback()
    untick(chain, unit)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "unit_kept")).all()[-1]
    assert entry.reason is not None
    assert entry.reason.text == "งานพัสดุย้ายไปกองอื่น"
    assert json.loads(entry.detail)["from"] == {"head": None, "in_procurement": True}
