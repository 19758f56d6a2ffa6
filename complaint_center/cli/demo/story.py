"""What became of the ten: each act at its own time before now, through the services that people use."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from complaint_center.cli.demo import complaints
from complaint_center.cli.demo.announcements import announce
from complaint_center.cli.demo.complaints import Complaint
from complaint_center.domain.access import Person
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.delivery import DeliveryState, Outgoing, ProviderState, Senders, Sent
from complaint_center.domain.office import Office
from complaint_center.domain.status import Ground, Opinion, OrderKind
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.case_queries import find_case
from complaint_center.services.corrections import recategorise
from complaint_center.services.delivery import deliver
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import sweep
from complaint_center.services.findings import FindingDraft, save_finding, submit_finding
from complaint_center.services.intake import record_complaint
from complaint_center.services.orders import OrderDraft, give_order

HOUR = timedelta(hours=1)
ANNOUNCED = timedelta(days=5)
"""How long ago the measures were announced."""
Step = Callable[["Chapter", datetime], None]


@dataclass
class Chapter:
    """One complaint on its way. The number is known once it has been recorded."""

    office: Office
    people: Mapping[str, Person]
    complaint: Complaint
    received_at: datetime
    number: str = ""

    def record(self, now: datetime) -> None:
        actor = None if self.complaint.channel is Channel.WEB else self.people["clerk"]
        draft = self.complaint.draft(self.received_at, secrets.token_urlsafe())
        self.number = record_complaint(self.office, draft, actor, now).register_number

    @property
    def officer(self) -> Person:
        """Whoever the assignment chose."""
        case = find_case(self.number, self.people["executive"], load_directory())
        return load_directory().people[case.officer_id or 0]


def tell(office: Office, people: Mapping[str, Person], now: datetime) -> list[Callable[[], object]]:
    """The acts of all ten in order of time, with the clock swept once an hour between them."""
    begun = now - max(complaint.received for complaint, _ in _STORY)
    hours = range(1, (now - begun) // HOUR + 1)
    timed: list[tuple[datetime, Callable[[datetime], object]]]
    timed = [(begun + hour * HOUR, partial(_pass_an_hour, office)) for hour in hours]
    for complaint, steps in _STORY:
        received_at = now - complaint.received
        chapter = Chapter(office, people, complaint, received_at)
        timed.append((received_at, chapter.record))
        timed += [(received_at + after, partial(step, chapter)) for after, step in steps]
    timed.append((now - ANNOUNCED, partial(announce, office, people["executive"])))
    in_order = sorted(timed, key=itemgetter(0))
    return [partial(act, at) for at, act in in_order]


def _pass_an_hour(office: Office, now: datetime) -> None:
    """The worker's hour in one go. The messages go to nobody and are shown as delivered."""
    sweep(office, now)
    deliver(office, Senders(sms=Nowhere(), mail=Nowhere()), lambda: now)


class Nowhere:
    """Takes every message and sends none."""

    def send(self, message: Outgoing) -> Sent:
        return Sent(f"demo-{secrets.token_hex(8)}", DeliveryState.DELIVERED)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        return None

    def fetch_state(self, provider_id: str) -> ProviderState:
        return ProviderState(DeliveryState.DELIVERED)


def _declare(chapter: Chapter, now: datetime) -> None:
    declare_no_interest(chapter.officer, chapter.number, now)


