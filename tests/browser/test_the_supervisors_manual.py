"""The manual of supervisors: each page that it shows opens with what it tells of, on the demo as it is loaded.

`pytest tests/browser/test_the_supervisors_manual.py --pictures` puts the pictures where the manual shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from complaint_center.cli.demo import complaints
from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.status import OrderKind
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.scheduler.jobs import run_case_exports
from complaint_center.services import journal
from complaint_center.services.directory import load_directory
from complaint_center.services.discretion_sample import draw_month, last_month
from complaint_center.services.tracking import reissue_code
from tests.browser.people import Visitor
from tests.conftest import ROOT
from tests.make import PASSWORD

MANUAL = ROOT / "docs" / "supervisor-manual.md"
PICTURES = ROOT / "docs" / "images" / "supervisor"
SHOWN = re.findall(r"!\[[^\]]+\]\(images/supervisor/([a-z-]+)\.png\)", MANUAL.read_text())

HEADINGS, CASES = 4, 12
"""Rows of the list."""

WHOLE = {"supervision", "performance"}
"""Pages whose picture shows them down to their end."""

PAGES: Mapping[str, tuple[str, str, str]] = {
    "oversight": ("executive", "/desk/oversight", "มาตรการที่ 7"),
    "supervision": ("executive", "/desk/supervision", "เก็บค่าขยะเกินใบเสร็จ"),
    "discretion": ("executive", "/desk/discretion", "เป็นเรื่องไฟฟ้าสาธารณะ"),
    "performance": ("executive", "/desk/performance", "นางทดลอง ละเอียด"),
    "statistics": ("", "/statistics", "ข้อมูล ณ วันที่"),
    "announcements": ("", "/announcements", "มาตรการตรวจสอบการใช้ดุลพินิจ"),
    "announcing": ("executive", "/desk/announcements", "เผยแพร่ประกาศใหม่"),
    "publication": ("executive", "/desk/publication", "เมษายน"),
    "item-numbers": ("admin", "/admin/publication", "หมายเลขข้อประเมิน ITA"),
    "guideline": ("", "/guideline", "ส่วนงานที่รับผิดชอบ"),
    "sample": ("executive", "/desk/discretion/sample", "ตรวจสอบแล้ว"),
    "procurement": ("auditor", "/desk/procurement", "หจก. ถนนสมมติ"),
    "contract": ("supervisor", "/desk/cases/{contract}/procurement", "เลขที่โครงการหรือสัญญา"),
    "conflict-register": ("auditor", "/desk/conflict-register", "ถอนตัว"),
    "suggestions": ("executive", "/desk/suggestions", "ขอให้จองคิวชำระภาษี"),
    "answer": ("supervisor", "/desk/cases/{suggestion}/suggestion", "ข้อความที่ประชาชนอ่าน"),
    "public-suggestions": ("", "/suggestions", "ม้านั่งหกตัว"),
    "satisfaction": ("", "/satisfaction", "พึงพอใจอย่างยิ่ง"),
    "comments": ("executive", "/desk/satisfaction", "ได้รับคำขอโทษแล้ว"),
    "voice": ("officer", "/desk/voice", "ปลัดเทศบาล"),
    "voices": ("palad", "/desk/voices", "การประชุมประจำเดือนเลื่อนบ่อย"),
    "reports": ("auditor", "/desk/reports", "ตามประเภทเรื่อง"),
    "calendar": ("admin", "/admin/calendar", "มกราคม"),
}
"""Who opens what, and what the demo has there for them; nobody in particular opens the public pages."""

CASES_SHOWN = {
    "contract": complaints.SPECIFICATION,
    "suggestion": complaints.QUEUE,
    "withdrawn": complaints.STREET_LIGHT,
    "awaiting": complaints.ALLOWANCE,
}
ACTS = {"review", "voice-note", "inquiry", "consent", "survey", "survey-by-telephone", "list", "absences"}
"""Pictures of what is reached by doing something."""


@pytest.fixture
def env(env: dict[str, str]) -> dict[str, str]:
    return {**env, "DEMO": "1", "DEMO_PASSWORD": PASSWORD}


@pytest.fixture
def album(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return PICTURES if request.config.getoption("--pictures") else tmp_path


def test_every_page_of_the_manual_shows_what_the_demo_has(
    app: Flask, visit: Callable[..., Visitor], album: Path
) -> None:
    told = app.test_cli_runner().invoke(args=["demo"])
    assert told.exit_code == 0, told.output
    assert "10 complaints, 2 suggestions" in told.output
    _draw_a_sample()
    numbers = _numbers()
    visitors = {}
    for username in sorted({username for username, _, _ in PAGES.values()}):
        visitor = visitors[username] = visit(size=(1280, 1000))
        if username:
            visitor.signs_in(username)
        for name, (_, path, seen) in {name: page for name, page in PAGES.items() if page[0] == username}.items():
            visitor.opens(path.format_map(numbers))
            assert visitor.sees(seen), name
            visitor.page.screenshot(path=album / f"{name}.png", full_page=name in WHOLE)
    _look_at_a_decision(visitors["executive"], album / "review.png")
    _read_a_voice(visitors["palad"], album / "voice-note.png")
    _record_an_outcome(visitors["supervisor"], numbers["awaiting"], album / "inquiry.png")
    _follow(visitors[""], numbers["suggestion"], "[data-consent=given]", album / "consent.png")
    _withdraw(visitors["supervisor"], numbers["withdrawn"])
    _follow(visitors[""], numbers["withdrawn"], "[name=handling]", album / "survey.png")
    _ask_by_telephone(visit(size=(1280, 1000)), numbers["withdrawn"], album / "survey-by-telephone.png")
    _watch_a_list(app, visitors["auditor"], album / "list.png")
    _note_an_absence(visitors["executive"], album / "absences.png")
    assert sorted({*PAGES, *ACTS}) == sorted(SHOWN) == sorted(path.stem for path in PICTURES.glob("*.png"))


def _numbers() -> dict[str, str]:
    with_subject = sa.select(Case.subject, Case.register_number)
    by_subject = dict(db.session.execute(with_subject).all())
    db.session.rollback()
    return {name: by_subject[complaint.subject] for name, complaint in CASES_SHOWN.items()}


def _draw_a_sample() -> None:
    """Of last month, in which the demo had not begun: some decisions on its cases are dated back."""
    directory = load_directory()
    [officer, *_] = directory.active_with(Role.OFFICER)
    for case in db.session.scalars(sa.select(Case).order_by(Case.id).limit(3)).all():
        detail = {"from": Category.CORRUPTION, "to": case.category}
        at = last_month(now()).ends_at - timedelta(days=case.id)
        journal.record("category_changed", actor=officer, at=at, case=case, reason="ตรวจสอบแล้ว", detail=detail)
    journal.commit()
    assert draw_month(None, last_month(now()), now())
    db.session.remove()


def _follow(visitor: Visitor, number: str, seen: str, picture: Path) -> None:
    """With the code that the complainant has been given anew."""
    [clerk] = load_directory().active_with(Role.CLERK)
    code = reissue_code(clerk, number, PersonCheck.ID_CARD, "บัตรประชาชน", "ทำใบรับเรื่องหาย", now())
    assert visitor.follows(code) == "closed"
    visitor.page.locator(seen).first.evaluate("place => place.scrollIntoView({block: 'center', behavior: 'instant'})")
    visitor.page.screenshot(path=picture)


def _withdraw(visitor: Visitor, number: str) -> None:
    visitor.opens(f"/desk/cases/{number}/withdraw")
    visitor.fills(reason="ไฟถนนติดแล้ว ผู้แจ้งขอถอนเรื่อง")
    visitor.sends()


def _ask_by_telephone(visitor: Visitor, number: str, picture: Path) -> None:
    visitor.signs_in("clerk")
    visitor.opens(f"/desk/cases/{number}/survey")
    visitor.chooses("handling", "5")
    visitor.chooses("result", "4")
    visitor.page.screenshot(path=picture)
    visitor.sends()
    assert visitor.page.url.endswith(number)


def _look_at_a_decision(visitor: Visitor, picture: Path) -> None:
    visitor.opens("/desk/discretion/sample")
    visitor.page.locator("main").get_by_role("link", name="ตรวจสอบ", exact=True).first.click()
    visitor.chooses("is_in_order", "1")
    visitor.page.screenshot(path=picture)
    visitor.sends()
    assert "/desk/discretion/sample" in visitor.page.url


def _read_a_voice(visitor: Visitor, picture: Path) -> None:
    visitor.opens("/desk/voices")
    visitor.page.get_by_role("link", name="ทำเครื่องหมายว่าอ่านแล้ว").click()
    visitor.fills(note="แจ้งทุกกองให้กำหนดวันประชุมล่วงหน้าหนึ่งสัปดาห์")
    visitor.page.screenshot(path=picture)
    visitor.sends()
    assert visitor.shown("data-read") == "1"


def _record_an_outcome(visitor: Visitor, number: str, picture: Path) -> None:
    visitor.opens(f"/desk/cases/{number}/order")
    visitor.chooses("order", OrderKind.DISCIPLINARY)
    visitor.fills(reason="ให้ตั้งคณะกรรมการสอบสวนทางวินัย")
    visitor.sends()
    today = now().astimezone(BANGKOK)
    visitor.opens(f"/desk/cases/{number}/inquiry")
    visitor.chooses("outcome", InquiryOutcome.PAY_CUT)
    visitor.fills(decided_on=f"{today.day}/{today.month}/{today.year + 543}", reference="12/2570")
    visitor.page.screenshot(path=picture)
    visitor.sends()
    assert visitor.sees("ตัดเงินเดือน")


def _note_an_absence(visitor: Visitor, picture: Path) -> None:
    officers = sorted(load_directory().active_with(Role.OFFICER), key=lambda one: one.username)
    db.session.rollback()
    visitor.opens("/desk/absences")
    for name, one in zip(("staff", "stand_in"), officers, strict=False):
        visitor.page.locator(f"[name={name}]").select_option(str(one.id))
    visitor.sends()
    assert visitor.sees("ไม่อยู่ขณะนี้")
    visitor.page.screenshot(path=picture, full_page=True)


def _watch_a_list(app: Flask, visitor: Visitor, picture: Path) -> None:
    """Asked for, watched while the worker writes it, and loaded."""
    visitor.opens("/desk/reports")
    visitor.page.locator("form[action$='/reports/cases'] button").first.click()
    expect(visitor.page.locator("progress")).to_be_visible()
    run_case_exports(app)
    expect(visitor.page.get_by_role("link", name="ดาวน์โหลดไฟล์")).to_be_visible()
    visitor.page.screenshot(path=picture)
    with visitor.page.expect_download() as loading:
        visitor.page.get_by_role("link", name="ดาวน์โหลดไฟล์").click()
    rows = load_workbook(BytesIO(loading.value.path().read_bytes())).worksheets[0].max_row
    assert rows == HEADINGS + CASES
