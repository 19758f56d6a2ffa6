"""Words that may show who somebody is are found by their form, and the words of every day are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.personal_data import hints_at_somebody, holds_number
from complaint_center.domain.thai import to_thai_digits

OFFICE = "042 970107"
GAPS = st.sampled_from(["", " ", "-", ".", " - ", "–", "\n"])
AROUND = st.text(alphabet="กขคเมือง .,()\n", max_size=12)


@pytest.mark.parametrize(
    "text",
    [
        "โทร 081-234-5678",
        "โทร.0812345678ครับ",
        "(081) 234 5678",
        "โทร ๐๘๑ ๒๓๔ ๕๖๗๘",
        "+66 81 234 5678",
        "+66 (0)81-234-5678",
        "0066 81 234 5678",
        "66812345678",
        "บ้าน 042-711234",
        "02-123-4567",
        "042 970107 หรือ 0812345678",
        "มี 2 เบอร์ 081\u200b2345678 3 คน",
        "1-1000-00000-00-8",
        "๑๑๐๐๐๐๐๐๐๐๐๐๘",
        "บัตร 1 1000 00000 00 8 ค่ะ",
        "somsri@example.com",
        "ส่งที่ somsri @ example.co.th",
    ],
)
def test_numbers_and_addresses_of_somebody_are_found(text: str) -> None:
    assert holds_number(text, OFFICE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "โทรเทศบาล 042 970107 ต่อ 12",
        "ติดต่อ ๐๔๒-๙๗๐๑๐๗ ในเวลาราชการ 9 โมง",
        "ปีงบประมาณ 2569 ถึง 2570",
        "งบ 1,000,000,000 บาท หรือ 200000000 บาท",
        "วันที่ 08-01-2569 10.30 น.",
        "วันที่ 05/03/2569 เวลา 08.30-16.30 น.",
        "บ้าน 99/1 หมู่ 9 จำนวน 812345678 ชิ้น",
        "สายด่วน 1567 และ 191",
        "ชุดที่ 1100000000009",
        "ไลน์ @thatnaweng",
        "หนังสือที่ สน 0023.4/ว 1234",
    ],
)
def test_years_amounts_and_the_offices_own_number_are_nobodys(text: str) -> None:
    assert not holds_number(text, OFFICE)


def spaced(digits: str, gaps: list[str], is_thai: bool) -> str:
    text = "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=True))
    return to_thai_digits(text) if is_thai else text


@given(
    before=AROUND,
    after=AROUND,
    start=st.sampled_from(["081", "+6681", "006681", "0242", "042", "+6642"]),
    digits=st.integers(200_000, 969_999),
    gaps=st.lists(GAPS, min_size=5, max_size=5),
    is_thai=st.booleans(),
)
def test_no_telephone_passes_however_it_is_written(
    before: str, after: str, start: str, digits: int, gaps: list[str], is_thai: bool
) -> None:
    rest = f"{digits}7" if "81" in start else f"{digits}"
    number = f"{start}-{spaced(rest[-6:], gaps, is_thai)}" if len(rest) == 6 else f"{start}{rest}"
    assert holds_number(f"{before}{number}{after}", OFFICE)


@given(before=AROUND, after=AROUND, digits=st.integers(10**11, 9 * 10**11 - 1), is_thai=st.booleans())
def test_no_national_id_number_passes(before: str, after: str, digits: int, is_thai: bool) -> None:
    twelve = str(digits)
    check = (11 - sum((13 - place) * int(digit) for place, digit in enumerate(twelve)) % 11) % 10
    whole = f"{twelve}{check}"
    grouped = f"{whole[0]}-{whole[1:5]}-{whole[5:10]}-{whole[10:12]}-{whole[12]}"
    for number in (whole, grouped):
        assert holds_number(f"{before}{to_thai_digits(number) if is_thai else number}{after}", OFFICE)


@given(before=AROUND, after=AROUND, address=st.emails())
def test_no_address_of_e_mail_passes(before: str, after: str, address: str) -> None:
    assert holds_number(f"{before}{address}{after}", OFFICE)


@pytest.mark.parametrize(
    "text",
    [
        "ซ่อมไฟหน้าบ้านเลขที่ 12",
        "บ้านเลขที่ ๙๙/๑",
        "อยู่เลขที่ 12 หมู่ 9",
        "เลขที่ 12/3 ม.4",
        "ตามที่นายสมชายเสนอ",
        "นาย กิตติ ใจดี",
        "นายกมลเสนอ",
        "นางบุญมี",
        "นางสาวแดง",
        "น.ส.แดง",
        "น.ส. แดง",
        "ด.ช.ดำ",
        "ด.ญ. ดาว",
        "ผมชื่อบุญมีครับ",
        "Mr. นาย Somchai",
    ],
)
def test_a_house_or_somebody_who_is_called_by_a_name_is_doubted(text: str) -> None:
    assert hints_at_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ขอให้นายกลงพื้นที่",
        "นายกเทศมนตรีรับเรื่อง",
        "นายก อบจ. และนายกได้สั่ง",
        "นายทะเบียนและนายช่าง นายอำเภอ",
        "นายจ้างและทนายความ",
        "ปรับปรุงสวนนางฟ้า",
        "นางรำและนางพยาบาล",
        "เชื่อมต่อถนน น่าเชื่อถือ",
        "มีชื่อเสียง รายชื่อผู้เข้าร่วม ลงชื่อเข้างาน ป้ายชื่อถนน",
        "สำนักงานและพนักงานในสนามกีฬา",
        "ที่ดิน น.ส.3 ก และ นส.3",
        "หนังสือเลขที่ 12",
        "หมู่ 9 อยากได้ม้านั่ง",
        "ที่นายาวและชาวนาเอง",
    ],
)
def test_ordinary_words_that_begin_alike_are_not(text: str) -> None:
    assert not hints_at_somebody(text)
