"""What happened to a case, read from the journal."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services.case_queries import visible_to
from complaint_center.services.holding import may_read_narrative

REVEALS = 20


def case_history(case: Case) -> list[JournalEntry]:
    """Every act on the case, oldest first. The case has been found visible already."""
    query = (
        sa.select(JournalEntry)
        .where(JournalEntry.case_id == case.id)
        .order_by(JournalEntry.seq)
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason))
    )
    return list(db.session.scalars(query))


def list_reveals(person: Person, directory: Directory, limit: int = REVEALS) -> list[JournalEntry]:
    """The latest identities revealed by people below this person, or in cases that those hold, newest first.

    Each with its reason (decision 7): the superior of whoever handles a case sees every reveal in it.
    """
    below = directory.below(person.id)
    query = (
        sa.select(JournalEntry)
        .join(Case, Case.id == JournalEntry.case_id)
        .where(
            JournalEntry.what == "identity_revealed",
            JournalEntry.actor_id != person.id,
            sa.or_(JournalEntry.actor_id.in_(below), Case.officer_id.in_(below)),
            visible_to(person, directory),
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.seq.desc())
        .limit(limit)
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason), joinedload(JournalEntry.case))
    )
    return list(db.session.scalars(query))


def may_read_history(person: Person, case: Case) -> bool:
    """Whoever commands or audits the case, and the officer to whom its narrative is open; the reasons are in it."""
    if case.officer_id == person.id:
        return may_read_narrative(person, case)
    return person.commands or person.may(Permission.READ_JOURNAL)
