"""What became of each: every act at its own time before now, through the services that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from complaint_center.cli.demo import complaints
from complaint_center.cli.demo.announcements import announce
from complaint_center.cli.demo.complaints import Complaint
from complaint_center.cli.demo.hours import pass_an_hour
from complaint_center.cli.demo.steps import (
    Chapter,
    Step,
    answer_in_public,
    change_category,
    decide,
    declare,
    note_contract,
    order,
    rate,
    recuse,
    save,
    step_aside,
    submit,
)
from complaint_center.domain.access import Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.office import Office
from complaint_center.domain.status import Ground, Opinion, OrderKind
from complaint_center.services.absences import AbsenceDraft, arrange_absence
from complaint_center.services.staff_voices import speak

HOUR = timedelta(hours=1)
ANNOUNCED = timedelta(days=5)
"""How long ago the measures were announced."""
AWAY = timedelta(days=3)
"""From tomorrow on somebody is not there for so long."""


def tell(office: Office, people: Mapping[str, Person], now: datetime) -> list[Callable[[], object]]:
    """The acts of all in order of time, with the clock swept once an hour between them."""
    begun = now - max(complaint.received for complaint, _ in _STORY)
    hours = range(1, (now - begun) // HOUR + 1)
    timed: list[tuple[datetime, Callable[[datetime], object]]]
    timed = [(begun + hour * HOUR, partial(pass_an_hour, office)) for hour in hours]
    for complaint, steps in _STORY:
        received_at = now - complaint.received
        chapter = Chapter(office, people, complaint, received_at)
        timed.append((received_at, chapter.record))
        timed += [(received_at + after, partial(step, chapter)) for after, step in steps]
    timed.append((now - ANNOUNCED, partial(announce, office, people["executive"])))
    timed.append((now - ANNOUNCED, partial(speak, "การประชุมประจำเดือนเลื่อนบ่อย ขอให้แจ้งล่วงหน้า")))
    timed.append((now, partial(_arrange_absence, office, people)))
    in_order = sorted(timed, key=itemgetter(0))
    return [partial(act, at) for at, act in in_order]


def _arrange_absence(office: Office, people: Mapping[str, Person], now: datetime) -> None:
    first_day = (now + timedelta(days=1)).astimezone(BANGKOK).date()
    away, stand_in = people["officer4"], people["officer3"]
    arrange_absence(office, away, AbsenceDraft(away.id, stand_in.id, first_day, first_day + AWAY), now)


_STORY: tuple[tuple[Complaint, tuple[tuple[timedelta, Step], ...]], ...] = (
    (
        complaints.BRIBE,
        (
            (timedelta(days=1), declare),
            (
                timedelta(days=5),
                submit(
                    "ตรวจสอบบันทึกคำขอใบอนุญาตพบว่าคำขอถูกเลื่อนลำดับในวันถัดจากวันโอนเงิน",
                    "สลิปโอนเงินระบุวันเวลาและเลขบัญชีปลายทาง สอดคล้องกับคำบอกเล่า",
                    Opinion.SUBSTANTIATED,
                    "พยานเอกสารสอดคล้องกับลำดับเหตุการณ์ เห็นควรตั้งคณะกรรมการสอบข้อเท็จจริง",
                ),
            ),
            (
                timedelta(days=7),
                order(OrderKind.FACT_FINDING, "ให้ตั้งคณะกรรมการสอบข้อเท็จจริงสามคน", due=timedelta(days=30)),
            ),
            (
                timedelta(days=10),
                submit(
                    "คณะกรรมการสอบข้อเท็จจริงเห็นว่ามีมูล",
                    "บันทึกถ้อยคำพยานและรายการเดินบัญชี",
                    Opinion.SUBSTANTIATED,
                    "มีมูลความผิดทางวินัย เห็นควรดำเนินการทางวินัย",
                ),
            ),
            (timedelta(days=11), order(OrderKind.DISCIPLINARY, "ให้ดำเนินการทางวินัย", due=timedelta(days=30))),
            (timedelta(days=15), decide(InquiryOutcome.PAY_CUT, "ตัวอย่าง 1/2570", "ตัดเงินเดือนตามมติคณะกรรมการ")),
        ),
    ),
    (
        complaints.LIFT_TRUCK,
        (
            (timedelta(hours=2), recuse("ผู้ถูกกล่าวถึงเป็นญาติของข้าพเจ้า")),
            (timedelta(hours=4), declare),
            (timedelta(days=2), save("ขอทะเบียนคำขอซ่อมไฟและบันทึกการใช้รถกระเช้าแล้ว รอเอกสาร")),
        ),
    ),
    (
        complaints.SPECIFICATION,
        (
            (timedelta(days=1), declare),
            (timedelta(days=2), note_contract("โครงการปรับปรุงถนนสายตัวอย่าง 1/2569", "หจก. ถนนสมมติ")),
            (timedelta(days=2, hours=1), declare),
        ),
    ),
    (
        complaints.ALLOWANCE,
        (
            (timedelta(days=1), declare),
            (
                timedelta(days=6),
                submit(
                    "ทะเบียนคุมรถไม่มีรายการเดินทางในสองวันที่เบิก",
                    "ใบเซ็นชื่อสองวันมีลายมือเหมือนกัน ยามประตูหน้าให้ถ้อยคำว่าไม่มีรถออก",
                    Opinion.SUBSTANTIATED,
                    "พยานเอกสารและพยานบุคคลตรงกัน เห็นควรสอบข้อเท็จจริงต่อ",
                ),
            ),
        ),
    ),
    (
        complaints.VAGUE,
        (
            (timedelta(days=1), declare),
            (
                timedelta(days=4),
                submit(
                    "ข้อความไม่ระบุว่าใครทำอะไร เมื่อใด ที่ใด และไม่มีทางติดต่อผู้เขียน",
                    "ไม่มีพยานหลักฐาน",
                    Opinion.INSUFFICIENT_EVIDENCE,
                    "ไม่มีหลักฐาน กรณีแวดล้อม หรือพยานบุคคลให้ตรวจสอบต่อได้",
                ),
            ),
            (
                timedelta(days=6),
                order(
                    OrderKind.NOT_ACCEPT,
                    "ไม่มีรายละเอียดพอให้ตรวจสอบ หากมีข้อมูลเพิ่มให้รับเป็นเรื่องใหม่",
                    ground=Ground.ANONYMOUS_WITHOUT_SPECIFICS,
                ),
            ),
            (timedelta(days=7), rate(2, 2)),
        ),
    ),
    (
        complaints.MANNERS,
        (
            (
                timedelta(days=3),
                submit(
                    "สอบถามเจ้าหน้าที่แล้วยอมรับว่าพูดเสียงดังเพราะผู้รับบริการมาก",
                    "คำชี้แจงของเจ้าหน้าที่และคำบอกเล่าของผู้ร้อง",
                    Opinion.SUBSTANTIATED,
                    "ควรปรับปรุงการให้บริการและขอโทษผู้ร้อง",
                ),
            ),
            (
                timedelta(days=4),
                order(OrderKind.CORRECTIVE, "ให้กองสวัสดิการฯ ขอโทษผู้ร้องและจัดเก้าอี้รอ", due=timedelta(days=5)),
            ),
            (
                timedelta(days=7),
                submit(
                    "หัวหน้ากองโทรขอโทษผู้ร้องแล้ว และจัดที่นั่งรอพร้อมบัตรคิว",
                    "ภาพถ่ายจุดบริการ",
                    Opinion.SUBSTANTIATED,
                    "ดำเนินการตามคำสั่งครบแล้ว เห็นควรยุติเรื่อง",
                ),
            ),
            (timedelta(days=8), order(OrderKind.DISMISS, "แก้ไขแล้วเสร็จ ให้ยุติเรื่อง")),
            (timedelta(days=8, hours=5), rate(5, 4, "ได้รับคำขอโทษแล้ว ขอบคุณที่โทรแจ้ง")),
        ),
    ),
    (
        complaints.STREET_LIGHT,
        (
            (timedelta(hours=3), declare),
            (timedelta(hours=4), change_category(Category.GENERAL, "เป็นเรื่องไฟฟ้าสาธารณะ ไม่เกี่ยวกับการทุจริต")),
        ),
    ),
    (complaints.RELATIVE, ()),
    (
        complaints.JOB,
        (
            (timedelta(days=1), declare),
            (timedelta(days=2), step_aside("supervisor", "ผู้ร้องเป็นลูกจ้างในกิจการของครอบครัวข้าพเจ้า")),
            (
                timedelta(days=5),
                submit(
                    "ผู้ที่ถูกอ้างถึงไม่ได้เป็นพนักงานของเทศบาลแล้ว และเทศบาลไม่ได้เปิดรับสมัครในช่วงนั้น",
                    "ภาพหน้าจอการสนทนาและทะเบียนพนักงาน",
                    Opinion.SHOULD_REFER,
                    "อาจเป็นการหลอกลวงโดยบุคคลภายนอก เห็นควรส่งตำรวจ",
                ),
            ),
            (
                timedelta(days=6),
                order(OrderKind.REFER, "ส่งพนักงานสอบสวนดำเนินการ", by="palad", agency="สถานีตำรวจภูธรเมืองสกลนคร"),
            ),
            (timedelta(days=7), rate(4, 3)),
        ),
    ),
    (complaints.RUBBISH_FEE, ()),
    (
        complaints.BENCHES,
        (
            (
                timedelta(days=3),
                answer_in_public(
                    "อยากให้มีที่นั่งรอและหลังคาหน้าศาลาประชาคม สำหรับผู้สูงอายุที่มารอรับเบี้ยยังชีพ",
                    "เทศบาลจะติดตั้งม้านั่งหกตัวและกันสาดภายในเดือนหน้า",
                ),
            ),
            (timedelta(days=3, hours=1), submit("ตอบแล้ว", "ไม่มี", Opinion.SUBSTANTIATED, "เป็นข้อเสนอที่ทำได้")),
            (timedelta(days=3, hours=2), order(OrderKind.DISMISS, "ตอบข้อเสนอแนะแล้ว")),
            (timedelta(days=4), rate(5, 5)),
        ),
    ),
    (
        complaints.QUEUE,
        (
            (
                timedelta(days=2),
                answer_in_public(
                    "ขอให้จองคิวชำระภาษีที่ดินล่วงหน้าทางโทรศัพท์หรือเว็บไซต์ได้",
                    "ตั้งแต่เดือนมกราคม จองคิวทางโทรศัพท์ได้ในเวลาราชการ ทางเว็บไซต์อยู่ระหว่างศึกษา",
                ),
            ),
            (timedelta(days=2, hours=1), submit("ตอบแล้ว", "ไม่มี", Opinion.SUBSTANTIATED, "เป็นข้อเสนอที่ทำได้")),
            (timedelta(days=2, hours=2), order(OrderKind.DISMISS, "ตอบข้อเสนอแนะแล้ว")),
            (timedelta(days=3), rate(4, 3, "อยากให้จองทางเว็บไซต์ได้เร็ว ๆ")),
        ),
    ),
)
