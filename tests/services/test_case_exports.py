"""Lists of cases: written by any number of workers, whole or not at all, with the rights that the reader has then."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from complaint_center.documents.spreadsheets import open_row_file
from complaint_center.domain.access import Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.case_exports import KEPT, LEASE, MOST_TRIES, ExportFormat, ExportState, RowFile
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.domain.thai import format_datetime
from complaint_center.extensions import db, store
from complaint_center.models.case import Case
from complaint_center.models.case_export import CaseExport
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services import case_export_run
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.case_exports import (
    ExportWords,
    find_export,
    forget_exports,
    list_exports,
    open_export,
    request_export,
)
from complaint_center.services.evidence_care import delete_left_over
from complaint_center.services.orders import give_order
from complaint_center.services.report_facts import Filters
from tests.conftest import ROOT
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_order, make_staff, submit

YEAR = FiscalYear.of(NOW)
OF_YEAR = Filters(YEAR.starts_at, YEAR.ends_at)
COLUMNS = [f"column {number}" for number in range(17)]
VALUES = {one.value: f"word for {one.value}" for kind in (Channel, Category, CaseStatus, OrderKind) for one in kind}
WORDS = ExportWords("รายการ", COLUMNS, VALUES, yes="ใช่", sheet="รายการเรื่อง", as_of="ณ %(moment)s")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def ask(chain: Chain, filters: Filters = OF_YEAR, format: ExportFormat = ExportFormat.CSV) -> str:
    return request_export(chain.palad, filters, format, WORDS, NOW)


def write(at: datetime = NOW, open_rows: Any = open_row_file) -> int:
    return write_exports(store(), open_rows, lambda: at)


def load(chain: Chain, reference: str) -> bytes:
    with open_export(chain.palad, reference, store(), NOW).content as content:
        return content.read()


def rows(chain: Chain, reference: str) -> list[list[str]]:
    return list(csv.reader(StringIO(load(chain, reference).decode("utf-8-sig"))))


def state(reference: str) -> ExportState:
    db.session.rollback()
    return db.session.scalars(sa.select(CaseExport.state).where(CaseExport.reference == reference)).one()


def test_a_row_tells_dates_officer_order_and_days_and_nobodys_words(chain: Chain) -> None:
    began = NOW - 20 * DAY
    case = make_case(now=began, received_at=began, category=Category.BRIBERY, subject="ลับมาก", narrative="ลับมาก")
    submit(case, began + 9 * DAY)
    give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.DISMISS), began + 12 * DAY)
    reference = ask(chain)
    assert write() == 1
    headings, row = rows(chain, reference)

    def told(at: datetime) -> str:
        return at.astimezone(BANGKOK).isoformat(timespec="seconds")

    assert headings == COLUMNS
    assert row == [
        *(case.register_number, f"word for {case.channel}", "word for A2", "word for closed"),
        *(told(began), told(began), chain.officer.name, ""),
        *(told(began + 7 * DAY), told(began + 9 * DAY), "9", "ใช่", ""),
        *("word for dismiss", told(began + 12 * DAY), "12", ""),
    ]
    assert "ลับมาก" not in load(chain, reference).decode()


def test_the_spreadsheet_holds_the_same_rows_as_real_dates_and_numbers(chain: Chain) -> None:
    numbers = [make_case(subject="=1+1").register_number for _ in range(3)]
    reference = ask(chain, format=ExportFormat.XLSX)
    write()
    sheet = load_workbook(BytesIO(load(chain, reference))).worksheets[0]
    secrecy, title, as_of, headings, *told = list(sheet.iter_rows(values_only=True))
    assert (title[0], as_of[0]) == ("รายการ", f"ณ {format_datetime(NOW)}")
    assert (secrecy[0], sheet.freeze_panes) == ("ลับ", "A5")
    assert sheet.title == "รายการเรื่อง"
    assert list(headings) == COLUMNS
    assert [row[0] for row in told] == numbers
    assert {row[4] for row in told} == {NOW.astimezone(BANGKOK).replace(tzinfo=None)}


@pytest.mark.parametrize("cases", [0, 1, 3, 4, 7])
def test_every_case_stands_there_once_whatever_the_batch(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, cases: int
) -> None:
    """Some were received in one instant."""
    monkeypatch.setattr(case_export_run, "BATCH", 3)
    numbers = [make_case(received_at=NOW - (nth // 2) * DAY).register_number for nth in range(cases)]
    reference = ask(chain)
    write()
    assert sorted(row[0] for row in rows(chain, reference)[1:]) == sorted(numbers)
    row = find_export(chain.palad, reference, NOW)
    assert (row.state, row.done, row.total) == (ExportState.DONE, cases, cases)


class Watched:
    """A file that does something before each batch is added."""

    def __init__(self, rows: RowFile, before: Callable[[], object]) -> None:
        self._rows, self._before = rows, before

    def append(self, rows: Sequence[Sequence[Any]]) -> None:
        self._before()
        self._rows.append(rows)

    def finish(self) -> None:
        self._rows.finish()


def watched(before: Callable[[], object]) -> Callable[..., RowFile]:
    return lambda *told: Watched(open_row_file(*told), before)


def test_the_progress_is_seen_from_outside_between_the_batches(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_export_run, "BATCH", 2)
    for _ in range(5):
        make_case()
    reference, seen = ask(chain), []

    def look() -> None:
        with db.engine.connect() as outside:
            seen.append(tuple(outside.execute(sa.select(CaseExport.done, CaseExport.total)).one()))

    write(open_rows=watched(look))
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert state(reference) is ExportState.DONE


def test_what_becomes_hidden_meanwhile_is_not_written_any_more(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_export_run, "BATCH", 1)
    first, second = (make_case(received_at=NOW - days * DAY) for days in (2, 1))
    reference, second_id, hidden = ask(chain), second.id, []

    def hide() -> None:
        if not hidden:
            hidden.append(second_id)
            db.session.add(Recusal(case_id=second_id, staff_id=chain.palad.id, at=NOW))
            db.session.commit()

    number = first.register_number
    write(open_rows=watched(hide))
    assert [row[0] for row in rows(chain, reference)[1:]] == [number]


def test_whoever_lost_the_right_gets_no_list(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_export_run, "BATCH", 1)
    for _ in range(2):
        make_case()
    reference = ask(chain)

    def dismiss() -> None:
        db.session.execute(sa.update(StaffMember).where(StaffMember.id == chain.palad.id).values(active=False))
        db.session.commit()

    assert write(open_rows=watched(dismiss)) == 0
    assert state(reference) is ExportState.FAILED
    assert delete_left_over(store(), datetime.now(BANGKOK) + 2 * DAY) == 0


def test_only_those_who_read_reports_ask_and_only_who_asked_loads(chain: Chain) -> None:
    for person in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            request_export(person, OF_YEAR, ExportFormat.CSV, WORDS, NOW)
    reference = ask(chain)
    with pytest.raises(NotVisible):
        open_export(chain.palad, reference, store(), NOW)
    db.session.rollback()
    write()
    for other in (chain.executive, make_staff(Role.AUDITOR)):
        with pytest.raises(NotVisible):
            open_export(other, reference, store(), NOW)
        assert list_exports(other, NOW) == []
    load(chain, reference)
    of_lists = JournalEntry.what.startswith("cases_export")
    whats = list(db.session.scalars(sa.select(JournalEntry.what).where(of_lists).order_by(JournalEntry.seq)))
    assert whats == ["cases_export_requested", "cases_export_loaded"]


def test_a_fourth_list_waits_for_one_of_three(chain: Chain) -> None:
    for _ in range(3):
        ask(chain)
    with pytest.raises(InvalidInput) as refusal:
        ask(chain)
    assert refusal.value.problem is Problem.TOO_MANY_WAIT
    db.session.rollback()
    assert write() == 3
    ask(chain)


def test_after_a_day_list_and_file_are_gone(chain: Chain) -> None:
    reference = ask(chain)
    write()
    assert forget_exports(store(), NOW + KEPT - SECOND) == 0
    name = find_export(chain.palad, reference, NOW).object_name
    assert name
    # Whatever no row refers to is deleted; a list in use is not.
    assert delete_left_over(store(), datetime.now(BANGKOK) + 2 * DAY) == 0
    with pytest.raises(NotVisible):
        find_export(chain.palad, reference, NOW + KEPT)
    assert forget_exports(store(), NOW + KEPT) == 1
    assert name not in set(store().older_than(datetime.now(BANGKOK) + 2 * DAY))
    assert db.session.scalars(sa.select(CaseExport)).all() == []


def test_two_workers_at_once_write_each_list_once(app: Flask, chain: Chain) -> None:
    for _ in range(3):
        make_case()
    references, finished = [ask(chain) for _ in range(3)], []
    db.session.rollback()

    def work() -> None:
        with app.app_context():
            finished.append(write())
            db.session.remove()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(finished) == 3
    for reference in references:
        assert len(rows(chain, reference)) == 4
        assert find_export(chain.palad, reference, NOW).tries == 1


def test_a_worker_that_lost_its_lease_leaves_the_list_to_the_other(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_export_run, "BATCH", 1)
    for _ in range(3):
        make_case()
    reference, others = ask(chain), []

    def be_overtaken() -> None:
        if not others:
            others.append(0)
            others[0] = write(NOW + LEASE + SECOND)

    assert write(open_rows=watched(be_overtaken)) == 0
    assert others == [1]
    assert len(rows(chain, reference)) == 4
    # The file of the one who was too slow is not left behind.
    assert delete_left_over(store(), datetime.now(BANGKOK) + 2 * DAY) == 0


KILLED = """
import os, signal, sys
from config import Config
from complaint_center import create_app
from complaint_center.documents.spreadsheets import open_row_file
from complaint_center.extensions import store
from complaint_center.services import case_export_run
from complaint_center.services.case_export_run import write_exports
from tests.make import NOW
from tests.services.test_case_exports import watched
case_export_run.BATCH = 1
with create_app(Config.from_env(dict(os.environ))).app_context():
    case_export_run.write_exports(store(), watched(lambda: os.kill(os.getpid(), signal.SIGKILL)), lambda: NOW)
