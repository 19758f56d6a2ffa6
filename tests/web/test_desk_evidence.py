"""The evidence pages of a case, and what is handed over from them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.storage import ScanState
from complaint_center.extensions import db, store
from complaint_center.models.evidence import Evidence
from complaint_center.services import journal
from complaint_center.web.headers import SANDBOX
from tests.clamd_server import ClamdServer, running_clamd
from tests.files import CAMERA, EICAR, PDF, drafts, jpeg
from tests.make import case_of
from tests.web.desk import Centre, make_case_received
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

NAME = "สลิป โอนเงิน.jpg"


@pytest.fixture
def server() -> Iterator[ClamdServer]:
    with running_clamd() as running:
        yield running


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def case_with(*named: tuple[str, bytes], category: Category = Category.GENERAL) -> tuple[str, list[int]]:
    number = make_case_received(1, category, evidence=drafts(store(), *named))
    ids = list(db.session.scalars(sa.select(Evidence.id).order_by(Evidence.id)))
    db.session.rollback()
    return number, ids


def upload(centre: Centre, who: str, number: str, *named: tuple[str, bytes]) -> TestResponse:
    files: Any = [(io.BytesIO(content), name) for name, content in named]
    return centre.visit(who).post(f"/desk/cases/{number}/evidence", evidence=files)


def test_an_officer_adds_files_and_downloads_them_as_they_are_called(centre: Centre) -> None:
    number = make_case_received(1)
    answer = upload(centre, "officer", number, (NAME, jpeg()), ("TOR.pdf", PDF))
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{number}/evidence")
    page = centre.visit("officer").get(answer.location).text
    assert "เพิ่มไฟล์แล้ว 2 ไฟล์" in page
    assert NAME in page
    assert "ยังไม่ได้ตรวจไวรัส" in page
    rows = list(db.session.scalars(sa.select(Evidence).order_by(Evidence.id)))
    assert all(digest in page for row in rows for digest in (row.sha256, row.copy_sha256))
    pdf = centre.visit("officer").get(f"/desk/cases/{number}/evidence/{rows[1].id}")
    assert pdf.data == PDF


def test_a_file_is_handed_over_as_a_download_that_can_run_nothing(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()))
    answer = centre.visit("officer").get(f"/desk/cases/{number}/evidence/{photo}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert f"filename*=UTF-8''{quote(NAME, safe='')}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content_length == len(answer.data)
    assert CAMERA.encode() not in answer.data


def test_the_original_is_handed_over_for_a_written_reason_which_the_page_shows(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()))
    path, officer = f"/desk/cases/{number}/evidence/{photo}/original", centre.visit("officer")
    refused = officer.post(path, reason=" ")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"reason"})
    answer = officer.post(path, reason="ตรวจเวลาที่ถ่าย")
    assert answer.data == jpeg()
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    page = centre.visit("supervisor").get(f"/desk/cases/{number}/evidence").text
    assert "เปิดต้นฉบับของภาพ" in page
    assert "ตรวจเวลาที่ถ่าย" in page
    db.session.rollback()
    assert journal.verify().is_whole


def test_whoever_may_not_see_the_case_gets_the_same_404_at_every_address(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()))
    centre.add_person(Role.OFFICER, "stranger", handles="")
    for who in ("stranger", "clerk"):
        visitor = centre.visit(who)
        for path in ("", f"/{photo}", f"/{photo}/original"):
            nothing = visitor.get(f"/desk/cases/70-9999/evidence{path}")
            answer = visitor.get(f"/desk/cases/{number}/evidence{path}")
            assert (answer.status_code, answer.data) == (404, nothing.data.replace(b"70-9999", number.encode()))
    officer = centre.visit("officer")
    assert officer.get(f"/desk/cases/{number}/evidence/{photo + 1}").status_code == 404
    other, _ = case_with()
    assert officer.get(f"/desk/cases/{other}/evidence/{photo}").status_code == 404


def test_before_no_interest_is_declared_the_evidence_page_is_not_there(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()), category=Category.BRIBERY)
    officer = centre.visit("officer")
    assert officer.get(f"/desk/cases/{number}").status_code == 200
    for path in ("", f"/{photo}", f"/{photo}/original"):
        assert officer.get(f"/desk/cases/{number}/evidence{path}").status_code == 404


def test_an_auditor_reads_and_neither_adds_nor_opens_an_original(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()))
    centre.add_person(Role.AUDITOR, "auditor")
    auditor = centre.visit("auditor")
    page = auditor.get(f"/desk/cases/{number}/evidence").text
    assert 'type="file"' not in page
    assert "/original" not in page
    assert auditor.get(f"/desk/cases/{number}/evidence/{photo}").status_code == 200
    assert auditor.get(f"/desk/cases/{number}/evidence/{photo}/original").status_code == 403
    token = auditor.get("/account/password").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    refused = auditor.client.post(f"/desk/cases/{number}/evidence", data={"csrf_token": token})
    assert refused.status_code == 403


def test_a_refused_file_is_named_with_the_reason_and_nothing_is_added(centre: Centre) -> None:
    number = make_case_received(1)
    answer = upload(centre, "officer", number, ("ดี.pdf", PDF), ("ร้าย.jpg", b"MZ" + bytes(100)))
    assert answer.status_code == 422
    assert problems_beside(answer.text)["evidence"].startswith("ร้าย.jpg: ")
    assert "ดี.pdf" not in problems_beside(answer.text)["evidence"]
    assert case_of(number).evidence == []
    assert set(problems_beside(upload(centre, "officer", number).text)) == {"evidence"}


def test_an_infected_file_is_refused_and_the_journal_knows_without_its_name(
    app: Flask, make_app: Any, server: ClamdServer, caplog: pytest.LogCaptureFixture
) -> None:
    centre = Centre(make_app(CLAMD_URL=server.url).test_client())
    number = make_case_received(1)
    answer = upload(centre, "officer", number, ("ชื่อลับ.pdf", PDF + EICAR))
    assert answer.status_code == 422
    assert "ตรวจพบ" in problems_beside(answer.text)["evidence"]
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert "ไม่รับพยานหลักฐานเพราะพบไวรัส" in page
    assert "ชื่อลับ" not in page + caplog.text
    assert upload(centre, "officer", number, ("a.pdf", PDF)).status_code == 303
    assert case_of(number).evidence[0].scan_state is ScanState.CLEAN


def test_a_file_found_infected_later_is_shown_and_not_handed_out(centre: Centre) -> None:
    number, (photo,) = case_with((NAME, jpeg()))
    db.session.execute(sa.update(Evidence).values(scan_state=ScanState.INFECTED))
    db.session.commit()
    supervisor = centre.visit("supervisor")
    assert "พบไวรัส" in supervisor.get(f"/desk/cases/{number}").text
    assert "พยานหลักฐานที่พบไวรัส" in supervisor.get("/desk/supervision").text
    page = supervisor.get(f"/desk/cases/{number}/evidence").text
    assert 'data-scan="infected"' in page
    assert f"/evidence/{photo}" not in page
    for path in (f"/{photo}", f"/{photo}/original"):
        assert supervisor.get(f"/desk/cases/{number}/evidence{path}").status_code == 404


@pytest.mark.parametrize("channel", ["walk-in", "phone", "box"])
def test_evidence_comes_with_what_a_clerk_logs(centre: Centre, channel: str) -> None:
    told = {
        "category": "C",
        "subject": "ถนนชำรุด",
        "narrative": "เป็นหลุม",
        "notice_told": "y",
        "box": "หน้าอาคาร",
        "opened_by": "นายเปิด",
        "submission_id": "once",
    }
    for name in ("received_at", "called_at", "opened_at"):
        told[name] = "22/11/2569 09.00"
    files: Any = [(io.BytesIO(jpeg()), NAME)]
    answer = centre.visit("clerk").post(f"/desk/intake/{channel}", evidence=files, **told)
    assert (answer.status_code, answer.location) == (303, "/receipt")
    (row,) = db.session.scalars(sa.select(Evidence))
    assert (row.name, row.received_by_id) == (NAME, centre.people["clerk"].id)
