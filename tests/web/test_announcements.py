"""The page of announcements that everybody sees, and the one on which they are posted."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.domain.access import Role
from complaint_center.domain.announcements import Subject
from complaint_center.domain.evidence import FILE_BYTES
from complaint_center.extensions import db
from complaint_center.models.announcement import Announcement
from complaint_center.web.desk import announcements as desk_page
from complaint_center.web.desk import home
from complaint_center.web.headers import SANDBOX
from complaint_center.web.public import announcements as public_page
from tests.announcements import TITLE, announce
from tests.clamd_server import running_clamd
from tests.files import EICAR, PDF, jpeg, office_file
from tests.make import NOW
from tests.web.desk import Centre, counted_statements
from tests.web.visitor import problems_beside, token_of

pytestmark = pytest.mark.one_database

PATH = "/desk/announcements"
JANUARY = datetime(2027, 1, 4, 3, tzinfo=UTC)


@pytest.fixture
def centre(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Centre:
    set_clock(monkeypatch, NOW)
    return people_of(client)


def people_of(client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    pages: tuple[ModuleType, ...] = (desk_page, public_page, home)
    for page in pages:
        monkeypatch.setattr(page, "now", lambda: moment)


def post(centre: Centre, who: str = "palad", *files: tuple[str, bytes], **changes: Any) -> TestResponse:
    sent = [(io.BytesIO(content), name) for name, content in files or [("ประกาศ.pdf", PDF)]]
    told = {"subject": "1", "fiscal_year": "2570", "title": TITLE, "announced_on": "๑๕ ตุลาคม ๒๕๖๙", "file": sent}
    return centre.visit(who).post(PATH, **told | changes)


def rows() -> list[Announcement]:
    db.session.rollback()
    return db.session.query(Announcement).order_by(Announcement.id).all()


def number_of(row: Announcement) -> int:
    number = row.id
    db.session.rollback()
    return number


def kept_files(folder: Path) -> int:
    return len(list((folder / "attachments").glob("*")))


def test_before_anything_is_announced_the_page_says_so_of_each_subject(centre: Centre) -> None:
    page = centre.client.get("/announcements").text
    assert page.count("ยังไม่มีประกาศ") == len(Subject)
    for heading in ("มาตรการที่ 1 มาตรการตรวจสอบการใช้ดุลพินิจ", "มาตรการที่ 7", "คู่มือป้องกันการขัดกันระหว่างผลประโยชน์"):
        assert heading in page
    assert 'href="/announcements"' in centre.client.get("/").text


@pytest.mark.parametrize("who", ["supervisor", "palad", "executive"])
def test_what_is_posted_stands_on_the_public_page_at_once(centre: Centre, who: str) -> None:
    answer = post(centre, who)
    assert (answer.status_code, answer.location) == (303, PATH)
    number = number_of(rows()[0])
    page = centre.client.get("/announcements").text
    section = page.split("มาตรการที่ 1")[1].split("</section>")[0]
    for told in (TITLE, "ปีงบประมาณ พ.ศ. 2570", "15 ตุลาคม 2569", f"PDF {len(PDF)} Bytes"):
        assert told in section
    assert f'href="/announcements/{number}.pdf"' in section
    assert "ยังไม่มีประกาศ" not in section
    assert TITLE in centre.visit("auditor").get(PATH).text


def test_everybody_loads_the_file_as_a_download_that_can_run_nothing(centre: Centre) -> None:
    post(centre)
    answer = centre.client.get(f"/announcements/{number_of(rows()[0])}.pdf")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="announcement.pdf"; ')
    assert disposition.endswith(f"filename*=UTF-8''{quote(TITLE, safe='')}.pdf")
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content_length == len(PDF)


def test_a_title_with_signs_of_headers_and_html_is_only_text(centre: Centre) -> None:
    title = '"><script>alert(1)</script>; filename="x.exe'
    post(centre, title=title)
    assert "<script>alert" not in centre.client.get("/announcements").text
    disposition = centre.client.get(f"/announcements/{number_of(rows()[0])}.pdf").headers["Content-Disposition"]
    assert "x.exe" not in disposition.split("filename*")[0]
    assert '"' not in disposition.split("filename*=UTF-8''")[1]


def test_a_newer_one_replaces_and_the_older_is_read_by_staff_alone(centre: Centre) -> None:
    post(centre)
    post(centre, "executive", ("ใหม่.pdf", PDF + b"new"), title="ประกาศฉบับใหม่")
    old, new = [row.id for row in rows()]
    db.session.rollback()
    page = centre.client.get("/announcements").text
    assert "ประกาศฉบับใหม่" in page
    assert TITLE not in page
    assert centre.client.get(f"/announcements/{old}.pdf").status_code == 404
    assert centre.client.get(f"/announcements/{new}.pdf").data == PDF + b"new"
    assert centre.visit("auditor").get(f"{PATH}/{old}.pdf").data == PDF
    assert "มีฉบับใหม่แทน" in centre.visit("auditor").get(PATH).text


def test_an_older_year_stays_and_the_page_says_that_the_present_one_is_missing(centre: Centre) -> None:
    post(centre, fiscal_year="2569")
    section = centre.client.get("/announcements").text.split("มาตรการที่ 1")[1].split("</section>")[0]
    assert "ยังไม่มีประกาศประจำปีงบประมาณ พ.ศ. 2570" in section
    assert TITLE in section


def test_taking_down_asks_for_a_reason_and_then_nobody_loads_it(centre: Centre) -> None:
    post(centre)
    number = number_of(rows()[0])
    path, supervisor = f"{PATH}/{number}/take-down", centre.visit("supervisor")
    assert path in supervisor.get(PATH).text
    assert path not in centre.visit("auditor").get(PATH).text
    refused = supervisor.post(path, reason=" ")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"reason"})
    assert supervisor.post(path, reason="ลงผิดฉบับ").status_code == 303
    page = supervisor.get(PATH).text
    assert "ลงผิดฉบับ" in page
    assert path not in page
    assert centre.client.get(f"/announcements/{number}.pdf").status_code == 404
    assert "ยังไม่มีประกาศ" in centre.client.get("/announcements").text.split("มาตรการที่ 1")[1].split("</section>")[0]
    assert supervisor.get(path).status_code == 409
    page = centre.visit("auditor").get("/desk/journal").text
    for told in ("เผยแพร่ประกาศ", "นำประกาศออก", "ลงผิดฉบับ", "มาตรการที่ 1 มาตรการตรวจสอบการใช้ดุลพินิจ, ปีงบประมาณ พ.ศ. 2570"):
        assert told in page


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_whoever_does_not_command_is_shown_none_of_it(centre: Centre, who: str) -> None:
    number = announce(centre.people["palad"])
    db.session.rollback()
    visitor = centre.visit(who)
    assert [visitor.get(path).status_code for path in (PATH, f"{PATH}/{number}.pdf", f"{PATH}/{number}/take-down")] == [
        403
    ] * 3


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "8"}, "subject"),
        ({"fiscal_year": "2560"}, "fiscal_year"),
        ({"title": " "}, "title"),
        ({"title": "ก" * 301}, "title"),
        ({"announced_on": "เมื่อวาน"}, "announced_on"),
        ({"announced_on": "24/11/2569"}, "announced_on"),
        ({"announced_on": "15/10/2549"}, "announced_on"),
    ],
)
def test_a_slip_is_shown_beside_its_field_and_what_was_typed_stays(
    centre: Centre, instance: Path, changes: dict[str, str], wrong: str
) -> None:
    told = {"title": TITLE, "announced_on": "15/10/2569"} | changes
    answer = post(centre, **told)
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {wrong})
    assert told["announced_on"] in answer.text
    assert told["title"].strip() in answer.text
    assert rows() == []
    assert kept_files(instance) == 0


@pytest.mark.parametrize(
    "files",
    [
        (("photo.jpg", jpeg()),),
        (("ประกาศ.pdf", jpeg()),),
        (("ประกาศ.pdf", b"MZ" + bytes(90)),),
        (("ประกาศ.pdf", b"<html>%PDF-1.4 %%EOF"),),
        (("ประกาศ.pdf", b"%PDF-1.4\n" + bytes(5000)),),
        (("ประกาศ.pdf", PDF + bytes(2000)),),
        (("ประกาศ.jpg", PDF),),
        (("ประกาศ.docx", office_file("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")),),
        (("ก.pdf", PDF), ("ข.pdf", PDF)),
        (("ประกาศ.pdf", b""),),
        (("", b""),),
    ],
    ids=["photo", "renamed", "program", "page", "cut", "tail", "misnamed", "word", "two", "empty", "none"],
)
def test_a_file_that_is_no_pdf_for_everybody_is_refused_and_not_kept(
    centre: Centre, instance: Path, files: tuple[tuple[str, bytes], ...]
) -> None:
    answer = post(centre, "palad", *files)
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {"file"})
    assert TITLE in answer.text
    assert rows() == []
    assert kept_files(instance) == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"%PDF-1.4\ntrailer <</Encrypt 5 0 R>>\n%%EOF\n", "รหัสผ่าน"), (b"%PDF-1.4\n<</S /JavaScript>>\n%%EOF\n", "สคริปต์")],
    ids=["password", "script"],
)
def test_a_file_that_not_everybody_can_open_or_that_acts_of_itself_is_refused_with_words(
    centre: Centre, instance: Path, content: bytes, told: str
) -> None:
    answer = post(centre, "palad", ("ประกาศ.pdf", content))
    assert answer.status_code == 422
    assert told in problems_beside(answer.text)["file"]
    assert rows() == []
    assert kept_files(instance) == 0


@pytest.mark.parametrize(("size", "status"), [(FILE_BYTES, 303), (FILE_BYTES + 1, 422)])
def test_a_file_has_20_mebibytes_at_most(centre: Centre, instance: Path, size: int, status: int) -> None:
    visitor = centre.visit("palad")
    told = {"csrf_token": token_of(visitor.get(PATH).text), "subject": "1", "fiscal_year": "2570"}
    told |= {"title": TITLE, "announced_on": "15/10/2569"}
    part = "--boundary\r\nContent-Disposition: form-data; name="
    texts = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in told.items())
    head = f'{texts}{part}"file"; filename="large.pdf"\r\n\r\n'.encode()
    body = head + PDF + bytes(size - 2 * len(PDF)) + PDF + b"\r\n--boundary--\r\n"
    answer = visitor.client.post(PATH, data=body, content_type="multipart/form-data; boundary=boundary")
    assert answer.status_code == status
    assert kept_files(instance) == len(rows()) == (status == 303)


def test_an_infected_file_is_refused_and_a_silent_scanner_publishes_nothing(
    app: Flask, make_app: Any, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, NOW)
    with running_clamd() as server:
        centre = people_of(make_app(CLAMD_URL=server.url).test_client())
        answer = post(centre, "palad", ("ชื่อลับ.pdf", PDF + EICAR + PDF))
        assert (answer.status_code, "ตรวจพบ" in problems_beside(answer.text)["file"]) == (422, True)
        page = centre.visit("auditor").get("/desk/journal").text
        assert "ไม่รับประกาศเพราะพบไวรัส" in page
        assert "ชื่อลับ" not in page
        server.answer = b"INSTREAM size limit exceeded. ERROR\0"
        answer = post(centre)
        assert (answer.status_code, "ลองใหม่" in problems_beside(answer.text)["file"]) == (422, True)
        assert (rows(), kept_files(instance)) == ([], 0)
        server.answer = None
        assert post(centre).status_code == 303
    assert len(rows()) == 1


def test_whoever_commands_is_warned_at_home_of_what_was_not_announced_in_three_months(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(centre.people["palad"])
    db.session.rollback()
    warning = "ยังไม่ได้ประกาศในปีงบประมาณนี้"
    assert warning not in centre.visit("palad").get("/desk/").text
    set_clock(monkeypatch, JANUARY)
    for who in ("supervisor", "palad", "executive"):
        page = centre.visit(who).get("/desk/").text
        told = page.split(warning)[1].split("</div>")[0]
        assert "มาตรการที่ 2" in told
        assert "มาตรการที่ 1" not in told
    for who in ("supervisor", "auditor"):
        told = centre.visit(who).get(PATH).text.split("notice-warning")[1].split("</div>")[0]
        assert told.count("<li>") == len(Subject) - 1
    for who in ("clerk", "officer", "auditor"):
        assert warning not in centre.visit(who).get("/desk/").text


def test_the_pages_take_as_many_statements_for_many_announcements_as_for_one(centre: Centre) -> None:
    def statements() -> int:
        with counted_statements(centre.client.application) as sent:
            centre.client.get("/announcements")
            centre.visit("palad").get(PATH)
        return len(sent)

    announce(centre.people["palad"])
    few = statements()
    for number, subject in enumerate([*Subject] * 2):
        announce(centre.people["executive" if number % 2 else "supervisor"], subject)
    db.session.rollback()
    assert statements() == few


def test_an_address_of_no_announcement_is_not_found(centre: Centre) -> None:
    for path in ("/announcements/1.pdf", "/announcements/x.pdf", "/announcements/99999999999999999999.pdf"):
        assert centre.client.get(path).status_code == 404
