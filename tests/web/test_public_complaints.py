"""Filing a complaint on the website, rightly and wrongly."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.extensions import db
from complaint_center.models.case import Case
from tests.web.residents import TOLD, Resident, attribute, hidden, problems_of

KINDS = ("corruption", "general", "suggestion")


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


def the_case() -> Case:
    return db.session.execute(sa.select(Case)).scalar_one()


def number_of_cases() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Case)) or 0


@pytest.mark.parametrize(
    ("kind", "category"),
    [("corruption", Category.CORRUPTION), ("general", Category.GENERAL), ("suggestion", Category.SUGGESTION)],
)
def test_each_form_makes_a_case_of_its_own_kind_that_came_by_the_website(
    resident: Resident, kind: str, category: Category
) -> None:
    resident.receipt(kind)
    assert (the_case().channel, the_case().category) == (Channel.WEB, category)


def test_everything_that_is_told_arrives(resident: Resident) -> None:
    told = {
        "category": "A2",
        "incident_date": "ต้นเดือนพฤศจิกายน",
        "incident_place": "กองช่าง",
        "accused_name": "นายตัวอย่าง ไม่จริง",
        "accused_position": "นายช่าง",
        "accused_unit": "กองช่าง",
        "evidence_description": "สลิปโอนเงิน",
        "previously_reported_to": "ยังไม่เคย",
        "remedy": "ขอให้ตรวจสอบ",
    }
    resident.receipt(**told)
    case = the_case()
    accused = case.accused[0]
    assert case.category is Category.BRIBERY
    assert {name: getattr(case, name) for name in told if hasattr(Case, name) and name != "category"} == {
        name: text for name, text in told.items() if hasattr(Case, name) and name != "category"
    }
    assert (accused.name, accused.position, accused.unit_name) == (
        "นายตัวอย่าง ไม่จริง",
        "นายช่าง",
        "กองช่าง",
    )


def test_without_a_name_a_telephone_is_kept_and_name_and_address_are_not(resident: Resident) -> None:
    resident.receipt(first_name="สมหญิง", last_name="ใจดี", address="บ้านเลขที่ 1", phone="๐๘๑ ๒๓๔ ๕๖๗๘")
    complainant = the_case().complainant
    assert (complainant.first_name, complainant.last_name, complainant.address) == ("", "", "")
    assert complainant.phone == "+66812345678"


def test_a_name_that_is_given_is_kept(resident: Resident) -> None:
    resident.receipt(anonymous=None, prefix="นาง", first_name="สมหญิง", last_name="ใจดี")
    complainant = the_case().complainant
    assert (complainant.is_anonymous, complainant.prefix, complainant.first_name) == (False, "นาง", "สมหญิง")


def test_only_the_form_for_corruption_asks_who_is_accused(resident: Resident) -> None:
    assert [kind for kind in KINDS if "accused_name" in resident.get(f"/complaints/{kind}").text] == ["corruption"]
    resident.receipt("general", accused_name="นายตัวอย่าง")
    assert the_case().accused == []


def test_the_kind_of_corruption_begins_at_not_sure(resident: Resident) -> None:
    page = resident.get("/complaints/corruption").text
    assert '<option selected value="A">ไม่แน่ใจ (เจ้าหน้าที่จะพิจารณาให้)</option>' in page


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_comes_back_with_each_problem_beside_its_field_and_in_the_summary(
    resident: Resident, kind: str
) -> None:
    answer = resident.file(kind, subject=" ", narrative="", notice_read=None)
    assert answer.status_code == 422
    assert set(problems_of(answer.text)) == {"subject", "narrative", "notice_read"}
    assert all(f'id="{name}-problem"' in answer.text for name in ("subject", "narrative", "notice_read"))
    assert number_of_cases() == 0


def test_what_was_typed_is_kept_when_something_is_wrong(resident: Resident) -> None:
    answer = resident.file(phone="12 34", subject="ไฟดับ", remedy="ขอให้ซ่อม", category="A3", notice_read=None)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert 'value="12 34"' in page
    assert 'value="ไฟดับ"' in page
    assert "ขอให้ซ่อม</textarea>" in page
    assert '<option selected value="A3">' in page
    assert set(problems_of(answer.text)) == {"phone", "notice_read"}


def test_a_category_of_another_form_is_refused(resident: Resident) -> None:
    assert set(problems_of(resident.file("general", category="A1").text)) == {"category"}
    assert set(problems_of(resident.file("corruption", category="D").text)) == {"category"}


def test_to_be_told_of_progress_a_number_is_needed_and_a_landline_will_do(resident: Resident) -> None:
    assert set(problems_of(resident.file(sms_updates="y").text)) == {"phone"}
    resident.receipt(sms_updates="y", phone="042-970107")
    assert not the_case().complainant.can_be_texted
    assert the_case().complainant.wants_updates


def test_an_email_is_checked_where_one_is_given(resident: Resident) -> None:
    assert set(problems_of(resident.file(email="not an address").text)) == {"email"}


@pytest.mark.parametrize(("length", "status"), [(20_000, 303), (20_001, 422), (100_000, 422)])
def test_a_narrative_of_20000_characters_is_taken_and_a_longer_one_comes_back_whole(
    resident: Resident, length: int, status: int
) -> None:
    narrative = "ก" * length
    answer = resident.file(narrative=narrative)
    assert answer.status_code == status
    assert status == 303 or narrative in answer.text


def test_markup_and_sql_in_every_field_are_only_text(resident: Resident) -> None:
    nasty = """<script>alert(1)</script>'); DROP TABLE cases; --"""
    names = ("subject", "narrative", "remedy", "incident_date", "incident_place", "accused_name", "prefix", "address")
    told = dict.fromkeys(names, nasty)
    answer = resident.file(**told, phone=nasty)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert html.unescape(answer.text).count("DROP TABLE cases") == len(names) + 1
    resident.receipt(**told)
    assert the_case().narrative == nasty


