"""Procurement cases: the project or contract they are about, the vendor, and the yearly list for the audit.

Whoever examines one declares to have no relation to the vendor; where another is named later, they declare anew before
they read on (measure 4 of the municipality's report).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.conflict_register import ACTS, ConflictEntry
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, Problem
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.procurement import Procurement
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, lock_case, narrative_open_to, visible_to
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import require_worker, void_declarations
from complaint_center.services.search_texts import keep_search_text


@dataclass(frozen=True)
class ProcurementDraft:
    """The number of the project or contract, and the bidder or contractor; either may be empty."""

    project_number: str = ""
    vendor: str = ""


def note_procurement(actor: Person, register_number: str, draft: ProcurementDraft, now: datetime) -> None:
    """Note project and vendor. What was declared in an open case about another vendor, or about none, is void."""
    case = lock_case(register_number, actor, load_directory())
    require_noter(actor, case)
    told = ProcurementDraft(draft.project_number.strip(), draft.vendor.strip())
    for name in ("project_number", "vendor"):
        if len(getattr(told, name)) > LINE_LENGTH:
            raise InvalidInput(name, Problem.TOO_LONG)
    kept = case.procurement or Procurement(vendor="")
    kept.project_number, kept.vendor, kept.noted_at, kept.noted_by_id = *_pair(told), now, actor.id
    case.procurement = kept
    is_void = void_declarations(case, now)
    keep_search_text(case)
    # Neither number nor name: retention may take those away, and the journal keeps what it has.
    journal.record("procurement_noted", actor=actor, at=now, case=case, detail={"other_vendor": is_void})
    journal.commit()


def require_noter(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor examines or commands the case; AlreadyDecided where it is not about procurement."""
    require_worker(actor, case)
    if not case.conflicts.is_procurement:
        raise AlreadyDecided(case.status)


def list_procurement(person: Person, directory: Directory, year: FiscalYear) -> Sequence[Case]:
    """Procurement cases received in the year that the person may see, in the order of their receipt; for the audit.

    NotAllowed for whoever does not read all.
    """
    if not person.may(Permission.READ_ALL):
        raise NotAllowed
    query = (
        sa.select(Case)
        .where(*_listed(person, directory, year))
        .options(joinedload(Case.officer), joinedload(Case.procurement))
        .options(selectinload(Case.declarations), selectinload(Case.orders))
        .order_by(Case.received_at, Case.id)
    )
    return db.session.scalars(query).unique().all()


def recusals_of(person: Person, directory: Directory, year: FiscalYear) -> Mapping[int, Sequence[JournalEntry]]:
    """Who stepped back from the cases of that list, when and why, by case: as the journal has it, in one statement."""
    query = (
        sa.select(JournalEntry)
        .join(Case, Case.id == JournalEntry.case_id)
        .where(JournalEntry.what.in_(sorted(ACTS[ConflictEntry.STEPPED_BACK])), *_listed(person, directory, year))
        .order_by(JournalEntry.seq)
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason))
    )
    recusals: dict[int, list[JournalEntry]] = {}
    for entry in db.session.scalars(query):
        recusals.setdefault(entry.case_id or 0, []).append(entry)
    return recusals


def note_export(actor: Person, year: FiscalYear, now: datetime) -> None:
    """Keep in the journal that the list of a year is taken out."""
    journal.record("procurement_exported", actor=actor, at=now, detail={"fiscal_year": year.number})
    journal.commit()


def _listed(person: Person, directory: Directory, year: FiscalYear) -> list[Condition]:
    return [
        sa.or_(Case.category == Category.PROCUREMENT, Case.was_procurement),
        Case.received_at >= year.starts_at,
        Case.received_at < year.ends_at,
        visible_to(person, directory),
        narrative_open_to(person),
    ]


def _pair(told: ProcurementDraft) -> tuple[str, str]:
    return told.project_number, told.vendor
