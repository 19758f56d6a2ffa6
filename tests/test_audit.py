"""`audit verify` beside heads that were kept outside the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.extensions import db, head_file
from complaint_center.services import journal
from complaint_center.services.journal_chain import current_head
from tests.make import NOW, make_case, make_chain
from tests.tampering import change, drop_guards
from tests.test_cli import run


@pytest.fixture
def rows(app: Flask) -> int:
    make_chain()
    return journal.verify().rows


def cut_end(rows: int) -> None:
    """The last row is taken away, and the head of the database says so too."""
    drop_guards()
    change(
        f"DELETE FROM journal WHERE seq = {rows}",  # noqa: S608
        f"UPDATE journal_head SET seq = {rows - 1}, mac = (SELECT mac FROM journal WHERE seq = {rows - 1})",  # noqa: S608
    )


def test_an_end_that_was_cut_off_is_found_by_the_head_in_the_file(app: Flask, rows: int) -> None:
    cut_end(rows)
    verdict = run(app, "audit", "verify")
    assert verdict.exit_code == 1
    assert f"bad row={rows}: a head kept outside the database says that there were more rows" in verdict.stderr


@pytest.mark.parametrize(("table", "column"), [("cases", "register_number"), ("staff", "username")])
def test_exchanged_names_are_found_though_no_row_was_touched(app: Flask, rows: int, table: str, column: str) -> None:
    make_case(), make_case()
    assert run(app, "audit", "verify").exit_code == 0
    one, other = db.session.execute(sa.text(f"SELECT id, {column} FROM {table} ORDER BY id LIMIT 2")).all()  # noqa: S608
    change(
        f"UPDATE {table} SET {column} = 'x' WHERE id = {one[0]}",  # noqa: S608
        f"UPDATE {table} SET {column} = '{one[1]}' WHERE id = {other[0]}",  # noqa: S608
        f"UPDATE {table} SET {column} = '{other[1]}' WHERE id = {one[0]}",  # noqa: S608
    )
    verdict = run(app, "audit", "verify")
    assert verdict.exit_code == 1
    assert "bears another name than was written" in verdict.stderr


def test_without_the_file_it_is_found_by_a_head_from_a_mail(app: Flask, rows: int) -> None:
    mailed = str(current_head())
    cut_end(rows)
    head_file().path.unlink()
    unnoticed = run(app, "audit", "verify")
    assert (unnoticed.exit_code, unnoticed.stdout) == (0, f"ok rows={rows - 1}\n")
    assert "found by --head alone" in unnoticed.stderr
    assert run(app, "audit", "verify", "--head", mailed).exit_code == 1


def test_each_of_several_heads_must_be_on_the_chain(app: Flask, rows: int) -> None:
    good, bad = str(current_head()), f"2:{'0' * 64}"
    assert run(app, "audit", "verify", "--head", good, "--head", good).exit_code == 0
    verdict = run(app, "audit", "verify", "--head", good, "--head", bad)
    assert verdict.exit_code == 1
    assert "bad row=2: a head kept outside the database has another digest for it" in verdict.stderr


@pytest.mark.parametrize("head", ["", "5", "5:abc", f"five:{'0' * 64}"])
def test_what_is_no_head_is_refused(app: Flask, rows: int, head: str) -> None:
    refused = run(app, "audit", "verify", "--head", head)
    assert refused.exit_code == 2
    assert "SEQ:MAC" in refused.stderr


def test_a_file_that_cannot_be_read_is_told(app: Flask, rows: int) -> None:
    head_file().path.write_text("nothing of ours")
    verdict = run(app, "audit", "verify")
    assert verdict.exit_code == 0
    assert f"{head_file().path} cannot be read" in verdict.stderr


def test_nothing_is_drawn_where_there_is_no_terminal(app: Flask, rows: int) -> None:
    assert run(app, "audit", "verify").stderr == ""


def test_the_walk_tells_how_far_it_has_come(app: Flask) -> None:
    for _ in range(2001):
        journal.record("counted", actor=None, at=NOW)
    journal.commit()
    heard: list[tuple[int, int]] = []
    journal.verify(progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1000, 2001), (2000, 2001)]
    db.session.rollback()
