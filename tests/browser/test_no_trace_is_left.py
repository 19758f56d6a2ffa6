"""After people went through the whole of it in a browser, their names and numbers are found in no place in clear."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import FilePayload

from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from tests.browser.conftest import on_both_databases
from tests.browser.people import Visitor
from tests.files import jpeg
from tests.server import ROOT, served

FIELDS = ("first_name", "last_name", "address", "phone", "email")
PEOPLE = (
    ("ทองพูนผู้ลับ", "ศรีซ่อนเร้น", "บ้านปลูก1001ซอยมิดชิด", "081-555-0101", "hidden.one@secret.example"),
    ("มะลิผู้ลับ", "วงศ์ซ่อนเร้น", "บ้านปลูก1002ซอยมิดชิด", "081-555-0102", "hidden.two@secret.example"),
    ("คำแพงผู้ลับ", "พันธุ์ซ่อนเร้น", "บ้านปลูก1003ซอยมิดชิด", "081-555-0103", "hidden.three@secret.example"),
    ("บุญมีผู้ลับ", "แก้วซ่อนเร้น", "บ้านปลูก1004ซอยมิดชิด", "042-555-104", "hidden.four@secret.example"),
)
"""Twenty identities, five of each: on the web, at the counter, on the telephone, in a letter."""

TOLD = "ความที่ค้นหาได้ในฐานข้อมูล"
"""Part of a narrative, which is not encrypted: finding it shows that the search would find the rest."""


@pytest.fixture
def folder(tmp_path: Path, env: dict[str, str]) -> Path:
    """All that the programs write beside the database: instance folder, attachments, temporary files, logs."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env |= {"TMPDIR": str(temporary), "INSTANCE_DIR": str(tmp_path)}
    return tmp_path


@pytest.fixture
def address(app: Flask, env: dict[str, str], folder: Path) -> Iterator[str]:
    with served(env, folder / "server.log") as address:
        yield address


@on_both_databases
def test_no_identity_is_found_in_database_files_or_logs(
    staffed: None, app: Flask, env: dict[str, str], folder: Path, visit: Callable[..., Visitor]
) -> None:
    number, code = _files_on_the_web(visit())
    clerk = visit()
    clerk.signs_in("clerk")
    for channel, person in zip(("walk-in", "phone", "box"), PEOPLE[1:], strict=True):
        _logs(clerk, channel, person)
    _examines(visit(), number)
    assert visit().follows(code) == "checking"
    _delivers(env, folder)

    everything = _everything(folder)
    assert TOLD.encode() in everything["the database"]
    assert b"SMS to" in everything[str(folder / "worker.log")]
    assert any("attachments" in place for place in everything)
    found = [(place, name) for place, content in everything.items() for name in _planted() if name.encode() in content]
    assert found == []


def _files_on_the_web(resident: Visitor) -> tuple[str, str]:
    resident.opens("/complaints/corruption")
    resident.fills(subject="เรียกเงิน", narrative=TOLD, **dict(zip(FIELDS, PEOPLE[0], strict=True)))
    photo = FilePayload(name=f"{PEOPLE[0][0]}-{PEOPLE[0][4]}.jpg", mimeType="image/jpeg", buffer=jpeg())
    resident.page.locator("input[name=evidence]").set_input_files([photo])
    resident.ticks("sms_updates", "notice_read")
    resident.sends()
    resident.page.wait_for_url("**/receipt")
    return resident.shown("data-register-number"), resident.shown("data-tracking-code")


def _logs(clerk: Visitor, channel: str, person: tuple[str, ...]) -> None:
    clerk.opens(f"/desk/intake/{channel}")
    clerk.fills(subject="เรียกเงิน", narrative=TOLD, **dict(zip(FIELDS, person, strict=True)))
    if channel == "box":
        clerk.fills(box="หน้าอาคาร", opened_by="นายเปิด กล่อง")
        clerk.page.locator("input[name=anonymous]").uncheck()
    if channel == "phone":
        clerk.ticks("notice_told")
    clerk.ticks("sms_updates")
    clerk.sends()
    clerk.page.wait_for_url("**/receipt")


def _examines(officer: Visitor, number: str) -> None:
    """The officer opens the case, reveals who complained, and leaves a draft of the finding."""
    officer.signs_in("officer")
    officer.opens(f"/desk/cases/{number}/declaration")
    officer.page.locator("main form[method=post] button").first.click()
    officer.opens(f"/desk/cases/{number}/identity")
    officer.fills(reason="นัดให้ถ้อยคำ")
    officer.sends()
    assert officer.sees(PEOPLE[0][1])
    officer.opens(f"/desk/cases/{number}/finding")
    officer.fills(facts="ร่างที่ยังไม่เสร็จ")
    officer.page.locator("button[name=save]").click()
    officer.page.wait_for_load_state()


def _delivers(env: dict[str, str], folder: Path) -> None:
    """What the outbox holds goes out by the console, at an hour at which texts may leave."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "deliver", "--now", "2036-11-24T10:00:00+07:00"]
    with (folder / "worker.log").open("wb") as log:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, stdout=log, stderr=log, check=True)


def _planted() -> list[str]:
    numbers = [parse_phone(person[3]).e164 for person in PEOPLE]
    written = [text for person in PEOPLE for text in person]
    return [*written, *numbers, *(number.removeprefix("+66") for number in numbers)]


def _everything(folder: Path) -> dict[str, bytes]:
    """The content of every file, and of every row of every table, by the place where it is."""
    rows = []
    for table in sa.inspect(db.session.connection()).get_table_names():
        rows += [str(tuple(row)) for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"'))]  # noqa: S608
    files = [path for path in folder.rglob("*") if path.is_file()]
    if db.engine.dialect.name == "sqlite":
        database = Path(str(db.engine.url.database))
        files += database.parent.glob(f"{database.name}*")
    return {"the database": "\n".join(rows).encode(), **{str(path): path.read_bytes() for path in files}}
