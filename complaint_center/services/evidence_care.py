"""What is done to evidence behind the scenes: scanned again, and left-over files deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import sqlalchemy as sa
import structlog

from complaint_center.domain.storage import DamagedFile, Scanner, ScanState, Store
from complaint_center.extensions import db
from complaint_center.models.announcement import Announcement
from complaint_center.models.case_export import CaseExport
from complaint_center.models.evidence import Evidence
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_by_id

LEFT_OVER = timedelta(days=1)
"""No upload lasts longer: a file this old that no row refers to never will be referred to."""

SCANS = 20
"""Files of one pass."""

_BATCH = 500
_log = structlog.get_logger()


@dataclass(frozen=True)
class Scans:
    """What a pass over the files that no scanner has spoken of has found."""

    clean: int = 0
    infected: int = 0


def scan_waiting(store: Store, scanner: Scanner, now: datetime) -> Scans:
    """Ask the scanner again of files that it has said nothing of, the longest untried first.

    No transaction is open while it works. The pass ends at its first failure, since the next would wait as long.
    """
    found = {ScanState.CLEAN: 0, ScanState.INFECTED: 0}
    for evidence_id in _waiting():
        state = _scan(evidence_id, store, scanner)
        _note(evidence_id, state or ScanState.NOT_SCANNED, now)
        if state is ScanState.NOT_SCANNED:
            break
        if state:
            found[state] += 1
    return Scans(found[ScanState.CLEAN], found[ScanState.INFECTED])


def delete_left_over(store: Store, now: datetime) -> int:
    """Delete the files of the store that no row refers to: of uploads cut off, and of evidence destroyed."""
    deleted = 0
    found = store.older_than(now - LEFT_OVER)
    while names := tuple(islice(found, _BATCH)):
        left_over = set(names) - _referred_to(names)
        db.session.rollback()
        for name in left_over:
            store.delete(name)
        deleted += len(left_over)
    return deleted


def _waiting() -> list[int]:
    query = (
        sa.select(Evidence.id)
        .where(Evidence.scan_state == ScanState.NOT_SCANNED, Evidence.destroyed_at.is_(None))
        .order_by(Evidence.scan_tried_at, Evidence.id)
        .limit(SCANS)
    )
    waiting = list(db.session.scalars(query))
    db.session.rollback()
    return waiting


def _scan(evidence_id: int, store: Store, scanner: Scanner) -> ScanState | None:
    """None for a file that cannot be read, which is not the scanner's fault."""
    row = db.session.get_one(Evidence, evidence_id)
    address = row.object_name or "", row.object_key
    db.session.rollback()
    try:
        with store.open(*address) as content:
            return scanner.scan(content)
    except DamagedFile:
        _log.error("evidence_damaged", evidence=evidence_id)
        return None


def _note(evidence_id: int, state: ScanState, now: datetime) -> None:
    """Another worker may have been told meanwhile, or the file destroyed."""
    row = db.session.get_one(Evidence, evidence_id)
    case = lock_by_id(row.case_id)
    db.session.refresh(row)
    if row.scan_state is not ScanState.NOT_SCANNED or row.destroyed_at:
        db.session.rollback()
        return
    row.scan_state, row.scan_tried_at = state, now
    if state is ScanState.INFECTED:
        journal.record("evidence_found_infected", actor=None, at=now, case=case, detail={"evidence": row.id})
    journal.commit()


def _referred_to(names: tuple[str, ...]) -> set[str]:
    """Names that some row has, as original or copy of evidence, as what everybody may read, or as a list."""
    columns = (Evidence.object_name, Evidence.copy_object_name, Announcement.object_name, CaseExport.object_name)
    query = sa.union_all(*(sa.select(column).where(column.in_(names)) for column in columns))
    return set(db.session.scalars(query))
