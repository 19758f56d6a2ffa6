"""Behind the scenes: scanned again, and left-over files deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.errors import NotVisible
from complaint_center.domain.storage import ScanState
from complaint_center.extensions import db, store
from complaint_center.models.evidence import Evidence
from complaint_center.models.journal import JournalEntry
from complaint_center.services.evidence import open_evidence
from complaint_center.services.evidence_care import Scans, delete_left_over, scan_waiting
from complaint_center.storage.clamd import Clamd
from tests.clamd_server import ClamdServer, running_clamd
from tests.files import EICAR, PDF, drafts, jpeg
from tests.make import NOW, Chain, make_case, make_chain

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def server() -> Iterator[ClamdServer]:
    with running_clamd() as running:
        yield running


@dataclass
class Scripted:
    """A scanner that answers in turn, and counts the files it was asked of."""

    answers: list[ScanState]
    asked: list[bytes] = field(default_factory=list)

    def scan(self, content: IO[bytes]) -> ScanState:
        self.asked.append(content.read())
        return self.answers.pop(0)


def states() -> list[ScanState]:
    return list(db.session.scalars(sa.select(Evidence.scan_state).order_by(Evidence.id)))


def files_in(folder: Path) -> set[str]:
    return {path.name for path in (folder / "attachments").iterdir()}


def test_what_was_not_scanned_is_scanned_later_and_an_infected_file_is_handed_out_no_more(
    chain: Chain, server: ClamdServer
) -> None:
    case = make_case(evidence=drafts(store(), ("a.pdf", PDF), ("b.pdf", PDF + EICAR)))
    bad = case.evidence[1].id
    assert scan_waiting(store(), Clamd.parse(server.url), LATER) == Scans(clean=1, infected=1)
    assert states() == [ScanState.CLEAN, ScanState.INFECTED]
    with pytest.raises(NotVisible):
        open_evidence(chain.supervisor, case.register_number, bad, store(), LATER)
    db.session.rollback()
    last = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (last.what, last.case_id, last.actor_id) == ("evidence_found_infected", case.id, None)
    assert scan_waiting(store(), Clamd.parse(server.url), LATER) == Scans()


def test_a_pass_ends_with_the_first_failure_and_the_next_begins_with_another_file(chain: Chain) -> None:
    make_case(evidence=drafts(store(), ("a.pdf", PDF), ("b.pdf", PDF + b"b")))
    failing = Scripted([ScanState.NOT_SCANNED])
    assert scan_waiting(store(), failing, LATER) == Scans()
    assert len(failing.asked) == 1
    working = Scripted([ScanState.CLEAN, ScanState.CLEAN])
    assert scan_waiting(store(), working, LATER + timedelta(minutes=5)) == Scans(clean=2)
    assert working.asked == [PDF + b"b", PDF]


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_scanned(chain: Chain) -> None:
    case = make_case(evidence=drafts(store(), ("a.pdf", PDF), ("b.pdf", PDF + b"b")))
    store().delete(case.evidence[0].object_name or "")
    assert scan_waiting(store(), Scripted([ScanState.CLEAN]), LATER) == Scans(clean=1)
    assert states() == [ScanState.NOT_SCANNED, ScanState.CLEAN]


def test_what_another_worker_was_told_meanwhile_stands(chain: Chain) -> None:
    make_case(evidence=drafts(store(), ("a.pdf", PDF)))

    class Slow:
        def scan(self, content: IO[bytes]) -> ScanState:
            db.session.execute(sa.update(Evidence).values(scan_state=ScanState.CLEAN))
            db.session.commit()
            return ScanState.NOT_SCANNED

    scan_waiting(store(), Slow(), LATER)
    assert states() == [ScanState.CLEAN]


def test_housekeeping_deletes_what_belongs_to_no_row_once_it_is_a_day_old(chain: Chain, instance: Path) -> None:
    case = make_case(evidence=drafts(store(), ("a.jpg", jpeg()), ("b.pdf", PDF)))
    kept = {name for row in case.evidence for name in (row.object_name, row.copy_object_name) if name}
    db.session.rollback()
    (left_over,) = drafts(store(), ("c.pdf", PDF))
    left_over.original.keep()
    left_over.original.close()
    assert delete_left_over(store(), datetime.now(UTC)) == 0
    assert delete_left_over(store(), datetime.now(UTC) + timedelta(days=1, seconds=1)) == 1
    assert files_in(instance) == kept
