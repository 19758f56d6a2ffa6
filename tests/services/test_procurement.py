"""Project and vendor of a procurement case, the declaration to have no relation to them, and the yearly list."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.case_filters import Filters
from complaint_center.services.case_lists import list_cases
from complaint_center.services.case_queries import narrative_open_to
from complaint_center.services.corrections import recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.orders import reopen, withdraw
from complaint_center.services.procurement import ProcurementDraft, list_procurement, note_procurement
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_case, make_chain, make_staff

YEAR = FiscalYear(2570)
NOTED = ProcurementDraft(" สัญญา 12/2569 ", "หจก. ถนนสมมติ")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def case(chain: Chain) -> Case:
    case = make_case(category=Category.PROCUREMENT)
    declare_no_interest(chain.officer, case.register_number, NOW)
    return case_of(case.register_number)


def test_the_officer_notes_project_and_vendor_and_declares_anew_before_reading_on(chain: Chain, case: Case) -> None:
    assert may_read_narrative(chain.officer, case)
    note_procurement(chain.officer, case.register_number, NOTED, NOW)
    case = case_of(case.register_number)
    assert case.procurement is not None
    assert (case.procurement.project_number, case.procurement.vendor) == ("สัญญา 12/2569", "หจก. ถนนสมมติ")
    assert not may_read_narrative(chain.officer, case)
    declare_no_interest(chain.officer, case.register_number, NOW)
    told = [(one.staff_id, one.vendor, one.voided_at) for one in case_of(case.register_number).declarations]
    assert told == [(chain.officer.id, "", NOW), (chain.officer.id, "หจก. ถนนสมมติ", None)]


def test_a_voided_declaration_opens_the_case_in_no_list_either(chain: Chain, case: Case) -> None:
    def found() -> list[str]:
        filters = Filters(q=case.register_number)
        return [one.register_number for one in list_cases(chain.officer, load_directory(), filters, NOW).cases]

    opened = sa.select(Case.id).where(narrative_open_to(chain.officer))
    assert db.session.scalars(opened).all() == [case.id]
    note_procurement(chain.officer, case.register_number, NOTED, NOW)
    assert db.session.scalars(opened).all() == []
    assert found() == [case.register_number]


def test_in_a_case_that_has_ended_nothing_is_voided_until_it_is_reopened(chain: Chain, case: Case) -> None:
    number = case.register_number
    withdraw(OFFICE, chain.supervisor, number, "ขอถอนเรื่อง", NOW)
    note_procurement(chain.supervisor, number, NOTED, NOW + DAY)
    assert [one.voided_at for one in case_of(number).declarations] == [None]
    reopen(OFFICE, chain.supervisor, number, "มีหลักฐานใหม่", NOW + 2 * DAY)
    assert [one.voided_at for one in case_of(number).declarations] == [NOW + 2 * DAY]
    assert not may_read_narrative(chain.officer, case_of(number))


def test_another_number_of_the_same_vendor_asks_for_no_new_declaration(chain: Chain, case: Case) -> None:
    note_procurement(chain.supervisor, case.register_number, NOTED, NOW)
    declare_no_interest(chain.officer, case.register_number, NOW)
    note_procurement(chain.officer, case.register_number, ProcurementDraft("สัญญา 13/2569", NOTED.vendor), NOW)
    assert may_read_narrative(chain.officer, case_of(case.register_number))
    note_procurement(chain.supervisor, case.register_number, ProcurementDraft("", "บริษัทอื่น จำกัด"), NOW)
    assert not may_read_narrative(chain.officer, case_of(case.register_number))


def test_a_vendor_that_is_taken_away_and_named_again_was_declared_about(chain: Chain, case: Case) -> None:
    note_procurement(chain.supervisor, case.register_number, NOTED, NOW)
    declare_no_interest(chain.officer, case.register_number, NOW)
    for draft in (ProcurementDraft(NOTED.project_number, ""), NOTED):
        note_procurement(chain.supervisor, case.register_number, draft, NOW)
        assert may_read_narrative(chain.officer, case_of(case.register_number))


def test_only_who_examines_or_commands_notes_them_and_only_in_procurement(chain: Chain, case: Case) -> None:
    auditor = make_staff(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        note_procurement(auditor, case.register_number, NOTED, NOW)
    with pytest.raises(NotVisible):
        note_procurement(make_staff(Role.SUPERVISOR), case.register_number, NOTED, NOW)
    db.session.rollback()
    other = make_case(category=Category.BRIBERY)
    with pytest.raises(AlreadyDecided):
        note_procurement(chain.supervisor, other.register_number, NOTED, NOW)
    db.session.rollback()
    with pytest.raises(InvalidInput) as refusal:
        note_procurement(chain.supervisor, case.register_number, ProcurementDraft("", "ก" * 201), NOW)
    assert refusal.value.field == "vendor"


def test_the_vendor_is_found_by_those_who_may_read_the_case(chain: Chain, case: Case) -> None:
    note_procurement(chain.supervisor, case.register_number, NOTED, NOW)
    directory = load_directory()
    found = list_cases(chain.palad, directory, Filters(q="ถนนสมมติ"), NOW)
    assert [one.register_number for one in found.cases] == [case.register_number]
    assert list_cases(chain.officer, directory, Filters(q="ถนนสมมติ"), NOW).cases == []


def test_the_list_of_a_year_holds_what_was_procurement_by_its_receipt(chain: Chain, case: Case) -> None:
    was = make_case(category=Category.PROCUREMENT)
    recategorise(OFFICE, chain.supervisor, was.register_number, Category.BRIBERY, "จัดประเภทใหม่", NOW)
    make_case(category=Category.BRIBERY)
    make_case(category=Category.PROCUREMENT, received_at=NOW - 60 * DAY)
    directory = load_directory()
    listed = [one.register_number for one in list_procurement(chain.palad, directory, YEAR)]
    assert listed == [case.register_number, was.register_number]
    assert len(list_procurement(chain.palad, directory, FiscalYear(2569))) == 1
    with pytest.raises(NotAllowed):
        list_procurement(chain.supervisor, directory, YEAR)


def test_whoever_is_barred_finds_it_in_no_list(chain: Chain) -> None:
    accused = AccusedDraft(name=chain.palad.name)
    case = make_case(category=Category.PROCUREMENT, accused=(accused,))
    directory = load_directory()
    assert list_procurement(chain.palad, directory, YEAR) == []
    assert [one.id for one in list_procurement(make_staff(Role.AUDITOR), load_directory(), YEAR)] == [case.id]
