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

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.scheduler.jobs import run_case_exports
from complaint_center.services import journal
from complaint_center.services.directory import load_directory
from complaint_center.services.discretion_sample import draw_month, last_month
from tests.browser.people import Visitor
from tests.conftest import ROOT
from tests.make import PASSWORD

MANUAL = ROOT / "docs" / "supervisor-manual.md"
PICTURES = ROOT / "docs" / "images" / "supervisor"
SHOWN = re.findall(r"!\[[^\]]+\]\(images/supervisor/([a-z-]+)\.png\)", MANUAL.read_text())

HEADINGS, CASES = 3, 12
"""Rows of the list."""

PAGES: Mapping[str, tuple[str, str, str]] = {
    "oversight": ("executive", "/desk/oversight", "มาตรการที่ 7"),
    "supervision": ("executive", "/desk/supervision", "เก็บค่าขยะเกินใบเสร็จ"),
    "absences": ("executive", "/desk/absences", "นายตัวอย่าง ช่างคิด"),
    "discretion": ("executive", "/desk/discretion", "เป็นเรื่องไฟฟ้าสาธารณะ"),
    "performance": ("executive", "/desk/performance", "นางทดลอง ละเอียด"),
    "statistics": ("", "/statistics", "ข้อมูล ณ วันที่"),
    "announcements": ("", "/announcements", "มาตรการตรวจสอบการใช้ดุลพินิจ"),
    "publication": ("executive", "/desk/publication", "เมษายน"),
    "item-numbers": ("admin", "/admin/publication", "หมายเลขข้อประเมิน ITA"),
    "guideline": ("", "/guideline", "ส่วนงานที่รับผิดชอบ"),
    "sample": ("executive", "/desk/discretion/sample", "ตรวจสอบแล้ว"),
    "procurement": ("auditor", "/desk/procurement", "หจก. ถนนสมมติ"),
    "conflict-register": ("auditor", "/desk/conflict-register", "รับรองว่าไม่มีส่วนได้เสีย"),
    "suggestions": ("executive", "/desk/suggestions", "ขอให้จองคิวชำระภาษี"),
    "public-suggestions": ("", "/suggestions", "ม้านั่งหกตัว"),
    "satisfaction": ("", "/satisfaction", "พึงพอใจอย่างยิ่ง"),
    "comments": ("executive", "/desk/satisfaction", "ได้รับคำขอโทษแล้ว"),
    "voice": ("officer", "/desk/voice", "ปลัดเทศบาล"),
    "voices": ("palad", "/desk/voices", "การประชุมประจำเดือนเลื่อนบ่อย"),
    "reports": ("auditor", "/desk/reports", "ตามประเภทเรื่อง"),
    "calendar": ("admin", "/admin/calendar", "มกราคม"),
}
"""Who opens what, and what the demo has there for them; nobody in particular opens the public pages."""


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
    for username in sorted({username for username, _, _ in PAGES.values()}):
        visitor = visit(size=(1280, 1000))
        if username:
            visitor.signs_in(username)
        for name, (_, path, seen) in {name: page for name, page in PAGES.items() if page[0] == username}.items():
            visitor.opens(path)
            assert visitor.sees(seen), name
            visitor.page.screenshot(path=album / f"{name}.png")
    _watch_a_list(app, visit(size=(1280, 1000)), album / "list.png")
    assert sorted([*PAGES, "list"]) == sorted(SHOWN) == sorted(path.stem for path in PICTURES.glob("*.png"))


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


def _watch_a_list(app: Flask, visitor: Visitor, picture: Path) -> None:
    """Asked for, watched while the worker writes it, and loaded."""
    visitor.signs_in("auditor")
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
