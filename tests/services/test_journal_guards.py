"""The databases themselves refuse to change what the journal says."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.extensions import db
from complaint_center.models.journal import Reason
from complaint_center.services import journal
from tests.make import NOW
from tests.tampering import change
from tests.test_database import on_postgresql, on_sqlite


@pytest.fixture(autouse=True)
def _a_row_with_a_reason(app: Flask) -> None:
    journal.record("counted", actor=None, at=NOW, reason="เพราะต้องนับ")
    journal.commit()


def refuse(statement: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="the journal is only added to"):
        change(statement)
    db.session.rollback()
    assert journal.verify() == journal.Verdict(1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET what = 'another'",
        "UPDATE journal SET seq = 2",
        "DELETE FROM journal",
        "UPDATE reasons SET text = 'อย่างอื่น'",
        "UPDATE reasons SET id = 99, text = NULL",
        "DELETE FROM reasons",
    ],
)
def test_rows_and_reasons_are_neither_changed_nor_deleted(statement: str) -> None:
    refuse(statement)


@on_postgresql
@pytest.mark.parametrize("table", ["journal CASCADE", "reasons CASCADE", "staff CASCADE"])
def test_tables_are_not_emptied(table: str) -> None:
    refuse(f"TRUNCATE {table}")


@on_sqlite
@pytest.mark.parametrize("row", ["journal SELECT * FROM journal", "reasons (id, text) SELECT id, NULL FROM reasons"])
def test_a_row_is_not_replaced(row: str) -> None:
    refuse(f"REPLACE INTO {row}")


@on_postgresql
def test_a_row_is_not_inserted_over_another() -> None:
    refuse("INSERT INTO journal SELECT * FROM journal ON CONFLICT (seq) DO UPDATE SET what = 'another'")


def test_the_text_of_a_reason_can_be_erased() -> None:
    change("UPDATE reasons SET text = NULL")
    assert db.session.scalars(sa.select(Reason.text)).all() == [None]
