"""What the demo's office has announced in this fiscal year: some of its measures, so that others are missing."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Person
from complaint_center.domain.announcements import AnnouncementDraft, Subject
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.evidence import FILE_BYTES, EvidenceDraft, EvidenceType
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.office import Office
from complaint_center.domain.thai import format_date
from complaint_center.extensions import store, typeset
from complaint_center.services.announcements import post_announcement

_ANNOUNCED = {
    Subject.DISCRETION: (
        "ประกาศ เรื่อง มาตรการตรวจสอบการใช้ดุลพินิจ",
        ("ผู้ใช้ดุลพินิจต้องเขียนเหตุผลทุกครั้ง", "ผู้บังคับบัญชาสุ่มตรวจเหตุผลทุกเดือน", "เปิดเผยหลักเกณฑ์ให้ประชาชนทราบ"),
    ),
    Subject.COMPLAINTS: (
        "ประกาศ เรื่อง มาตรการจัดการเรื่องร้องเรียนการทุจริต",
        ("รับเรื่องร้องเรียนสี่ช่องทาง", "ตรวจสอบข้อมูลเบื้องต้นและเสนอความเห็นภายใน 7 วัน", "ปกปิดชื่อผู้ร้องเรียนทุกเรื่อง"),
    ),
    Subject.HANDBOOK: (
        "คู่มือป้องกันการขัดกันระหว่างผลประโยชน์ส่วนตนกับผลประโยชน์ส่วนรวม",
        ("แจ้งส่วนได้เสียก่อนรับเรื่อง", "ถอนตัวเมื่อมีส่วนได้เสีย", "ไม่รับของขวัญจากผู้มีส่วนได้เสีย"),
    ),
}


def announce(office: Office, actor: Person, now: datetime) -> None:
    """Publish them, each as a sheet of paper that says that it is invented."""
    for subject, (title, rules) in _ANNOUNCED.items():
        file = _kept(_paper(office, title, rules, now))
        year = FiscalYear.of(now).number
        post_announcement(actor, AnnouncementDraft(subject, year, title, now.astimezone(BANGKOK).date(), file), now)


def _paper(office: Office, title: str, rules: tuple[str, ...], now: datetime) -> bytes:
    table = {
        "heading": "",
        "groups": [{"of": "", "columns": ["ข้อ", "แนวปฏิบัติ"]}],
        "widths": [1, 12],
        "numbers": ["9", ""],
        "numeric": [True, False],
        "rows": [[str(number), rule] for number, rule in enumerate(rules, start=1)],
    }
    values = {
        "title": title,
        "office": office.name,
        "as_of": f"ประกาศ ณ วันที่ {format_date(now.astimezone(BANGKOK).date())} (ข้อมูลสาธิต)",
        "tables": [table | {"sums": []}],
        "notes": [],
        "signatures": ["นายกเทศมนตรี"],
    }
    return typeset()("table", values | {"secret": False, "wide": False})


def _kept(content: bytes) -> EvidenceDraft:
    file = store().create(FILE_BYTES)
    file.write(content)
    file.finish()
    return EvidenceDraft("ประกาศ.pdf", EvidenceType.PDF, file.size, file.sha256, file)
