"""A thousand random corruptions of the journal behind an exported head: each is found, and its place named."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.chain import Head
from complaint_center.extensions import db, head_file
from complaint_center.models.journal import JournalEntry, JournalHead, Reason
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal
from complaint_center.services.directory import person
from tests.make import NOW, SECOND, make_case, make_chain
from tests.tampering import drop_guards

JOURNAL, REASONS, HEAD = JournalEntry.__table__, Reason.__table__, JournalHead.__table__
CORRUPTIONS = {"sqlite": 1000, "postgresql": 200}
AFTERWARDS = 8
"""Rows written after the head that was mailed."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Attack:
    """One corruption at one of the rows that a head outside the database covers."""

    random: Random
    rows: Rows
    covered: int

    def row(self) -> dict[str, Any]:
        return self.random.choice(self.rows[: self.covered])

    def row_with_reason(self) -> dict[str, Any]:
        return self.random.choice([row for row in self.rows[: self.covered] if row["text"] is not None])

    def other(self, column: str, value: object) -> Any:
        """Another value that stands in that column, or none."""
        return self.random.choice(sorted({row[column] for row in self.rows} - {value, None}, key=str))

    def edit_a_row(self) -> None:
        row = self.row()
        column = self.random.choice(sorted(JOURNAL.c.keys()))
        _run(sa.update(JOURNAL).where(JOURNAL.c.seq == row["seq"]).values({column: self._another(column, row[column])}))

    def _another(self, column: str, value: Any) -> Any:
        if column == "seq":
            return self.random.choice([-value, 0, len(self.rows) + self.random.randint(1, 99)])
        if column == "at":
            return value + timedelta(microseconds=self.random.choice([-1, 1]) * self.random.randint(1, 10**12))
        if column == "detail":
            return self.random.choice([value + " ", json.dumps({"to": self.random.randint(1, 9)}), ""])
        choices = [self.other(column, value)]
        if JOURNAL.c[column].nullable and value is not None:
            choices.append(None)
        if column in ("mac", "reason_digest"):
            choices.append(f"{self.random.getrandbits(256):064x}")
        return self.random.choice(choices)

    def edit_a_reason(self) -> None:
        row = self.row_with_reason()
        text = self.random.choice([row["text"] + " ", row["text"][1:], "เหตุผลใหม่", "", None])
        _run(sa.update(REASONS).where(REASONS.c.id == row["reason_id"]).values(text=text))

    def delete_a_reason(self) -> None:
        _run(sa.delete(REASONS).where(REASONS.c.id == self.row_with_reason()["reason_id"]))

    def exchange_reasons(self) -> None:
        one = self.row_with_reason()
        other = self.random.choice([row for row in self.rows if row["text"] not in (None, one["text"])])
        for row, text in ((one, other["text"]), (other, one["text"])):
            _run(sa.update(REASONS).where(REASONS.c.id == row["reason_id"]).values(text=text))

    def write_an_erased_reason_anew(self) -> None:
        erased = next(row for row in self.rows if row["reason_id"] and row["text"] is None)
        _run(sa.update(REASONS).where(REASONS.c.id == erased["reason_id"]).values(text="ไม่เคยมีเหตุผลนี้"))

    def insert_a_row(self) -> None:
        place = self.random.randint(-2, self.covered)
        copied = {key: value for key, value in self.row().items() if key != "text"}
        if place > 0:
            _renumber(JOURNAL.c.seq >= place, JOURNAL.c.seq + 1)
        _run(sa.insert(JOURNAL).values({**copied, "seq": place}))

    def exchange_rows(self) -> None:
        one = self.row()["seq"]
        other = self.other("seq", one)
        _renumber(JOURNAL.c.seq.in_([one, other]), one + other - JOURNAL.c.seq)

    def move_rows(self) -> None:
        """A row goes to another place, and those between move up."""
        first, last = sorted(self.random.sample(range(1, self.covered + 1), 2))
        _renumber(JOURNAL.c.seq.between(first, last), sa.case((JOURNAL.c.seq == first, last), else_=JOURNAL.c.seq - 1))

    def delete_rows(self) -> None:
        first = self.random.randint(1, self.covered)
        last = self.random.choice([first, self.random.randint(first, len(self.rows)), len(self.rows)])
        _run(sa.delete(JOURNAL).where(JOURNAL.c.seq.between(first, last)))
        if self.random.random() < 0.5:
            _renumber(JOURNAL.c.seq > last, JOURNAL.c.seq - (last - first + 1))

    def rewrite_with_a_guessed_key(self) -> None:
        """A row edited, and every digest behind it made anew; but with which key?"""
        row = self.row()
        _run(sa.update(JOURNAL).where(JOURNAL.c.seq == row["seq"]).values(what="assigned elsewhere"))
        mac = row["mac"]
        for seq in range(row["seq"], len(self.rows) + 1):
            mac = hmac.digest(b"a guessed key", f"{mac}{seq}".encode(), "sha256").hex()
            _run(sa.update(JOURNAL).where(JOURNAL.c.seq == seq).values(mac=mac))


