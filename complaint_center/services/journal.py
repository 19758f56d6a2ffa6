"""The journal: every act on a case appends a row, and every row is chained to the one before.

`record` notes an act during the transaction; `commit` writes the notes behind the chain's head as the
last statements before the commit, so writers hold the head for as short a time as can be.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from complaint_center.domain.access import Person
from complaint_center.domain.chain import Head
from complaint_center.extensions import db, head_file, keyring
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry, JournalHead, Reason
from complaint_center.models.staff import StaffMember
from complaint_center.services.journal_chain import HEAD_ID, REASONS_ERASED, Verdict, current_head, mac_of, verify

__all__ = ["Verdict", "commit", "erase_reasons", "is_as_exported", "record", "verify"]

_NOTES = "journal_notes"
_log = structlog.get_logger()


def record(
    what: str,
    *,
    actor: Person | None,
    at: datetime,
    case: Case | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note an act; it reaches the journal with `commit`. Actor None is the service itself."""
    entry = JournalEntry(
        at=at,
        actor_id=actor.id if actor else None,
        what=what,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
    )
    _notes().append((entry, case, reason))


def commit() -> None:
    """Write the noted acts behind the head of the chain, commit everything, and keep the new head outside, too."""
    sealed = _seal()
    db.session.commit()
    if sealed and sealed.continues_export:
        _export(sealed)


def is_as_exported() -> bool:
    """Whether the chain still holds the head that this machine kept outside the database.

    `verify` finds where it is broken. True where no head was kept yet; False where the file cannot be read.
    """
    try:
        exported = head_file().read()
    except (OSError, ValueError):
        return False
    head = current_head()
    return exported is None or (head is not None and _is_on_chain(exported, head))


def erase_reasons(reason_ids: Collection[int], *, actor: Person | None, at: datetime, case: Case | None = None) -> None:
    """Take the texts of these reasons away for good, and note it: `verify` calls any other text that is gone a loss."""
    ids = sorted(reason_ids)
    if ids:
        db.session.execute(sa.update(Reason).where(Reason.id.in_(ids)).values(text=None))
        record(REASONS_ERASED, actor=actor, at=at, case=case, detail={"reasons": ids})


@dataclass(frozen=True)
class _Sealed:
    """The head with the rows of one transaction behind it. `continues_export`: the chain is the one kept outside."""

    head: Head
    at: datetime
    continues_export: bool


def _seal() -> _Sealed | None:
    # Everything else goes to the database first: its failures must not find the head taken.
    db.session.flush()
    notes = _notes()
    if not notes:
        return None
    reasons = [_keep_reason(entry, case, reason) for entry, case, reason in notes]
    db.session.add_all(reason for reason in reasons if reason)
    db.session.flush()
    _hold_references([entry for entry, _, _ in notes])
    exported = _exported()
    head = db.session.execute(sa.select(JournalHead).where(JournalHead.id == HEAD_ID).with_for_update()).scalar_one()
    continues_export = exported is None or _is_on_chain(exported, head)
    for (entry, _, _), reason in zip(notes, reasons, strict=True):
        entry.reason_id = reason.id if reason else None
        entry.seq = head.seq + 1
        entry.mac = mac_of(head.mac, entry)
        head.seq, head.mac = entry.seq, entry.mac
        db.session.add(entry)
    sealed = _Sealed(Head(head.seq, head.mac), notes[-1][0].at, continues_export)
    notes.clear()
    return sealed


def _exported() -> Head | None:
    try:
        return head_file().read()
    except (OSError, ValueError):
        # Writing to it will fail, too, and says so.
        return None


def _is_on_chain(exported: Head, head: Head | JournalHead) -> bool:
    """Whether the chain still has what was kept of it: one that was cut must not take the place of what shows it."""
    if exported.seq == head.seq:
        mac: str | None = head.mac
    else:
        mac = db.session.scalar(sa.select(JournalEntry.mac).where(JournalEntry.seq == exported.seq))
    if mac != exported.mac:
        _log.error("journal_disagrees_with_exported_head", exported=exported.seq, last=head.seq)
    return mac == exported.mac


def _export(sealed: _Sealed) -> None:
    try:
        head_file().write(sealed.head, sealed.at)
    except (OSError, ValueError) as error:
        # The act is in the journal already; that its head is not on this disk must not undo it.
        _log.error("journal_head_not_exported", error=type(error).__name__)


def _hold_references(entries: list[JournalEntry]) -> None:
    """What the rows will refer to, held before the head: nobody waits for a person or a case with the head taken."""
    for column, ids in (
        (StaffMember.id, {entry.actor_id for entry in entries}),
        (Case.id, {entry.case_id for entry in entries}),
    ):
        db.session.execute(sa.select(column).where(column.in_(ids - {None})).with_for_update(read=True, key_share=True))


def _keep_reason(entry: JournalEntry, case: Case | None, reason: str) -> Reason | None:
    entry.case_id = case.id if case else None
    entry.reason_digest = keyring.reason_digest(reason) if reason else ""
    return Reason(text=reason) if reason else None


def _notes() -> list[tuple[JournalEntry, Case | None, str]]:
    notes: list[tuple[JournalEntry, Case | None, str]] = db.session().info.setdefault(_NOTES, [])
    return notes


@event.listens_for(Session, "after_rollback")
def _forget_notes(session: Session) -> None:
    # What did not happen must not be journalled by the transaction that follows.
    session.info.pop(_NOTES, None)
