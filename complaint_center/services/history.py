"""What happened to a case, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services.case_queries import Condition, visible_to
from complaint_center.services.holding import may_read_narrative

REVEALS = 50
LOOKUPS_OF = timedelta(days=30)

REVEALING = ("identity_revealed", "identity_searched", "call_number_shown", "tracking_code_reissued")
"""Acts in which somebody learns who complained, or hands out what opens the conversation with them."""


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
    """The latest identities, numbers and codes given out by people below this person, or in cases that those hold.

    Newest first, each with its reason (decision 7): the superior of whoever handles a case sees every reveal in it.
    """
    below = _answerable_to(person, directory)
    is_theirs = sa.or_(JournalEntry.actor_id.in_(below), Case.officer_id.in_(below))
    return _latest(person, directory, limit, JournalEntry.what.in_(REVEALING), is_theirs)


def list_barred_superiors(person: Person, directory: Directory, limit: int = REVEALS) -> list[JournalEntry]:
    """The latest acts by which somebody barred their own superiors, for auditors and for those above who are left."""
    is_theirs = JournalEntry.actor_id.in_(directory.below(person.id))
    of_all = sa.literal(person.may(Permission.READ_ALL))
    return _latest(person, directory, limit, JournalEntry.what == "superiors_barred", sa.or_(of_all, is_theirs))


@dataclass(frozen=True)
class Lookups:
    """How often somebody looked for a caller who was not found, or whose cases they had recorded themselves."""

    name: str
    count: int
    last_at: datetime


def count_lookups(person: Person, directory: Directory, now: datetime) -> list[Lookups]:
    """By people below this person in the last 30 days, most first. Whom they looked for is kept nowhere."""
    count = sa.func.count()
    query = (
        sa.select(JournalEntry.actor_id, count, sa.func.max(JournalEntry.at, type_=JournalEntry.at.type))
        .where(
            JournalEntry.what.in_(("caller_looked_up", "identity_searched")),
            JournalEntry.case_id.is_(None),
            JournalEntry.at > now - LOOKUPS_OF,
            JournalEntry.actor_id.in_(_answerable_to(person, directory)),
        )
        .group_by(JournalEntry.actor_id)
        .order_by(count.desc(), JournalEntry.actor_id)
    )
    rows = db.session.execute(query)
    return [Lookups(directory.name_of(actor_id or 0), times, last_at) for actor_id, times, last_at in rows]


def _latest(person: Person, directory: Directory, limit: int, *conditions: Condition) -> list[JournalEntry]:
    """Acts of others in cases that the person may see."""
    query = (
        sa.select(JournalEntry)
        .join(Case, Case.id == JournalEntry.case_id)
        .where(*conditions, JournalEntry.actor_id != person.id, visible_to(person, directory))
        .order_by(JournalEntry.at.desc(), JournalEntry.seq.desc())
        .limit(limit)
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason), joinedload(JournalEntry.case))
    )
    return list(db.session.scalars(query))


def _answerable_to(person: Person, directory: Directory) -> frozenset[int]:
    """Everybody below; whoever has no superior and commands nobody answers to the centre's head and those above."""
    below, head = directory.below(person.id), directory.centre_head_id
    if head != person.id and head not in below:
        return below
    people = directory.people.values()
    return below | {one.id for one in people if one.reports_to_id is None and not one.commands and one.id != person.id}


def may_read_history(person: Person, case: Case) -> bool:
    """Whoever commands or audits the case, and the officer to whom its narrative is open; the reasons are in it."""
    if case.officer_id == person.id:
        return may_read_narrative(person, case)
    return person.commands or person.may(Permission.READ_JOURNAL)
