"""Lists of cases as the worker writes them: batch by batch, each with the rights that its reader has then.

Any number of workers may write: each holds the list it is at by a lease that it renews with every batch, and one that
was killed is followed by another, from the beginning.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.case_exports import (
    LARGEST_BYTES,
    LEASE,
    MOST_TRIES,
    ExportFormat,
    ExportState,
    OpenRowFile,
    RowFileHead,
)
from complaint_center.domain.channels import Channel
from complaint_center.domain.status import ENDED
from complaint_center.domain.storage import SealedFile, Store
from complaint_center.domain.tables import Cell
from complaint_center.domain.thai import format_datetime
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.case_export import CaseExport
from complaint_center.services.case_exports import ExportWords
from complaint_center.services.directory import load_directory
from complaint_center.services.report_facts import (
    Filters,
    escalated_day,
    finding_due_at,
    is_late,
    is_reopened,
    last_order,
    reported,
    submitted_at,
)
from complaint_center.services.reports import is_reader

BATCH = 1_000
"""Cases of one transaction."""


@dataclass(frozen=True)
class _Claim:
    """A list that this worker writes, as long as nobody else has taken it."""

    export_id: int
    lease: str
    format: ExportFormat
    words: ExportWords


@dataclass(frozen=True)
class _Batch:
    """Rows, and the place of the last of them; `after` None: there are no more."""

    rows: list[list[Cell]]
    after: tuple[datetime, int] | None


def write_exports(store: Store, open_rows: OpenRowFile, clock: Callable[[], datetime]) -> int:
    """Write what waits, one list after the other; returns how many were finished."""
    finished = 0
    while claim := _claim(clock()):
        finished += _write(claim, store, open_rows, clock)
    return finished


def _claim(now: datetime) -> _Claim | None:
    """The oldest that nobody is at. One that was tried often enough is given up."""
    is_free = sa.or_(
        CaseExport.state == ExportState.QUEUED,
        sa.and_(CaseExport.state == ExportState.RUNNING, CaseExport.lease_until < now),
    )
    query = sa.select(CaseExport).where(is_free).order_by(CaseExport.id).limit(1).with_for_update(skip_locked=True)
    while (row := db.session.scalar(query)) and row.tries >= MOST_TRIES:
        _give_up(row, now)
    if row is None:
        db.session.rollback()
        return None
    row.state, row.tries, row.done = ExportState.RUNNING, row.tries + 1, 0
    row.lease, row.lease_until = secrets.token_hex(16), now + LEASE
    claim = _Claim(row.id, row.lease, row.format, ExportWords(**row.words))
    db.session.commit()
    return claim


def _give_up(row: CaseExport, now: datetime) -> None:
    row.state, row.lease, row.lease_until, row.finished_at = ExportState.FAILED, "", None, now
    db.session.commit()


def _write(claim: _Claim, store: Store, open_rows: OpenRowFile, clock: Callable[[], datetime]) -> bool:
    """Whether it was finished by this worker."""
    file = store.create(LARGEST_BYTES)
    try:
        rows = open_rows(claim.format, _head(claim.words, clock()), file.write)
        after = None
        while True:
            batch = _next_batch(claim, after, clock())
            if batch is None:
                return False
            rows.append(batch.rows)
            after = batch.after
            if after is None:
                break
        rows.finish()
        file.finish()
        return _finish(claim, file, clock())
    finally:
        file.close()


def _head(words: ExportWords, now: datetime) -> RowFileHead:
    as_of = words.as_of % {"moment": format_datetime(now, language=words.language)}
    return RowFileHead(words.sheet, words.title, as_of, words.columns, is_secret=True)


def _next_batch(claim: _Claim, after: tuple[datetime, int] | None, now: datetime) -> _Batch | None:
    """The next rows, in a transaction of their own; None where the list is not ours to write any more."""
    directory = load_directory()
    row = _held(claim)
    if row is None:
        return None
    reader = directory.people.get(row.requested_by_id)
    if reader is None or not reader.is_active or not is_reader(reader):
        _give_up(row, now)
        return None
    filters = _read(row.filters)
    if after is None:
        of_report = sa.select(sa.func.count(Case.id)).where(*reported(reader, directory, filters))
        row.total = db.session.scalar(of_report) or 0
    batch = _batch(reader, directory, filters, claim.words, after, now)
    row.done += len(batch.rows)
    row.lease_until = now + LEASE
    db.session.commit()
    return batch


def _batch(
    reader: Person,
    directory: Directory,
    filters: Filters,
    words: ExportWords,
    after: tuple[datetime, int] | None,
    now: datetime,
) -> _Batch:
    facts = (finding_due_at(), submitted_at(), is_late(now), is_reopened(), escalated_day(), last_order())
    query = (
        sa.select(Case, *facts)
        .where(*reported(reader, directory, filters))
        .order_by(Case.received_at, Case.id)
        .limit(BATCH)
    )
    if after:
        query = query.where(sa.tuple_(Case.received_at, Case.id) > sa.tuple_(*map(sa.literal, after)))
    found = db.session.execute(query).all()
    last = found[-1][0] if len(found) == BATCH else None
    rows = [_row(case, told, words, directory) for case, *told in found]
    return _Batch(rows, (last.received_at, last.id) if last else None)


def _row(case: Case, told: Sequence[Any], words: ExportWords, directory: Directory) -> list[Cell]:
    """Never who complained, of whom, or of what: a list leaves the house more easily than a case."""
    due, submitted, is_late, was_reopened, day, order = told
    officer = directory.people.get(case.officer_id or 0)
    unit = directory.units.get(officer.unit_id or 0) if officer else None
    ended = case.status_changed_at if case.status in ENDED else None
    return [
        *(case.register_number, words.values[case.channel], words.values[case.category], words.values[case.status]),
        *(case.received_at, case.registered_at, officer.name if officer else "", unit.name if unit else ""),
        *(due, submitted, _days(case, submitted), words.yes if is_late else "", day),
        *(words.values[order] if order else "", ended, _days(case, ended), words.yes if was_reopened else ""),
    ]


def _days(case: Case, at: datetime | None) -> int | None:
    """Bangkok days from receipt."""
    if at is None:
        return None
    return (at.astimezone(BANGKOK).date() - case.received_at.astimezone(BANGKOK).date()).days


def _finish(claim: _Claim, file: SealedFile, now: datetime) -> bool:
    row = _held(claim)
    if row is None:
        return False
    # Before the transaction ends either way: a file without a row is deleted later, a row has always its file.
    file.keep()
    row.object_name, row.object_key, row.size = file.object_name, file.key, file.size
    row.state, row.lease, row.lease_until, row.finished_at = ExportState.DONE, "", None, now
    row.total = row.done
    db.session.commit()
    return True


def _held(claim: _Claim) -> CaseExport | None:
    """The row, locked, while no other worker has taken it and nobody has deleted it."""
    query = sa.select(CaseExport).where(CaseExport.id == claim.export_id, CaseExport.lease == claim.lease)
    row = db.session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
    if row is None:
        db.session.rollback()
    return row


def _read(told: Mapping[str, Any]) -> Filters:
    """What `reports.written` wrote."""
    return Filters(
        starts_at=datetime.fromisoformat(told["since"]),
        ends_at=datetime.fromisoformat(told["until"]),
        channel=Channel(told["channel"]) if "channel" in told else None,
        category_group=told.get("category", ""),
        unit_id=told.get("unit"),
        officer_id=told.get("officer"),
    )
