"""The register of conflicts: declarations, recusals, bypasses, inquiries; hidden from whoever may not see the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from complaint_center.domain.categories import Category
from complaint_center.domain.conflict_register import ConflictEntry
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, Problem
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.conflict_register import (
    Filters,
    inquiries_of,
    kind_of_entry,
    list_entries,
    waiting_inquiries,
)
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import escalate_due
from complaint_center.services.inquiries import InquiryDraft, record_inquiry
from complaint_center.services.orders import give_order
from complaint_center.services.recusals import step_back
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_case, make_chain, make_order, submit

YEAR = FiscalYear(2570)
WARNED = InquiryDraft(InquiryOutcome.WARNING, date(2026, 11, 23), "คำสั่งที่ 12/2569", "ตักเตือนแล้ว")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def entries(chain: Chain, kind: ConflictEntry | None = None, reader: str = "executive") -> list[tuple[str, str | None]]:
    """Kind and register number, as one of the chain reads them, the newest first."""
    page = list_entries(getattr(chain, reader), load_directory(), Filters(YEAR, kind))
    return [(kind_of_entry(entry).value, number) for entry, number in page.rows]


def test_declarations_and_recusals_stand_in_it_with_their_cases(chain: Chain) -> None:
    first, second = make_case(category=Category.BRIBERY), make_case(category=Category.BRIBERY)
    declare_no_interest(chain.officer, first.register_number, NOW)
    step_back(OFFICE, chain.officer, second.register_number, "เป็นญาติ", NOW + DAY)
    assert entries(chain) == [("stepped_back", second.register_number), ("declared", first.register_number)]
    assert entries(chain, ConflictEntry.DECLARED) == [("declared", first.register_number)]


def test_an_entry_belongs_to_the_fiscal_year_in_which_it_was_made(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY)
    declare_no_interest(chain.officer, case.register_number, FiscalYear(2571).starts_at)
    assert entries(chain) == []


def test_a_superior_whom_an_alert_passed_over_stands_in_it_and_does_not_read_it(chain: Chain) -> None:
    accused = (AccusedDraft(name=chain.supervisor.name),)
    case = make_case(category=Category.BRIBERY, accused=accused)
    plain = make_case()
    escalate_due(OFFICE, NOW + 7 * DAY)
    assert entries(chain, ConflictEntry.BYPASSED) == [("bypassed", case.register_number)]
    assert entries(chain, ConflictEntry.BYPASSED, reader="supervisor") == []
    escalate_due(OFFICE, NOW + 10 * DAY)
    assert len(entries(chain, ConflictEntry.BYPASSED)) == 1
    assert plain.register_number not in {number for _, number in entries(chain)}


def test_everybody_barred_up_to_the_top_was_passed_over_when_only_the_administrators_are_told(chain: Chain) -> None:
    people = (chain.supervisor, chain.palad)
    case = make_case(category=Category.BRIBERY, accused=tuple(AccusedDraft(name=person.name) for person in people))
    escalate_due(OFFICE, NOW + 7 * DAY)
    page = list_entries(chain.executive, load_directory(), Filters(YEAR, ConflictEntry.BYPASSED))
    [(entry, number)] = page.rows
    assert number == case.register_number
    assert f'"passed_over": [{chain.supervisor.id}, {chain.palad.id}]' in entry.detail


def test_only_who_commands_or_reads_all_reads_it(chain: Chain) -> None:
    for person in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            list_entries(person, load_directory(), Filters(YEAR))


# Disciplinary inquiries


@pytest.fixture
def ordered(chain: Chain) -> Case:
    case = make_case(category=Category.BRIBERY)
    submit(case, NOW)
    give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.DISCIPLINARY), NOW)
    return case_of(case.register_number)


def test_the_outcome_of_an_inquiry_is_recorded_and_a_second_stays_beside_it(chain: Chain, ordered: Case) -> None:
    record_inquiry(chain.supervisor, ordered.register_number, WARNED, NOW)
    corrected = InquiryDraft(InquiryOutcome.PAY_CUT, date(2026, 11, 24), "คำสั่งที่ 13/2569")
    record_inquiry(chain.palad, ordered.register_number, corrected, NOW + DAY)
    told = [(one.outcome, one.reference, one.remark) for one in case_of(ordered.register_number).inquiries]
    assert told == [
        (InquiryOutcome.WARNING, "คำสั่งที่ 12/2569", "ตักเตือนแล้ว"),
        (InquiryOutcome.PAY_CUT, "คำสั่งที่ 13/2569", ""),
    ]
    assert entries(chain, ConflictEntry.INQUIRY) == [("inquiry", ordered.register_number)] * 2


def test_an_exact_repeat_of_an_outcome_is_refused(chain: Chain, ordered: Case) -> None:
    record_inquiry(chain.supervisor, ordered.register_number, WARNED, NOW)
    with pytest.raises(AlreadyDecided):
        record_inquiry(
            chain.palad, ordered.register_number, replace(WARNED, reference=f" {WARNED.reference}"), NOW + DAY
        )
    db.session.rollback()
    assert len(case_of(ordered.register_number).inquiries) == 1


def test_an_outcome_says_whom_it_concerns_and_takes_the_place_of_an_earlier_one_once(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY, accused=(AccusedDraft(name="นายคนนอก หนึ่ง"),))
    number, [accused] = case.register_number, [one.id for one in case.accused]
    submit(case, NOW)
    give_order(OFFICE, chain.supervisor, number, make_order(OrderKind.DISCIPLINARY), NOW)
    record_inquiry(chain.supervisor, number, replace(WARNED, accused_id=accused), NOW)
    [first] = [one.id for one in case_of(number).inquiries]
    correction = replace(WARNED, reference="13/2569", accused_id=accused, replaces_id=first)
    record_inquiry(chain.supervisor, number, correction, NOW + DAY)
    known = inquiries_of(chain.palad, load_directory(), YEAR)
    assert [(one.accused and one.accused.name, bool(one.replaced_by)) for one in known.values()] == [
        ("นายคนนอก หนึ่ง", True),
        ("นายคนนอก หนึ่ง", False),
    ]
    for field, draft in (
        ("replaces_id", replace(correction, reference="14/2569")),
        ("accused_id", replace(WARNED, accused_id=accused + 1)),
    ):
        with pytest.raises(InvalidInput) as refusal:
            record_inquiry(chain.supervisor, number, draft, NOW + DAY)
        assert refusal.value.field == field
        db.session.rollback()


def test_an_inquiry_waits_until_its_outcome_is_recorded(chain: Chain, ordered: Case) -> None:
    number, directory = ordered.register_number, load_directory()
    assert waiting_inquiries(chain.palad, directory) == [(number, NOW)]
    step_back(OFFICE, chain.executive, number, "เป็นญาติ", NOW)
    assert waiting_inquiries(chain.executive, directory) == []
    record_inquiry(chain.supervisor, number, WARNED, NOW + DAY)
    assert waiting_inquiries(chain.palad, directory) == []


def test_where_none_was_ordered_and_by_whom_it_is_not_to_be_recorded_there_is_none(chain: Chain, ordered: Case) -> None:
    other = make_case()
    with pytest.raises(AlreadyDecided):
        record_inquiry(chain.supervisor, other.register_number, WARNED, NOW)
    db.session.rollback()
    with pytest.raises(NotAllowed):
        record_inquiry(chain.officer, ordered.register_number, WARNED, NOW)


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"decided_on": date(2026, 11, 24)}, "decided_on", Problem.IN_FUTURE),
        ({"decided_on": date(2026, 11, 22)}, "decided_on", Problem.BEFORE_ORDER),
        ({"reference": " "}, "reference", Problem.REQUIRED),
        ({"reference": "ก" * 201}, "reference", Problem.TOO_LONG),
        ({"remark": "ก" * 5001}, "remark", Problem.TOO_LONG),
    ],
)
def test_what_cannot_be_is_refused(
    chain: Chain, ordered: Case, changed: dict[str, object], field: str, problem: Problem
) -> None:
    draft = InquiryDraft(**{**vars(WARNED), **changed})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refusal:
        record_inquiry(chain.supervisor, ordered.register_number, draft, NOW)
    assert (refusal.value.field, refusal.value.problem) == (field, problem)
