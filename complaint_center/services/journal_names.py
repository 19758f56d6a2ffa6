"""Do cases and people still bear the names under which the journal first told of them?

Rows point at cases and people by keys, and the chain covers the keys alone: whoever exchanged two usernames, or two
register numbers, would turn what one did into the other's act without touching the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa

from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember

_BATCH = 1000


def first_renamed() -> int | None:
    """Number of the first row that gave a case or a person another name than it bears now.

    The chain must have been found whole. Rows from before names were journalled say nothing.
    """
    return min((*_renumbered_cases(), *_renamed_people()), default=None)


def _renumbered_cases() -> Iterator[int]:
    entry = JournalEntry
    query = (
        sa.select(entry.seq, entry.detail, Case.register_number)
        .join(Case, Case.id == entry.case_id)
        .where(entry.what == "complaint_recorded")
        .order_by(entry.seq)
    )
    for seq, detail, register_number in db.session.execute(query, execution_options={"yield_per": _BATCH}):
        if json.loads(detail).get("register_number", register_number) != register_number:
            yield seq


def _renamed_people() -> Iterator[int]:
    usernames = dict(db.session.execute(sa.select(StaffMember.id, StaffMember.username)).all())
    query = sa.select(JournalEntry.seq, JournalEntry.detail).where(JournalEntry.what == "staff_added")
    for seq, detail in db.session.execute(query):
        told = json.loads(detail)
        if told.get("username") not in (None, usernames.get(told["staff"])):
            yield seq