"""


def test_a_killed_workers_list_is_written_by_the_next_once_its_lease_is_over(chain: Chain, env: dict[str, str]) -> None:
    for _ in range(2):
        make_case()
    reference = ask(chain)
    db.session.rollback()
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env={**os.environ, **env}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert state(reference) is ExportState.RUNNING
    assert write(NOW + LEASE) == 0
    assert write(NOW + LEASE + SECOND) == 1
    assert len(rows(chain, reference)) == 3
    # What the killed one had begun is deleted when it is old enough.
    assert delete_left_over(store(), datetime.now(BANGKOK) + 2 * DAY) == 1
    assert len(rows(chain, reference)) == 3


def test_what_fails_again_and_again_is_given_up(chain: Chain) -> None:
    make_case()
    reference = ask(chain)

    def fail() -> None:
        raise OSError("no room")

    for nth in range(MOST_TRIES):
        with pytest.raises(OSError, match="no room"):
            write(NOW + nth * 2 * LEASE, watched(fail))
        db.session.rollback()
    assert write(NOW + 2 * MOST_TRIES * LEASE) == 0
    assert state(reference) is ExportState.FAILED


def test_no_two_values_that_are_put_into_words_are_alike() -> None:
    assert len(VALUES) == sum(map(len, (Channel, Category, CaseStatus, OrderKind)))


def test_the_filters_are_those_that_were_asked_for(chain: Chain) -> None:
    number = make_case(Channel.WEB, Category.BRIBERY).register_number
    make_case(Channel.BOX, Category.BRIBERY)
    make_case(Channel.WEB, Category.GENERAL)
    db.session.execute(sa.update(Case).values(officer_id=chain.officer.id))
    db.session.commit()
    narrowed = Filters(YEAR.starts_at, YEAR.ends_at, Channel.WEB, "A", officer_id=chain.officer.id)
    reference = ask(chain, narrowed)
    write()
    assert [row[0] for row in rows(chain, reference)[1:]] == [number]
