"""The journal: every act leaves a row, and no row can be changed unseen."""

from __future__ import annotations

import json
from functools import partial
from threading import Event
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.database import only_reading
from complaint_center.domain.access import Person
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry, Reason
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal, journal_chain
from complaint_center.services.orders import withdraw
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, make_case, make_chain
from tests.tampering import change, drop_guards
from tests.test_database import on_sqlite


@pytest.fixture
def rows(app: Flask) -> int:
    """A journal of a dozen acts, one of them with a reason."""
    chain = make_chain()
    case = make_case()
    make_case()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ผู้ร้องขอถอน", NOW)
    verdict = journal.verify()
    assert verdict.is_whole
    assert verdict.rows == db.session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
    return verdict.rows


def tamper(*statements: str) -> journal.Verdict:
    drop_guards()
    change(*statements)
    return journal.verify()


@pytest.mark.parametrize(
    "change",
    [
        "what = 'assigned'",
        "detail = '{\"to\": 1}'",
        "actor_id = (SELECT max(id) FROM staff)",
        "case_id = (SELECT max(id) FROM cases)",
        "at = (SELECT due_at FROM deadlines ORDER BY id LIMIT 1)",
        "reason_digest = 'another'",
        "reason_id = (SELECT max(id) FROM reasons)",
        "mac = '0'",
    ],
)
def test_an_edited_row_is_found_whichever_column_was_edited(rows: int, change: str) -> None:
    verdict = tamper(f"UPDATE journal SET {change} WHERE seq = 3")  # noqa: S608  # the changes stand above
    assert verdict.bad_seq == 3


@on_sqlite
@pytest.mark.parametrize(
    "change", ["detail = CAST(x'ff' AS TEXT)", "what = x'00'", "at = 'yesterday'", "at = 5", "at = x'00'", "mac = 5"]
)
def test_a_value_of_another_kind_is_found_where_the_database_takes_any(rows: int, change: str) -> None:
    verdict = tamper(f"UPDATE journal SET {change} WHERE seq = 3")  # noqa: S608  # the changes stand above
    assert (verdict.rows, verdict.bad_seq) == (2, 3)


@on_sqlite
def test_a_reason_of_another_kind_is_found(rows: int) -> None:
    assert tamper("UPDATE reasons SET text = CAST(text AS BLOB)").bad_seq == rows


def test_a_removed_row_is_found(rows: int) -> None:
    verdict = tamper("DELETE FROM journal WHERE seq = 4")
    assert (verdict.rows, verdict.bad_seq) == (3, 5)


