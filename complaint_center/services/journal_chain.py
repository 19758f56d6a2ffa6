"""The chain that the journal's rows make, and the walk along it that finds where it is broken."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.chain import GENESIS, Head
from complaint_center.extensions import db, keyring
from complaint_center.models.journal import JournalEntry, JournalHead, Reason
from complaint_center.services.journal_names import first_renamed

HEAD_ID = 1
REASONS_ERASED = "reasons_erased"
_BATCH = 1000
_encode = json.JSONEncoder(ensure_ascii=False).encode

Progress = Callable[[int, int], None]
Row = Any
"""A `JournalEntry`, or its columns as the database gives them."""


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: the number of rows that hold, and the first row that does not."""

    rows: int
    bad_seq: int | None = None
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        return self.problem == ""


def verify(heads: Iterable[Head] = (), progress: Progress | None = None) -> Verdict:
    """Walk the chain from its first row, and compare it with heads that were kept outside the database.

    Finds any edit, insertion, reordering or gap, in rows and in texts of reasons; and a cut-off end as far as one of
    `heads` reaches, whatever the database says of its own head. Rows may be written meanwhile: the walk passes by
    the head as it was at its beginning, and stops before it is farther than the head is at its end.
    And exchanged names: every case and person must bear the one under which the journal first tells of them.
    `progress` hears how many rows of how many are done.
    """
    first = current_head()
    walk = _Walk(_by_seq(heads), first)
    # SQLite refuses the whole batch in which a text is none; row by row, those before it can still be read.
    for batch in (_BATCH, 1):
        try:
            return _go_on(walk, batch, progress) or walk.end(current_head()) or _check_names(walk.seq)
        except sa.exc.OperationalError as error:
            if error.connection_invalidated:
                raise
    return Verdict(walk.seq, walk.seq + 1, "it cannot be read")


def current_head() -> Head | None:
    """Number and digest of the last row as they stand now; None where the database has lost them."""
    head = db.session.get(JournalHead, HEAD_ID, populate_existing=True)
    return Head(head.seq, head.mac) if head else None


def mac_of(previous: str, row: Row) -> str:
    """The digest of a row behind the one with that digest. TypeError and such for values that no row is given."""
    content = [
        row.seq,
        _instant(row.at).isoformat(),
        row.actor_id,
        row.case_id,
        row.what,
        row.detail,
        row.reason_id,
        row.reason_digest,
    ]
    return keyring.journal_mac(previous, _encode(content))


@dataclass
class _Walk:
    """Where the walk has come to, the heads it meets on its way, and the texts whose erasing it has yet to read of."""

    heads: Mapping[int, set[str]]
    first: Head | None
    seq: int = 0
    mac: str = GENESIS
    has_passed_first: bool = False
    gone: dict[int, int] = field(default_factory=dict)

    def step(self, row: Row) -> str:
        """Go on to the row behind; returns what is wrong with it."""
        if row.seq != self.seq + 1:
            return "it does not follow the row before it: rows were taken out or put in"
        try:
            mac = mac_of(self.mac, row)
        except (AttributeError, TypeError, ValueError):
            mac = ""
        if row.mac != mac:
            return "its content is not what was written"
        if problem := self._check_reason(row):
            return problem
        if self.heads.get(row.seq, {mac}) != {mac}:
            return "a head kept outside the database has another digest for it"
        self.seq, self.mac = row.seq, mac
        self._note_position()
        return ""

    def end(self, head: Head | None) -> Verdict | None:
        """Nothing is behind the last row: do those agree who know how far the chain goes? None where they do."""
        self._note_position()
        if max(self.heads, default=0) > self.seq:
            return Verdict(self.seq, self.seq + 1, "a head kept outside the database says that there were more rows")
        if not self.has_passed_first or head is None or self.seq > head.seq:
            return Verdict(self.seq, self.seq + 1, "the head of the chain says otherwise")
        if self.gone:
            return Verdict(self.seq, min(self.gone.values()), "its reason is gone, and no act says that it was erased")
        return None

    def _note_position(self) -> None:
        if self.first and self.first.seq == self.seq:
            self.has_passed_first = self.first.mac == self.mac

    def _check_reason(self, row: Row) -> str:
        if row.what == REASONS_ERASED:
            for reason_id in json.loads(row.detail)["reasons"]:
                self.gone.pop(reason_id, None)
        if row.reason_id is None:
            return ""
        if row.reason_text is None:
            self.gone[row.reason_id] = row.seq
        elif keyring.reason_digest(str(row.reason_text)) != row.reason_digest:
            return "its reason is not what was written"
        return ""


def _go_on(walk: _Walk, batch: int, progress: Progress | None) -> Verdict | None:
    """On from where the walk stands to its end; the verdict where it ends before the chain does."""
    total = walk.first.seq if walk.first else 0
    with _rows_behind(walk.seq, batch) as rows:
        for row in rows:
            if problem := walk.step(row):
                return Verdict(walk.seq, row.seq, problem)
            if progress and not walk.seq % _BATCH:
                progress(walk.seq, total)
    return None


def _check_names(rows: int) -> Verdict:
    renamed = first_renamed()
    if renamed is None:
        return Verdict(rows)
    return Verdict(rows, renamed, "its case or person bears another name than was written")


def _rows_behind(seq: int, batch: int) -> sa.Result[Any]:
    """Plain columns, for a walk reads every row there is, and times as the database keeps them."""
    entry = JournalEntry
    query = (
        sa.select(
            *(entry.seq, sa.type_coerce(entry.at, sa.String).label("at"), entry.actor_id, entry.case_id, entry.what),
            *(entry.detail, entry.reason_id, entry.reason_digest, entry.mac, Reason.text.label("reason_text")),
        )
        .outerjoin(Reason, Reason.id == entry.reason_id)
        .order_by(entry.seq)
    )
    # From the beginning without a bound: a row numbered 0 or less is none that was written.
    query = query.where(entry.seq > seq) if seq else query
    return db.session.execute(query, execution_options={"yield_per": batch})


def _by_seq(heads: Iterable[Head]) -> dict[int, set[str]]:
    by_seq: dict[int, set[str]] = defaultdict(set)
    for head in heads:
        by_seq[head.seq].add(head.mac)
    return dict(by_seq)


def _instant(at: datetime | str) -> datetime:
    """In UTC; SQLite keeps it as a text without a zone."""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return known.replace(tzinfo=UTC) if known.tzinfo is None else known.astimezone(UTC)
