"""The cases that need a superior's attention: a condition for each reason, by which they are listed and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.calendar import bangkok_midnight, last_working_day, next_bangkok_midnight
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.ladder import Tier
from complaint_center.domain.status import OPEN, CaseStatus
from complaint_center.domain.storage import ScanState
from complaint_center.domain.urgency import NEAR
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.evidence import Evidence
from complaint_center.models.journal import JournalEntry
from complaint_center.services.calendar import holidays
from complaint_center.services.case_queries import Condition, visible_to

_RUNNING = (Deadline.met_at.is_(None), Deadline.ended_by.is_(None))


def needs(attention: Attention, now: datetime) -> Condition:
    """The condition on a case, without who may see it."""
    return _CONDITIONS[attention](now)


def count_needing(person: Person, directory: Directory, now: datetime) -> dict[Attention, int]:
    """How many cases that the person may see need attention for each reason, in one statement beside the holidays'."""
    visible = visible_to(person, directory)
    counts = [
        sa.select(sa.func.count()).select_from(Case).where(visible, needs(attention, now)).scalar_subquery()
        for attention in Attention
    ]
    return dict(zip(Attention, db.session.execute(sa.select(*counts)).one(), strict=True))


def _is_due(*when: Condition) -> Condition:
    """From the deadlines' index to the cases, for only a few of those run."""
    return Case.id.in_(sa.select(Deadline.case_id).where(*_RUNNING, *when))


def _due_today(now: datetime) -> Condition:
    return _is_due(Deadline.due_at >= bangkok_midnight(now), Deadline.due_at < next_bangkok_midnight(now))


def _near_due(now: datetime) -> Condition:
    """Due after today, and within the days that are called near."""
    return _is_due(Deadline.due_at >= next_bangkok_midnight(now), Deadline.due_at <= now + NEAR)


def _has_rung(which: Condition) -> Condition:
    """Such a rung has been recorded on a deadline that still runs."""
    climbed = sa.select(Deadline.case_id).join(Escalation, Escalation.deadline_id == Deadline.id)
    return Case.id.in_(climbed.where(*_RUNNING, which))


def _unread_web(now: datetime) -> Condition:
    """Complaints from the website on which no officer who had them has done anything for a working day."""
    officers = sa.select(Assignment.officer_id).where(Assignment.case_id == Case.id)
    did = (JournalEntry.actor_id.in_(officers), JournalEntry.what != "stepped_back")
    by_officer = sa.exists().where(JournalEntry.case_id == Case.id, *did)
    came = Case.registered_at <= last_working_day(now, holidays())
    return sa.and_(_is_open(now), Case.channel == Channel.WEB, came, sa.not_(by_officer))


def _without_date(now: datetime) -> Condition:
    """Nothing is due on an open complaint; that the complainant has to be told moves nothing on in it."""
    owed = sa.exists().where(Deadline.case_id == Case.id, *_RUNNING, Deadline.kind != DeadlineKind.NOTICE)
    dated = [category for category in Category if category.has_finding_deadline]
    return sa.and_(_is_open(now), Case.category.in_(dated), sa.not_(owed))


def _refer_outside(now: datetime) -> Condition:
    """Nobody here may examine it, for everyone is barred, or it concerns an elected office."""
    elected = sa.exists().where(Accused.case_id == Case.id, Accused.is_elected)
    return sa.and_(_is_open(now), sa.or_(Case.refer_outside, elected))


def _infected(_now: datetime) -> Condition:
    """A virus was found in its evidence after that had been taken."""
    return sa.exists().where(
        Evidence.case_id == Case.id, Evidence.scan_state == ScanState.INFECTED, Evidence.destroyed_at.is_(None)
    )


def _is_open(_now: datetime) -> Condition:
    return Case.status.in_(sorted(OPEN))


_CONDITIONS: Mapping[Attention, Callable[[datetime], Condition]] = {
    Attention.LOST: lambda _now: _has_rung(Escalation.recipient_id.is_(None)),
    Attention.OVERDUE: lambda now: _is_due(Deadline.due_at < bangkok_midnight(now)),
    Attention.DUE_TODAY: _due_today,
    Attention.NEAR_DUE: _near_due,
    Attention.ESCALATED: lambda _now: _has_rung(Escalation.tier != Tier.OFFICER),
    Attention.UNASSIGNED: lambda now: sa.and_(_is_open(now), Case.officer_id.is_(None)),
    Attention.AWAITING_ORDER: lambda _now: Case.status == CaseStatus.AWAITING_ORDER,
    Attention.RETURNED: lambda _now: Case.status == CaseStatus.RETURNED,
    Attention.UNREAD_WEB: _unread_web,
    Attention.WITHOUT_DATE: _without_date,
    Attention.REFER_OUTSIDE: _refer_outside,
    Attention.INFECTED: _infected,
}
