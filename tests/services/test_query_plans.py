"""What is asked every few seconds, or of every page, is answered from an index and never by reading a whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from complaint_center.domain.access import Role
from complaint_center.domain.attention import Attention
from complaint_center.extensions import db
from complaint_center.services.assignment import retry_unassigned
from complaint_center.services.case_lists import Filters, list_cases, list_needing
from complaint_center.services.delivery import deliver
from complaint_center.services.destruction import destroy_approved
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import would_escalate
from complaint_center.services.purges import purge_drafts, purge_messages
from complaint_center.services.retention import list_due, load_terms
from complaint_center.services.tracking import recognise
from tests.make import NOW, OFFICE, Chain, Recorder, make_case, make_chain, make_staff

Asked = tuple[str, Any]


@contextmanager
def overheard() -> Iterator[list[Asked]]:
    """Every question that is put to the database meanwhile, with its parameters."""
    asked: list[Asked] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", listen)
    yield asked
    event.remove(db.engine, "before_cursor_execute", listen)


def plan(asked: Asked) -> str:
    """How the database would go about it; PostgreSQL is told that reading a whole table is dear, for ours is small."""
    statement, parameters = asked
    connection = db.session.connection()
    if db.engine.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[-1] for row in rows)
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def plan_of(table: str, act: Callable[[], object]) -> str:
    """The plan of the first statement about a table."""
    with overheard() as asked:
        act()
    return plan(next(one for one in asked if f"FROM {table}" in one[0]))


@pytest.fixture
def chain(app: Flask) -> Chain:
    chain = make_chain()
    make_case()
    return chain


def test_the_sweep_reads_the_index_of_coming_rungs(chain: Chain) -> None:
    assert "ix_deadlines_next_rung_at" in plan_of("deadlines", lambda: would_escalate(NOW))


def test_delivery_reads_the_index_of_messages_that_are_due(chain: Chain) -> None:
    found = plan_of("outbox", lambda: deliver(OFFICE, Recorder().senders, lambda: NOW))
    assert "ix_outbox_due" in found


def test_a_case_that_nobody_can_take_costs_a_tick_three_questions(app: Flask) -> None:
    make_staff(Role.SUPERVISOR)

    def asked_by_a_tick() -> int:
        with overheard() as asked:
            assert retry_unassigned(OFFICE, NOW) == 0
        return len(asked)

    make_case()
    one = asked_by_a_tick()
    for _ in range(5):
        make_case()
    assert asked_by_a_tick() == one + 5 * len(("the case", "its accused", "its recusals"))


def test_the_newest_cases_come_off_the_index_in_order(chain: Chain) -> None:
    directory = load_directory()
    found = plan_of("cases", lambda: list_cases(chain.executive, directory, Filters(), NOW))
    assert "ix_cases_received_at_id" in found
    assert "TEMP B-TREE FOR ORDER BY" not in found
    assert "Sort" not in found


def test_overdue_cases_come_off_an_index_of_running_deadlines(chain: Chain) -> None:
    directory = load_directory()
    found = plan_of("cases", lambda: list_needing(Attention.OVERDUE, chain.executive, directory, NOW))
    # Of two such indexes; which is cheaper for a handful of rows is the planner's affair.
    assert "deadlines_running_" in found


def test_cases_past_their_term_come_off_the_index_of_what_is_kept(chain: Chain) -> None:
    directory, terms = load_directory(), load_terms()
    found = plan_of("cases", lambda: list_due(chain.palad, directory, terms, NOW))
    assert "ix_cases_kept" in found
    assert "TEMP B-TREE FOR ORDER BY" not in found
    assert "Sort" not in found


def test_batches_that_wait_for_the_worker_come_off_their_index(chain: Chain) -> None:
    found = plan_of("disposal_items", lambda: destroy_approved(NOW))
    assert "ix_disposal_items_waiting" in found or "uq_disposal_items_case_id" in found


def test_old_messages_come_off_the_index_of_what_is_not_purged(chain: Chain) -> None:
    assert "ix_outbox_unpurged" in plan_of("outbox", lambda: purge_messages(NOW))


def test_old_drafts_come_off_the_index_of_drafts(chain: Chain) -> None:
    assert "ix_findings_drafts" in plan_of("findings", lambda: purge_drafts(NOW))


def test_a_tracking_code_is_looked_up_by_its_index(chain: Chain) -> None:
    found = plan_of("cases", lambda: recognise("0000000000000000"))
    assert "tracking_code_hash" in found
