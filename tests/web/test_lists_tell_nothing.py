"""No page that lists or counts is changed by a case that is hidden from its reader, whatever the page is there to show.

Every reader looks at every page that belongs to no single case; then cases of every kind that some page picks out are
made, shut to that reader in every way there is; then the reader looks again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import unified_diff

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.intake import OpeningDraft
from complaint_center.domain.ladder import Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.storage import ScanState
from complaint_center.extensions import db, store
from complaint_center.models.accused import Accused
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry, Survey
from complaint_center.models.deadline import Escalation
from complaint_center.models.discretion import DiscretionSample, SampledAct
from complaint_center.models.finding import Finding
from complaint_center.models.interest import InterestDeclaration, Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.near_names import NearlyNamed
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.models.retention import DisposalBatch, DisposalItem
from complaint_center.models.staff import FormerMember, StaffMember, Unit
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import journal
from complaint_center.services.box_openings import record_opening
from complaint_center.services.discretion_sample import last_month
from tests.files import drafts, jpeg
from tests.make import case_of, make_case, make_complainant, make_unit
from tests.web.desk import Centre
from tests.web.test_who_may_what import OF_NO_CASE, asked_for

pytestmark = pytest.mark.one_database

LETTERS = 100
"""In the one box, more than are entered: an opening with letters that nobody entered is not shown anew by one more."""


@dataclass(frozen=True)
class Town:
    """A centre whose people each belong to a unit, and each have left another."""

    centre: Centre
    opening: OpeningDraft
    stranger: Person


@dataclass(frozen=True)
class Maker:
    """Makes cases; `holder` has those that somebody has."""

    town: Town
    reader: Person
    holder: Person

    def make(self, received_at: datetime, channel: Channel = Channel.WEB, **told: object) -> Case:
        made = make_case(
            channel,
            Category.BRIBERY,
            now=now(),
            received_at=received_at,
            complainant=make_complainant(phone=None),
            evidence=drafts(store(), ("photo.jpg", jpeg())),
            **told,
        )
        case = case_of(made.register_number)
        case.officer_id = self.holder.id
        case.logged_by_id = self.town.centre.people["clerk"].id
        case.declarations = [InterestDeclaration(staff_id=self.holder.id, at=now())]
        case.accused = []
        return case

    def draw(self, case: Case) -> None:
        """A decision on the case is in the sample of last month, made by somebody who is not the reader."""
        maker = self.town.stranger
        journal.record("withdrawn", actor=maker, at=now(), case=case, reason="เหตุผล")
        journal.commit()
        seq, sample = db.session.query(sa.func.max(JournalEntry.seq)).scalar(), db.session.query(DiscretionSample).one()
        db.session.add(SampledAct(reference=f"{seq:016x}", sample=sample, seq=seq, case_id=case.id))


def _in_trouble(maker: Maker) -> Case:
    """Overdue with nobody left to tell, unread, infected, with a message that failed, an answer, a call, a draft."""
    case, moment, actor = maker.make(now() - timedelta(days=9)), now(), maker.town.centre.people["palad"]
    case.registered_at, case.refer_outside = moment - timedelta(days=9), True
    case.evidence[0].scan_state = ScanState.INFECTED
    case.accused.append(Accused(name="ใครสักคน", link_due_at=moment))
    case.conversation.append(
        ConversationEntry(kind=EntryKind.MESSAGE, author=Author.COMPLAINANT, at=moment, text="ตอบแล้ว")
    )
    case.findings.append(Finding(officer_id=maker.holder.id, facts="ร่าง", saved_at=moment))
    case.deadlines[0].escalations.append(Escalation(day=99, tier=Tier.SUPERVISOR, at=moment))
    kind, key = MessageKind.COMPLAINT_RECEIVED, f"of a test {case.id}"
    failed = {"medium": Medium.SMS, "state": MessageState.FAILED, "settled_at": moment}
    db.session.add(OutboxMessage(unique_key=key, kind=kind, case_id=case.id, created_at=moment, **failed))
    db.session.add(CallTask(unique_key=key, kind=kind, case_id=case.id, created_at=moment))
    maker.draw(case)
    stranger = maker.town.stranger.id
    for what, detail in (
        ("identity_revealed", {}),
        ("superiors_barred", {"staff": [stranger]}),
        ("escalated", {"tier": "supervisor", "day": 7, "to": None, "passed_over": [stranger]}),
        ("inquiry_recorded", {"outcome": "warning", "decided_on": "2026-11-23"}),
    ):
        journal.record(
            what,
            actor=maker.holder if actor == maker.reader else actor,
            at=moment,
            case=case,
            reason="เหตุผล",
            detail=detail,
        )
    return case


def _due_today(maker: Maker) -> Case:
    """Nobody's, and due before this day ends."""
    case = maker.make(now() - timedelta(days=7) + timedelta(seconds=1))
    case.officer_id = None
    return case


