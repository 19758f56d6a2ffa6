"""What happened to a case, read from the journal."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Permission, Person
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services.holding import may_read_narrative


def case_history(case: Case) -> list[JournalEntry]:
    """Every act on the case, oldest first. The case has been found visible already."""
    query = (
        sa.select(JournalEntry)
        .where(JournalEntry.case_id == case.id)
        .order_by(JournalEntry.seq)
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason))
    )
    return list(db.session.scalars(query))


def may_read_history(person: Person, case: Case) -> bool:
    """Whoever commands or audits the case, and the officer to whom its narrative is open; the reasons are in it."""
    if case.officer_id == person.id:
        return may_read_narrative(person, case)
    return person.commands or person.may(Permission.READ_JOURNAL)
