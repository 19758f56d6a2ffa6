"""The head of the journal by e-mail, every day: what is cut or rewritten later is found by whoever kept the mail."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
import structlog

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.chain import Head
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal, outbox
from complaint_center.services.daily import claims_day, is_morning_of
from complaint_center.services.directory import load_directory

_JOB = "journal_head"
_log = structlog.get_logger()


def mail_head(office: Office, now: datetime) -> int:
    """Queue today's mails once, weekends and holidays too; returns how many.

    To the auditors who have an address, or where none has, to such administrators.
    """
    local = now.astimezone(BANGKOK)
    if not is_morning_of(local) or not claims_day(_JOB, local):
        return 0
    readers = _readers(load_directory())
    if not readers:
        _log.warning("journal_head_has_no_reader")
    head = _head() if readers else {}
    for person in readers:
        outbox.mail(person, MessageKind.JOURNAL_HEAD, office, now, f"{_JOB}:{local.date().isoformat()}", head)
    journal.commit()
    return len(readers)


def _head() -> dict[str, str]:
    """Number and digest of the last row, and when it was written. Whoever is told has been added by an act."""
    last = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    return {"head": str(Head(last.seq, last.mac)), "at": last.at.isoformat()}


def _readers(directory: Directory) -> list[Person]:
    reachable = set(db.session.scalars(sa.select(StaffMember.id).where(StaffMember.email.is_not(None))))
    for role in (Role.AUDITOR, Role.ADMIN):
        if readers := [person for person in directory.active_with(role) if person.id in reachable]:
            return readers
    return []
