"""The monthly sample at the desk: drawn, looked at, printed, and checked by an operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.extensions import db
from complaint_center.models.discretion import DiscretionSample, SampledAct
from complaint_center.models.interest import Recusal
from complaint_center.services import journal
from complaint_center.services.discretion_sample import draw_month, last_month
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx
from tests.make import case_of
from tests.test_cli import run
from tests.web.desk import Centre, make_case_received, value_of
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

PAGE = "/desk/discretion/sample"
REASON, REMARK = "ผู้ร้อง <b>ขอถอน</b>", "เหตุผล <i>ชัดเจน</i>"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def decide(centre: Centre, who: str = "supervisor") -> str:
    """A decision of last month."""
    number = make_case_received(1)
    at = last_month(now()).starts_at + timedelta(days=3)
    journal.record("withdrawn", actor=centre.people[who], at=at, case=case_of(number), reason=REASON)
    journal.commit()
    db.session.rollback()
    return number


def drawn(centre: Centre, *who: str) -> list[str]:
    """Decisions of these people, drawn; the addresses at which they are looked at, in order."""
    for one in who:
        decide(centre, one)
    draw_month(None, last_month(now()), now())
    acts = list(db.session.scalars(sa.select(SampledAct.reference).order_by(SampledAct.seq)))
    db.session.rollback()
    return [f"{PAGE}/{reference}" for reference in acts]


def test_a_month_that_was_not_drawn_yet_can_be_drawn_by_a_leader(centre: Centre) -> None:
    number = decide(centre)
    palad, month = centre.visit("palad"), str(last_month(now()))
    assert "ยังไม่ได้สุ่มตัวอย่างของเดือนนี้" in palad.get(PAGE).text
    assert f"{PAGE}/draw" not in centre.visit("auditor").get(PAGE).text
    answer = palad.post(f"{PAGE}/draw", PAGE, month=month)
    assert answer.status_code == 303
    page = palad.get(answer.headers["Location"]).text
    assert number in page
    assert (value_of("reviewed", page), value_of("drawn", page)) == ("0", "1")
    assert palad.post(f"{PAGE}/draw", PAGE, month="2020-01").status_code == 404
    assert f'href="{PAGE}"' in palad.get("/desk/discretion").text


def test_whoever_may_look_at_a_drawn_decision_is_told_at_home_until_somebody_has(centre: Centre) -> None:
    _own, address = sorted(drawn(centre, "palad", "supervisor"), key=lambda one: _actor(one) == "supervisor")
    waits = "ในตัวอย่างประจำเดือน {} รายการ รอท่านตรวจ"
    assert waits.format(1) in centre.visit("palad").get("/desk/").text
    assert waits.format(2) in centre.visit("executive").get("/desk/").text
    for who in ("supervisor", "officer", "clerk", "auditor"):
        assert "รอท่านตรวจ" not in centre.visit(who).get("/desk/").text
    centre.visit("palad").post(address, is_in_order="1", remark=REMARK)
    assert "รอท่านตรวจ" not in centre.visit("palad").get("/desk/").text
    assert waits.format(1) in centre.visit("executive").get("/desk/").text


def _actor(address: str) -> str:
    reference = address.rpartition("/")[2]
    act = db.session.scalars(sa.select(SampledAct).where(SampledAct.reference == reference)).one()
    assert act.entry.actor
    return act.entry.actor.username


def test_a_decision_is_looked_at_once_with_a_remark(centre: Centre) -> None:
    [address] = drawn(centre, "supervisor")
    palad, executive = centre.visit("palad"), centre.visit("executive")
    assert address in palad.get(PAGE).text
    assert REASON.replace("<", "&lt;").replace(">", "&gt;") in palad.get(address).text
    refused = palad.post(address, remark=REMARK)
    assert refused.status_code == 422
    assert problems_beside(refused.text).keys() == {"is_in_order"}
    assert "เหตุผล &lt;i&gt;ชัดเจน&lt;/i&gt;" in refused.text
    form = executive.get(address)
    assert palad.post(address, is_in_order="0", remark=REMARK).status_code == 303
    page = executive.get(PAGE).text
    assert "ไม่เหมาะสม" in page
    assert "เหตุผล &lt;i&gt;ชัดเจน&lt;/i&gt;" in page
    assert (value_of("reviewed", page), value_of("drawn", page)) == ("1", "1")
    assert form.status_code == 200
    late = executive.post(address, PAGE, is_in_order="1", remark="เห็นต่าง")
    assert late.status_code == 409
    assert "เห็นต่าง" in late.text


def test_the_finding_stands_in_the_history_of_the_case(centre: Centre) -> None:
    [address] = drawn(centre, "supervisor")
    centre.visit("palad").post(address, is_in_order="1", remark=REMARK)
    number = db.session.scalars(sa.select(SampledAct)).one().case.register_number
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert "บันทึกการถอนเรื่อง: เหมาะสม" in page
    journal_page = centre.visit("auditor").get("/desk/journal").text
    assert "สุ่มตัวอย่างการใช้ดุลพินิจ" in journal_page


def test_ones_own_decision_is_another_ones_to_look_at(centre: Centre) -> None:
    [address] = drawn(centre, "palad")
    assert address not in centre.visit("palad").get(PAGE).text
    assert centre.visit("palad").get(address).status_code == 403
    assert address in centre.visit("executive").get(PAGE).text
    for who in ("supervisor", "auditor"):
        assert address not in centre.visit(who).get(PAGE).text
        assert centre.visit(who).get(address).status_code == 403


def test_what_nobody_may_look_at_is_told(centre: Centre) -> None:
    drawn(centre, "palad")
    act = db.session.scalars(sa.select(SampledAct)).one()
    db.session.add(Recusal(case_id=act.case_id, staff_id=centre.people["executive"].id, at=now()))
    db.session.commit()
    assert "ไม่มีผู้ใดตรวจสอบได้" in centre.visit("auditor").get(PAGE).text
    assert "ไม่มีรายการที่สุ่มได้" in centre.visit("executive").get(PAGE).text


def test_every_file_holds_what_the_page_shows(centre: Centre) -> None:
    first, _second = drawn(centre, "supervisor", "supervisor")
    palad = centre.visit("palad")
    palad.post(first, is_in_order="1", remark=REMARK)
    headings, *rows = read_csv(palad.post(f"{PAGE}/export", PAGE, file="csv"))
    assert headings[-3:] == ["ผลการตรวจสอบ", "ข้อสังเกต", "ผู้ตรวจสอบ"]
    assert [row[-3:] for row in rows] == [["เหมาะสม", REMARK, centre.people["palad"].name], ["", "", ""]]
    assert [row[5] for row in rows] == [REASON, REASON]
    title, _, columns, *cells = read_xlsx(palad.post(f"{PAGE}/export", PAGE, file="xlsx"))
    assert title[0].startswith("ตัวอย่างการใช้ดุลพินิจ")
    assert columns == headings
    assert cells[0][4:] == rows[0][4:]
    text = read_pdf(palad.post(f"{PAGE}/export", PAGE, file="pdf"))
    seed = db.session.scalars(sa.select(DiscretionSample.seed)).one()
    for told in ("ลงชื่อ", "ลับ", seed[:8], *(on_paper(*row[3:]) for row in rows)):
        assert told in text


def test_a_month_that_was_not_drawn_is_no_file(centre: Centre) -> None:
    assert centre.visit("palad").post(f"{PAGE}/export", PAGE, file="csv").status_code == 303
    for month in ("2020-01", "nonsense", "9999-01"):
        assert centre.visit("palad").get(f"{PAGE}?month={month}").status_code == 404


def test_an_operator_can_draw_it_again(app: Flask, centre: Centre) -> None:
    drawn(centre, "supervisor", "supervisor")
    month = str(last_month(now()))
    seed = db.session.scalars(sa.select(DiscretionSample.seed)).one()
    db.session.rollback()
    told = run(app, "audit", "sample", month)
    assert (told.exit_code, told.output) == (0, f"ok month={month} decisions=2 drawn=2 seed={seed}\n")
    assert run(app, "audit", "sample", "2020-01").exit_code == 1
    assert run(app, "audit", "sample", "October").exit_code == 2
    db.session.execute(sa.update(DiscretionSample).values(seed="another"))
    db.session.commit()
    told = run(app, "audit", "sample", month)
    assert told.exit_code == 1
    assert told.stderr.startswith("bad ")
