"""The register of conflicts of interest, as the journal has it: declarations, recusals, bypasses, inquiries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.conflict_register import ACTS, PASSED_OVER, ConflictEntry
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.models.interest import InterestDeclaration
from complaint_center.models.journal import JournalEntry
from complaint_center.models.order import Order
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, narrative_open_to, visible_to
from complaint_center.services.discretion import LONGEST_EXPORT, PAGE, Rows, require_reader
from complaint_center.services.journal_list import JournalPage, Place, read_page

_KINDS = {what: kind for kind, acts in ACTS.items() for what in acts}

Act = tuple[int | None, datetime]
"""The case of an entry and its instant: nobody records two outcomes of a case in one."""


@dataclass(frozen=True)
class Filters:
    """A fiscal year, and of its entries those of one kind; without a kind all of them."""

    year: FiscalYear
    kind: ConflictEntry | None = None


def list_entries(person: Person, directory: Directory, filters: Filters, after: Place | None = None) -> JournalPage:
    """The newest entries first, of the cases that the person may see and read.

    Whoever was passed over is barred from that case, and so finds no entry of it. NotAllowed for whoever neither
    commands nor reads all.
    """
    require_reader(person)
    return read_page(_shown_to(person, directory, filters), after, PAGE)


def all_entries(person: Person, directory: Directory, filters: Filters) -> Rows:
    """The same as a whole. InvalidInput where they are more than one file takes."""
    require_reader(person)
    page = read_page(_shown_to(person, directory, filters), limit=LONGEST_EXPORT)
    if page.after:
        raise InvalidInput("kind", Problem.TOO_MANY_ROWS)
    return page.rows


def inquiries_of(person: Person, directory: Directory, year: FiscalYear) -> Mapping[Act, DisciplinaryInquiry]:
    """The outcomes that were recorded in the year, each by its act: the journal does not keep their texts.

    In one statement whatever their number, of the cases that the person may see and read.
    """
    require_reader(person)
    query = (
        sa.select(DisciplinaryInquiry)
        .join(Case, Case.id == DisciplinaryInquiry.case_id)
        .where(
            visible_to(person, directory),
            narrative_open_to(person),
            DisciplinaryInquiry.recorded_at >= year.starts_at,
            DisciplinaryInquiry.recorded_at < year.ends_at,
        )
        .options(joinedload(DisciplinaryInquiry.accused).lazyload(Accused.nearly_named))
        .options(joinedload(DisciplinaryInquiry.replaced_by))
    )
    return {(one.case_id, one.recorded_at): one for one in db.session.scalars(query)}


def waiting_inquiries(person: Person, directory: Directory) -> Sequence[tuple[str, datetime]]:
    """Register number and day of the order of each inquiry that has no outcome since; the longest waiting first.

    In one statement, of the cases that the person may see and read.
    """
    require_reader(person)
    has_outcome = sa.exists().where(
        DisciplinaryInquiry.case_id == Order.case_id, DisciplinaryInquiry.recorded_at >= Order.at
    )
    ordered_at = sa.func.min(Order.at, type_=Order.at.type)
    query = (
        sa.select(Case.register_number, ordered_at)
        .join(Order, Order.case_id == Case.id)
        .where(
            Order.kind == OrderKind.DISCIPLINARY,
            Case.disposed_at.is_(None),
            visible_to(person, directory),
            narrative_open_to(person),
            sa.not_(has_outcome.correlate(Order)),
        )
        .group_by(Case.id, Case.register_number)
        .order_by(ordered_at, Case.id)
    )
    return [(number, at) for number, at in db.session.execute(query)]


def declarations_of(person: Person, directory: Directory, year: FiscalYear) -> Mapping[Act, InterestDeclaration]:
    """The declarations of the year about a vendor, voided ones too, each by its act, in the same way."""
    require_reader(person)
    query = (
        sa.select(InterestDeclaration)
        .join(Case, Case.id == InterestDeclaration.case_id)
        .where(
            visible_to(person, directory),
            narrative_open_to(person),
            InterestDeclaration.vendor != "",
            InterestDeclaration.at >= year.starts_at,
            InterestDeclaration.at < year.ends_at,
        )
    )
    return {(one.case_id, one.at): one for one in db.session.scalars(query)}


def note_export(actor: Person, filters: Filters, now: datetime) -> None:
    """Keep in the journal that this much of the register is taken out."""
    require_reader(actor)
    detail = {"fiscal_year": filters.year.number, "kind": filters.kind}
    journal.record("conflict_register_exported", actor=actor, at=now, detail=detail)
    journal.commit()


def kind_of_entry(entry: JournalEntry) -> ConflictEntry:
    """Which kind an act of the register is."""
    return _KINDS[entry.what]


def _shown_to(person: Person, directory: Directory, filters: Filters) -> list[Condition]:
    kinds = ConflictEntry if filters.kind is None else (filters.kind,)
    return [
        visible_to(person, directory),
        narrative_open_to(person),
        JournalEntry.at >= filters.year.starts_at,
        JournalEntry.at < filters.year.ends_at,
        sa.or_(*(_is(kind) for kind in kinds)),
    ]


def _is(kind: ConflictEntry) -> Condition:
    is_act = JournalEntry.what.in_(sorted(ACTS[kind]))
    if kind is not ConflictEntry.BYPASSED:
        return is_act
    # The detail is JSON with its names in order, where no text can hold a bare quote.
    return sa.and_(is_act, JournalEntry.detail.contains(f'"{PASSED_OVER}"', autoescape=True))
