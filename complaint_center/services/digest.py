"""The morning digest: one e-mail a person, on working days, of the overdue deadlines they were alerted of."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from complaint_center.domain.access import Directory
from complaint_center.domain.calendar import BANGKOK, is_working_day
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.ladder import Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal, outbox
from complaint_center.services.calendar import holidays
from complaint_center.services.daily import claims_day, is_morning_of
from complaint_center.services.directory import load_directory

_JOB = "digest"


def send_digests(office: Office, now: datetime) -> int:
    """Queue today's digests once, at 08:30 Bangkok or as soon after it as a worker runs; returns how many."""
    local = now.astimezone(BANGKOK)
    if not is_morning_of(local) or not is_working_day(local.date(), holidays()) or not claims_day(_JOB, local):
        return 0
    directory = load_directory()
    overdue = _overdue_by_person(directory, now)
    for staff_id, deadlines in overdue.items():
        cases = [
            {"register_number": deadline.case.register_number, "due_at": deadline.due_at.isoformat()}
            for deadline in deadlines
        ]
        outbox.mail(
            directory.people[staff_id],
            MessageKind.DIGEST,
            office,
            now,
            f"digest:{local.date().isoformat()}",
            {"cases": cases},
        )
    journal.commit()
    return len(overdue)


def leave_out_barred(message: OutboxMessage) -> int:
    """Take the cases out of a waiting digest from which its reader has been barred since; returns how many are left."""
    told = message.params["cases"]
    query = sa.select(Case).where(Case.register_number.in_([case["register_number"] for case in told]))
    conflicts = (selectinload(Case.accused), selectinload(Case.recusals))
    directory = load_directory()
    open_to_reader = {
        case.register_number
        for case in db.session.scalars(query.options(*conflicts))
        if message.staff_id not in case.conflicts.barred(directory)
    }
    message.params = {"cases": [case for case in told if case["register_number"] in open_to_reader]}
    return len(message.params["cases"])


def _overdue_by_person(directory: Directory, now: datetime) -> dict[int, list[Deadline]]:
    """Whoever owes the deadline, whoever a rung has reached, and who supervises now; nobody barred or gone."""
    by_person: dict[int, list[Deadline]] = defaultdict(list)
    for deadline in _overdue(now):
        barred = deadline.case.conflicts.barred(directory)
        chain = ChainOfCommand(directory, deadline.case.officer_id, barred)
        told = {row.recipient_id for row in deadline.escalations if row.recipient_id}
        answering = [chain.responsible(deadline.kind)]
        if any(row.tier is not Tier.OFFICER for row in deadline.escalations):
            # Whom that rung reached may have left since; who took over must hear of it.
            answering.append(chain.supervisor())
        told |= {person.id for person in answering if person}
        for staff_id in told - barred:
            if directory.is_present(staff_id):
                by_person[staff_id].append(deadline)
    return by_person


def _overdue(now: datetime) -> list[Deadline]:
    query = (
        sa.select(Deadline)
        .where(Deadline.met_at.is_(None), Deadline.ended_by.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.due_at)
        .options(
            selectinload(Deadline.escalations),
            selectinload(Deadline.case).selectinload(Case.accused),
            selectinload(Deadline.case).selectinload(Case.recusals),
        )
    )
    return list(db.session.scalars(query))
