"""People and cases for tests, made through the services, and a way out of the house that only records."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from uuid import uuid4

import sqlalchemy as sa

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.delivery import DeliveryState, Outgoing, ProviderState, Senders, Sent
from complaint_center.domain.intake import ComplainantDraft, Draft, OpeningDraft, PhoneCall
from complaint_center.domain.ladder import Ladder
from complaint_center.domain.office import Office, SmsWindow
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.status import Opinion, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.directory import person
from complaint_center.services.findings import FindingDraft, submit_finding
from complaint_center.services.intake import record_complaint
from complaint_center.services.orders import OrderDraft
from complaint_center.services.staff import (
    HashPassword,
    StaffDraft,
    add_staff,
    name_centre_head,
)
from complaint_center.services.units import keep_unit

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Monday 23 November 2569, 10.00 in Bangkok: a working day, within the hours of texting."""
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LADDER = Ladder.parse("officer@3,officer@5,officer@6,supervisor@7,next_superior@10")
OFFICE = Office(
    name="เทศบาลตำบลธาตุนาเวง",
    phone="042 970107",
    public_url="http://127.0.0.1:8000",
    ladder=LADDER,
    sms_window=SmsWindow(time(8, 30), time(18, 0)),
)
PASSWORD = "a password of the tests"
CALLER = "081 234 5678"
_numbers = count(1)


@dataclass(frozen=True)
class Chain:
    """Officer, supervisor, municipal clerk and mayor, each below the next; the supervisor heads the centre."""

    officer: Person
    supervisor: Person
    palad: Person
    executive: Person
    clerk: Person
    admin: Person


@dataclass
class Recorder:
    """Both ways out at once. Raises each of `failures` in turn, then takes everything over.

    `on_list` is what the provider's own list answers; `states` what it tells of its messages.
    """

    failures: list[Exception] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    on_list: Sent | None = None
    listed: list[tuple[str, datetime, Collection[str]]] = field(default_factory=list)
    states: dict[str, ProviderState] = field(default_factory=dict)
    state: DeliveryState = DeliveryState.ACCEPTED

    def send(self, message: Outgoing) -> Sent:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return Sent(f"id-{message.key}"[-64:], self.state)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        self.listed.append((to, since, known))
        return self.on_list

    def fetch_state(self, provider_id: str) -> ProviderState:
        return self.states.get(provider_id, ProviderState(DeliveryState.SENT))

    @property
    def senders(self) -> Senders:
        return Senders(sms=self, mail=self)


def make_unit(name: str = "", head: Person | None = None, in_procurement: bool = False) -> int:
    return keep_unit(None, name or f"กอง {next(_numbers)}", head.id if head else None, in_procurement, NOW)


def make_staff(
    *roles: Role,
    username: str = "",
    name: str = "",
    position: str = "",
    unit: int | None = None,
    reports_to: Person | None = None,
    handles: str = "ABCD",
    phone: str | None = None,
    email: str | None = None,
    password: str = PASSWORD,
    hash_password: HashPassword = str,
) -> Person:
    """One member of staff, who can be texted and mailed unless told otherwise."""
    number = next(_numbers)
    draft = StaffDraft(
        username=username or f"{roles[0]}{number}",
        name=name or f"นายทดสอบ ลำดับ{number}",
        position=position,
        roles=frozenset(roles),
        unit=db.session.get_one(Unit, unit).name if unit else "",
        handles=frozenset(handles) if Role.OFFICER in roles else frozenset(),
        phone=f"08{number % 10**8:08d}" if phone is None else phone,
        email=f"person{number}@example.go.th" if email is None else email,
        reports_to=reports_to.username if reports_to else "",
    )
    return person(add_staff(None, draft, password, hash_password, NOW))


def make_chain() -> Chain:
    executive = make_staff(Role.EXECUTIVE)
    palad = make_staff(Role.PALAD, reports_to=executive)
    supervisor = make_staff(Role.SUPERVISOR, reports_to=palad)
    officer = make_staff(Role.OFFICER, reports_to=supervisor)
    name_centre_head(None, supervisor.id, NOW)
    return Chain(officer, supervisor, palad, executive, make_staff(Role.CLERK), make_staff(Role.ADMIN))


def make_complainant(**changes: object) -> ComplainantDraft:
    """Somebody who gave everything and wants to be texted."""
    told = {
        "prefix": "นาง",
        "first_name": "สมศรี",
        "last_name": "ใจกล้า",
        "address": "99 หมู่ 9",
        "phone": parse_phone(CALLER),
        "email": "somsri@example.com",
        "sms_updates": True,
    }
    return ComplainantDraft(**told | changes)  # type: ignore[arg-type]


def make_draft(channel: Channel = Channel.WEB, category: Category = Category.GENERAL, **changes: object) -> Draft:
    """A complaint that can be accepted; a call or a letter came at `NOW` unless `received_at` says otherwise."""
    came_at = changes.get("received_at") or NOW
    assert isinstance(came_at, datetime)
    told: dict[str, object] = {
        "subject": "ถนนชำรุด",
        "narrative": "ถนนหน้าตลาดเป็นหลุมมานานแล้ว",
        "submission_id": uuid4().hex,
        "complainant": make_complainant(),
        "box_opening": OpeningDraft("หน้าอาคาร", came_at, "นายเปิด กล่อง") if channel is Channel.BOX else None,
        "phone_call": PhoneCall(came_at, notice_told=True) if channel is Channel.PHONE else None,
    }
    return Draft(channel=channel, category=category, **told | changes)  # type: ignore[arg-type]


def make_case(
    channel: Channel = Channel.WALK_IN,
    category: Category = Category.GENERAL,
    *,
    actor: Person | None = None,
    now: datetime = NOW,
    office: Office = OFFICE,
    **changes: object,
) -> Case:
    """A recorded case; walked in at `now`, or at `received_at`, before a clerk."""
    logged_by = actor or (_clerk() if channel.needs_staff else None)
    draft = make_draft(channel, category, **changes)
    return case_of(record_complaint(office, draft, logged_by, now).register_number)


def make_finding(**changes: object) -> FindingDraft:
    told = {
        "facts": "ไปดูแล้วพบว่าเป็นจริง",
        "evidence_summary": "ภาพถ่ายสามภาพ",
        "opinion": Opinion.SUBSTANTIATED,
        "opinion_reason": "ตรงกับที่ร้องเรียน",
    }
    return FindingDraft(**told | changes)  # type: ignore[arg-type]


def make_order(kind: OrderKind = OrderKind.DISMISS, **changes: object) -> OrderDraft:
    return OrderDraft(kind=kind, **{"reason": "เห็นชอบตามที่เสนอ"} | changes)  # type: ignore[arg-type]


def submit(case: Case, now: datetime = NOW) -> None:
    """The holding officer declares no interest and submits the finding."""
    assert case.officer_id
    holder = person(case.officer_id)
    declare_no_interest(holder, case.register_number, now)
    submit_finding(OFFICE, holder, case.register_number, make_finding(), now)


def case_of(register_number: str) -> Case:
    return db.session.scalars(sa.select(Case).where(Case.register_number == register_number)).one()


def _clerk() -> Person:
    known = db.session.scalar(sa.select(StaffMember.id).where(StaffMember.roles.any(name=Role.CLERK)).limit(1))
    return person(known) if known else make_staff(Role.CLERK)
