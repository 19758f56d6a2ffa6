"""The searched words of a case are what was written in it, and the index finds them on both databases."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.search_key import fold, words_of
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.search import SearchText
from complaint_center.services.accused import add_accused
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.directory import person
from complaint_center.services.findings import save_finding, submit_finding
from complaint_center.services.orders import give_order
from complaint_center.services.search_texts import holding_all, perhaps_holding
from tests.conftest import ROOT
from tests.make import NOW, OFFICE, Chain, make_case, make_chain, make_finding, make_order
from tests.services.test_query_plans import overheard, plan

on_postgresql = pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def make_told_case() -> Case:
    return make_case(
        category=Category.BRIBERY,
        subject="เรียกรับเงิน",
        narrative="เจ้าหน้าที่ขอเงินสองพัน",
        incident_place="ห้องช่าง",
        remedy="ขอให้ตรวจสอบ",
        accused=(AccusedDraft("นายใครคนหนึ่ง", "นายตรวจ", "กองสมมติ"),),
    )


def searched(case: Case) -> SearchText:
    return db.session.execute(
        sa.select(SearchText).where(SearchText.case_id == case.id), execution_options={"populate_existing": True}
    ).scalar_one()


def stands(case: Case, *texts: str) -> bool:
    return all(fold(text) in searched(case).text for text in texts)


def found(question: str) -> Collection[int]:
    return set(db.session.scalars(holding_all(words_of(question))))


def test_everything_that_was_told_is_searched_and_the_accused_apart_too(chain: Chain) -> None:
    case = make_told_case()
    accused = ("นายใครคนหนึ่ง", "นายตรวจ", "กองสมมติ")
    assert stands(case, "เรียกรับเงิน", "เจ้าหน้าที่ขอเงินสองพัน", "ห้องช่าง", "ขอให้ตรวจสอบ", *accused)
    assert searched(case).accused == "\n".join(map(fold, accused))


def test_an_accused_who_came_to_light_later_is_searched(chain: Chain) -> None:
    case = make_told_case()
    add_accused(OFFICE, chain.supervisor, case.register_number, AccusedDraft("นางผู้ร่วมมือ"), "พยานยืนยัน", NOW)
    assert stands(case, "นางผู้ร่วมมือ")
    assert fold("นางผู้ร่วมมือ") in searched(case).accused


def test_a_finding_is_searched_once_submitted_and_an_order_once_given(chain: Chain) -> None:
    case = make_told_case()
    assert case.officer_id
    holder = person(case.officer_id)
    declare_no_interest(holder, case.register_number, NOW)
    finding = make_finding(facts="กล้องวงจรปิดเสีย", evidence_summary="สลิปใบหนึ่ง", opinion_reason="พยานสอดคล้อง")
    save_finding(holder, case.register_number, finding, NOW)
    assert not stands(case, "กล้องวงจรปิดเสีย")
    submit_finding(OFFICE, holder, case.register_number, finding, NOW)
    assert stands(case, "กล้องวงจรปิดเสีย", "สลิปใบหนึ่ง", "พยานสอดคล้อง")
    order = make_order(OrderKind.FACT_FINDING, reason="ตั้งกรรมการสามคน")
    give_order(OFFICE, chain.supervisor, case.register_number, order, NOW)
    assert stands(case, "ตั้งกรรมการสามคน", "เรียกรับเงิน")


def test_cases_from_before_there_was_a_search_are_searched_like_others(chain: Chain) -> None:
    test_a_finding_is_searched_once_submitted_and_an_order_once_given(chain)
    make_case()
    case = make_told_case()
    holder = person(case.officer_id or 0)
    declare_no_interest(holder, case.register_number, NOW)
    save_finding(holder, case.register_number, make_finding(facts="ร่างที่ยังไม่เสนอ"), NOW)
    kept = sa.select(SearchText.case_id, SearchText.text, SearchText.accused).order_by(SearchText.case_id)
    before = db.session.execute(kept).all()
    db.session.rollback()
    downgrade(str(ROOT / "migrations"), "0013")
    upgrade(str(ROOT / "migrations"))
    assert db.session.execute(kept).all() == before
    assert case.id in found("เรียกรับเงิน")
    assert not found("ร่างที่ยังไม่เสนอ")


@pytest.mark.parametrize(
    "question",
    ["เรียกรับเงิน", "รียกรั", "เรียก เงิน", "รับ", "ที่ขอ", "น", "เงิน น", "สองพัน กองสมมติ"],
)
def test_parts_of_words_of_any_length_are_found(chain: Chain, question: str) -> None:
    make_case()
    case = make_told_case()
    assert case.id in found(question)


@pytest.mark.parametrize("question", ["เรียกเงิน", "เงินเจ้าหน้าที่", "ฃวด", "ญี่ปุ่น", "เงิน zz", "xเ", "100%", "a_c", "_"])
def test_what_does_not_stand_there_is_not_found(chain: Chain, question: str) -> None:
    make_told_case()
    assert not words_of(question) or not found(question)


def test_words_of_one_or_two_letters_are_found_as_often_as_they_stand_there(chain: Chain) -> None:
    cases = [make_case(narrative=text) for text in ("มา", "มด", "ไม่มี")]
    assert found("มา") == {cases[0].id}
    assert found("ม") == {case.id for case in cases}


def test_any_of_several_stretches_is_enough(chain: Chain) -> None:
    cases = [make_case(narrative=text) for text in ("รถกระเช้า", "ซอยตัวอย่าง", "ตลาดสด")]
    stretches = [fold("กระเช้า"), fold("ตัวอย่าง")]
    assert set(db.session.scalars(perhaps_holding(stretches))) == {cases[0].id, cases[1].id}


def test_a_word_of_three_letters_or_more_is_looked_up_in_the_index(chain: Chain) -> None:
    make_case()
    for query in (holding_all(["ถนน", "หน", "ตลาด"]), perhaps_holding(["ถนนห", "ตลาด"])):
        with overheard() as asked:
            db.session.scalars(query).all()
        steps = plan(asked[-1])
        assert "VIRTUAL TABLE INDEX" in steps or "Bitmap Index Scan on search_index" in steps
        assert "SCAN search_texts" not in steps


@on_postgresql
def test_postgresql_makes_trigrams_of_every_letter_that_folding_leaves(app: Flask) -> None:
    """In a locale whose vowels are no letters a word would fall apart into pieces that are too short."""
    word = fold("กิกึกุกัำะาเแโไรึ")
    made = db.session.scalar(sa.select(sa.func.show_trgm(word)))
    assert made
    assert len(made) == len(word) + 1
