"""The pages of retention: terms, holds, batches with their two people, and the complainant's copy."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services.accused import add_accused
from complaint_center.services.conversation import ask_complainant, record_answer
from complaint_center.services.destruction import destroy_approved
from complaint_center.services.findings import submit_finding
from complaint_center.services.orders import withdraw
from complaint_center.services.retention import load_terms
from tests.make import OFFICE, make_complainant, make_finding
from tests.services.test_query_plans import overheard
from tests.web.desk import Centre, case_now, make_case_received, value_of
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

LONG_AGO = timedelta(days=4000)


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def make_old_case(centre: Centre, **about: object) -> str:
    """The register number of a case past its term."""
    number = make_case_received(1, **about)  # type: ignore[arg-type]
    withdraw(OFFICE, centre.people["supervisor"], number, "ถอน", now())
    db.session.execute(sa.update(Case).values(status_changed_at=now() - LONG_AGO))
    db.session.commit()
    return number


def proposed(centre: Centre, *numbers: str) -> str:
    """The address of the batch that the palad put the cases into."""
    palad = centre.visit("palad")
    assert palad.post("/desk/retention", cases=list(numbers)).status_code == 303
    return f"/desk/retention/batches/{_reference(palad.get('/desk/retention/batches').text)}"


def _reference(page: str) -> str:
    return page.split("/desk/retention/batches/")[1].split('"')[0]


def test_two_people_destroy_what_is_past_its_term_and_the_page_shows_how_far_it_has_come(centre: Centre) -> None:
    first, second = make_old_case(centre), make_old_case(centre)
    palad, executive = centre.visit("palad"), centre.visit("executive")
    due = palad.get("/desk/retention").text
    assert first in due
    assert second in due
    batch = proposed(centre, first, second)
    assert first not in palad.get("/desk/retention").text
    assert "/approve" not in palad.get(batch).text
    assert centre.people["executive"].name in palad.get(batch).text
    assert "เสนอขอทำลายแล้ว" in executive.get(f"/desk/cases/{first}").text
    assert batch in executive.get("/desk/").text
    assert batch not in palad.get("/desk/").text
    assert executive.post(f"{batch}/approve", form_at=batch).status_code == 422
    assert executive.post(f"{batch}/approve", form_at=batch, read="y").status_code == 303
    assert batch not in executive.get("/desk/").text
    running = executive.get(batch).text
    assert (value_of("state", running), value_of("disposed", running), value_of("total", running)) == (
        *("running", "0", "2"),
    )
    destroy_approved(now())
    done = executive.get(batch).text
    assert (value_of("state", done), value_of("disposed", done)) == ("done", "2")
    page = executive.get(f"/desk/cases/{first}").text
    assert value_of("disposed-at", page)
    assert batch.rsplit("/", 1)[1] in page
    assert "ถนน" not in page
    assert "/reopen" not in page
    assert "/identity" not in page


@pytest.mark.parametrize("act", ["reopen", "hold", "identity", "access", "category", "withdraw"])
def test_nothing_can_be_done_to_a_disposed_case_any_more(centre: Centre, act: str) -> None:
    number = make_old_case(centre)
    batch = proposed(centre, number)
    centre.visit("executive").post(f"{batch}/approve", form_at=batch, read="y")
    destroy_approved(now())
    supervisor = centre.visit("supervisor")
    answer = supervisor.post(
        f"/desk/cases/{number}/{act}", form_at="/account/password", reason="ขอดู", category=Category.SERVICE
    )
    assert answer.status_code == (403 if act == "category" else 409)
    if act == "hold":
        assert supervisor.get(f"/desk/cases/{number}/hold").status_code == 409


def test_the_proposer_alone_cannot_and_the_page_says_whom_the_batch_waits_for(centre: Centre) -> None:
    number = make_old_case(centre)
    db.session.add(Recusal(case_id=case_now(number).id, staff_id=centre.people["executive"].id, at=now()))
    db.session.commit()
    batch = proposed(centre, number)
    palad = centre.visit("palad")
    assert "ชุดนี้ต้องรอ" in palad.get(batch).text
    assert palad.post(f"{batch}/approve", form_at=batch, read="y").status_code == 403
    executive = centre.visit("executive")
    assert executive.get(batch).status_code == 404
    assert executive.get("/desk/retention/batches/00000000").status_code == 404
    for path in ("/desk/retention/batches", "/desk/"):
        assert "/desk/retention/batches/" not in executive.get(path).text


def test_a_batch_is_withdrawn_with_a_reason_and_its_cases_come_back(centre: Centre) -> None:
    number = make_old_case(centre)
    batch = proposed(centre, number)
    executive = centre.visit("executive")
    empty = executive.post(f"{batch}/withdraw", form_at=batch, reason=" ")
    assert empty.status_code == 422
    assert "reason" in problems_beside(empty.text)
    assert executive.post(f"{batch}/withdraw", form_at=batch, reason="ขอตรวจก่อน").status_code == 303
    assert executive.post(f"{batch}/withdraw", form_at="/account/password", reason="อีก").status_code == 409
    assert executive.post(f"{batch}/approve", form_at="/account/password", read="y").status_code == 409
    assert number in executive.get("/desk/retention").text


def test_nothing_ticked_is_told(centre: Centre) -> None:
    make_old_case(centre)
    assert centre.visit("palad").post("/desk/retention").status_code == 422


def test_a_hold_is_set_shown_and_lifted_on_the_page_of_the_case(centre: Centre) -> None:
    number = make_old_case(centre)
    supervisor = centre.visit("supervisor")
    assert supervisor.post(f"/desk/cases/{number}/hold", reason=" ").status_code == 422
    assert supervisor.post(f"/desk/cases/{number}/hold", reason="ศาลปกครองเรียกสำนวน").status_code == 303
    page = supervisor.get(f"/desk/cases/{number}").text
    assert value_of("held-at", page)
    assert f"/desk/cases/{number}/hold/lift" in page
    assert number not in centre.visit("palad").get("/desk/retention").text
    assert supervisor.post(f"/desk/cases/{number}/hold", reason="อีกครั้ง").status_code == 409
    assert supervisor.post(f"/desk/cases/{number}/hold/lift", reason="คดีถึงที่สุด").status_code == 303
    assert number in centre.visit("palad").get("/desk/retention").text


def test_an_administrator_sets_the_terms_with_thai_digits_and_a_reason(centre: Centre) -> None:
    centre.add_person(Role.ADMIN, "admin")
    admin = centre.visit("admin")
    ten = {category.value: "10" for category in Category}
    refused = admin.post("/admin/retention", **ten | {"A2": "9", "C": "สิบ"}, reason="")
    assert refused.status_code == 422
    assert set(problems_beside(refused.text)) == {"A2", "C", "reason"}
    saved = admin.post("/admin/retention", **ten | {"A2": "๒๐"}, reason="อายุความคดีอาญา")
    assert saved.status_code == 303
    assert load_terms().years == dict.fromkeys(Category, 10) | {Category.BRIBERY: 20}
    assert 'value="20"' in admin.get("/admin/retention").text
    told = admin.get("/privacy").text
    assert "เรียกรับสินบนหรือผลประโยชน์: 20 ปี" in told
    assert "เรื่องร้องทุกข์ทั่วไป: 10 ปี" in told


def test_the_copy_holds_what_the_complainant_told_and_nothing_of_the_offices_own(centre: Centre) -> None:
    number = make_case_received(
        1,
        category=Category.GENERAL,
        complainant=make_complainant(national_id="1100000000008"),
        accused=(AccusedDraft(name="นายถูกร้อง เอง"),),
    )
    officer, supervisor = centre.people["officer"], centre.people["supervisor"]
    ask_complainant(OFFICE, officer, number, "ขอทราบวันที่เห็น", now())
    record_answer(OFFICE, officer, number, "เห็นเมื่อวันจันทร์", now())
    submit_finding(OFFICE, officer, number, make_finding(facts="ความเห็นภายใน"), now())
    add_accused(OFFICE, supervisor, number, AccusedDraft(name="นายพบภายหลัง จากการสืบ"), "พยานยืนยัน", now())
    visitor = centre.visit("supervisor")
    assert visitor.post(f"/desk/cases/{number}/access", reason="").status_code == 422
    page = visitor.post(f"/desk/cases/{number}/access", reason="ผู้ร้องมาขอด้วยตนเอง").text
    for told in ("สมศรี", "ใจกล้า", "99 หมู่ 9", "081-234-5678", "1100000000008", "ถนนหน้าตลาด", "นายถูกร้อง เอง"):
        assert told in page
    for said in ("ขอทราบวันที่เห็น", "เห็นเมื่อวันจันทร์", "รับเรื่อง"):
        assert said in page
    for internal in ("ความเห็นภายใน", "นายพบภายหลัง", "ภาพถ่ายสามภาพ"):
        assert internal not in page
    assert page.count(">ลับ<") == 2
    db.session.rollback()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "identity_revealed")).one()
    assert entry.reason
    assert entry.reason.text == "ผู้ร้องมาขอด้วยตนเอง"


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("palad", 200), ("clerk", 404), ("auditor", 403)])
def test_the_copy_is_for_those_who_may_see_the_identity(centre: Centre, who: str, status: int) -> None:
    centre.add_person(Role.AUDITOR, "auditor")
    number = make_case_received(1)
    assert centre.visit(who).get(f"/desk/cases/{number}/access").status_code == status


def test_the_pages_cost_the_same_however_many_cases_they_show(centre: Centre) -> None:
    def asked(path: str) -> int:
        centre.visit("palad").get(path)
        with overheard() as statements:
            assert centre.visit("palad").get(path).status_code == 200
        return len(statements)

    numbers = [make_old_case(centre)]
    one = asked("/desk/retention")
    numbers += [make_old_case(centre) for _ in range(4)]
    assert asked("/desk/retention") == one
    small = proposed(centre, numbers[0])
    of_one = (asked(small), asked("/desk/retention/batches"))
    large = proposed(centre, *numbers[1:])
    assert (asked(large), asked("/desk/retention/batches")) == of_one
