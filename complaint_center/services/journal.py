"""The journal: every act on a case appends a row, and every row is chained to the one before.

`record` notes an act during the transaction; `commit` writes the notes behind the chain's head as the
last statements before the commit, so writers hold the head for as short a time as can be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from complaint_center.domain.access import Person
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry, JournalHead, Reason
from complaint_center.models.staff import StaffMember

GENESIS = "0" * 64
_HEAD_ID = 1
_NOTES = "journal_notes"
_BATCH = 1000


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: the number of rows that hold, and the first row that does not."""

    rows: int
    bad_seq: int | None = None
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        return self.problem == ""


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
    """Write the noted acts behind the head of the chain and commit everything."""
    _seal()
    db.session.commit()


def verify() -> Verdict:
    """Walk the chain from its first row. Finds any edit, insertion, reordering or gap, and a cut-off end.

    Rows may be written meanwhile: the walk passes by the head as it was at its beginning, and stops before it is
    farther than the head is at its end.
    """
    first = _head()
    mac, count = GENESIS, 0
    passed = first == (count, mac)
    with _in_order() as entries:
        for entry in entries:
            if entry.seq != count + 1:
                return Verdict(count, entry.seq, "rows are missing before this one")
            if entry.mac != (mac := _mac(mac, entry)):
                return Verdict(count, entry.seq, "its content is not what was written")
            if entry.reason is not None and not _is_unaltered(entry.reason, entry.reason_digest):
                return Verdict(count, entry.seq, "its reason is not what was written")
            count += 1
            passed = passed or first == (count, mac)
    if not passed or count > _head()[0]:
        return Verdict(count, count + 1, "the head of the chain says otherwise")
    return Verdict(count)


def _head() -> tuple[int, str]:
    """The number and digest of the last row as they stand now; impossible ones where the head is gone."""
    head = db.session.get(JournalHead, _HEAD_ID, populate_existing=True)
    return (head.seq, head.mac) if head else (-1, "")


def _seal() -> None:
    # Everything else goes to the database first: its failures must not find the head taken.
    db.session.flush()
    notes = _notes()
    if not notes:
        return
    reasons = [_keep_reason(entry, case, reason) for entry, case, reason in notes]
    db.session.add_all(reason for reason in reasons if reason)
    db.session.flush()
    _hold_references([entry for entry, _, _ in notes])
    head = db.session.execute(sa.select(JournalHead).where(JournalHead.id == _HEAD_ID).with_for_update()).scalar_one()
    for (entry, _, _), reason in zip(notes, reasons, strict=True):
        entry.reason_id = reason.id if reason else None
        entry.seq = head.seq + 1
        entry.mac = _mac(head.mac, entry)
        head.seq, head.mac = entry.seq, entry.mac
        db.session.add(entry)
    notes.clear()


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


def _is_unaltered(reason: Reason, digest: str) -> bool:
    return reason.text is None or keyring.reason_digest(reason.text) == digest


def _mac(previous: str, entry: JournalEntry) -> str:
    content = json.dumps(
        [
            entry.seq,
            entry.at.astimezone(UTC).isoformat(),
            entry.actor_id,
            entry.case_id,
            entry.what,
            entry.detail,
            entry.reason_id,
            entry.reason_digest,
        ],
        ensure_ascii=False,
    )
    return keyring.journal_mac(previous, content)


def _in_order() -> sa.ScalarResult[JournalEntry]:
    query = sa.select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=_BATCH)
    return db.session.scalars(query.options(sa.orm.selectinload(JournalEntry.reason)))


def _notes() -> list[tuple[JournalEntry, Case | None, str]]:
    notes: list[tuple[JournalEntry, Case | None, str]] = db.session().info.setdefault(_NOTES, [])
    return notes


@event.listens_for(Session, "after_rollback")
def _forget_notes(session: Session) -> None:
    # What did not happen must not be journalled by the transaction that follows.
    session.info.pop(_NOTES, None)
