"""A clerk opens a box, types its letters one after another, and sees which box nobody looked into."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.channels import Channel
from complaint_center.extensions import db
from complaint_center.models.boxes import BoxOpening, SuggestionBox
from complaint_center.models.case import Case
from tests.web.desk import Centre, days_ago, make_case_received
from tests.web.residents import attribute
from tests.web.test_desk_intake import typed
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def opening(**changes: Any) -> dict[str, Any]:
    told = {
        "box": "หน้าอาคาร",
        "opened_at": typed(days_ago(1)),
        "opened_by": "นายเปิด",
        "witness": "นางเห็น",
        "letters": "๑๐",
    }
    return told | changes


def letter(number: int, **changes: Any) -> dict[str, Any]:
    told = {"category": "C", "subject": f"จดหมายฉบับที่ {number}", "narrative": "เรียนนายก", "anonymous": "y"}
    return told | {"submission_id": uuid4().hex} | changes


def openings() -> list[BoxOpening]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(BoxOpening)))


def test_typing_begins_in_the_first_field(centre: Centre) -> None:
    page = centre.visit("clerk").get("/desk/box-openings").text
    focused = [tag for tag in re.findall(r"<input[^>]*>", page) if "autofocus" in tag]
    assert [attribute(tag, "name") for tag in focused] == ["box"]


def test_ten_letters_are_entered_with_one_press_between_them(centre: Centre) -> None:
    clerk, told = centre.visit("clerk"), opening()
    page = clerk.post("/desk/box-openings", form_at="/desk/box-openings", **told).location
    del told["letters"]
    path = f"/desk/intake/box?opening={openings()[0].id}"
    assert path in clerk.get(page).text
    for number in range(1, 11):
        form = clerk.get(path).text
        assert f"ฉบับที่ {number} จาก 10" in form
        answer = clerk.post(path, **told, **letter(number), next="1")
        assert (answer.status_code, answer.location) == (303, path if number < 10 else page)
    db.session.rollback()
    cases = db.session.scalars(sa.select(Case).order_by(Case.id)).all()
    assert len(cases) == 10
    assert {case.box_opening_id for case in cases} == {openings()[0].id}
    shown = clerk.get(page).text
    assert all(case.register_number in shown for case in cases)
    assert "ลงรับแล้ว 10 จาก 10" in shown


def test_the_number_of_the_last_letter_is_said_for_writing_it_on_the_paper(centre: Centre) -> None:
    clerk = centre.visit("clerk")
    sent = {name: value for name, value in opening().items() if name != "letters"} | letter(1)
    answer = clerk.post("/desk/intake/box", **sent, next="1")
    number = db.session.scalars(sa.select(Case.register_number)).one()
    db.session.rollback()
    assert answer.location == f"/desk/intake/box?opening={openings()[0].id}"
    assert number in clerk.get(answer.location).text


def test_a_letter_that_is_refused_keeps_everything_and_its_opening(centre: Centre) -> None:
    clerk = centre.visit("clerk")
    clerk.post("/desk/box-openings", form_at="/desk/box-openings", **opening())
    path = f"/desk/intake/box?opening={openings()[0].id}"
    sent = {name: value for name, value in opening().items() if name != "letters"} | letter(1, subject="")
    answer = clerk.post(path, **sent, next="1")
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {"subject"})
    assert "เรียนนายก" in answer.text
    assert "ฉบับที่ 1 จาก 10" in answer.text


@pytest.mark.parametrize("letters", ["", "สิบ", "-1", "1000", "1.5"])
def test_a_count_that_is_none_is_refused(centre: Centre, letters: str) -> None:
    answer = centre.visit("clerk").post("/desk/box-openings", form_at="/desk/box-openings", **opening(letters=letters))
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {"letters"})
    assert openings() == []


def test_an_empty_box_is_an_opening_too(centre: Centre) -> None:
    clerk = centre.visit("clerk")
    answer = clerk.post("/desk/box-openings", form_at="/desk/box-openings", **opening(letters="0"))
    assert (answer.status_code, answer.location) == (303, "/desk/box-openings")
    assert [row.letters for row in openings()] == [0]


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_an_opening_that_is_none_is_not_found(centre: Centre, number: str) -> None:
    clerk = centre.visit("clerk").client
    assert clerk.get(f"/desk/box-openings/{number}").status_code == 404
    assert clerk.get("/desk/intake/box?opening=99999999999999999999").status_code == 404


def test_a_neglected_box_is_on_the_desks_of_clerks_and_of_those_above(centre: Centre) -> None:
    db.session.add(SuggestionBox(name="ตู้ตลาด", name_key="ตู้ตลาด", added_at=days_ago(30)))
    db.session.commit()
    assert "ตู้ตลาด" in centre.visit("clerk").get("/desk/").text
    assert "ตู้ตลาด" in centre.visit("supervisor").get("/desk/supervision").text
    assert "ตู้ตลาด" not in centre.visit("officer").get("/desk/").text
    centre.visit("clerk").post(
        "/desk/box-openings", form_at="/desk/box-openings", **opening(box="ตู้ตลาด", opened_at=typed(now()), letters="0")
    )
    assert "ตู้ตลาด" not in centre.visit("clerk").get("/desk/").text


def test_an_administrator_keeps_the_boxes(centre: Centre) -> None:
    centre.add_person(Role.ADMIN, "admin")
    admin = centre.visit("admin")
    assert admin.post("/admin/boxes/new", name="ตู้ตลาด", check_days="๓").status_code == 303
    box = db.session.scalars(sa.select(SuggestionBox)).one()
    path, days = f"/admin/boxes/{box.id}", box.check_days
    db.session.rollback()
    assert days == 3
    taken = admin.post("/admin/boxes/new", name="ตู้ ตลาด", check_days="3")
    assert (taken.status_code, set(problems_beside(taken.text))) == (422, {"name"})
    assert set(problems_beside(admin.post(path, name="", check_days="0").text)) == {"name", "check_days"}
    assert admin.post(path, name="ตู้ตลาดสด", check_days="4", is_retired="y").status_code == 303
    page = admin.get("/admin/boxes").text
    assert "ตู้ตลาดสด" in page
    assert "เลิกใช้" in page


def test_a_complaint_from_the_website_that_nobody_began_is_called_out_after_a_working_day(centre: Centre) -> None:
    old = make_case_received(5, channel=Channel.WEB)
    db.session.execute(sa.update(Case).values(registered_at=now() - timedelta(days=5)))
    db.session.commit()
    new = make_case_received(0, channel=Channel.WEB)
    heading = "ยังไม่มีผู้เริ่มดำเนินการ"
    for username, path in [("supervisor", "/desk/supervision"), ("officer", "/desk/")]:
        page = centre.visit(username).get(path).text
        section = page.split(heading)[-1].split("</section>")[0]
        assert old in section
        assert new not in section
    centre.visit("officer").post(f"/desk/cases/{old}/finding", facts="เริ่มแล้ว", save="1")
    assert heading not in centre.visit("supervisor").get("/desk/supervision").text
