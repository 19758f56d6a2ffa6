"""Every decision that somebody made as they saw fit, with its reason, in one list; read from the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.discretion import ALWAYS, ASSIGNED, ORDER_GIVEN, ORDERS, Discretion, kind_of
from complaint_center.domain.errors import InvalidInput, NotAllowed, Problem
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.status import OrderKind
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, narrative_open_to, visible_to
from complaint_center.services.journal_list import JournalPage, Place, first_act_at, read_page

PAGE = 50
LONGEST_EXPORT = 5_000
"""Acts in one file; a month of a municipality has a few dozen."""

Rows = Sequence[tuple[JournalEntry, str | None]]


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty filter lets everything through."""

    kind: Discretion | None = None
    actor_id: int | None = None
    month: Month | None = None


def list_acts(person: Person, directory: Directory, filters: Filters, after: Place | None = None) -> JournalPage:
    """The newest decisions first, in the cases that the person may see and read.

    NotAllowed for whoever neither commands nor reads all.
    """
    require_reader(person)
    return read_page(_shown_to(person, directory, filters), after, PAGE)


def all_acts(person: Person, directory: Directory, filters: Filters) -> Rows:
    """The same as a whole. InvalidInput where they are more than one file takes."""
    require_reader(person)
    page = read_page(_shown_to(person, directory, filters), limit=LONGEST_EXPORT)
    if page.after:
        raise InvalidInput("month", Problem.TOO_MANY_ROWS)
    return page.rows


def note_export(actor: Person, filters: Filters, now: datetime) -> None:
    """Keep in the journal that this much of the list is taken out."""
    require_reader(actor)
    told = {"kind": filters.kind, "person": filters.actor_id, "month": filters.month and str(filters.month)}
    detail = {name: value for name, value in told.items() if value is not None}
    journal.record("discretion_exported", actor=actor, at=now, detail=detail)
    journal.commit()


def months_until(now: datetime) -> list[Month]:
    """The months since the first act of the journal, the present one first."""
    first, month, months = first_act_at(), Month.of(now), []
    while first and month >= Month.of(first):
        months.append(month)
        month = month.after(-1)
    return months


def kind_of_entry(entry: JournalEntry) -> Discretion | None:
    """Which decision the row tells of; None for any other act."""
    order = json.loads(entry.detail).get("order") if entry.what == ORDER_GIVEN else None
    return kind_of(entry.what, is_of_person=entry.actor_id is not None, order=OrderKind(order) if order else None)


def is_discretion(kind: Discretion | None = None) -> Condition:
    """Rows of the journal that tell of such a decision, or of one of that kind; see `kind_of`."""
    kinds = Discretion if kind is None else (kind,)
    always = [one for one in kinds if one in ALWAYS]
    orders = [order for one in kinds for order in sorted(ORDERS.get(one, ()))]
    conditions: list[Condition] = []
    if always:
        conditions.append(JournalEntry.what.in_(always))
    if orders:
        conditions.append(sa.and_(JournalEntry.what == ORDER_GIVEN, sa.or_(*map(_orders, orders))))
    if Discretion.REASSIGNED in kinds:
        conditions.append(sa.and_(JournalEntry.what == ASSIGNED, JournalEntry.actor_id.is_not(None)))
    return sa.or_(*conditions)


def in_month(month: Month) -> Condition:
    return sa.and_(JournalEntry.at >= month.starts_at, JournalEntry.at < month.ends_at)


def _shown_to(person: Person, directory: Directory, filters: Filters) -> list[Condition]:
    conditions = [
        JournalEntry.case_id.is_not(None),
        visible_to(person, directory),
        narrative_open_to(person),
        is_discretion(filters.kind),
    ]
    if filters.actor_id is not None:
        conditions.append(JournalEntry.actor_id == filters.actor_id)
    if filters.month:
        conditions.append(in_month(filters.month))
    return conditions


def _orders(order: OrderKind) -> Condition:
    """The detail is kept as it was digested: JSON with its names in order, where no text can hold a bare quote."""
    return JournalEntry.detail.contains(f'"order": "{order}"', autoescape=True)


def require_reader(person: Person) -> None:
    """NotAllowed for whoever neither commands nor reads all."""
    if not (person.commands or person.may(Permission.READ_ALL)):
        raise NotAllowed
