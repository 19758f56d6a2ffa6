"""What officers and supervisors do to a case on its pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.services.findings import draft_of, submit_finding
from tests.make import OFFICE, make_finding
from tests.web.desk import Centre, case_now, make_case_received, value_of
from tests.web.test_desk_intake import typed
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

FINDING = {
    "facts": "ไปดูแล้ว",
    "evidence_summary": "ภาพถ่าย",
    "opinion": "substantiated",
    "opinion_reason": "ตรงกับที่ร้อง",
}


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


@pytest.fixture
def awaiting(centre: Centre) -> str:
    """A case whose finding waits for an order."""
    number = make_case_received(1)
    submit_finding(OFFICE, centre.people["officer"], number, make_finding(), now())
    db.session.rollback()
    return number


def test_a_saved_draft_comes_back_and_moves_nothing(centre: Centre) -> None:
    number = make_case_received(1)
    officer = centre.visit("officer")
    answer = officer.post(f"/desk/cases/{number}/finding", facts="ร่างแรก", save="1")
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{number}")
    assert "ร่างแรก" in officer.get(f"/desk/cases/{number}/finding").text
    assert case_now(number).status is CaseStatus.PRELIMINARY_CHECK


def test_a_submitted_finding_awaits_an_order_and_cannot_be_submitted_again(centre: Centre) -> None:
    number = make_case_received(1)
    officer = centre.visit("officer")
    token_page = f"/desk/cases/{number}"
    assert officer.post(f"/desk/cases/{number}/finding", **FINDING, submit="1").status_code == 303
    case = case_now(number)
    assert case.status is CaseStatus.AWAITING_ORDER
    assert draft_of(case) is None
    again = officer.post(f"/desk/cases/{number}/finding", form_at=token_page, **FINDING, submit="1")
    assert again.status_code == 409
    assert "เสนอผลการตรวจสอบ" in again.text
    assert FINDING["facts"] in again.text


def test_all_that_a_finding_lacks_is_said_at_once(centre: Centre) -> None:
    answer = centre.visit("officer").post(f"/desk/cases/{make_case_received(1)}/finding", submit="1")
    assert set(problems_beside(answer.text)) == set(FINDING)


def test_a_case_that_became_a_suggestion_owes_no_finding(centre: Centre) -> None:
    number = make_case_received(1)
    supervisor = centre.visit("supervisor")
    assert supervisor.post(f"/desk/cases/{number}/category", category="D", reason="ไม่ใช่เรื่องร้องเรียน").status_code == 303
    page = supervisor.get(f"/desk/cases/{number}").text
    assert value_of("due-at", page) == ""
    assert 'class="timeline"' not in page


@pytest.mark.parametrize("missing", list(FINDING))
def test_a_finding_without_a_part_is_not_one(centre: Centre, missing: str) -> None:
    number = make_case_received(1)
    answer = centre.visit("officer").post(f"/desk/cases/{number}/finding", **FINDING | {missing: ""}, submit="1")
    assert answer.status_code == 422
    assert set(problems_beside(answer.text)) == {missing}


def test_an_order_is_given_and_a_second_one_is_told_what_happened(centre: Centre, awaiting: str) -> None:
    supervisor, path = centre.visit("supervisor"), f"/desk/cases/{awaiting}/order"
    assert supervisor.post(path, order="dismiss", reason="เห็นชอบ").status_code == 303
    assert case_now(awaiting).status is CaseStatus.CLOSED
    late = centre.visit("palad").post(path, form_at=f"/desk/cases/{awaiting}", order="refer", reason="ส่งต่อ")
    assert late.status_code == 409
    assert f"/desk/cases/{awaiting}" in late.text
    assert centre.people["supervisor"].name in late.text


@pytest.mark.parametrize(
    ("order", "field"), [("refer", "agency"), ("not_accept", "ground"), ("dismiss", "reason"), ("", "order")]
)
def test_an_order_without_what_it_needs_is_refused_at_its_field(
    centre: Centre, awaiting: str, order: str, field: str
) -> None:
    given = {"order": order, "reason": "" if field == "reason" else "ตามที่เสนอ"}
    answer = centre.visit("supervisor").post(f"/desk/cases/{awaiting}/order", **given)
    assert answer.status_code == 422
    assert field in problems_beside(answer.text)


def test_an_order_sets_a_date_in_the_future_only(centre: Centre, awaiting: str) -> None:
    order = {"order": "fact_finding", "reason": "ตั้งกรรมการ"}
    path = f"/desk/cases/{awaiting}/order"
    past = centre.visit("supervisor").post(path, **order, due_at=typed(now() - timedelta(days=1)))
    assert set(problems_beside(past.text)) == {"due_at"}
    far = centre.visit("supervisor").post(path, **order, due_at="1/1/2670")
    assert set(problems_beside(far.text)) == {"due_at"}
    assert centre.visit("supervisor").post(path, **order, due_at=typed(now() + timedelta(days=15))).status_code == 303
    assert case_now(awaiting).status is CaseStatus.INVESTIGATING


def test_a_case_ordered_without_a_date_stands_on_the_page_of_supervision(centre: Centre, awaiting: str) -> None:
    supervisor = centre.visit("supervisor")
    assert 'data-count="without_date">0<' in supervisor.get("/desk/supervision").text
    supervisor.post(f"/desk/cases/{awaiting}/order", order="corrective", reason="แก้ไข")
    page = supervisor.get("/desk/supervision").text
    assert awaiting in page
    assert 'data-count="without_date">1<' in page


def test_whose_superiors_are_all_kept_out_is_told_why_they_cannot_end_the_case(centre: Centre, awaiting: str) -> None:
    supervisor = centre.visit("supervisor")
    for username in ("palad", "executive"):
        name, path = centre.people[username].name, f"/desk/cases/{awaiting}/accused"
        assert supervisor.post(path, accused_name=name, reason="พยานกล่าวถึง").status_code == 303
    orders = f"/desk/cases/{awaiting}/order"
    refused = supervisor.post(orders, order="dismiss", reason="ไม่มีมูล")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"order"})
    assert "ส่งต่อหน่วยงานภายนอก" in refused.text
    assert supervisor.post(f"/desk/cases/{awaiting}/withdraw", reason="ขอถอน").status_code == 422
    assert supervisor.post(orders, order="refer", agency="สำนักงาน ป.ป.ช.", reason="ส่งต่อ").status_code == 303


def test_a_date_alone_lasts_to_its_end(centre: Centre, awaiting: str) -> None:
    day = (now() + timedelta(days=5)).astimezone(BANGKOK)
    centre.visit("supervisor").post(
        f"/desk/cases/{awaiting}/order", order="corrective", reason="แก้ไข", due_at=f"{day:%d/%m/%Y}"
    )
    due_at = case_now(awaiting).orders[0].due_at
    assert due_at is not None
    assert due_at.astimezone(BANGKOK) == day.replace(hour=23, minute=59, second=0, microsecond=0)


def test_a_date_typed_for_another_order_does_not_stay_on_one_that_ends_the_case(centre: Centre, awaiting: str) -> None:
    order = {"order": "dismiss", "reason": "เห็นชอบ", "due_at": typed(now() + timedelta(days=5))}
    assert centre.visit("supervisor").post(f"/desk/cases/{awaiting}/order", **order).status_code == 303
    assert case_now(awaiting).orders[0].due_at is None


def test_a_case_is_withdrawn_and_reopened_with_reasons(centre: Centre) -> None:
    number = make_case_received(1)
    supervisor = centre.visit("supervisor")
    assert supervisor.post(f"/desk/cases/{number}/withdraw", reason=" ").status_code == 422
    assert supervisor.post(f"/desk/cases/{number}/withdraw", reason="ผู้ร้องขอถอน").status_code == 303
    assert supervisor.post(f"/desk/cases/{number}/reopen", reason="มีหลักฐานใหม่").status_code == 303
    assert case_now(number).status is CaseStatus.PRELIMINARY_CHECK


def test_reassigning_needs_a_reason_and_moves_no_date(centre: Centre) -> None:
    number = make_case_received(3)
    second = centre.add_person(Role.OFFICER, "second", reports_to=centre.people["supervisor"])
    due_at = case_now(number).deadlines[0].due_at
    path = f"/desk/cases/{number}/assign"
    assert centre.visit("supervisor").post(path, officer=second.id, reason="").status_code == 422
    assert centre.visit("supervisor").post(path, officer=second.id, reason="ลาป่วย").status_code == 303
    case = case_now(number)
    assert (case.officer_id, case.deadlines[0].due_at) == (second.id, due_at)
    assert centre.visit("officer").get(f"/desk/cases/{number}").status_code == 404


def test_the_page_says_who_works_directly_under_somebody_accused(centre: Centre) -> None:
    second = centre.add_person(Role.OFFICER, "second", reports_to=centre.people["palad"])
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(name=centre.people["supervisor"].name),))
    assert case_now(number).officer_id == second.id
    page = centre.visit("palad").get(f"/desk/cases/{number}/assign").text
    assert f"{centre.people['officer'].name} (อยู่ใต้บังคับบัญชาโดยตรงของผู้ถูกร้องเรียน)" in page


def test_whoever_steps_back_is_led_to_their_own_desk(centre: Centre) -> None:
    centre.add_person(Role.OFFICER, "second", reports_to=centre.people["supervisor"])
    number = make_case_received(1, Category.BRIBERY)
    holder = case_now(number).officer
    assert holder is not None
    answer = centre.visit(holder.username).post(
        f"/desk/cases/{number}/recusal",
        form_at=f"/desk/cases/{number}/declaration",
        reason="เป็นญาติกัน",
    )
    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert centre.visit(holder.username).get(f"/desk/cases/{number}").status_code == 404


def test_a_link_bars_the_linked_officer_at_once(centre: Centre) -> None:
    officer = centre.people["officer"]
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(name="คนในสำนักงาน"),))
    accused_id = case_now(number).accused[0].id
    path = f"/desk/cases/{number}/accused/{accused_id}"
    supervisor = centre.visit("supervisor")
    assert set(problems_beside(supervisor.post(path, link_staff="1").text)) == {"staff", "reason"}
    refused = supervisor.post(path, staff=officer.id, link_staff="1")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"reason"})
    assert f'<option selected value="{officer.id}">' in refused.text
    assert supervisor.post(path, staff=officer.id, link_staff="1", reason="พยานยืนยัน").status_code == 303
    assert case_now(number).officer_id is None
    assert centre.visit("officer").get(f"/desk/cases/{number}").status_code == 404


def test_none_of_ours_is_an_answer_and_only_an_executive_takes_a_link_away(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(name="คนนอก"),))
    accused_id = case_now(number).accused[0].id
    path = f"/desk/cases/{number}/accused/{accused_id}"
    assert centre.visit("supervisor").post(path, stranger="1").status_code == 422
    assert centre.visit("supervisor").post(path, stranger="1", reason="เป็นลูกจ้างผู้รับเหมา").status_code == 303
    page = centre.visit("executive").get(f"/desk/cases/{number}").text
    assert "แจ้งว่าผู้ถูกร้องเรียนไม่ใช่บุคลากรของเทศบาล" in page
    assert "เป็นลูกจ้างผู้รับเหมา" in page
    assert case_now(number).accused[0].is_stranger
    assert centre.visit("supervisor").get(f"{path}/unlink").status_code == 403
    assert centre.visit("executive").post(f"{path}/unlink", reason="พบว่าเป็นคนของเรา").status_code == 303
    assert case_now(number).accused[0].linked_at is None


def test_a_supervisor_adds_an_accused_who_came_to_light(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY)
    path = f"/desk/cases/{number}/accused"
    supervisor = centre.visit("supervisor")
    assert "accused_name" in problems_beside(supervisor.post(path, reason="พยานกล่าวถึง").text)
    refused = supervisor.post(path, accused_name="นายใหม่")
    assert set(problems_beside(refused.text)) == {"reason"}
    assert "นายใหม่" in refused.text
    assert supervisor.post(path, accused_name="นายใหม่", reason="พยานกล่าวถึง").status_code == 303
    assert [accused.name for accused in case_now(number).accused] == ["นายใหม่"]


def test_a_question_is_asked_and_its_answer_recorded(centre: Centre) -> None:
    number = make_case_received(1)
    officer, path = centre.visit("officer"), f"/desk/cases/{number}/conversation"
    assert officer.post(path, text="").status_code == 422
    assert officer.post(path, text="เกิดขึ้นวันใด").status_code == 303
    assert case_now(number).status is CaseStatus.INFO_REQUESTED
    assert officer.post(f"{path}/answer", form_at=path, answer="วันจันทร์").status_code == 303
    assert case_now(number).conversation[1].text == "วันจันทร์"
    assert case_now(number).status is CaseStatus.PRELIMINARY_CHECK


def test_the_time_of_receipt_is_corrected_and_the_due_date_follows(centre: Centre) -> None:
    number = make_case_received(1)
    right = (now() - timedelta(days=3)).replace(second=0, microsecond=0)
    answer = centre.visit("supervisor").post(
        f"/desk/cases/{number}/received-at", received_at=typed(right), reason="จดผิดวัน"
    )
    assert answer.status_code == 303
    assert case_now(number).deadlines[0].due_at == right + timedelta(days=7)


def test_the_officer_refines_a_category_but_only_a_supervisor_makes_it_a_suggestion(centre: Centre) -> None:
    number = make_case_received(1)
    path = f"/desk/cases/{number}/category"
    assert centre.visit("officer").post(path, category="B", reason="เป็นเรื่องบริการ").status_code == 303
    assert centre.visit("officer").post(path, category="D", reason="เป็นข้อเสนอแนะ").status_code == 403
    assert centre.visit("supervisor").post(path, category="D", reason="เป็นข้อเสนอแนะ").status_code == 303
    assert case_now(number).category is Category.SUGGESTION
