"""Destroying what approved batches hold: case by case, each in a transaction of its own.

Everything that was told or written about a case goes; that it was there, how it was counted and what was done with it
stays. Kill it half-way, run it twice or on two machines: a case is destroyed once, and only while nothing keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.assignment import Assignment
from complaint_center.models.calls import Call, CallTask
from complaint_center.models.case import Case
from complaint_center.models.complainant import Complainant
from complaint_center.models.conversation import ConversationEntry, Survey
from complaint_center.models.discretion import SampledAct
from complaint_center.models.evidence import Evidence
from complaint_center.models.finding import Finding
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.models.interest import InterestDeclaration
from complaint_center.models.journal import JournalEntry, Reason
from complaint_center.models.order import Order
from complaint_center.models.outbox import OutboxMessage
from complaint_center.models.procurement import Procurement
from complaint_center.models.retention import DisposalBatch, DisposalItem
from complaint_center.models.search import SearchText
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.disposal import is_waiting, leave_batch
from complaint_center.services.retention import is_held, load_terms, past_term
from complaint_center.services.steps import safely

Emptied = Mapping[InstrumentedAttribute[Any], Any]

OF_CASE: Emptied = {
    Case.subject: "",
    Case.narrative: "",
    Case.remedy: "",
    Case.incident_date: "",
    Case.incident_place: "",
    Case.previously_reported_to: "",
    Case.evidence_description: "",
    Case.repeats_identity: False,
    # A digest of everything that was told; whoever has the key could try guesses on it.
    Case.content_hash: "",
}
OF_ITS_ROWS: Mapping[InstrumentedAttribute[Any], Emptied] = {
    Complainant.case_id: {
        **dict.fromkeys((Complainant.prefix, Complainant.first_name, Complainant.last_name), ""),
        **dict.fromkeys((Complainant.address, Complainant.phone, Complainant.email, Complainant.national_id), ""),
        Complainant.phone_index: None,
        Complainant.national_id_index: None,
        Complainant.wants_updates: False,
        Complainant.can_be_texted: False,
        Complainant.language: "th",
    },
    # Whom a link bars stays barred: names go, and the number of the person is in the journal for good.
    Accused.case_id: {Accused.name: "", Accused.position: "", Accused.unit_name: "", Accused.link_due_at: None},
    Assignment.case_id: {Assignment.reason: ""},
    SearchText.case_id: {SearchText.text: "", SearchText.accused: ""},
    Finding.case_id: {Finding.facts: "", Finding.evidence_summary: "", Finding.opinion_reason: ""},
    Order.case_id: {Order.reason: ""},
    InterestDeclaration.case_id: {InterestDeclaration.vendor: ""},
    Procurement.case_id: {Procurement.project_number: "", Procurement.vendor: ""},
    DisciplinaryInquiry.case_id: {DisciplinaryInquiry.reference: "", DisciplinaryInquiry.remark: ""},
    SuggestionAnswer.case_id: {
        SuggestionAnswer.suggestion: "",
        SuggestionAnswer.answer: "",
        SuggestionAnswer.published_at: None,
    },
    SampledAct.case_id: {SampledAct.remark: ""},
    ConversationEntry.case_id: {ConversationEntry.text: "", ConversationEntry.submission_hash: None},
    Survey.case_id: {Survey.comment: ""},
    Call.case_id: {Call.note: ""},
    # Without their keys the files are noise already; they belong to no row now and go with the next housekeeping.
    Evidence.case_id: {
        Evidence.name: "",
        **dict.fromkeys((Evidence.object_key, Evidence.copy_object_key), ""),
        **dict.fromkeys((Evidence.object_name, Evidence.copy_object_name), None),
    },
    OutboxMessage.case_id: {
        OutboxMessage.params: {},
        OutboxMessage.provider_id: None,
        OutboxMessage.error_text: "",
        OutboxMessage.next_attempt_at: None,
    },
}
"""What becomes of each column: by the column that leads to the case, and for the case itself."""


def destroy_approved(now: datetime) -> tuple[int, int, int]:
    """Go on with every approved batch; returns how many cases were destroyed, left their batch, and failed."""
    outcomes = [
        safely(partial(destroy, case_id, now), "failed", "case_not_destroyed", case_id) for case_id in _approved_ids()
    ]
    return outcomes.count("destroyed"), outcomes.count("left"), outcomes.count("failed")


def destroy(case_id: int, now: datetime) -> str:
    """Destroy one case of an approved batch; one that must be kept after all leaves it instead."""
    case = lock_by_id(case_id)
    item = _approved_item(case_id)
    if item is None:
        db.session.rollback()
        return "nothing"
    may_go = sa.select(Case.id).where(Case.id == case_id, past_term(load_terms(), now), sa.not_(is_held()))
    if db.session.scalar(may_go) is None:
        leave_batch(case, now)
        journal.commit()
        return "left"
    _empty(case, now)
    case.disposed_at = item.disposed_at = now
    journal.record("case_disposed", actor=None, at=now, case=case, detail={"batch": item.batch.reference})
    journal.commit()
    return "destroyed"


def _empty(case: Case, now: datetime) -> None:
    """Everything goes at once, or nothing. The codes become words that no digest can be."""
    dead = f"disposed:{case.register_number}"
    own = {**OF_CASE, Case.tracking_code_hash: dead, Case.submission_hash: dead}
    for statement in _statements(case.id, own, now):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    journal.erase_reasons(_reason_ids(case.id), actor=None, at=now, case=case)
    db.session.expire_all()


def _statements(case_id: int, own: Emptied, now: datetime) -> Iterator[sa.Update | sa.Delete]:
    yield sa.update(Case).where(Case.id == case_id).values(dict(own))
    for to_case, emptied in OF_ITS_ROWS.items():
        yield sa.update(to_case.class_).where(to_case == case_id).values(dict(emptied))
    yield sa.update(OutboxMessage).where(OutboxMessage.case_id == case_id).values(purged_at=now)
    yield sa.update(Evidence).where(Evidence.case_id == case_id).values(destroyed_at=now)
    # Nobody can be called any more, and what was never submitted counts for nothing.
    yield sa.delete(CallTask).where(CallTask.case_id == case_id, CallTask.done_at.is_(None))
    yield sa.delete(Finding).where(Finding.case_id == case_id, Finding.submitted_at.is_(None))


def _reason_ids(case_id: int) -> list[int]:
    given = sa.select(Reason.id).join(JournalEntry, JournalEntry.reason_id == Reason.id)
    return list(db.session.scalars(given.where(JournalEntry.case_id == case_id, Reason.text.is_not(None))))


def _approved_ids() -> list[int]:
    query = sa.select(DisposalItem.case_id).join(DisposalItem.batch).where(is_waiting(), _is_approved())
    return list(db.session.scalars(query.order_by(DisposalItem.batch_id, DisposalItem.case_id)))


def _approved_item(case_id: int) -> DisposalItem | None:
    """The place of the case, taken, as it is by now: a withdrawal or another worker may have come between."""
    query = (
        sa.select(DisposalItem)
        .join(DisposalItem.batch)
        .where(DisposalItem.case_id == case_id, is_waiting(), _is_approved())
        .with_for_update(of=DisposalItem)
    )
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()


def _is_approved() -> sa.ColumnElement[bool]:
    return sa.and_(DisposalBatch.approved_at.is_not(None), DisposalBatch.withdrawn_at.is_(None))
