"""The journal as auditors read it: newest first, narrowed, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed, NotVisible
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import journal
from complaint_center.services.case_queries import find_case, narrative_open_to, not_barred
from complaint_center.services.directory import load_directory

PAGE = 50
THE_SYSTEM = 0
"""In place of a person's id: what the service did by itself."""


@dataclass(frozen=True)
class JournalFilters:
    """What the journal is narrowed to; an empty filter lets everything through. `until` itself is outside."""

    what: str = ""
    actor_id: int | None = None
    register_number: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Place:
    """Where a page ends: so many of the rows of that instant have been shown.

    The rows' own numbers stay inside: their gaps would tell a barred auditor how much is done in a case.
    """

    at: datetime
    shown: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.shown}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """None for anything that is no place: the list then begins at its beginning."""
        at, _, shown = text.partition("~")
        try:
            place = cls(datetime.fromisoformat(at), int(shown))
        except ValueError:
            return None
        return place if place.at.tzinfo and 0 < place.shown <= LARGEST_ID else None


@dataclass(frozen=True)
class JournalPage:
    """Rows, each with the register number of its case or none; `after` None: this is the last page."""

    rows: Sequence[tuple[JournalEntry, str | None]]
    after: Place | None


def read_journal(
    person: Person, directory: Directory, filters: JournalFilters, after: Place | None = None, limit: int = PAGE
) -> JournalPage:
    """The newest acts first: those of no case, and those of cases that no conflict shuts to the person."""
    of_no_case = JournalEntry.case_id.is_(None)
    is_open = sa.and_(not_barred(person, directory), narrative_open_to(person))
    return read_page([sa.or_(of_no_case, is_open), *_narrowed(filters)], after, limit)


def read_page(
    conditions: Iterable[sa.ColumnElement[bool]], after: Place | None = None, limit: int = PAGE
) -> JournalPage:
    """The newest acts first of which all that holds; one of the conditions says whose cases may be seen."""
    query = (
        sa.select(JournalEntry, Case.register_number)
        .outerjoin(Case, Case.id == JournalEntry.case_id)
        .where(*conditions)
        .order_by(JournalEntry.at.desc(), JournalEntry.seq.desc())
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason))
        .limit(limit + 1)
    )
    if after:
        query = query.where(JournalEntry.at <= after.at).offset(after.shown)
    rows = [(entry, number) for entry, number in db.session.execute(query)]
    return JournalPage(rows[:limit], _end(rows[:limit], after) if len(rows) > limit else None)


def first_act_at() -> datetime | None:
    """When the journal began; None while it is empty."""
    return db.session.scalar(sa.select(sa.func.min(JournalEntry.at, type_=JournalEntry.at.type)))


def note_export(actor: Person, filters: JournalFilters, now: datetime) -> None:
    """Keep in the journal that this much of it is taken out. NotAllowed for whoever may not read it."""
    if not actor.may(Permission.READ_JOURNAL):
        raise NotAllowed
    told = {
        "act": filters.what,
        "person": filters.actor_id,
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
    }
    detail = {name: value for name, value in told.items() if value not in ("", None)}
    journal.record("journal_exported", actor=actor, at=now, case=_case(actor, filters), detail=detail)
    journal.commit()


def _case(actor: Person, filters: JournalFilters) -> Case | None:
    """The act belongs to the case that was asked for, so that it is hidden with it."""
    try:
        return find_case(filters.register_number, actor, load_directory())
    except NotVisible:
        return None


def _narrowed(filters: JournalFilters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.what:
        conditions.append(JournalEntry.what == filters.what)
    if filters.actor_id == THE_SYSTEM:
        conditions.append(JournalEntry.actor_id.is_(None))
    elif filters.actor_id is not None:
        conditions.append(JournalEntry.actor_id == filters.actor_id)
    if filters.register_number:
        wanted = sa.select(Case.id).where(Case.register_number == filters.register_number)
        conditions.append(JournalEntry.case_id == wanted.correlate(None).scalar_subquery())
    if filters.since:
        conditions.append(JournalEntry.at >= filters.since)
    if filters.until:
        conditions.append(JournalEntry.at < filters.until)
    return conditions


def _end(rows: Sequence[tuple[JournalEntry, str | None]], before: Place | None) -> Place:
    last = rows[-1][0].at
    shown = sum(entry.at == last for entry, _ in rows)
    return Place(last, shown + (before.shown if before and before.at == last else 0))
