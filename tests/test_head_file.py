"""The journal's head on this machine's disk: written after every act, never set back, never in an act's way."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.chain import Head
from complaint_center.extensions import db, head_file
from complaint_center.head_file import HeadFile
from complaint_center.models.journal import JournalEntry, JournalHead
from complaint_center.services import journal
from tests.crowd import Env, in_processes, in_threads
from tests.make import NOW
from tests.tampering import change, drop_guards

FIRST, SECOND = Head(1, "1" * 64), Head(2, "2" * 64)
_numbers = count()


def act(*_: object) -> None:
    journal.record("counted", actor=None, at=NOW, detail={"number": next(_numbers)})
    journal.commit()


def several_acts(now: object) -> None:
    for _ in range(20):
        act()


def head_of_database() -> Head:
    db.session.rollback()
    head = db.session.scalars(sa.select(JournalHead)).one()
    return Head(head.seq, head.mac)


@pytest.mark.parametrize(
    "text", ["", "1", "1:", f"x:{'0' * 64}", f"1:{'0' * 63}", f"1:{'G' * 64}", f"-1:{'0' * 64}", f"๑:{'0' * 64}"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SEQ:MAC"):
        Head.parse(text)


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = HeadFile(tmp_path / "not" / "yet" / "there")
    assert kept.read() is None
    kept.write(SECOND, NOW)
    assert kept.read() == Head.parse(str(SECOND)) == SECOND
    assert kept.path.read_text().split() == [str(SECOND), "2026-11-23T03:00:00+00:00"]
    assert kept.path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_was_made_and_not_yet_written_has_no_head(tmp_path: Path) -> None:
    kept = HeadFile(tmp_path / "head")
    kept.path.touch()
    assert kept.read() is None
    kept.write(FIRST, NOW)
    assert kept.read() == FIRST


def test_a_long_head_is_written_over_whole(tmp_path: Path) -> None:
    kept = HeadFile(tmp_path / "head")
    for seq in (9, 10**18 - 1):
        kept.write(Head(seq, "f" * 64), NOW)
        assert kept.read() == Head(seq, "f" * 64)
        assert len(kept.path.read_text().splitlines()) == 1


def test_a_head_is_never_set_back(tmp_path: Path) -> None:
    kept = HeadFile(tmp_path / "head")
    for head in (SECOND, FIRST, Head(2, "3" * 64)):
        kept.write(head, NOW)
    assert kept.read() == SECOND


def test_every_act_leaves_its_head_outside_the_database(app: Flask) -> None:
    assert head_file().read() is None
    for seq in (1, 2):
        act()
        assert head_file().read() == head_of_database()
        assert head_of_database().seq == seq


def test_a_transaction_without_acts_or_one_that_failed_leaves_none(app: Flask) -> None:
    journal.commit()
    journal.record("counted", actor=None, at=NOW)
    db.session.execute(sa.text("UPDATE journal_head SET id = 2"))
    with pytest.raises(sa.exc.NoResultFound):
        journal.commit()
    db.session.rollback()
    assert head_file().read() is None


def test_threads_and_processes_at_once_leave_the_last_head(app: Flask, env: Env) -> None:
    in_threads(app, [act] * 20, threads=4)
    assert head_file().read() == head_of_database()
    assert in_processes(env, several_acts, NOW) == [0, 0]
    assert head_file().read() == head_of_database()
    assert head_of_database().seq == 60


def test_two_databases_that_share_a_folder_keep_a_head_each(app: Flask, instance: Path) -> None:
    act()
    assert [path.name for path in instance.glob("*.journal-head")] == [
        f"{Path(db.engine.url.database or '').name}.journal-head"
    ]


def test_an_act_is_done_though_its_head_cannot_be_written(
    app: Flask, instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head_file().path.mkdir()
    act()
    assert head_of_database().seq == 1
    assert "journal_head_not_exported" in capsys.readouterr().err


def test_a_head_that_fell_behind_is_caught_up_with(app: Flask) -> None:
    act()
    earlier = head_file().path.read_bytes()
    act()
    act()
    head_file().path.write_bytes(earlier)
    act()
    assert head_file().read() == head_of_database()


@pytest.mark.parametrize("cut_at", [0, 1, 2])
def test_a_chain_that_was_cut_does_not_take_the_place_of_what_shows_it(
    app: Flask, cut_at: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        act()
    kept = head_file().read()
    mac = db.session.scalar(sa.select(JournalEntry.mac).where(JournalEntry.seq == cut_at)) or Head().mac
    drop_guards()
    change(f"DELETE FROM journal WHERE seq > {cut_at}", f"UPDATE journal_head SET seq = {cut_at}, mac = '{mac}'")  # noqa: S608
    for _ in range(5):
        act()
    assert head_file().read() == kept
    assert "journal_disagrees_with_exported_head" in capsys.readouterr().err
    assert app.test_client().get("/healthz/journal").status_code == 503
    assert journal.verify().is_whole
    assert not journal.verify([kept] if kept else []).is_whole