def _nearly_due(maker: Maker) -> Case:
    case = maker.make(now() - timedelta(days=6))
    case.evidence[0].scan_state = ScanState.NOT_SCANNED
    return case


def _undated(maker: Maker) -> Case:
    """An order is awaited and no clock runs."""
    case = maker.make(now() - timedelta(days=2), Channel.WALK_IN)
    case.status = CaseStatus.AWAITING_ORDER
    for deadline in case.deadlines:
        deadline.met_at, deadline.next_rung_at = now(), None
    return case


def _suggested(maker: Maker) -> Case:
    """A suggestion that is answered and waits for its publication."""
    case = maker.make(now() - timedelta(days=1))
    case.category, case.may_publish = Category.SUGGESTION, True
    case.suggestion_answer = SuggestionAnswer(
        suggestion="ข้อเสนอ", answer="คำตอบ", answered_by_id=maker.holder.id, answered_at=now()
    )
    return case


def _from_a_box(maker: Maker) -> Case:
    return maker.make(maker.town.opening.opened_at, Channel.BOX, box_opening=maker.town.opening)


def _past_its_term(maker: Maker) -> Case:
    case = maker.make(now() - timedelta(days=3))
    case.status, case.status_changed_at = CaseStatus.CLOSED, now() - timedelta(days=9999)
    case.survey = Survey(handling=1, result=1, comment="ความเห็นของผู้ร้อง", at=now())
    for deadline in case.deadlines:
        deadline.ended_by, deadline.next_rung_at = CaseStatus.CLOSED, None
    return case


def _to_be_destroyed(maker: Maker) -> Case:
    """Past its term, and in a batch that waits for a second word."""
    case, proposer = _past_its_term(maker), maker.town.stranger
    batch = DisposalBatch(reference=f"{case.id:08x}", proposed_by_id=proposer.id, proposed_at=now())
    db.session.add(DisposalItem(batch=batch, case_id=case.id))
    return case


UNCOUNTED = (_in_trouble, _due_today, _nearly_due, _undated, _suggested, _past_its_term, _to_be_destroyed)
KINDS = (*UNCOUNTED, _from_a_box)
"""An opening shows the letters less those that are hidden from its reader, so that one more is seen to be missing."""


def _accuse(case: Case, reader: Person) -> None:
    case.accused.append(Accused(name="ใครคนหนึ่ง", staff_id=reader.id, linked_at=now()))


def _nearly_name(case: Case, reader: Person) -> None:
    case.accused.append(Accused(name="ใครคนหนึ่ง", link_due_at=now(), nearly_named=[NearlyNamed(staff_id=reader.id)]))


def _accuse_the_unit(case: Case, reader: Person) -> None:
    unit_id = db.session.get_one(StaffMember, reader.id).unit_id
    case.accused.append(Accused(unit_name="กอง", unit_id=unit_id, linked_at=now()))


def _accuse_the_unit_that_was_left(case: Case, reader: Person) -> None:
    left = db.session.query(FormerMember).filter_by(staff_id=reader.id).one()
    case.accused.append(Accused(unit_name="กองเดิม", unit_id=left.unit_id, linked_at=now()))


def _accuse_a_unit_headed(case: Case, reader: Person) -> None:
    headed = db.session.query(Unit).filter_by(head_id=reader.id).one()
    case.accused.append(Accused(unit_name="กอง", unit_id=headed.id, linked_at=now()))


def _recuse(case: Case, reader: Person) -> None:
    case.recusals.append(Recusal(staff_id=reader.id, at=now()))


def _make_procurement(case: Case, _reader: Person) -> None:
    case.category = Category.PROCUREMENT


def _make_former_procurement(case: Case, _reader: Person) -> None:
    case.was_procurement = True


