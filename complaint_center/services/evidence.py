"""Evidence of a case: taken in, listed, opened. Who did which of these, and when, is in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem, require_reason
from complaint_center.domain.evidence import CASE_BYTES, EvidenceDraft, EvidenceType
from complaint_center.domain.storage import Store
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.evidence import Evidence
from complaint_center.services import journal
from complaint_center.services.case_queries import find_case, lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.identity import require_revealer


@dataclass(frozen=True)
class Opened:
    """A file as it is handed over, under our own word for what it is."""

    content: IO[bytes]
    name: str
    media_type: str
    size: int


def attach(case: Case, drafts: Sequence[EvidenceDraft], actor: Person | None, now: datetime) -> int:
    """Make examined files part of a case that is locked or new; a helper, it does not commit. Returns how many are new.

    Actor None is the complainant. A file that the case has already is not taken twice, so a repeated upload changes
    nothing. InvalidInput where the case would hold more than it may, counted over all uploads.
    """
    had = {evidence.sha256 for evidence in case.evidence if evidence.destroyed_at is None}
    new = [draft for digest, draft in {draft.sha256: draft for draft in drafts}.items() if digest not in had]
    held = sum(evidence.size for evidence in case.evidence if evidence.destroyed_at is None)
    if held + sum(draft.size for draft in new) > CASE_BYTES:
        raise InvalidInput("evidence", Problem.TOO_MUCH_EVIDENCE)
    rows = [_row(draft, actor, now) for draft in new]
    case.evidence.extend(rows)
    db.session.flush()
    for row in rows:
        detail = {"evidence": row.id, "type": row.type, "size": row.size, "sha256": row.sha256}
        journal.record("evidence_received", actor=actor, at=now, case=case, detail=detail)
    return len(rows)


def add_evidence(actor: Person, register_number: str, drafts: Sequence[EvidenceDraft], now: datetime) -> int:
    """Staff add files to a case. NotVisible or NotAllowed for whoever may not; returns how many are new."""
    case = lock_case(register_number, actor, load_directory())
    _require_open(actor, case)
    if not may_add(actor, case):
        raise NotAllowed
    added = attach(case, drafts, actor, now)
    journal.commit()
    return added


def note_infected(actor: Person | None, register_number: str, files: int, now: datetime) -> None:
    """Files were refused because of what the scanner found. Their names are not written down.

    `register_number` empty: they came with a complaint that is not a case yet. NotVisible as ever.
    """
    case = find_case(register_number, actor, load_directory()) if actor and register_number else None
    journal.record("evidence_refused", actor=actor, at=now, case=case, detail={"files": files})
    journal.commit()


def find_with_evidence(actor: Person, register_number: str) -> Case:
    """The case, for whoever may see its evidence: all who may read its narrative. NotVisible for anybody else."""
    case = find_case(register_number, actor, load_directory())
    _require_open(actor, case)
    return case


def open_evidence(actor: Person, register_number: str, evidence_id: int, store: Store, now: datetime) -> Opened:
    """One file, once that it was opened is in the journal; of a picture the copy. NotVisible as for the case.

    A file in which a virus was found is not there for anybody. DamagedFile where the store does not hold it whole.
    """
    case = find_with_evidence(actor, register_number)
    row = _served(case, evidence_id)
    journal.record("evidence_opened", actor=actor, at=now, case=case, detail={"evidence": row.id})
    if row.copy_type is None:
        return _open(row, store)
    type, size, name = row.copy_type, row.copy_size or 0, _copy_name(row.name, row.copy_type)
    address = row.copy_object_name or "", row.copy_object_key
    journal.commit()
    return Opened(store.open(*address), name, type.media_type, size)


def open_original(
    actor: Person, register_number: str, evidence_id: int, reason: str, store: Store, now: datetime
) -> Opened:
    """A picture as it was sent, with all that its camera wrote into it, which may tell who took it and where.

    So it is for those who may see who complained, with a written reason, journalled. NotAllowed for others.
    """
    case = find_with_evidence(actor, register_number)
    row = _served(case, evidence_id)
    if not row.is_sealed:
        raise NotVisible
    require_revealer(actor, case)
    journal.record(
        "evidence_original_opened",
        actor=actor,
        at=now,
        case=case,
        reason=require_reason(reason),
        detail={"evidence": row.id},
    )
    return _open(row, store)


def may_add(actor: Person, case: Case) -> bool:
    """The officer who holds the case, whoever commands it, and the clerk who logged it while they may see it."""
    if case.officer_id == actor.id:
        return actor.may(Permission.EXAMINE)
    return actor.commands or (actor.may(Permission.LOG_COMPLAINTS) and case.logged_by_id == actor.id)


def _row(draft: EvidenceDraft, actor: Person | None, now: datetime) -> Evidence:
    # Before the transaction ends either way: a file without a row is deleted later, a row has always its file.
    draft.original.keep()
    row = Evidence(
        received_at=now,
        received_by_id=actor.id if actor else None,
        name=draft.name,
        type=draft.type,
        size=draft.size,
        sha256=draft.sha256,
        object_name=draft.original.object_name,
        object_key=draft.original.key,
        scan_state=draft.scan_state,
        scan_tried_at=now,
    )
    if draft.copy is not None:
        draft.copy.keep()
        row.copy_type = draft.copy_type
        row.copy_size = draft.copy.size
        row.copy_sha256 = draft.copy.sha256
        row.copy_object_name = draft.copy.object_name
        row.copy_object_key = draft.copy.key
    return row


def _require_open(actor: Person, case: Case) -> None:
    if not may_read_narrative(actor, case):
        raise NotVisible


def _served(case: Case, evidence_id: int) -> Evidence:
    for row in case.evidence:
        if row.id == evidence_id and row.is_served:
            return row
    raise NotVisible


def _open(row: Evidence, store: Store) -> Opened:
    name, type, size, address = row.name, row.type, row.size, (row.object_name or "", row.object_key)
    journal.commit()
    return Opened(store.open(*address), name, type.media_type, size)


def _copy_name(name: str, type: EvidenceType) -> str:
    stem, _, ending = name.rpartition(".")
    return name if ending.lower() in (type.value, "jpeg") and type is EvidenceType.JPEG else f"{stem}.{type.value}"
