"""Who may be meant by words that name nobody exactly."""

from __future__ import annotations

import pytest

from complaint_center.domain.near_names import Known, nearly_named

ENGINEER, PALAD, OFFICE_HEAD, TECHNICIAN, TREASURER, DEPUTY = range(1, 7)
STAFF = (
    Known(ENGINEER, "นายสมชาย ใจดี", "ผู้อำนวยการกองช่าง", ("กองช่าง",)),
    Known(PALAD, "นางประไพ เก่งกล้า", "ปลัดเทศบาลตำบลธาตุนาเวง"),
    Known(OFFICE_HEAD, "นางสาวสมหญิง ใจงาม", "หัวหน้าสำนักปลัดเทศบาล"),
    Known(TECHNICIAN, "ว่าที่ ร.ต.วิชัย มั่นคง", "นายช่างโยธา"),
    Known(TREASURER, "นายมานะ เงินงาม", "", ("กองคลัง",)),
    Known(DEPUTY, "นายวีระ คงทน", "รองปลัดเทศบาล"),
)


@pytest.mark.parametrize(
    "words",
    [
        "คุณสมชาย ใจดี",
        "ท่านสมชาย ใจดี",
        "นาย สมชาย  ใจดี",
        "สมชาย ใจดี และพวก",
        "นายสมชาย ใจดี กับพวก",
        "(สมชาย ใจดี)",
        "สมชาย ใจดี (คนเดิม)",
        "ดร.สมชาย ใจดี",
        "นายสมชายใจดี",
        "สมชาย ใจดี้",
        "สมชัย ใจดี",
        "ช่างสมชาย",
        "นายสมชาย",
        "หน.กองช่าง",
        "ผอ. กองช่าง",
        "ผอกองช่าง",
        "ท่านผู้อำนวยการกองช่าง",
        "หัวหน้ากองช่าง",
        "คนที่เป็น ผอ.กองช่าง คนปัจจุบัน",
    ],
)
def test_courtesies_brackets_abbreviations_and_slips_do_not_hide_who_is_meant(words: str) -> None:
    assert nearly_named([words], STAFF) == {ENGINEER}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ท่านปลัด", {PALAD}),
        ("ปลัดเทศบาล", {PALAD}),
        ("รองปลัด", {DEPUTY}),
        ("หน.สป.", {OFFICE_HEAD}),
        ("หัวหน้าสำนักปลัด", {OFFICE_HEAD}),
        ("ผอ.กองคลัง", {TREASURER}),
        ("นายช่างโยธา กองช่าง", {TECHNICIAN}),
        ("พี่วิชัย", {TECHNICIAN}),
        ("ร.ต.วิชัย มั่นคง", {TECHNICIAN}),
    ],
)
def test_positions_are_those_of_this_municipality_and_heads_are_heads(words: str, meant: set[int]) -> None:
    assert nearly_named([words], STAFF) == meant


@pytest.mark.parametrize(
    "words", ["", "คนนอก", "เจ้าหน้าที่", "ปลัดอำเภอ", "นายช่าง", "ใจดี", "นายอดิศร ใจกว้าง", "กองช่าง", "ผอ.", "ก"]
)
def test_words_that_mean_nobody_or_anybody_mean_nobody(words: str) -> None:
    assert nearly_named([words], STAFF) == frozenset()


def test_every_part_of_what_was_told_is_looked_at() -> None:
    assert nearly_named(["ไม่ทราบชื่อ", "ผอ.กองคลัง", ""], STAFF) == {TREASURER}
