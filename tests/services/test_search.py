"""One search finds by number, by words and by what is nearly the words, and nothing that the searcher may not see."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.search_question import read_question
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.case_lists import PAGE
from complaint_center.services.directory import load_directory, person
from complaint_center.services.intake import record_complaint
from complaint_center.services.search import HANDFUL, Found, find_cases
from tests.make import DAY, NOW, OFFICE, Chain, make_case, make_chain, make_draft, make_staff
from tests.services.test_query_plans import overheard

WORDS = "ขยะตกค้างหน้าโรงเรียน"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def find(actor: Person, typed: str, limit: int = PAGE) -> Found:
    return find_cases(actor, load_directory(), read_question(typed), limit)


def numbers(cases: object) -> list[str]:
    return [case.register_number for case in cases]  # type: ignore[attr-defined]


def make_bribery(**changes: object) -> Case:
    """A corruption case whose officer has still to declare no interest."""
    told = {"subject": "เรียกรับเงิน", "accused": (AccusedDraft("นางใครคนหนึ่ง", "นายตรวจ", "กองสมมติ"),)}
    return make_case(category=Category.BRIBERY, **told | changes)  # type: ignore[arg-type]


def test_words_find_the_newest_first(chain: Chain) -> None:
    cases = [make_case(subject=WORDS, received_at=NOW - days * DAY) for days in (2, 0, 1)]
    assert numbers(find(chain.executive, "ขยะ โรงเรียน").cases) == numbers([cases[1], cases[2], cases[0]])
    assert numbers(find(chain.executive, "ขยะ", limit=2).cases) == numbers([cases[1], cases[2]])


def test_a_case_older_than_the_newest_ones_is_found(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaint_center.services.search_texts._NEWEST", 2)
    old = [make_case(subject=WORDS).register_number for _ in range(3)]
    make_case()
    make_case()
    assert numbers(find(chain.executive, WORDS).cases) == old[::-1]
    assert numbers(find(chain.executive, WORDS, limit=1).cases) == old[-1:]


def test_a_slip_still_finds_it_apart_from_what_is_exact(chain: Chain) -> None:
    exact = make_case(subject="ขยะตกค้งหน้าโรงเรียน")
    meant = make_case(subject=WORDS)
    found = find(chain.executive, "ขยะตกค้งหน้าโรงเรียน")
    assert (numbers(found.cases), numbers(found.near)) == ([exact.register_number], [meant.register_number])


def test_the_fewest_slips_come_first(chain: Chain) -> None:
    one_slip = make_case(subject="ขยะตกค้างหน้าโรงเรียม")
    make_case(subject="ขยะตกค้งหน้าโรงเรียม")
    assert numbers(find(chain.executive, WORDS).near)[0] == one_slip.register_number


def test_where_a_handful_stand_exactly_nothing_near_is_looked_for(chain: Chain) -> None:
    for _ in range(HANDFUL):
        make_case(subject=WORDS)
    make_case(subject="ขยะตกค้งหน้าโรงเรียน")
    found = find(chain.executive, WORDS)
    assert (len(found.cases), found.near) == (HANDFUL, ())


@pytest.mark.parametrize("typed", ["{number}", "เลขที่ {number}", "ขอทราบเรื่อง {number}"])
def test_a_register_number_names_one_case(chain: Chain, typed: str) -> None:
    case = make_case()
    make_case(narrative=f"ต่อจากเรื่อง {case.register_number}")
    found = find(chain.executive, typed.format(number=case.register_number))
    assert numbers(found.cases) == [case.register_number]


def test_a_number_of_no_case_is_looked_for_as_words(chain: Chain) -> None:
    case = make_case(narrative="บ้านเลขที่ 99/12")
    assert numbers(find(chain.executive, "99/12").cases) == [case.register_number]


def test_a_tracking_code_finds_its_case_or_for_a_clerk_its_state(chain: Chain) -> None:
    receipt = record_complaint(OFFICE, make_draft(), None, NOW)
    assert numbers(find(chain.executive, receipt.tracking_code).cases) == [receipt.register_number]
    found = find(chain.clerk, receipt.tracking_code)
    assert (numbers(found.cases), numbers(found.coarse)) == ([], [receipt.register_number])
    stranger = make_staff(Role.OFFICER, handles="")
    assert find(stranger, receipt.tracking_code).is_empty


def test_a_clerk_finds_the_state_of_any_number_and_words_only_in_what_is_still_theirs(chain: Chain) -> None:
    case = make_case(actor=chain.clerk, subject=WORDS)
    assert numbers(find(chain.clerk, case.register_number).coarse) == [case.register_number]
    assert find(chain.clerk, WORDS).is_empty
    unassigned = make_case(actor=chain.clerk, subject=WORDS, category=Category.SERVICE)
    unassigned.officer_id = None
    db.session.commit()
    assert numbers(find(chain.clerk, WORDS).cases) == [unassigned.register_number]


def test_until_no_interest_is_declared_an_officer_finds_by_the_accused_alone(chain: Chain) -> None:
    case = make_bribery()
    assert case.officer_id
    holder = person(case.officer_id)
    for hidden in ("เรียกรับเงิน", "เรียกรับเงิน กองสมมติ", "เรียกรัเงิน"):
        assert find(holder, hidden).is_empty
    assert numbers(find(holder, "ใครคนหนึ่ง กองสมมติ").cases) == [case.register_number]
    assert numbers(find(holder, "ใครคนหนึง กองสมมดติ").near) == [case.register_number]
    declare_no_interest(holder, case.register_number, NOW)
    assert numbers(find(holder, "เรียกรับเงิน กองสมมติ").cases) == [case.register_number]


def test_who_is_barred_finds_it_by_nothing(chain: Chain) -> None:
    receipt = record_complaint(OFFICE, make_draft(subject=WORDS), None, NOW)
    case_id = db.session.scalars(sa.select(Case.id).where(Case.register_number == receipt.register_number)).one()
    for actor in (chain.executive, chain.clerk):
        db.session.add(Recusal(case_id=case_id, staff_id=actor.id, at=NOW))
    db.session.commit()
    for actor in (chain.executive, chain.clerk):
        for typed in (receipt.register_number, receipt.tracking_code, WORDS, "ขยะตกค้างหน้าโรงเรีน", "ขย"):
            assert find(actor, typed).is_empty, typed


def test_a_hidden_case_moves_none_of_the_others(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaint_center.services.near_matches._COMPARED", 3)
    monkeypatch.setattr("complaint_center.services.search_texts._NEWEST", 3)

    def answers() -> list[tuple[list[str], list[str]]]:
        questions = ("ขยะ", WORDS, "ขยะตกค้างหน้าโรงเรีน", "ขยะตกค้งหน้โรงเรียน", "ขย")
        found = [find(chain.executive, typed, limit) for typed in questions for limit in (1, 2, PAGE)]
        return [(numbers(one.cases), numbers(one.near)) for one in found]

    for text in (WORDS, "ขยะตกค้างหน้าโรงเรียม", "ขยะตกค้างหน้าโรงเรีย", "ขยะตกค้าง"):
        make_case(subject=text)
    hidden = [make_case(subject=WORDS, narrative=WORDS * 3) for _ in range(4)]
    db.session.add_all([Recusal(case_id=case.id, staff_id=chain.executive.id, at=NOW) for case in hidden])
    db.session.commit()
    before = answers()
    for case in hidden:
        case.search_text.text = case.search_text.accused = ""  # type: ignore[union-attr]
    db.session.commit()
    assert answers() == before


def test_an_administrator_finds_nothing(chain: Chain) -> None:
    case = make_case(subject=WORDS)
    assert find(chain.admin, WORDS).is_empty
    assert find(chain.admin, case.register_number).is_empty


def test_nothing_typed_finds_nothing(chain: Chain) -> None:
    make_case()
    assert find(chain.executive, " ? ").is_empty


def test_a_search_costs_the_same_number_of_statements_whatever_it_finds(chain: Chain) -> None:
    def asked() -> int:
        with overheard() as statements:
            find(chain.executive, "ขยะตกค้างหน้าโรงเรีน")
        return len(statements)

    make_case(subject=WORDS)
    make_case(subject="ขยะตกค้างหน้าโรงเรียม")
    few = asked()
    for _ in range(7):
        make_case(subject=WORDS)
    assert asked() == few
