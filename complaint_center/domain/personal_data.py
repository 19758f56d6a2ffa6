"""Words that may show who somebody is, known to the office or not: for texts that everybody will read.

Whoever writes without a name leaves nothing to compare with, so these are looked for by their form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaint_center.domain.national_ids import parse_national_id
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.thai import normalise

# No comma and no slash: those stand in amounts and in days.
_GAP = r"[\s().‐-―_-]{0,3}"
_DAY = r"[0-9]{1,2}[.-][0-9]{1,2}[.-](?:19|2[0-9])[0-9]{2}(?:\s|\Z)"
_DIALLED = rf"(?!{_DAY})(?:(?:\+|00){_GAP}66{_GAP}0?|66(?=[0-9]{{8,9}}(?![0-9]))|0)"
_TELEPHONES = tuple(
    re.compile(rf"(?<![0-9])(?={_DIALLED}(?P<rest>(?:{_GAP}[0-9]){{{digits}}})(?![0-9]))") for digits in (9, 8)
)
"""Of a mobile telephone and a landline, in front of which 0 stands at home."""

_NATIONAL_ID = re.compile(rf"(?<![0-9])(?=(?P<digits>[0-9](?:{_GAP}[0-9]){{12}})(?![0-9]))")
_EMAIL = re.compile(r"[^\s@] ?@ ?[^\s@]+\.[^\s@]")

_HOUSE = re.compile(r"บ้านเลขที่ ?[0-9]|เลขที่ ?[0-9]+(?: ?/ ?[0-9]+)*,? ?(?:ต\.|ตำบล|หมู่บ้านที่|หมู่ที่|หมู่|ม\.) ?[0-9ก-ฮ]")
_WORD = r" ?(?=[ก-ฮเ-ไ][ก-๎]|[A-Za-z]{2})"
"""What begins a word of two letters at least: a dependent vowel shows that what stands before it is part of one."""

# The mayor is นายก; somebody called กิตติ or กมล is นายกิตติ or นายกมล.
_MAYOR = r"ก(?![ะ-ฺ็-๎]|มล|นก|รก|รณ|ฤ|วี|ษิ|ษม|ตัญ|ชกร|ันต)"
_OFFICES = (
    "ทะเบียน|ช่าง|ตรวจ|ด่าน|อำเภอ|แพทย์|สัตวแพทย์|จ้าง|หน้า|ทุน|ทหาร|ตำรวจ|ร้อย|พัน|พล|สิบ|สถานี|ท่า"
    "|ประกัน|แบบ|เรือ|ทาง|ท้าย|เวร|กอง|ไปรษณีย์|ดาบ|ประตู|หมวด"
)
_WOMEN = "ฟ้า|รอง|นวล|แอ่น|แบบ|งาม|เอก|พญา|พยาบาล|กวัก|รำ|ละคร|สนม|สงกรานต์|โชว์|นพมาศ|ตะเคียน|เลิ้ง|ร้าย|เงือก|ไม้|ผดุงครรภ์|สาวไทย"
_NAMED = (
    "เสียง|ว่า|โครงการ|ถนน|ซอย|สถานที่|เรื่อง|หน่วย|ของ|ที่|ผู้|ร้าน|เทศบาล|และ|หรือ|เดิม|ใหม่|เต็ม"
    "|ย่อ|ป้าย|ชุมชน|หมู่บ้าน|บ้าน|งาน|ภาษา|ไทย|อังกฤษ|ทาง|สาย|ให้|ใน|จริง|เล่น"
)


_CALLED = re.compile(
    rf"(?<!ท)(?<!ทำ)(?<!เจ้า)(?<!คุณ)(?<!ไร่)(?<!ทุ่ง)(?<!ชาว)นาย(?! ?(?:{_OFFICES})|{_MAYOR}){_WORD}"
    rf"|(?<!ขุน)(?<!ทำ)(?<!ไร่)(?<!ทุ่ง)(?<!ชาว)(?<!บาง)นาง(?! ?(?:{_WOMEN})){_WORD}"
    rf"|(?<![ก-ฮ]\.)น\. ?ส\.(?! ?ล\.){_WORD}|(?<![ก-๎.])นส\.{_WORD}|ด\. ?[ชญ]\.{_WORD}|(?<![ก-๎])ด[ชญ]\.{_WORD}"
    rf"|(?<!เ)(?<!ราย)(?<!ลง)ชื่อ(?! ?(?:{_NAMED})){_WORD}"
)


def holds_number(text: str, office_phone: str) -> bool:
    """Whether a Thai telephone number other than the office's, a national ID number or an address of e-mail stands in
    it, in digits of either script and with the usual signs between them."""
    plain = normalise(text)
    return bool(
        set(_telephones(plain)) - set(_telephones(normalise(office_phone)))
        or any(map(_is_national_id, _NATIONAL_ID.finditer(plain)))
        or _EMAIL.search(plain)
    )


def hints_at_somebody(text: str) -> bool:
    """Whether a house seems to stand in it by its number, or somebody by a courtesy and a name."""
    plain = normalise(text)
    return bool(_HOUSE.search(plain) or _CALLED.search(plain))


def _telephones(plain: str) -> Iterator[str]:
    for pattern in _TELEPHONES:
        for found in pattern.finditer(plain):
            try:
                yield parse_phone("0" + re.sub("[^0-9]", "", found["rest"])).e164
            except ValueError:
                continue


def _is_national_id(found: re.Match[str]) -> bool:
    try:
        parse_national_id(re.sub("[^0-9]", "", found["digits"]))
    except ValueError:
        return False
    return True