def test_a_removed_row_is_found_though_the_rest_are_numbered_anew(rows: int) -> None:
    renumber = [f"UPDATE journal SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(5, rows + 1)]  # noqa: S608
    verdict = tamper("DELETE FROM journal WHERE seq = 4", *renumber)
    assert verdict.bad_seq == 4


def test_a_cut_off_end_is_found(rows: int) -> None:
    verdict = tamper(f"DELETE FROM journal WHERE seq > {rows - 2}")  # noqa: S608
    assert (verdict.rows, verdict.bad_seq) == (rows - 2, rows - 1)


def test_a_head_that_was_set_back_is_found(rows: int) -> None:
    verdict = tamper(
        f"UPDATE journal_head SET seq = {rows - 2}, mac = (SELECT mac FROM journal WHERE seq = {rows - 2})"  # noqa: S608
    )
    assert (verdict.rows, verdict.bad_seq) == (rows, rows + 1)


def test_rows_in_another_order_are_found(rows: int) -> None:
    verdict = tamper(
        "UPDATE journal SET seq = -3 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = -3",
    )
    assert verdict.bad_seq == 3


def test_an_inserted_row_is_found(rows: int) -> None:
    columns = "at, actor_id, case_id, what, detail, reason_id, reason_digest, mac"
    verdict = tamper(
        f"INSERT INTO journal (seq, {columns}) SELECT {rows + 1}, {columns} FROM journal WHERE seq = {rows}"  # noqa: S608
    )
    assert verdict.bad_seq == rows + 1


def test_an_emptied_journal_is_found(rows: int) -> None:
    assert not tamper("DELETE FROM journal").is_whole


def test_an_altered_reason_is_found(rows: int) -> None:
    verdict = tamper("UPDATE reasons SET text = 'อย่างอื่น'")
    assert (verdict.bad_seq, verdict.problem) == (rows, "its reason is not what was written")


def test_an_erased_reason_leaves_the_chain_whole(rows: int) -> None:
    journal.erase_reasons(db.session.scalars(sa.select(Reason.id)).all(), actor=None, at=NOW)
    journal.commit()
    assert db.session.scalars(sa.select(Reason.text)).all() == [None]
    assert journal.verify() == journal.Verdict(rows + 1)


@pytest.mark.parametrize("statement", ["UPDATE reasons SET text = NULL", "DELETE FROM reasons"])
def test_a_reason_that_no_act_has_erased_is_missed(rows: int, statement: str) -> None:
    verdict = tamper(statement)
    assert (verdict.bad_seq, verdict.problem) == (rows, "its reason is gone, and no act says that it was erased")


def test_nothing_is_erased_without_an_act_and_no_act_erases_nothing(rows: int) -> None:
    journal.erase_reasons([], actor=None, at=NOW)
    journal.commit()
    assert journal.verify() == journal.Verdict(rows)


def test_a_reason_is_kept_beside_the_journal_and_not_in_it(rows: int) -> None:
    assert db.session.scalars(sa.select(Reason.text)).all() == ["ผู้ร้องขอถอน"]
    contents = [entry.detail + entry.what for entry in db.session.scalars(sa.select(JournalEntry))]
    assert not any("ขอถอน" in content for content in contents)


def test_an_act_that_is_rolled_back_leaves_no_note(app: Flask) -> None:
    case = _noted_case()
    db.session.rollback()
    journal.record("something_else", actor=None, at=NOW, case=db.session.get_one(Case, case))
    journal.commit()
    acts = sa.select(JournalEntry.what).order_by(JournalEntry.seq.desc())
    assert db.session.scalars(acts.limit(1)).one() == "something_else"
    assert "never_happened" not in db.session.scalars(acts).all()
    assert journal.verify().is_whole


def _noted_case() -> int:
    make_chain()
    case = make_case()
    journal.record("never_happened", actor=None, at=NOW, case=case)
    return case.id


def test_writers_at_once_make_one_chain(app: Flask) -> None:
    chain = make_chain()
    rows = journal.verify().rows
    in_threads(app, [partial(_note, chain.clerk, number) for number in range(40)], threads=8)
    verdict = journal.verify()
    assert (verdict.is_whole, verdict.rows) == (True, rows + 40)
    details = db.session.scalars(sa.select(JournalEntry.detail).where(JournalEntry.what == "counted"))
    assert sorted(json.loads(detail)["number"] for detail in details) == list(range(40))


def _note(actor: Person, number: int) -> None:
    journal.record("counted", actor=actor, at=NOW, detail={"number": number})
    journal.commit()


def test_acts_go_on_while_the_chain_is_walked_and_raise_no_false_alarm(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = make_chain().clerk
    digest, halfway, written = journal_chain.mac_of, Event(), Event()

    def slow_digest(previous: str, row: journal_chain.Row) -> str:
        if row.seq == 2 and not halfway.is_set():
            halfway.set()
            assert written.wait(10)
        return digest(previous, row)

    def verify() -> journal.Verdict:
        with only_reading():
            return journal.verify()

    def act() -> None:
        assert halfway.wait(10)
        _note(clerk, 1)
        written.set()

    monkeypatch.setattr(journal_chain, "mac_of", slow_digest)
    verdict = in_threads(app, [verify, act])[0]
    assert verdict.is_whole


def test_who_waits_for_a_person_does_not_hold_up_the_journal(app: Flask) -> None:
    clerk = make_chain().clerk
    changed = Event()

    def change() -> None:
        member = db.session.get_one(StaffMember, clerk.id)
        member.fs_uniquifier = "another"
        db.session.flush()
        changed.set()
        sleep(0.5)
        _note(clerk, 1)

    def act() -> None:
        changed.wait(10)
        _note(clerk, 2)

    assert in_threads(app, [change, act]) == [None, None]
    assert journal.verify().is_whole
