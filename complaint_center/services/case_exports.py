"""Lists of all cases of a report: asked for on a page, loaded by whoever asked, and forgotten after a day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.case_exports import KEPT, MOST_AT_ONCE, ExportFormat, ExportState
from complaint_center.domain.errors import InvalidInput, NotVisible, Problem
from complaint_center.domain.storage import Store
from complaint_center.extensions import db
from complaint_center.models.case_export import CaseExport
from complaint_center.services import journal
from complaint_center.services.evidence import Opened
from complaint_center.services.report_facts import Filters
from complaint_center.services.reports import require_reader, written

_WAITING = (ExportState.QUEUED, ExportState.RUNNING)
_MEDIA_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class ExportWords:
    """The words of whoever asked, in their language: the worker has none.

    `values` gives those of channels, categories, states and orders by their value. `name` is that of the file, short
    enough for every disk, `sheet` a still shorter one. `as_of` has a place for the moment, told in `language`.
    """

    title: str
    columns: Sequence[str]
    values: Mapping[str, str]
    yes: str
    name: str = ""
    sheet: str = ""
    as_of: str = "%(moment)s"
    language: str = "th"


def request_export(actor: Person, filters: Filters, format: ExportFormat, words: ExportWords, now: datetime) -> str:
    """Ask for a list; returns the reference under which it is found.

    NotAllowed for whoever reads no reports; InvalidInput for a fourth one while three are not written yet.
    """
    require_reader(actor)
    waiting = sa.select(sa.func.count()).where(
        CaseExport.requested_by_id == actor.id, CaseExport.state.in_(_WAITING), CaseExport.requested_at > now - KEPT
    )
    if (db.session.scalar(waiting) or 0) >= MOST_AT_ONCE:
        raise InvalidInput("file", Problem.TOO_MANY_WAIT)
    row = CaseExport(
        reference=secrets.token_hex(16),
        requested_by_id=actor.id,
        requested_at=now,
        format=format,
        filters=written(filters),
        words=vars(words),
    )
    db.session.add(row)
    detail = {"export": row.reference, "format": format, **written(filters)}
    journal.record("cases_export_requested", actor=actor, at=now, detail=detail)
    journal.commit()
    return row.reference


def find_export(actor: Person, reference: str, now: datetime) -> CaseExport:
    """One that the actor has asked for. NotVisible for others, and for one that is over."""
    require_reader(actor)
    row = db.session.scalar(_of(actor, now).where(CaseExport.reference == reference))
    if row is None:
        raise NotVisible
    return row


def list_exports(actor: Person, now: datetime) -> Sequence[CaseExport]:
    """Those that the actor has asked for and can still load, the newest first."""
    return db.session.scalars(_of(actor, now).order_by(CaseExport.id.desc())).all()


def open_export(actor: Person, reference: str, store: Store, now: datetime) -> Opened:
    """The file. NotVisible while there is none."""
    row = find_export(actor, reference, now)
    if row.object_name is None:
        raise NotVisible
    name, media_type = f"{row.words.get('name') or row.words['title']}.{row.format}", _MEDIA_TYPES[row.format]
    address, size = (row.object_name, row.object_key), row.size
    journal.record("cases_export_loaded", actor=actor, at=now, detail={"export": reference})
    journal.commit()
    return Opened(store.open(*address), name, media_type, size)


def forget_exports(store: Store, now: datetime) -> int:
    """Delete the lists whose time is over, with their files."""
    over = list(db.session.scalars(sa.select(CaseExport).where(CaseExport.requested_at <= now - KEPT)))
    names = [row.object_name for row in over if row.object_name]
    for row in over:
        db.session.delete(row)
    db.session.commit()
    for name in names:
        store.delete(name)
    return len(over)


def _of(actor: Person, now: datetime) -> sa.Select[CaseExport]:
    return sa.select(CaseExport).where(CaseExport.requested_by_id == actor.id, CaseExport.requested_at > now - KEPT)
