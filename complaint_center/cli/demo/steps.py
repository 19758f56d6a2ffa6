"""What can be done in the demo's story: each act through the service that people use, by whom it falls to."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from complaint_center.cli.demo.complaints import Complaint
from complaint_center.domain.access import Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.office import Office
from complaint_center.domain.status import Ground, Opinion, OrderKind
from complaint_center.domain.survey import SurveyDraft
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.case_queries import find_case
from complaint_center.services.corrections import recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.findings import FindingDraft, save_finding, submit_finding
from complaint_center.services.inquiries import InquiryDraft, record_inquiry
from complaint_center.services.intake import record_complaint
from complaint_center.services.orders import OrderDraft, give_order
from complaint_center.services.procurement import ProcurementDraft, note_procurement
from complaint_center.services.recusals import step_back
from complaint_center.services.suggestion_publication import publish_suggestion
from complaint_center.services.suggestions import AnswerDraft, answer_suggestion
from complaint_center.services.survey import record

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


def declare(chapter: Chapter, now: datetime) -> None:
    declare_no_interest(chapter.officer, chapter.number, now)


def recuse(reason: str) -> Step:
    """Whoever the assignment chose steps back, and it chooses anew."""

    def step(chapter: Chapter, now: datetime) -> None:
        step_back(chapter.office, chapter.officer, chapter.number, reason, now)

    return step


def step_aside(by: str, reason: str) -> Step:
    """A superior steps back, and the next one above is asked from then on."""

    def step(chapter: Chapter, now: datetime) -> None:
        step_back(chapter.office, chapter.people[by], chapter.number, reason, now)

    return step


def decide(outcome: InquiryOutcome, reference: str, remark: str) -> Step:
    """The supervisor records what the disciplinary inquiry came to on that day."""

    def step(chapter: Chapter, now: datetime) -> None:
        draft = InquiryDraft(outcome, now.astimezone(BANGKOK).date(), reference, remark)
        record_inquiry(chapter.people["supervisor"], chapter.number, draft, now)

    return step


def save(facts: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        save_finding(chapter.officer, chapter.number, FindingDraft(facts=facts), now)

    return step


def submit(facts: str, evidence: str, opinion: Opinion, reason: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        draft = FindingDraft(facts, evidence, opinion, reason)
        submit_finding(chapter.office, chapter.officer, chapter.number, draft, now)

    return step


def order(
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


def change_category(category: Category, reason: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        recategorise(chapter.office, chapter.officer, chapter.number, category, reason, now)

    return step


def answer_in_public(suggestion: str, answer: str) -> Step:
    """The officer answers, and the supervisor publishes."""

    def step(chapter: Chapter, now: datetime) -> None:
        draft = AnswerDraft(suggestion, answer)
        answer_suggestion(chapter.office, chapter.officer, chapter.number, draft, now)
        publish_suggestion(chapter.office, chapter.people["supervisor"], chapter.number, draft, now)

    return step


def rate(handling: int, result: int, comment: str = "") -> Step:
    """What the complainant told the clerk on the telephone."""

    def step(chapter: Chapter, now: datetime) -> None:
        record(chapter.people["clerk"], chapter.number, SurveyDraft(handling, result, comment), now)

    return step


def note_contract(project_number: str, vendor: str) -> Step:
    def step(chapter: Chapter, now: datetime) -> None:
        draft = ProcurementDraft(project_number, vendor)
        note_procurement(chapter.people["supervisor"], chapter.number, draft, now)

    return step
