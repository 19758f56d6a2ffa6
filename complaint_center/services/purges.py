"""What goes at its term without anybody's word: drafts that came to nothing, old voices of the staff, and what old
messages carried.

A legal hold keeps what belongs to its case.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.fiscal_years import MONTHS, Month
from complaint_center.domain.retention import DRAFTS_KEPT, MESSAGE_YEARS, VOICE_YEARS, begun_before
from complaint_center.domain.status import ENDED
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.finding import Finding
from complaint_center.models.intake_draft import IntakeDraft
from complaint_center.models.outbox import OutboxMessage
from complaint_center.models.retention import LegalHold
from complaint_center.models.staff_voice import StaffVoice
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, lock_by_id
from complaint_center.services.retention import is_held
from complaint_center.services.steps import safely

BATCH = 500
"""Messages emptied in one transaction."""


def purge_drafts(now: datetime) -> tuple[int, int]:
    """Delete findings never submitted whose case ended 30 days ago; returns how many, and how many failed."""
    query = sa.select(Finding.case_id).join(Finding.case).where(_is_old_draft(now)).distinct()
    outcomes = [
        safely(partial(_purge_draft, case_id, now), -1, "draft_not_purged", case_id)
        for case_id in db.session.scalars(query).all()
    ]
    return sum(max(outcome, 0) for outcome in outcomes), outcomes.count(-1)


def purge_intake_drafts(now: datetime) -> int:
    """Delete what clerks began to write down 30 days ago and never recorded; returns how many."""
    old = sa.delete(IntakeDraft).where(IntakeDraft.saved_at <= now - DRAFTS_KEPT).returning(IntakeDraft.id)
    count = len(db.session.scalars(old).all())
    if count:
        journal.record("intake_drafts_purged", actor=None, at=now, detail={"drafts": count})
    journal.commit()
    return count


def purge_voices(now: datetime) -> int:
    """Delete voices of the staff two whole years after the end of their month; returns how many."""
    last = Month.of(now).after(-MONTHS * VOICE_YEARS - 1)
    old = sa.delete(StaffVoice).where(StaffVoice.month <= str(last)).returning(StaffVoice.id)
    count = len(db.session.scalars(old).all())
    if count:
        journal.record("staff_voices_purged", actor=None, at=now, detail={"voices": count})
    journal.commit()
    return count


def purge_messages(now: datetime) -> int:
    """Empty messages sent two years ago of all but their kind, dates and fate; returns how many."""
    total = 0
    while emptied := _purge_some_messages(now):
        total += emptied
    return total


def _purge_draft(case_id: int, now: datetime) -> int:
    case = lock_by_id(case_id)
    of_case = sa.select(Finding.id).join(Finding.case).where(Case.id == case_id, _is_old_draft(now))
    found = list(db.session.scalars(of_case))
    if found:
        db.session.execute(sa.delete(Finding).where(Finding.id.in_(found)))
        journal.record("draft_purged", actor=None, at=now, case=case)
    journal.commit()
    return len(found)


def _is_old_draft(now: datetime) -> Condition:
    return sa.and_(
        Finding.submitted_at.is_(None),
        Case.status.in_(sorted(ENDED)),
        Case.status_changed_at <= now - DRAFTS_KEPT,
        sa.not_(is_held()),
    )


def _purge_some_messages(now: datetime) -> int:
    ids = list(db.session.scalars(sa.select(OutboxMessage.id).where(_is_old_message(now)).limit(BATCH)))
    emptied = (
        sa.update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids), OutboxMessage.purged_at.is_(None))
        .values(params={}, provider_id=None, error_text="", purged_at=now)
        .returning(OutboxMessage.id)
    )
    count = len(db.session.scalars(emptied).all()) if ids else 0
    if count:
        journal.record("messages_purged", actor=None, at=now, detail={"messages": count})
    journal.commit()
    return count


def _is_old_message(now: datetime) -> Condition:
    """Sent, or given up, long ago; the first two are what the index is read by."""
    sent_before = begun_before(now, MESSAGE_YEARS)
    sent_at = sa.func.coalesce(OutboxMessage.settled_at, OutboxMessage.sending_since, OutboxMessage.created_at)
    held = sa.exists().where(LegalHold.case_id == OutboxMessage.case_id)
    return sa.and_(
        OutboxMessage.purged_at.is_(None),
        OutboxMessage.created_at < sent_before,
        sent_at < sent_before,
        OutboxMessage.next_attempt_at.is_(None),
        sa.not_(held),
    )
