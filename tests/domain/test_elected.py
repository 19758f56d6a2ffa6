"""Whose position is an elected office of the municipality."""

from __future__ import annotations

import pytest

from complaint_center.domain.elected import holds_elected_office


@pytest.mark.parametrize(
    "words",
    [
        *("นายกเทศมนตรี", "นายก เทศมนตรีตำบล", "รองนายกเทศมนตรี", "นายก", "ท่านนายก", "นายกเล็ก"),
        *("สมาชิกสภาเทศบาล", "สมาชิกสภา", "ส.ท.", "ส.ท. เขต ๑", "สท", "ประธานสภาเทศบาล", "รองประธานสภา"),
        *("นายกฯ", "ท่านนายกฯ", "รองนายกฯ", "สท.สมชาย", "ส.ท. หญิง", "ผู้บริหารเทศบาล", "คณะผู้บริหาร"),
        *("เลขานุการนายกเทศมนตรี", "ที่ปรึกษานายกฯ", "Mayor", "deputy mayor", "Councillor"),
    ],
)
def test_the_mayor_deputies_councillors_and_their_appointees_hold_one(words: str) -> None:
    assert holds_elected_office("นายใครสักคน", words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "นายกมล ใจดี", "นายกิตติ", "นายช่างโยธา", "นายกสมาคมกีฬา", "รองปลัดเทศบาล", "ปลัดเทศบาล"),
        *("สมาชิกสภาผู้แทนราษฎร", "สมาชิกกลุ่มสตรี", "หัวหน้าสำนักปลัด", "สถานีสูบน้ำ", "major"),
    ],
)
def test_nobody_else_does(words: str) -> None:
    assert not holds_elected_office(words)
