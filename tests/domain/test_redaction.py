"""Whatever tells who wrote a text is found in whatever way it is written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.redaction import Known, has_short_name, is_named, redact

SOMSRI = Known(
    names=("สมศรี", "ใจกล้า"),
    phone="+66812345678",
    email="somsri@example.com",
    national_id="1100000000008",
    address="99/1 หมู่ 9 บ้านตัวอย่าง ซอยสุขใจ ตำบลธาตุนาเวง",
)


def hidden(text: str, known: Known = SOMSRI) -> list[str]:
    return [piece.text for piece in redact(text, known) if piece.hidden]


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("ข้าพเจ้า นางสมศรี ใจกล้า ขอแจ้ง", ["สมศรี ใจกล้า"]),
        ("ชื่อสมศรีค่ะ", ["สมศรี"]),
        ("คุณ ใจกล้า โทรมา", ["ใจกล้า"]),
        ("ใจกลา โทรมา", ["ใจกลา"]),
        ("สมศรี  ใจ กล้า มาเอง", ["สมศรี  ใจ กล้า"]),
        ("โทร 081-234-5678 ได้", ["081-234-5678"]),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", ["๐๘๑ ๒๓๔ ๕๖๗๘"]),
        ("โทร +66 81 234 5678", ["+66 81 234 5678"]),
        ("เบอร์ 0812345678", ["0812345678"]),
        ("บัตร 1-1000-00000-00-8", ["1-1000-00000-00-8"]),
        ("ส่งที่ Somsri@Example.com", ["Somsri@Example.com"]),
        ("อยู่ 99/1 หมู่ 9 ครับ", ["99/1 หมู่ 9"]),
        ("อยู่ซอยสุขใจ ใกล้วัด", ["ซอยสุขใจ"]),
        ("อยู่บ้านตัวอย่าง", ["บ้านตัวอย่าง"]),
    ],
)
def test_what_tells_who_wrote_it_is_hidden_however_it_is_written(text: str, bars: list[str]) -> None:
    assert hidden(text) == bars


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เจ้าหน้าที่เรียกเงิน 2,000 บาท",
        "ถนนตำบลธาตุนาเวงชำรุด 99 จุด",
        "สมชาย ใจดี เป็นนายตรวจ",
        "โทรเทศบาล 042 970107",
    ],
)
def test_what_tells_nothing_stays(text: str) -> None:
    assert hidden(text) == []


def test_nobody_known_hides_nothing() -> None:
    assert hidden("นางสมศรี ใจกล้า 0812345678", Known()) == []


def test_words_besides_are_hidden_and_bars_can_be_taken_back() -> None:
    known = Known(names=SOMSRI.names, besides=("ลูกสาวคนโต",))
    pieces = redact("สมศรีกับลูกสาวคนโตของสมศรี", known)
    assert [piece.text for piece in pieces if piece.hidden] == ["สมศรี", "ลูกสาวคนโต", "สมศรี"]
    numbers = [piece.number for piece in pieces if piece.hidden]
    assert numbers == [1, 2, 3]
    again = redact("สมศรีกับลูกสาวคนโตของสมศรี", known, shown=[next(p.place for p in pieces if p.number == 2)])
    assert [piece.text for piece in again if piece.hidden] == ["สมศรี", "สมศรี"]


SHORT = "ศรี บุญ มี ดี ณัฐ ชัย คำ สี หนู ปุ๋ย วิ ตุ๊ก ฟ้า นุช อุ้ม ติ๋ม ไก่ โอ"


@pytest.mark.parametrize("name", SHORT.split())
def test_a_short_name_is_hidden_where_somebody_is_called_by_it_or_where_it_stands_alone(name: str) -> None:
    known = Known(names=(name, "ใจงาม"))
    assert has_short_name(known)
    for text in (f"นาย{name}", f"คุณ{name}มาแจ้ง", f"ผมชื่อ{name}ครับ", f"ป้า {name} เห็น", f"วันนั้น {name} มาเอง"):
        assert hidden(text, known) == [name], text
    assert hidden("เรื่องของเทศบาล", known) == []


@pytest.mark.parametrize("word", ["ศรี", "น้ำ", "ก.", "7"])
def test_words_that_somebody_asks_for_are_hidden_however_short(word: str) -> None:
    assert hidden(f"ข้อความ{word}ต่อกัน", Known(besides=(word,))) == [word]


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("บ้านเลขที่ 99/1", ["99/1"]),
        ("เลขที่ ๙๙ / ๑ ถนนใหญ่", ["๙๙ / ๑"]),
        ("ม.9 ตำบลอื่น", ["ม.9"]),
        ("หมู่เก้า", ["หมู่เก้า"]),
        ("โทร 081_234_5678", ["081_234_5678"]),
        ("สมสรี มาเอง", ["สมสรี"]),
        ("199/1 ราย หมู่ 99", []),
    ],
)
def test_an_address_is_hidden_by_its_numbers_and_a_name_by_its_sound(text: str, bars: list[str]) -> None:
    assert hidden(text) == bars


BUNMI = Known(names=("บุญมี", "ศรีสุข"))


@pytest.mark.parametrize("text", ["ครอบครัวศรีสุข", "ตระกูล ศรีสุข", "สกุลศรีสุข", "นามสกุลศรีสุข", "บ้านศรีสุขเสนอ"])
def test_a_family_that_is_called_by_the_surname_is_named(text: str) -> None:
    assert is_named(text, BUNMI)


@pytest.mark.parametrize("text", ["บ้านบุญมี", "โครงการบ้านศรีสุขิน", "สวนศรีสุขใจ"])
def test_a_house_with_the_first_name_or_a_longer_word_may_be_anybodys(text: str) -> None:
    assert not is_named(text, BUNMI)


def test_numbers_go_on_from_text_to_text() -> None:
    assert [piece.number for piece in redact("สมศรี", SOMSRI, first=7)] == [7]


@given(st.text(alphabet="สมศรีใจกล้า0812345๖๗๘ -+่้าำ\u200bก.,(", max_size=60))
def test_the_pieces_are_the_text_and_no_bar_is_empty(text: str) -> None:
    pieces = redact(text, SOMSRI)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(st.text(alphabet="กขคงจ \n", max_size=20), st.text(alphabet="กขคงจ \n", max_size=20))
def test_a_name_in_the_midst_of_anything_is_hidden(before: str, after: str) -> None:
    shown = "".join(piece.text for piece in redact(f"{before}สมศรี{after}", SOMSRI) if not piece.hidden)
    assert "สมศรี" not in shown
