"""After people went through the whole of it in a browser, their names and numbers are found in no place in clear."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import ExifTags, Image
from playwright.sync_api import FilePayload

from complaint_center.domain.national_ids import parse_national_id
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.intake_draft import IntakeDraft
from tests.browser.conftest import on_both_databases
from tests.browser.people import Visitor
from tests.encodings import ENCODINGS, forms
from tests.files import PDF
from tests.make import case_of
from tests.server import ROOT, served

GIVEN = ("ทองพูน", "มะลิ", "คำแพง", "บุญมี", "แสงดาว")
FAMILIES = ("ศรี", "วงศ์", "พันธุ์", "แก้ว")


def written_id(number: int) -> str:
    """A national ID as it stands on the card, with its check digit, which is the thirteenth."""
    digits = f"3470100{number:05d}"
    check = (11 - sum((13 - place) * int(digit) for place, digit in enumerate(digits)) % 11) % 10
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:]}-{check}"


ADDRESS = "203.0.113.77"
"""Whence all of them come, as the proxy before the server says."""


@dataclass(frozen=True)
class Resident:
    """Somebody who complains, by what no place may keep in clear."""

    first_name: str
    last_name: str
    address: str
    phone: str
    email: str
    national_id: str

    @property
    def planted(self) -> tuple[str, ...]:
        """All that is searched for; the telephone and national ID also as a program writes them."""
        phone = parse_phone(self.phone).e164
        return (*astuple(self), phone, phone.removeprefix("+66"), parse_national_id(self.national_id))

    @property
    def told(self) -> dict[str, str]:
        """What the website asks for."""
        return {name: told for name, told in vars(self).items() if name != "national_id"}


PEOPLE = tuple(
    Resident(
        f"{given}ผู้ลับ",
        f"{family}ซ่อนเร้น",
        f"บ้านปลูก{number}ซอยมิดชิด",
        f"081-555-{number}",
        f"hidden.{number}@secret.example",
        written_id(number),
    )
    for number, (given, family) in enumerate(product(GIVEN, FAMILIES), start=1001)
)
"""Twenty, no two alike in anything but parts of their names: on the web, at the counter, on the telephone, in letters,
and one whose complaint was begun and never sent."""
ON_THE_WEB, WALKED_IN, CALLED, WROTE, UNSENT = PEOPLE[:4], PEOPLE[4:9], PEOPLE[9:14], PEOPLE[14:19], PEOPLE[19]

TOLD = "ความที่ค้นหาได้ในฐานข้อมูล"
"""Part of a narrative, which is not encrypted: finding it shows that the search would find the rest."""


ANSWER = "มีเท่าที่ส่งมาแล้ว"


@pytest.fixture
def folder(instance: Path, env: dict[str, str]) -> Path:
    """All that the programs write beside the database: instance folder, attachments, temporary files, logs."""
    temporary = instance / "temporary"
    temporary.mkdir()
    env |= {"TMPDIR": str(temporary), "TRUSTED_PROXIES": "1"}
    # Limited, though never reached: who is counted must not be written down either.
    env |= {"LIMIT_SUBMIT": "1000/hour", "LIMIT_TRACK": "1000/hour", "LIMIT_WRITE": "1000/hour"}
    return instance


@pytest.fixture
def address(app: Flask, env: dict[str, str], folder: Path) -> Iterator[str]:
    with served(env, folder / "server.log") as address:
        yield address


@on_both_databases
def test_no_identity_is_found_in_database_files_or_logs(
    staffed: None, app: Flask, env: dict[str, str], folder: Path, visit: Callable[..., Visitor]
) -> None:
    web = _from_afar(visit)
    (number, code), *_ = [_files_on_the_web(web, resident) for resident in ON_THE_WEB]
    clerk = _from_afar(visit)
    clerk.signs_in("clerk")
    for channel, residents in (("walk-in", WALKED_IN), ("phone", CALLED), ("box", WROTE)):
        for resident in residents:
            _logs(clerk, channel, resident)
    _begins(clerk, UNSENT)
    _examines(_from_afar(visit), number)
    _answers(web, code)
    _delivers(env, folder)

    everything = _everything(folder)
    assert TOLD.encode() in everything["the database"]
    assert ANSWER.encode() in everything["the database"]
    assert b"SMS to" in everything[str(folder / "worker.log")]
    assert any("attachments" in place for place in everything)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(IntakeDraft)) == 1
    assert _found(everything) == []

    case_of(number).incident_place = f"ที่{PEOPLE[7].address}"
    db.session.commit()
    assert ("the database", PEOPLE[7].address) in _found(_everything(folder))


@pytest.mark.parametrize("write", [*ENCODINGS.values()], ids=[*ENCODINGS])
def test_an_identity_is_found_however_it_is_written(tmp_path: Path, write: Callable[[bytes], bytes]) -> None:
    """Of all twenty, each in turn, in the midst of something else."""
    for text in (ADDRESS, *(text for resident in PEOPLE for text in resident.planted)):
        for before in ("", "a", "ab"):
            content = write(f"{before}{text} และอื่น ๆ".encode())
            assert ("a file", text) in _found({"a file": content}), (text, before)
    assert _found({"a file": write("ไม่มีใครอยู่ในนี้".encode())}) == []


def _from_afar(visit: Callable[..., Visitor]) -> Visitor:
    visitor = visit()
    visitor.page.set_extra_http_headers({"X-Forwarded-For": ADDRESS})
    return visitor


def _files_on_the_web(visitor: Visitor, resident: Resident) -> tuple[str, str]:
    visitor.opens("/complaints/corruption")
    visitor.fills(subject="เรียกเงิน", narrative=TOLD, **resident.told)
    visitor.page.locator("input[name=evidence]").set_input_files(_signed_files(resident))
    visitor.ticks("sms_updates", "notice_read")
    visitor.sends()
    visitor.page.wait_for_url("**/receipt")
    return visitor.shown("data-register-number"), visitor.shown("data-tracking-code")


def _signed_files(resident: Resident) -> list[FilePayload]:
    """A photo and a paper that say whose they are: in their names and in what programs write into files."""
    photo = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = resident.email
    named = f"{resident.first_name} {resident.last_name}".encode()
    Image.new("RGB", (300, 200), "red").save(photo, "JPEG", exif=exif, comment=named)
    author = b"1 0 obj<</Author(%b)/Title(%b)>>endobj" % (named, resident.national_id.encode())
    paper = PDF.replace(b"%%EOF", author + b"\n%%EOF")
    name = f"{resident.first_name}-{resident.email}"
    return [
        FilePayload(name=f"{name}.jpg", mimeType="image/jpeg", buffer=photo.getvalue()),
        FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=paper),
    ]


def _logs(clerk: Visitor, channel: str, resident: Resident) -> None:
    clerk.opens(f"/desk/intake/{channel}")
    clerk.fills(subject="เรียกเงิน", narrative=TOLD, **vars(resident))
    if channel == "box":
        clerk.fills(box="หน้าอาคาร", opened_by="นายเปิด กล่อง")
        clerk.page.locator("input[name=anonymous]").uncheck()
    if channel == "phone":
        clerk.ticks("notice_told")
    clerk.ticks("sms_updates")
    clerk.sends()
    clerk.page.wait_for_url("**/receipt")


def _begins(clerk: Visitor, resident: Resident) -> None:
    """What is typed is kept as a draft and never sent."""
    clerk.opens("/desk/intake/walk-in")
    clerk.fills(subject="ยังไม่เสร็จ", narrative=TOLD, **vars(resident))
    clerk.page.locator("[data-draft-state] [data-when=saved]").wait_for()


def _examines(officer: Visitor, number: str) -> None:
    """The officer opens the case, reveals who complained, asks, and leaves a draft of the finding."""
    officer.signs_in("officer")
    officer.opens(f"/desk/cases/{number}/declaration")
    officer.page.locator("main form[method=post] button").first.click()
    officer.opens(f"/desk/cases/{number}/identity")
    officer.fills(reason="นัดให้ถ้อยคำ")
    officer.sends()
    assert officer.sees(ON_THE_WEB[0].last_name)
    officer.opens(f"/desk/cases/{number}/finding")
    officer.fills(facts="ร่างที่ยังไม่เสร็จ")
    officer.page.locator("button[name=save]").click()
    officer.page.wait_for_load_state()
    officer.opens(f"/desk/cases/{number}/conversation")
    officer.fills(text="มีเอกสารอีกหรือไม่")
    officer.page.locator("button[name=ask]").click()
    officer.page.wait_for_load_state()


def _answers(visitor: Visitor, code: str) -> None:
    """The complainant reads the question and answers it."""
    assert visitor.follows(code) == "checking"
    visitor.fills(text=ANSWER)
    visitor.page.locator("button[name=question]").click()
    visitor.page.wait_for_load_state()
    assert visitor.sees(ANSWER)


def _delivers(env: dict[str, str], folder: Path) -> None:
    """What the outbox holds goes out by the console, at an hour at which texts may leave."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "deliver", "--now", "2036-11-24T10:00:00+07:00"]
    with (folder / "worker.log").open("wb") as log:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, stdout=log, stderr=log, check=True)


def _found(everything: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The places where something planted stands, and what."""
    sought = [ADDRESS, *(text for resident in PEOPLE for text in resident.planted)]
    written = [(text, form) for text in sought for form in forms(text)]
    return [
        (place, text)
        for place, content in everything.items()
        for text, form in dict.fromkeys(written)
        if form in content
    ]


def _everything(folder: Path) -> dict[str, bytes]:
    """The content of every file, and of every row of every table, by the place where it is."""
    rows = []
    for table in sa.inspect(db.session.connection()).get_table_names():
        rows += [_line(row) for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"'))]  # noqa: S608
    files = [path for path in folder.rglob("*") if path.is_file()]
    if db.engine.dialect.name == "sqlite":
        database = Path(str(db.engine.url.database))
        files += database.parent.glob(f"{database.name}*")
    return {"the database": b"\n".join(rows), **{str(path): path.read_bytes() for path in files}}


def _line(row: sa.Row[Any]) -> bytes:
    """The values of a row as they are; what is bytes is not written out as Python writes it."""
    return b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
