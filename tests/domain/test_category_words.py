"""A category is suggested where the words are plain, with the words that speak for it, and never where they are not."""

from __future__ import annotations

import pytest

from complaint_center.domain.categories import Category
from complaint_center.domain.category_words import suggest_category

TOLD = [
    ("เจ้าหน้าที่กองช่าง (ไม่ทราบชื่อ ชายสวมเสื้อสีฟ้า) เรียกรับเงิน 2,000 บาท เพื่อเร่งใบอนุญาตก่อสร้าง มีสลิปโอนเงิน", Category.BRIBERY),
    (
        "รถกระเช้าเทศบาลจอดซ่อมไฟให้บ้านญาติเจ้าหน้าที่ก่อน ทั้งที่ซอยตัวอย่าง 4 แจ้งมาแล้ว 3 เดือน ไม่เป็นธรรม",
        Category.UNFAIR_DISCRETION,
    ),
    ("TOR โครงการปรับปรุงถนนสายตัวอย่าง ระบุคุณสมบัติเจาะจงยี่ห้อเดียว แนบ TOR และประกาศเชิญชวน", Category.PROCUREMENT),
    (
        "เบิกค่าเบี้ยเลี้ยงอบรมวันที่ 14-15 ต.ค. 2569 แต่ไม่ได้ไปจริง 4 คน มีใบเซ็นชื่อชุดเดียวกัน ให้ดูทะเบียนคุมรถและถามยามประตูหน้า",
        Category.EMBEZZLEMENT,
    ),
    ("คุณยายแจ้งเจ้าหน้าที่เบี้ยยังชีพพูดจาไม่สุภาพ", Category.SERVICE),
    ("ไฟถนนหน้าวัดตัวอย่างดับ 5 ดวง พร้อมรูป", Category.GENERAL),
    ("หัวหน้าให้ญาติเป็นผู้รับจ้างเหมาบริการรถรับส่ง มีสำเนาสัญญา", Category.CONFLICT_OF_INTEREST),
    ("มีผู้อ้างว่าเคยทำงานเทศบาลเรียกเงิน 30,000 บาท แลกกับการบรรจุเป็นพนักงานจ้าง แนบแชต", Category.PERSONNEL),
    ("อยากให้มีลานกีฬาสำหรับเด็ก ขอเสนอแนะให้เทศบาลพิจารณา", Category.SUGGESTION),
    ("ไฟฟ้าดับทั้งหมู่บ้านตั้งแต่เมื่อคืน", Category.GENERAL),
    ("หมาจรจัดไล่กัดเด็กหน้าโรงเรียน", Category.GENERAL),
    ("ไฟไหม้หญ้าข้างทาง", Category.GENERAL),
]
"""Complaints as they are told, all invented, and what a person would call them."""


@pytest.mark.parametrize(("told", "category"), TOLD)
def test_plain_words_suggest_what_a_person_would(told: str, category: Category) -> None:
    suggestion = suggest_category(told)
    assert suggestion is not None
    assert suggestion.category is category
    assert suggestion.words


@pytest.mark.parametrize("told", ["ไม่ได้รับเงินพิเศษผู้สูงอายุ", "ไม่ให้ญาติเข้าเยี่ยม", "เจ้าหน้าที่ไม่ให้ญาติเข้าเยี่ยมผู้ป่วย"])
def test_words_of_other_matters_accuse_nobody(told: str) -> None:
    assert suggest_category(told) is None


@pytest.mark.parametrize("told", ["", "ก", "คนในเทศบาลโกงกินทุกคน ช่วยจัดการที", "12345", "hello", "เรื่องที่แล้ว", " \u200b"])
def test_words_that_say_too_little_suggest_nothing(told: str) -> None:
    assert suggest_category(told) is None


def test_the_words_that_speak_for_it_are_named_as_a_person_writes_them() -> None:
    suggestion = suggest_category("เจ้าหน้าที่เรียกรับเงินเป็นสินบน")
    assert suggestion is not None
    assert set(suggestion.words) == {"สินบน", "เรียกรับเงิน"}


def test_slips_of_tone_marks_and_spaces_do_not_hide_a_word() -> None:
    slipped, right = suggest_category("ละเวนการ ปฏิบัติ หน้าที"), suggest_category("ละเว้นการปฏิบัติหน้าที่")
    assert slipped == right
    assert right is not None


def test_a_text_that_speaks_for_two_alike_suggests_neither() -> None:
    assert suggest_category("ไฟถนน สินบน") is None


def test_a_word_counts_once_however_often_it_stands() -> None:
    assert suggest_category("ถนน" * 7000) is None