def _save(facts: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        save_finding(chapter.officer, chapter.number, FindingDraft(facts=facts), now)

    return step


def _submit(facts: str, evidence: str, opinion: Opinion, reason: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        draft = FindingDraft(facts, evidence, opinion, reason)
        submit_finding(chapter.office, chapter.officer, chapter.number, draft, now)

    return step


def _order(
    kind: OrderKind,
    reason: str,
    by: str = "supervisor",
    due: timedelta | None = None,
    agency: str = "",
    ground: Ground | None = None,
) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        draft = OrderDraft(kind, reason, due_at=now + due if due else None, agency=agency, ground=ground)
        give_order(chapter.office, chapter.people[by], chapter.number, draft, now)

    return step


def _recategorise(category: Category, reason: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        recategorise(chapter.office, chapter.officer, chapter.number, category, reason, now)

    return step


_STORY: tuple[tuple[Complaint, tuple[tuple[timedelta, Step], ...]], ...] = (
    (
        complaints.BRIBE,
        (
            (timedelta(days=1), _declare),
            (
                timedelta(days=5),
                _submit(
                    "ตรวจสอบบันทึกคำขอใบอนุญาตพบว่าคำขอถูกเลื่อนลำดับในวันถัดจากวันโอนเงิน",
                    "สลิปโอนเงินระบุวันเวลาและเลขบัญชีปลายทาง สอดคล้องกับคำบอกเล่า",
                    Opinion.SUBSTANTIATED,
                    "พยานเอกสารสอดคล้องกับลำดับเหตุการณ์ เห็นควรตั้งคณะกรรมการสอบข้อเท็จจริง",
                ),
            ),
            (
                timedelta(days=7),
                _order(OrderKind.FACT_FINDING, "ให้ตั้งคณะกรรมการสอบข้อเท็จจริงสามคน", due=timedelta(days=30)),
            ),
        ),
    ),
    (
        complaints.LIFT_TRUCK,
        (
            (timedelta(hours=4), _declare),
            (timedelta(days=2), _save("ขอทะเบียนคำขอซ่อมไฟและบันทึกการใช้รถกระเช้าแล้ว รอเอกสาร")),
        ),
    ),
    (complaints.SPECIFICATION, ((timedelta(days=1), _declare),)),
    (
        complaints.ALLOWANCE,
        (
            (timedelta(days=1), _declare),
            (
                timedelta(days=6),
                _submit(
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
            (timedelta(days=1), _declare),
            (
                timedelta(days=4),
                _submit(
                    "ข้อความไม่ระบุว่าใครทำอะไร เมื่อใด ที่ใด และไม่มีทางติดต่อผู้เขียน",
                    "ไม่มีพยานหลักฐาน",
                    Opinion.INSUFFICIENT_EVIDENCE,
                    "ไม่มีหลักฐาน กรณีแวดล้อม หรือพยานบุคคลให้ตรวจสอบต่อได้",
                ),
            ),
            (
                timedelta(days=6),
                _order(
                    OrderKind.NOT_ACCEPT,
                    "ไม่มีรายละเอียดพอให้ตรวจสอบ หากมีข้อมูลเพิ่มให้รับเป็นเรื่องใหม่",
                    ground=Ground.ANONYMOUS_WITHOUT_SPECIFICS,
                ),
            ),
        ),
    ),
    (
        complaints.MANNERS,
        (
            (
                timedelta(days=3),
                _submit(
                    "สอบถามเจ้าหน้าที่แล้วยอมรับว่าพูดเสียงดังเพราะผู้รับบริการมาก",
                    "คำชี้แจงของเจ้าหน้าที่และคำบอกเล่าของผู้ร้อง",
                    Opinion.SUBSTANTIATED,
                    "ควรปรับปรุงการให้บริการและขอโทษผู้ร้อง",
                ),
            ),
            (
                timedelta(days=4),
                _order(OrderKind.CORRECTIVE, "ให้กองสวัสดิการฯ ขอโทษผู้ร้องและจัดเก้าอี้รอ", due=timedelta(days=5)),
            ),
            (
                timedelta(days=7),
                _submit(
                    "หัวหน้ากองโทรขอโทษผู้ร้องแล้ว และจัดที่นั่งรอพร้อมบัตรคิว",
                    "ภาพถ่ายจุดบริการ",
                    Opinion.SUBSTANTIATED,
                    "ดำเนินการตามคำสั่งครบแล้ว เห็นควรยุติเรื่อง",
                ),
            ),
            (timedelta(days=8), _order(OrderKind.DISMISS, "แก้ไขแล้วเสร็จ ให้ยุติเรื่อง")),
        ),
    ),
    (
        complaints.STREET_LIGHT,
        (
            (timedelta(hours=3), _declare),
            (timedelta(hours=4), _recategorise(Category.GENERAL, "เป็นเรื่องไฟฟ้าสาธารณะ ไม่เกี่ยวกับการทุจริต")),
        ),
    ),
    (complaints.RELATIVE, ()),
    (
        complaints.JOB,
        (
            (timedelta(days=1), _declare),
            (
                timedelta(days=5),
                _submit(
                    "ผู้ที่ถูกอ้างถึงไม่ได้เป็นพนักงานของเทศบาลแล้ว และเทศบาลไม่ได้เปิดรับสมัครในช่วงนั้น",
                    "ภาพหน้าจอการสนทนาและทะเบียนพนักงาน",
                    Opinion.SHOULD_REFER,
                    "อาจเป็นการหลอกลวงโดยบุคคลภายนอก เห็นควรส่งตำรวจ",
                ),
            ),
            (
                timedelta(days=6),
                _order(OrderKind.REFER, "ส่งพนักงานสอบสวนดำเนินการ", agency="สถานีตำรวจภูธรเมืองสกลนคร"),
            ),
        ),
    ),
    (complaints.RUBBISH_FEE, ()),
)
