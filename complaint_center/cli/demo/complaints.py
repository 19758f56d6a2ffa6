"""Ten complaints and two suggestions, all invented. Nobody is named in what they tell: narratives are not encrypted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from complaint_center.cli.demo.people import FINANCE, WORKS
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.intake import AccusedDraft, ComplainantDraft, Draft, OpeningDraft, PhoneCall
from complaint_center.domain.phones import parse_phone

BOX = "ตู้หน้าสำนักงานเทศบาล"


@dataclass(frozen=True)
class Complaint:
    """One complaint of the demo and how long before now it was received."""

    received: timedelta
    channel: Channel
    category: Category
    subject: str
    narrative: str
    incident_date: str = ""
    incident_place: str = ""
    evidence: str = ""
    accused: AccusedDraft = field(default_factory=AccusedDraft)
    complainant: ComplainantDraft = field(default_factory=lambda: ComplainantDraft(anonymous=True))
    may_publish: bool = False

    def draft(self, received_at: datetime, submission_id: str) -> Draft:
        """As the channel would hand it in."""
        told = Draft(
            channel=self.channel,
            category=self.category,
            subject=self.subject,
            narrative=self.narrative,
            submission_id=submission_id,
            incident_date=self.incident_date,
            incident_place=self.incident_place,
            evidence_description=self.evidence,
            accused=(self.accused,),
            complainant=self.complainant,
            may_publish=self.may_publish,
        )
        if self.channel is Channel.BOX:
            opening = OpeningDraft(BOX, received_at, "นางสาวต้นแบบ รับเรื่อง", "นายจำลอง สืบค้น")
            return replace(told, box_opening=opening)
        if self.channel is Channel.PHONE:
            return replace(told, phone_call=PhoneCall(received_at, notice_told=True))
        return replace(told, received_at=received_at)


def _named(prefix: str, first: str, last: str, phone: str) -> ComplainantDraft:
    return ComplainantDraft(
        prefix=prefix,
        first_name=first,
        last_name=last,
        address="99 หมู่ 1 ต.ธาตุนาเวง อ.เมืองสกลนคร จ.สกลนคร 47000",
        phone=parse_phone(phone),
        sms_updates=True,
    )


BRIBE = Complaint(
    received=timedelta(days=16, hours=5),
    channel=Channel.WALK_IN,
    category=Category.BRIBERY,
    subject="ถูกเรียกเงินเพื่อเร่งใบอนุญาตก่อสร้าง",
    narrative="ไปติดตามคำขอใบอนุญาตก่อสร้าง เจ้าหน้าที่ชายสวมเสื้อสีฟ้าบอกว่าถ้าจ่าย 2,000 บาทจะได้ภายในสามวัน "
    "จึงโอนเงินตามเลขบัญชีที่จดให้ มีสลิปการโอนเก็บไว้",
    incident_date="ต้นเดือนที่แล้ว ช่วงบ่าย",
    incident_place="เคาน์เตอร์กองช่าง",
    evidence="สลิปโอนเงินหนึ่งใบ",
    accused=AccusedDraft(unit=WORKS),
    complainant=_named("นาง", "สมมติ", "ตัวอย่าง", "089-000-0001"),
)
LIFT_TRUCK = Complaint(
    received=timedelta(days=4, hours=3),
    channel=Channel.PHONE,
    category=Category.MISUSE_OF_PROPERTY,
    subject="รถกระเช้าซ่อมไฟให้บ้านญาติเจ้าหน้าที่ก่อน",
    narrative="รถกระเช้าของเทศบาลไปจอดซ่อมไฟหน้าบ้านญาติของเจ้าหน้าที่ ทั้งที่ซอยตัวอย่าง 4 แจ้งไฟดับไว้สามเดือนแล้วยังไม่มีใครมา",
    incident_date="สัปดาห์ที่แล้ว",
    incident_place="ซอยตัวอย่าง 4",
)
SPECIFICATION = Complaint(
    received=timedelta(days=6, hours=2),
    channel=Channel.WEB,
    category=Category.PROCUREMENT,
    subject="ข้อกำหนดโครงการถนนล็อกยี่ห้อเดียว",
    narrative="ขอบเขตของงานปรับปรุงถนนสายตัวอย่างกำหนดคุณสมบัติวัสดุตรงกับสินค้ายี่ห้อเดียว ผู้รับจ้างรายอื่นเสนอราคาไม่ได้",
    incident_place="ประกาศเชิญชวนบนเว็บไซต์เทศบาล",
    evidence="ขอบเขตของงานและประกาศเชิญชวน",
    accused=AccusedDraft(unit=FINANCE),
    complainant=_named("นาย", "ทดสอบ", "ระบบดี", "081-000-0005"),
)
ALLOWANCE = Complaint(
    received=timedelta(days=9, hours=4),
    channel=Channel.BOX,
    category=Category.EMBEZZLEMENT,
    subject="เบิกค่าเบี้ยเลี้ยงอบรมทั้งที่ไม่ได้ไป",
    narrative="มีการเบิกค่าเบี้ยเลี้ยงอบรมสองวันให้คนสี่คนที่ไม่ได้ไปจริง ใบเซ็นชื่อเป็นลายมือเดียวกัน ขอให้ดูทะเบียนคุมรถและถามยามประตูหน้า",
    incident_date="กลางเดือนที่แล้ว",
    evidence="ทะเบียนคุมรถ ใบเซ็นชื่อ ยามประตูหน้า",
)
VAGUE = Complaint(
    received=timedelta(days=20, hours=6),
    channel=Channel.BOX,
    category=Category.CORRUPTION,
    subject="ขอให้จัดการคนโกง",
    narrative="คนในเทศบาลโกงกันทุกคน ช่วยจัดการที",
)
MANNERS = Complaint(
    received=timedelta(days=12, hours=5),
    channel=Channel.PHONE,
    category=Category.SERVICE,
    subject="เจ้าหน้าที่เบี้ยยังชีพพูดจาไม่สุภาพ",
    narrative="ไปสอบถามเรื่องเบี้ยยังชีพผู้สูงอายุ เจ้าหน้าที่ตอบเสียงดังและบอกให้ไปอ่านป้ายเอง ขอให้อบรมการให้บริการ",
    incident_place="กองสวัสดิการสังคม",
    complainant=_named("นาง", "คุณยาย", "ตัวอย่าง", "042-000-002"),
)
STREET_LIGHT = Complaint(
    received=timedelta(days=2, hours=4),
    channel=Channel.WEB,
    category=Category.CORRUPTION,
    subject="ไฟถนนหน้าวัดตัวอย่างดับ",
    narrative="ไฟถนนหน้าวัดตัวอย่างดับห้าดวงมาสองสัปดาห์ กลางคืนมืดมาก เด็กเดินกลับบ้านลำบาก",
    incident_place="หน้าวัดตัวอย่าง",
    complainant=_named("นาย", "ส่องทาง", "ตัวอย่าง", "061-000-0003"),
)
RELATIVE = Complaint(
    received=timedelta(days=3, hours=2),
    channel=Channel.WALK_IN,
    category=Category.CONFLICT_OF_INTEREST,
    subject="ญาติผู้บริหารรับจ้างเหมาบริการรถรับส่ง",
    narrative="ผู้รับจ้างเหมาบริการรถรับส่งนักเรียนเป็นญาติสนิทของผู้ที่ลงนามเสนอจ้าง มีสำเนาสัญญา",
    evidence="สำเนาสัญญาจ้าง",
    accused=AccusedDraft(position="หัวหน้าสำนักปลัด"),
    complainant=_named("นาย", "สุจริต", "ตัวอย่าง", "089-000-0006"),
)
JOB = Complaint(
    received=timedelta(days=11, hours=3),
    channel=Channel.WEB,
    category=Category.PERSONNEL,
    subject="มีผู้เรียกเงินแลกกับการบรรจุเป็นพนักงานจ้าง",
    narrative="มีคนอ้างว่าเคยทำงานเทศบาล เรียกเงิน 30,000 บาทแลกกับการบรรจุเป็นพนักงานจ้าง มีข้อความสนทนาเก็บไว้",
    evidence="ภาพหน้าจอการสนทนา",
    complainant=_named("นาง", "ผู้ปกครอง", "ตัวอย่าง", "095-000-0004"),
)
RUBBISH_FEE = Complaint(
    received=timedelta(days=8, hours=4),
    channel=Channel.PHONE,
    category=Category.ABUSE_OF_DUTY,
    subject="เก็บค่าขยะเกินใบเสร็จ",
    narrative="คนเก็บค่าขยะเก็บเกินใบเสร็จเดือนละ 20 บาททุกบ้าน ถามแล้วบอกว่าเป็นค่าเดินทาง",
    incident_date="ทุกเดือน",
    incident_place="หมู่ 3",
    complainant=_named("นาย", "ใบเสร็จ", "ตัวอย่าง", "062-000-0010"),
)
BENCHES = Complaint(
    received=timedelta(days=12, hours=1),
    channel=Channel.BOX,
    category=Category.SUGGESTION,
    subject="อยากให้มีที่นั่งรอหน้าศาลาประชาคม",
    narrative="ผู้สูงอายุมารอรับเบี้ยยังชีพแต่เช้า ไม่มีที่นั่งและไม่มีร่ม อยากให้มีม้านั่งกับหลังคา",
    incident_place="หน้าศาลาประชาคม",
    may_publish=True,
)
QUEUE = Complaint(
    received=timedelta(days=10, hours=6),
    channel=Channel.WEB,
    category=Category.SUGGESTION,
    subject="ขอให้จองคิวชำระภาษีล่วงหน้าได้",
    narrative="ช่วงต้นปีคนมาชำระภาษีที่ดินพร้อมกัน รอครึ่งวัน อยากให้จองคิวทางโทรศัพท์หรือเว็บไซต์ได้",
    complainant=_named("นางสาว", "ข้อเสนอ", "ตัวอย่าง", "081-000-0012"),
    may_publish=True,
)