ATTACKS: list[Callable[[Attack], None]] = [
    *(Attack.edit_a_row, Attack.edit_a_reason, Attack.delete_a_reason, Attack.exchange_reasons),
    *(Attack.write_an_erased_reason_anew, Attack.insert_a_row, Attack.exchange_rows, Attack.move_rows),
    *(Attack.delete_rows, Attack.rewrite_with_a_guessed_key),
]


@pytest.fixture
def heads(app: Flask) -> tuple[Head, Head]:
    """A head that was mailed some rows ago, and the one in the file."""
    people = make_chain()
    cases = [make_case(), make_case()]
    actors = [person(staff_id) for staff_id in db.session.scalars(sa.select(StaffMember.id))]
    for nth in range(30):
        reason = f"เหตุผลที่ {nth}" if nth % 2 else ""
        journal.record(
            ("withdrawn", "reopened", "assigned")[nth % 3],
            actor=actors[nth % len(actors)],
            at=NOW + nth * SECOND,
            case=cases[nth % 2] if nth % 4 else None,
            reason=reason,
            detail={"nth": nth},
        )
        journal.commit()
    erased = db.session.scalars(sa.select(Reason.id).order_by(Reason.id)).first()
    journal.erase_reasons([erased or 0], actor=people.palad, at=NOW)
    journal.commit()
    mailed = head_file().read()
    for _ in range(AFTERWARDS):
        journal.record("counted", actor=None, at=NOW, reason="ภายหลัง")
        journal.commit()
    kept = head_file().read()
    assert mailed
    assert kept
    drop_guards()
    assert journal.verify([mailed, kept]).is_whole
    return mailed, kept


def test_a_thousand_random_corruptions_behind_an_exported_head_are_found(heads: tuple[Head, Head]) -> None:
    rows = _all_rows()
    unfound = []
    for seed in range(CORRUPTIONS[db.engine.dialect.name]):
        random = Random(seed)  # noqa: S311  # the same corruptions every time
        head = random.choice(heads)
        act = random.choice(ATTACKS)
        act(Attack(random, rows, head.seq))
        if random.random() < 0.5:
            _rewrite_head()
        place = _first_difference(rows, _all_rows())
        verdict = journal.verify([head])
        if place != _place_named(verdict):
            unfound.append((seed, act.__name__, place, verdict))
        db.session.rollback()
    assert unfound == []
    assert journal.verify(heads).is_whole


def _place_named(verdict: journal.Verdict) -> int | None:
    """Counted from the first row; the number of a row that was put in before it is 0 or less."""
    return None if verdict.bad_seq is None else max(1, min(verdict.rows + 1, verdict.bad_seq))


def _first_difference(before: Rows, after: Rows) -> int:
    """The number of the first row that is not as it was."""
    same = next((nth for nth, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    place = min(len(before), len(after)) if same is None else same
    assert place < max(len(before), len(after)), "nothing was changed"
    return place + 1


def _all_rows() -> Rows:
    query = (
        sa.select(JOURNAL, REASONS.c.text)
        .outerjoin(REASONS, REASONS.c.id == JOURNAL.c.reason_id)
        .order_by(JOURNAL.c.seq)
    )
    return [dict(row._mapping) for row in db.session.execute(query)]


def _rewrite_head() -> None:
    """The database's own head says what the last row says."""
    last = db.session.execute(sa.select(JOURNAL.c.seq, JOURNAL.c.mac).order_by(JOURNAL.c.seq.desc()).limit(1)).first()
    _run(sa.update(HEAD).values(seq=last.seq if last else 0, mac=last.mac if last else Head().mac))


def _renumber(which: sa.ColumnElement[bool], number: sa.ColumnElement[int]) -> None:
    """By way of numbers that no row has, for each must be its own at every moment."""
    _run(sa.update(JOURNAL).where(which).values(seq=-1000 - number))
    _run(sa.update(JOURNAL).where(JOURNAL.c.seq < -500).values(seq=-1000 - JOURNAL.c.seq))


def _run(statement: sa.Executable) -> None:
    db.session.execute(statement)
