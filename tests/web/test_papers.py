"""Papers at the counter and at the desk: what stands on them, who may have them, and that it is journalled."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.intake import ComplainantDraft, PhoneCall
from complaint_center.domain.status import OrderKind
from complaint_center.domain.thai import to_thai_digits
from complaint_center.extensions import db
from complaint_center.models.boxes import BoxOpening, SuggestionBox
from complaint_center.models.calls import Call
from complaint_center.models.conversation import ConversationEntry
from complaint_center.models.journal import JournalEntry
from complaint_center.services.orders import give_order
from tests.documents.reading import bare, pages_of
from tests.make import OFFICE, case_of, make_complainant, make_order, submit
from tests.web.desk import Centre, days_ago, make_case_received
from tests.web.residents import Resident, attribute

pytestmark = pytest.mark.one_database


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


def text_of(answer: TestResponse) -> str:
    assert answer.mimetype == "application/pdf"
    return "\n".join(pages_of(answer.data))


def signature_on(paper: str) -> str:
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", paper)
    assert found
    return found[0]


def printed(register_number: str) -> list[str]:
    """What the journal says of the case."""
    db.session.rollback()
    case = case_of(register_number)
    found = [
        entry.what for entry in db.session.query(JournalEntry).filter_by(case_id=case.id).order_by(JournalEntry.seq)
    ]
    db.session.rollback()
    return found


def submitted(category: Category = Category.GENERAL) -> str:
    number = make_case_received(1, category, complainant=make_complainant(phone=None))
    submit(case_of(number), case_of(number).received_at)
    db.session.rollback()
    return number


def test_the_residents_receipt_bears_number_and_code(resident: Resident) -> None:
    page = resident.receipt()
    answer = resident.get("/receipt/receipt.pdf")
    paper = text_of(answer)
    assert to_thai_digits(attribute(page, "data-register-number")) in paper
    code = attribute(page, "data-tracking-code")
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in paper
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "สำเนาสำหรับสำนักงาน" not in paper


def test_without_its_cookie_there_is_no_receipt_on_paper(resident: Resident) -> None:
    assert resident.get("/receipt/receipt.pdf").status_code == 303


def test_a_receipt_is_found_genuine_by_what_stands_on_it_and_nothing_else(resident: Resident) -> None:
    page = resident.receipt()
    number = attribute(page, "data-register-number")
    signature = signature_on(text_of(resident.get("/receipt/receipt.pdf")))
    day = attribute(page, "data-received-at")

    def verified(**fields: str) -> str:
        form = resident.get("/receipt/verify").text
        token = {"csrf_token": attribute(re.findall(r"<input[^>]*csrf_token[^>]*>", form)[0], "value")}
        answer = resident.client.post("/receipt/verify", data=token | fields)
        assert answer.status_code == 200
        return attribute(answer.text, "data-genuine")

    told = {"register_number": to_thai_digits(number), "received_on": bangkok_day(day), "signature": signature.lower()}
    assert verified(**told) == "1"
    assert verified(**told | {"register_number": "70-9999"}) == "0"
    assert verified(**told | {"received_on": "1 มกราคม 2569"}) == "0"
    assert verified(**told | {"signature": "0000-0000-0000-0000"}) == "0"
    assert verified(**told | {"signature": "nonsense"}) == "0"


@pytest.mark.parametrize("page", ["/track", "/guideline"])
def test_the_way_to_checking_a_receipt_is_shown_to_everybody(resident: Resident, page: str) -> None:
    assert 'href="/receipt/verify"' in resident.get(page).text


def bangkok_day(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(BANGKOK):%d/%m/%Y}"


def test_checking_a_receipt_is_limited_like_trying_codes(make_app: Callable[..., Flask]) -> None:
    client = make_app(LIMIT_TRACK="2/minute").test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert [client.post("/receipt/verify").status_code for _ in range(3)] == [422, 422, 429]


def test_the_offices_copy_says_that_the_code_was_given_out(centre: Centre) -> None:
    number = submitted()
    paper = text_of(centre.visit("officer").get(f"/desk/cases/{number}/receipt.pdf"))
    assert "รหัสออกให้แล้ว" in paper
    assert "สำเนาสำหรับผู้ร้องเรียน" not in paper


def test_the_memo_carries_finding_and_opinion_and_not_who_complained(centre: Centre) -> None:
    number = submitted(Category.BRIBERY)
    answer = centre.visit("supervisor").get(f"/desk/cases/{number}/memo.pdf")
    paper = text_of(answer)
    assert "บันทึกข้อความ" in paper
    assert "มีมูล" in paper
    assert "ลับ" in paper
    assert "สมศรี" not in paper
    assert f'filename="{number}-memo.pdf"' in answer.headers["Content-Disposition"]
    assert "paper_printed" in printed(number)


def test_there_is_no_memo_before_the_finding(centre: Centre) -> None:
    number = make_case_received(1, complainant=make_complainant(phone=None))
    answer = centre.visit("officer").get(f"/desk/cases/{number}/memo.pdf")
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{number}")
    assert "paper_printed" not in printed(number)


@pytest.mark.parametrize("paper", ["cover", "case"])
def test_cover_and_case_do_not_tell_who_complained(centre: Centre, paper: str) -> None:
    number = submitted()
    text = text_of(centre.visit("supervisor").get(f"/desk/cases/{number}/{paper}.pdf"))
    assert to_thai_digits(number) in text
    assert "สมศรี" not in text
    assert "ลับ" not in text


def test_the_whole_case_tells_the_call_the_conversation_and_whether_a_name_is_known(centre: Centre) -> None:
    call = PhoneCall(days_ago(1), notice_told=True)
    made = {"complainant": make_complainant(phone=None), "channel": Channel.PHONE, "phone_call": call}
    number = make_case_received(1, **made, subject="หลุม 3 แห่ง ดู http://example.org/12")
    case = case_of(number)
    told = {"kind": EntryKind.MESSAGE, "author": Author.OFFICE, "at": now(), "text": "รับทราบ 25 หลุม"}
    db.session.add(ConversationEntry(case_id=case.id, **told))
    made_by = centre.people["clerk"].id
    db.session.add(Call(case_id=case.id, at=now(), by_id=made_by, outcome=CallOutcome.NO_ANSWER, note="โทรครั้งที่ 2"))
    db.session.commit()
    text = text_of(centre.visit("supervisor").get(f"/desk/cases/{number}/case.pdf"))
    for words in ("เวลาที่โทรแจ้ง", "ทราบชื่อ แต่ปกปิดไว้", "รับทราบ ๒๕ หลุม", "โทรครั้งที่ ๒", "หลุม ๓ แห่ง"):
        assert bare(words) in bare(text)
    assert "http://example.org/12" in text
    assert "สมศรี" not in text


def test_the_whole_case_tells_of_the_opening_of_the_box(centre: Centre) -> None:
    box = SuggestionBox(name="หน้าเทศบาล", name_key="หน้าเทศบาล", added_at=now())
    told = {"opened_at": days_ago(1), "opened_by": "นายเปิด ตู้", "witness": "นางเห็น กับตา", "recorded_at": now()}
    number = make_case_received(1, complainant=ComplainantDraft(anonymous=True), channel=Channel.BOX)
    case_of(number).box_opening = BoxOpening(box=box, **told)
    db.session.commit()
    text = bare(text_of(centre.visit("supervisor").get(f"/desk/cases/{number}/case.pdf")))
    for words in ("หน้าเทศบาล", "นายเปิด ตู้", "นางเห็น กับตา", "ไม่ประสงค์ออกนาม"):
        assert bare(words) in text


@pytest.mark.parametrize("paper", ["memo", "cover", "case"])
def test_an_officer_who_has_declared_nothing_prints_nothing_that_was_told(centre: Centre, paper: str) -> None:
    number = make_case_received(1, Category.BRIBERY, complainant=make_complainant(phone=None))
    assert centre.visit("officer").get(f"/desk/cases/{number}/{paper}.pdf").status_code == 403


def post(centre: Centre, username: str, path: str, **fields: str) -> TestResponse:
    visitor = centre.visit(username)
    token = attribute(re.findall(r"<input[^>]*csrf_token[^>]*>", visitor.get("/desk/").text)[0], "value")
    return visitor.client.post(path, data={"csrf_token": token, **fields})


@pytest.mark.parametrize("paper", ["form", "acknowledgement"])
def test_papers_with_the_identity_are_printed_for_a_reason_that_is_journalled(centre: Centre, paper: str) -> None:
    number = submitted()
    address = f"/desk/cases/{number}/{paper}.pdf"
    assert post(centre, "officer", address, reason=" ").status_code == 422
    assert "identity_revealed" not in printed(number)
    text = text_of(post(centre, "officer", address, reason="ส่งทางไปรษณีย์"))
    assert "สมศรี" in text
    assert "๙๙ หมู่ ๙" in text
    assert "identity_revealed" in printed(number)


def test_nobody_without_a_name_is_written_to(centre: Centre) -> None:
    number = make_case_received(1, complainant=ComplainantDraft(anonymous=True))
    answer = centre.visit("officer").get(f"/desk/cases/{number}/acknowledgement.pdf")
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{number}")
    assert "ไม่ประสงค์ออกนาม" in text_of(post(centre, "officer", f"/desk/cases/{number}/form.pdf", reason="เก็บเข้าแฟ้ม"))


def test_there_is_no_letter_of_the_result_before_the_order(centre: Centre) -> None:
    number = submitted()
    assert centre.visit("officer").get(f"/desk/cases/{number}/result.pdf").status_code == 303


def test_the_letter_of_the_result_tells_the_order_and_not_its_reason(centre: Centre) -> None:
    number = submitted()
    order = make_order(OrderKind.DISMISS, reason="เหตุผลภายใน")
    give_order(OFFICE, centre.people["supervisor"], number, order, now())
    text = text_of(post(centre, "supervisor", f"/desk/cases/{number}/result.pdf", reason="ส่งทางไปรษณีย์"))
    assert "แจ้งผลการดำเนินการ" in text
    assert "สมศรี" in text
    assert "เหตุผลภายใน" not in text


def test_form_two_is_signed_by_the_clerk(centre: Centre) -> None:
    call = PhoneCall(days_ago(1), notice_told=True)
    number = make_case_received(1, complainant=make_complainant(phone=None), channel=Channel.PHONE, phone_call=call)
    text = text_of(post(centre, "officer", f"/desk/cases/{number}/form.pdf", reason="เก็บเข้าแฟ้ม"))
    assert "แบบคำร้องเรียน ๒" in text
    assert "คำร้องที่ไม่สุจริต" in text


def test_without_the_receipt_no_form_is_printed_for_signature(centre: Centre) -> None:
    assert post(centre, "clerk", "/receipt/form.pdf").location == "/receipt"


def test_the_clerk_who_logged_it_prints_the_form_for_signature_and_both_copies(centre: Centre) -> None:
    fields = {"channel": "walk_in", "category": "C", "subject": "ถนนชำรุด", "narrative": "เป็นหลุม", "first_name": "สมศรี"}
    told = fields | {"received_at": bangkok_day(days_ago(1).isoformat()), "submission_id": uuid4().hex}
    assert centre.visit("clerk").post("/desk/intake/walk-in", **told).location == "/receipt"
    assert re.search(r'href="/receipt/receipt.pdf" autofocus', centre.visit("clerk").get("/receipt").text)
    copies = text_of(centre.visit("clerk").get("/receipt/receipt.pdf"))
    assert "สำเนาสำหรับผู้ร้องเรียน" in copies
    assert "รหัสออกให้แล้ว" in copies
    form = text_of(post(centre, "clerk", "/receipt/form.pdf"))
    assert "แบบคำร้องเรียน ๑" in form
    assert "สมศรี" in form
