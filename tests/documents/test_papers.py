"""The papers as PDF: their text can be taken out again with every mark, and nothing in it is read as code."""

from __future__ import annotations

from typing import Any

import pytest

from complaint_center.documents import Typesetter
from tests.documents.reading import bare, pages_of

TEST_WORDS = "ที่ นี้ ผู้ น้ำ ปั๊ม ฐุ ญู กตัญญู"
NASTY = '#read("/etc/passwd") $x^2$ @somebody \\ "quoted" <label> *bold* _low_ `raw` [x] // end /* 😀 \u202eabc\u200b'

MEMO: dict[str, Any] = {
    "title": "บันทึกข้อความ",
    "secret": True,
    "unit": "สำนักปลัดเทศบาล",
    "phone": "๐๔๒ ๙๗๐๑๐๗",
    "register_number": "๗๐-๐๐๐๑",
    "submitted_on": "๒๓ พฤศจิกายน ๒๕๖๙",
    "channel": "โทรศัพท์",
    "received_at": "๒๓ พฤศจิกายน ๒๕๖๙ ๑๐.๐๐ น.",
    "category": "เรื่องทั่วไป",
    "subject": "ถนนชำรุด",
    "due_on": "๓๐ พฤศจิกายน ๒๕๖๙",
    "accused": [],
    "facts": TEST_WORDS,
    "evidence": "ภาพถ่าย",
    "opinion": "มีมูล",
    "opinion_reason": "ตรงกับที่ร้องเรียน",
    "officer": "นายทดสอบ ระบบดี",
    "officer_position": "นิติกร",
    "orders": [{"label": "ยุติเรื่อง", "ticked": False}],
    "order": None,
}


@pytest.fixture(scope="module")
def typeset() -> Typesetter:
    return Typesetter()


def test_every_thai_mark_comes_out_of_the_paper_as_it_went_in(typeset: Typesetter) -> None:
    pages = pages_of(typeset("memo", MEMO))
    assert bare(TEST_WORDS) in bare(pages[0])


def test_text_is_never_code(typeset: Typesetter) -> None:
    pages = pages_of(typeset("memo", {**MEMO, "facts": NASTY, "subject": NASTY}))
    assert 'read("/etc/passwd")' in "".join(pages)
    assert "root:" not in "".join(pages)


def test_a_long_text_runs_over_pages_and_each_says_that_it_is_secret_at_both_ends(typeset: Typesetter) -> None:
    pages = pages_of(typeset("memo", {**MEMO, "facts": f"{TEST_WORDS} " * 570}))
    assert len(pages) > 4
    assert [page.count("ลับ") for page in pages] == [2] * len(pages)


def test_a_paper_that_is_not_secret_does_not_say_so(typeset: Typesetter) -> None:
    assert "ลับ" not in "".join(pages_of(typeset("memo", {**MEMO, "secret": False})))


def test_a_word_without_a_space_stays_on_the_sheet(typeset: Typesetter) -> None:
    assert pages_of(typeset("memo", {**MEMO, "facts": "ก" * 20_000}))
