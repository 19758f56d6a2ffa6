"""Pages that people print: on paper stand the figures and their date, each within the sheet, and nothing to press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.extensions import db
from tests.browser.people import Visitor
from tests.make import DAY, make_case

UPRIGHT, TURNED = (658, 930), (986, 600)
"""What is left of A4 beside margins of 18 mm, in the browser's dots, 96 to the inch."""


@pytest.fixture
def visitor(app: Flask, staffed: None, visit: Callable[..., Visitor]) -> Visitor:
    for days in (1, 6, 9):
        make_case(category=Category.BRIBERY, now=now(), received_at=now() - days * DAY)
    db.session.remove()
    visitor = visit()
    visitor.signs_in("executive")
    return visitor


@pytest.mark.parametrize(
    ("path", "sheet", "printed"),
    [
        ("/desk/supervision", UPRIGHT, ["งานกำกับดูแล", "เกินกำหนด", "เจ้าหน้าที่เรียงตามภาระงาน", "นายทดสอบ"]),
        ("/desk/performance", TURNED, ["ผลการปฏิบัติงานตรงเวลา", "ข้อมูล ณ วันที่", "แจ้งผู้ร้องภายใน 15 วัน"]),
        ("/desk/reports", TURNED, ["รายงาน", "ข้อมูล ณ วันที่", "แยกตามช่องทาง"]),
        ("/statistics", UPRIGHT, ["ข้อมูลเชิงสถิติ", "ข้อมูล ณ วันที่", "รวม"]),
        ("/guideline", UPRIGHT, ["ขั้นตอนการจัดการเรื่องร้องเรียน", "ส่วนงานที่รับผิดชอบ"]),
    ],
)
def test_what_is_printed(visitor: Visitor, path: str, sheet: tuple[int, int], printed: list[str]) -> None:
    visitor.opens(path)
    width, height = sheet
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": width, "height": height})
    paper = visitor.page.inner_text("body")
    assert [told for told in printed if told not in paper] == []
    assert [pressed for pressed in ("ออกจากระบบ", "ค้นหาเรื่อง", "ดูผล", "Excel") if pressed in paper] == []
    assert visitor.fits_the_screen()
