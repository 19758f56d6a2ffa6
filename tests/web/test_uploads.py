"""Uploads: streamed, never whole in memory, never in clear on a disk, and no lock held while they come."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.domain.evidence import CASE_BYTES, FILE_BYTES, MEBIBYTE
from complaint_center.extensions import db, store
from complaint_center.models.case import Case
from complaint_center.models.evidence import Evidence
from complaint_center.web.uploads import UPLOAD_BYTES
from tests.clamd_server import running_clamd
from tests.files import CAMERA, EICAR, PDF, holding, jpeg
from tests.web.residents import TOLD, Resident, problems_of
from tests.web.visitor import problems_beside

BOUNDARY = "boundary"
PART = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
PLANTED = b"PLANTED-IN-CLEAR"
KINDS = ("corruption", "general", "suggestion")


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


class Sent:
    """A form on its way: text first, then one file made up as it is read. `when` is called in the midst of it."""

    def __init__(self, fields: dict[str, str], size: int, when: Callable[[], None]) -> None:
        texts = "".join(f'{PART}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        self._before = f'{texts}{PART}"evidence"; filename="big.pdf"\r\n\r\n'.encode()
        self._after = f"\r\n--{BOUNDARY}--\r\n".encode()
        self._file, self._when = size, when
        self.length = len(self._before) + size + len(self._after)
        self._parts, self._held = self._all(), b""

    def read(self, size: int = -1) -> bytes:
        if not self._held:
            self._held = next(self._parts, b"")
        part, self._held = self._held[:size], self._held[size:]
        return part

    def _all(self) -> Iterator[bytes]:
        yield self._before
        block, sent = PLANTED * 2048, 0
        while sent < self._file:
            head = PDF if sent == 0 else b""
            part = (head + block)[: self._file - sent]
            sent += len(part)
            yield part
            if sent >= self._file // 2:
                self._when()
                self._when = lambda: None
        yield self._after


def send(resident: Resident, size: int, when: Callable[[], None] = lambda: None) -> TestResponse:
    return post(resident.client, "/complaints/general", {**resident.open_form("general"), **TOLD}, size, when)


def post(
    client: FlaskClient, path: str, fields: dict[str, str], size: int, when: Callable[[], None] = lambda: None
) -> TestResponse:
    sent = Sent(fields, size, when)
    environ = {
        "wsgi.input": sent,
        "CONTENT_LENGTH": str(sent.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return client.post(path, environ_overrides=environ)


def rows() -> list[Evidence]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Evidence).order_by(Evidence.id)))


def attachments(folder: Path) -> list[Path]:
    return list((folder / "attachments").glob("*"))


def with_files(*named: tuple[str, bytes]) -> Any:
    return [(io.BytesIO(content), name) for name, content in named]


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_for_residents_takes_files(resident: Resident, kind: str) -> None:
    page = resident.get(f"/complaints/{kind}").text
    assert 'enctype="multipart/form-data"' in page
    resident.receipt(kind, evidence=with_files(("photo.jpg", jpeg()), ("TOR.pdf", PDF)))
    assert [(row.name, row.received_by_id) for row in rows()] == [("photo.jpg", None), ("TOR.pdf", None)]


def test_a_form_without_files_writes_none(resident: Resident, instance: Path) -> None:
    resident.receipt(evidence=with_files(("", b"")))
    assert rows() == []
    assert attachments(instance) == []


def test_a_refused_file_is_named_beside_the_field_and_what_was_typed_stays(resident: Resident, instance: Path) -> None:
    sent = with_files(("ดี.pdf", PDF), ("page.html", b"<html>"), ("photo.jpg", b"MZ" + bytes(90)), ("empty.pdf", b""))
    answer = resident.file("general", subject="ไฟดับ", evidence=sent)
    assert answer.status_code == 422
    assert set(problems_of(answer.text)) == {"evidence"}
    for name in ("page.html: ", "photo.jpg: ", "empty.pdf: "):
        assert f'<li><a href="#evidence">ไฟล์: {name}' in answer.text
    assert "ดี.pdf" not in answer.text
    assert 'value="ไฟดับ"' in answer.text
    assert rows() == []
    assert attachments(instance) == []


@pytest.mark.parametrize(("size", "status"), [(FILE_BYTES, 303), (FILE_BYTES + 1, 422)])
def test_a_file_has_20_mebibytes_at_most_and_what_was_typed_stays(
    resident: Resident, instance: Path, size: int, status: int
) -> None:
    answer = send(resident, size)
    assert answer.status_code == status
    assert [row.size for row in rows()] == ([size] if status == 303 else [])
    assert status == 303 or TOLD["narrative"] in answer.text
    assert len(attachments(instance)) == len(rows())


def test_more_than_20_files_come_back_as_one_problem(resident: Resident) -> None:
    sent = with_files(*((f"{n}.txt", b"x") for n in range(21)))
    answer = resident.file("general", evidence=sent)
    assert (answer.status_code, list(problems_of(answer.text))) == (422, ["evidence"])


def test_more_than_a_case_holds_is_turned_away_before_it_is_read(resident: Resident) -> None:
    read: list[None] = []
    answer = send(resident, UPLOAD_BYTES, lambda: read.append(None))
    assert answer.status_code == 413
    assert not read
    assert CASE_BYTES < UPLOAD_BYTES < CASE_BYTES + 10 * MEBIBYTE


def test_only_routes_that_take_evidence_may_be_sent_much(resident: Resident, instance: Path) -> None:
    for path in ("/track", "/desk/intake/walk-in"):
        assert post(resident.client, path, {"code": "x"}, 5 * MEBIBYTE).status_code == 413
    small = {"code": "x", "evidence": with_files(("small.pdf", PDF))}
    resident.client.post("/track", data=small)
    assert attachments(instance) == []


def test_a_stranger_to_a_case_is_not_listened_to_for_as_long_as_files_take(resident: Resident, instance: Path) -> None:
    resident.open_form("general")
    read: list[None] = []
    answer = post(resident.client, "/track/evidence", {"code": "x"}, 5 * MEBIBYTE, lambda: read.append(None))
    assert (answer.status_code, read) == (422, [])
    assert "ไฟล์" in problems_beside(answer.text)["code"]
    assert attachments(instance) == []


def test_whoever_sends_too_often_is_turned_away_before_the_files_are_read(
    app: Flask, make_app: Callable[..., Flask]
) -> None:
    hurried = Resident(make_app(LIMIT_SUBMIT="1/hour").test_client())
    read: list[None] = []
    statuses = [send(hurried, MEBIBYTE, lambda: read.append(None)).status_code for _ in range(2)]
    assert (statuses, len(read)) == ([303, 429], 1)


def test_twenty_mebibytes_are_never_in_memory_together(resident: Resident) -> None:
    send(resident, MEBIBYTE)
    tracemalloc.start()
    try:
        assert send(resident, FILE_BYTES).status_code == 303
        up = tracemalloc.get_traced_memory()[1]
        row = rows()[-1]
        tracemalloc.reset_peak()
        with store().open(row.object_name or "", row.object_key) as content:
            read = sum(len(block) for block in iter(lambda: content.read(64 * 1024), b""))
        down = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read == FILE_BYTES
    assert up < FILE_BYTES // 4
    assert down < FILE_BYTES // 4


def test_nobody_waits_for_a_lock_while_a_slow_upload_comes(resident: Resident, app: Flask) -> None:
    written: list[str] = []

    def write() -> None:
        if db.engine.dialect.name == "sqlite":
            with sqlite3.connect(db.engine.url.database or "", timeout=0) as other:
                other.execute("UPDATE register_counters SET last = last")
        written.append("meanwhile")

    assert send(resident, MEBIBYTE, write).status_code == 303
    assert written == ["meanwhile"]


def test_nothing_is_in_clear_while_it_comes_or_after(
    resident: Resident, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = instance / "tmp"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    found: list[Path] = []

    def look() -> None:
        assert attachments(instance)
        found.extend(holding(PLANTED, instance))

    assert send(resident, FILE_BYTES, look).status_code == 303
    resident.receipt(evidence=with_files(("photo.jpg", jpeg())))
    assert not found
    for word in (PLANTED, CAMERA.encode(), PDF):
        assert not list(holding(word, instance))
    assert not list(spool.iterdir())


def test_a_server_killed_in_the_midst_of_an_upload_leaves_nothing_that_can_be_read(
    env: dict[str, str], instance: Path
) -> None:
    spool = instance / "tmp"
    spool.mkdir()
    process = subprocess.run(
        [sys.executable, "-m", "tests.web.killed_upload"],
        env={**os.environ, **env, "TMPDIR": str(spool)},
        capture_output=True,
    )
    assert process.returncode == -signal.SIGKILL, process.stderr.decode()
    assert sum(path.stat().st_size for path in attachments(instance)) > MEBIBYTE
    assert not list(holding(PLANTED, instance))
    assert PLANTED not in process.stderr


def test_an_upload_that_breaks_off_leaves_no_file(resident: Resident, instance: Path) -> None:
    def break_off() -> None:
        raise ConnectionResetError

    assert send(resident, 2 * MEBIBYTE, break_off).status_code == 400
    assert attachments(instance) == []


def test_the_same_form_sent_twice_keeps_its_files_once_and_other_files_are_a_conflict(
    resident: Resident, instance: Path
) -> None:
    form = {**resident.open_form("general"), **TOLD}
    for _ in range(2):
        sent = resident.send("general", {**form, "evidence": with_files(("photo.jpg", jpeg()))})
        assert sent.status_code == 303
    assert len(attachments(instance)) == 2
    other = resident.send("general", {**form, "evidence": with_files(("photo.jpg", jpeg(colour="blue")))})
    assert other.status_code == 409
    assert len(rows()) == 1
    assert len(attachments(instance)) == 2


def test_an_infected_file_costs_nothing_that_was_typed(
    app: Flask, make_app: Callable[..., Flask], instance: Path
) -> None:
    with running_clamd() as server:
        resident = Resident(make_app(CLAMD_URL=server.url).test_client())
        answer = resident.file("general", evidence=with_files(("a.pdf", PDF + EICAR)))
        assert answer.status_code == 422
        assert TOLD["narrative"] in answer.text
        assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 0
        assert attachments(instance) == []


def test_while_the_scanner_is_away_a_file_is_taken_and_not_called_clean(
    app: Flask, make_app: Callable[..., Flask]
) -> None:
    resident = Resident(make_app(CLAMD_URL="unix:///nowhere/clamd.ctl").test_client())
    resident.receipt("general", evidence=with_files(("a.pdf", PDF), ("b.txt", b"x")))
    assert [row.scan_state for row in rows()] == ["not_scanned"] * 2


def test_names_and_contents_of_files_are_not_logged(resident: Resident, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    resident.receipt("general", evidence=with_files(("ลับมาก.pdf", PDF + PLANTED)))
    resident.file("general", evidence=with_files(("ลับมาก.exe", b"MZ" + PLANTED)))
    assert "ลับมาก" not in caplog.text
    assert PLANTED.decode() not in caplog.text