def test_control_characters_do_not_reach_the_database(resident: Resident) -> None:
    resident.receipt(narrative="บรรทัดหนึ่ง\x00\r\nบรรทัดสอง\x07")
    assert the_case().narrative == "บรรทัดหนึ่ง\nบรรทัดสอง"


def test_sending_the_same_form_twice_gives_the_same_receipt(resident: Resident) -> None:
    form = {**resident.open_form("general"), **TOLD}
    first = (resident.send("general", form), resident.get("/receipt").text)[1]
    again = (resident.send("general", form), resident.get("/receipt").text)[1]
    assert attribute(first, "data-register-number") == attribute(again, "data-register-number")
    assert attribute(first, "data-tracking-code") == attribute(again, "data-tracking-code")
    assert number_of_cases() == 1


def test_the_same_form_with_other_words_is_a_conflict_and_the_first_receipt_stays(resident: Resident) -> None:
    form = {**resident.open_form("general"), **TOLD}
    resident.send("general", form)
    answer = resident.send("general", {**form, "subject": "อีกเรื่องหนึ่ง"})
    assert answer.status_code == 409
    number = attribute(resident.get("/receipt").text, "data-register-number")
    assert number in answer.text
    assert number_of_cases() == 1


def test_without_the_token_nothing_is_taken_and_what_was_typed_is_kept(resident: Resident) -> None:
    form = resident.open_form("general")
    answer = resident.send("general", {**TOLD, "submission_id": form["submission_id"]})
    assert answer.status_code == 400
    assert number_of_cases() == 0
    assert TOLD["narrative"] in answer.text
    again = {**TOLD, **{name: hidden(answer.text, name) for name in ("csrf_token", "submission_id")}}
    assert again["submission_id"] == form["submission_id"]
    assert resident.send("general", again).status_code == 303


def test_a_form_that_lost_its_submission_id_is_taken_all_the_same(resident: Resident) -> None:
    resident.receipt(submission_id=None)
    assert number_of_cases() == 1


def test_who_reads_english_is_told_in_english(resident: Resident) -> None:
    resident.get("/language/en")
    resident.receipt(phone="0812345678", sms_updates="y")
    assert the_case().complainant.language == "en"


def test_too_many_complaints_from_one_address_are_put_off(app: Flask, make_app: Callable[..., Flask]) -> None:
    hurried = Resident(make_app(LIMIT_SUBMIT="2/hour").test_client())
    statuses = [hurried.file().status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    answer = hurried.file()
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert hurried.get("/complaints/corruption").status_code == 200


def test_too_large_a_form_is_refused_before_it_is_read(resident: Resident, client: FlaskClient) -> None:
    client.application.config.update(MAX_CONTENT_LENGTH=1000)
    answer = resident.file(narrative="ก" * 2000)
    assert answer.status_code == 413
    assert "ข้อมูลที่ส่งมามากเกินไป" in answer.text


def test_no_page_has_script_or_style_within(resident: Resident) -> None:
    pages = [resident.get(f"/complaints/{kind}").text for kind in KINDS] + [resident.receipt()]
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