def _name_the_mayor(case: Case, _reader: Person) -> None:
    case.accused.append(Accused(position="นายกเทศมนตรี", is_elected=True, link_due_at=now()))


Shut = Callable[[Case, Person], None]
SHUT: Mapping[str, Shut] = {
    "accused": _accuse,
    "nearly named": _nearly_name,
    "of the unit accused": _accuse_the_unit,
    "head of the unit accused": _accuse_a_unit_headed,
    "left the unit accused": _accuse_the_unit_that_was_left,
    "recused": _recuse,
    "in procurement": _make_procurement,
    "in procurement, of a case that was": _make_former_procurement,
}


@pytest.fixture
def town(app: Flask, client: FlaskClient) -> Town:
    centre = Centre(client)
    for role in (Role.AUDITOR, Role.ADMIN):
        centre.add_person(role, role.value)
    stranger = centre.add_person(Role.OFFICER, "stranger", reports_to=None)
    for role in Role:
        person = centre.people[role.value]
        member = db.session.get_one(StaffMember, person.id)
        member.unit_id = make_unit(in_procurement=True)
        make_unit(head=person)
        left = FormerMember(staff_id=person.id, unit_id=make_unit(), left_at=now() + timedelta(days=1))
        db.session.add(left)
    opening = OpeningDraft("หน้าอาคาร", now() - timedelta(days=1), "นายเปิด กล่อง")
    record_opening(centre.people["clerk"], opening, LETTERS, now())
    db.session.add(DiscretionSample(month=str(last_month(now())), seed="a seed", drawn_at=now()))
    db.session.commit()
    return Town(centre, opening, stranger)


@pytest.mark.parametrize("role", list(Role))
def test_no_page_is_changed_by_a_hidden_case_of_any_kind(town: Town, role: Role) -> None:
    reader = town.centre.people[role.value]
    ways = dict(SHUT) | ({"elected": _name_the_mayor} if reader.is_elected else {})
    before = _pages(town, role)
    hidden = {_make(town, kind, reader, shut): (kind.__name__, way) for kind in UNCOUNTED for way, shut in ways.items()}
    after = _pages(town, role)
    changed = {page: [*unified_diff(before[page].splitlines(), after[page].splitlines(), n=0)] for page in before}
    assert {page: lines for page, lines in changed.items() if lines} == {}
    hidden |= {_make(town, _from_a_box, reader, shut): ("_from_a_box", way) for way, shut in ways.items()}
    shown = _pages(town, role).items()
    assert [(page, *hidden[number]) for page, text in shown for number in hidden if number in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_of_that_kind_that_is_not_hidden_is_listed(town: Town, kind: Callable[[Maker], Case]) -> None:
    """Or the pages of the other test would be alike because they show nothing."""
    before = _pages(town, Role.EXECUTIVE)
    number = _make(town, kind, town.centre.people["executive"], lambda _case, _reader: None)
    after = _pages(town, Role.EXECUTIVE)
    assert [page for page in after if number in after[page]]
    assert before != after


def _make(town: Town, kind: Callable[[Maker], Case], reader: Person, shut: Shut) -> str:
    case = kind(Maker(town, reader, town.centre.people["officer"]))
    shut(case, reader)
    journal.commit()
    number = case.register_number
    db.session.rollback()
    return number


def _pages(town: Town, role: Role) -> dict[str, str]:
    """Every page of no one case that the role opens, without what differs between any two.

    Nor with the texts that are published for everybody: they tell the municipality's totals.
    """
    app, visitor = town.centre.client.application, town.centre.visit(role.value)
    values = {"staff_id": 1, "unit_id": 1, "opening_id": 1, "box_id": 1, "channel": "walk_in", "reference": "none"}
    values |= {"announcement_id": 1, "voice_id": 1, "export_reference": "none"}
    pages = {}
    for endpoint, method, parts in asked_for(app):
        if method == "GET" and role in OF_NO_CASE.get(f"GET {endpoint}", set()):
            with app.test_request_context():
                address = app.url_map.bind("localhost").build(endpoint, {part: values[part] for part in parts})
            pages[endpoint] = re.sub(
                r'(?s:<textarea[^>]* readonly>.*?</textarea>)|value="[^"]{30,}"|data-time-left="\d+"|\d\d\.\d\d',
                "",
                visitor.client.get(address).text,
            )
    return pages
