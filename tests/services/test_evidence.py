"""Evidence of a case: who may hand it in and open it, what is kept of it, and what the journal says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.evidence import CASE_BYTES, EvidenceDraft
from complaint_center.domain.storage import ScanState
from complaint_center.extensions import db, store
from complaint_center.models.case import Case
from complaint_center.models.evidence import Evidence
from complaint_center.models.journal import JournalEntry
from complaint_center.services import evidence, journal
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.evidence import add_evidence, open_evidence, open_original
from complaint_center.services.intake import record_complaint
from tests.files import CAMERA, PDF, drafts, holding, jpeg
from tests.make import NOW, OFFICE, Chain, make_case, make_chain, make_draft, make_staff

PHOTO = jpeg()
SLIP = "สลิปโอนเงินของนายสมชาย.jpg"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def case(chain: Chain) -> Case:
    """Held by the officer of the chain."""
    return make_case(evidence=drafts(store(), (SLIP, PHOTO)))


def acts(case: Case) -> list[tuple[str, dict[str, object]]]:
    query = sa.select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.what.startswith("evidence"))
    return [(entry.what, json.loads(entry.detail)) for entry in db.session.scalars(query.order_by(JournalEntry.seq))]


def opened(actor: Person, case: Case, index: int = 0) -> bytes:
    found = open_evidence(actor, case.register_number, case.evidence[index].id, store(), NOW)
    with found.content as content:
        return content.read()


def test_a_complaint_comes_with_its_evidence_and_the_journal_has_its_digest(case: Case) -> None:
    (row,) = case.evidence
    assert (row.name, row.size, row.received_by_id, row.scan_state) == (
        SLIP,
        len(PHOTO),
        case.logged_by_id,
        ScanState.NOT_SCANNED,
    )
    detail = {"evidence": row.id, "type": "jpg", "size": len(PHOTO), "sha256": row.sha256}
    assert acts(case) == [("evidence_received", detail)]
    assert journal.verify().is_whole


def test_neither_name_nor_content_nor_key_is_in_the_database_or_the_folder_in_clear(
    app: Flask, case: Case, instance: Path
) -> None:
    (row,) = case.evidence
    raw = db.session.execute(sa.text("SELECT name, object_key, copy_object_key FROM evidence")).one()
    assert SLIP not in raw[0]
    assert row.object_key not in raw[1]
    assert row.copy_object_key not in raw[2]
    for planted in (CAMERA.encode(), PHOTO[:32], "สมชาย".encode(), row.object_key.encode()):
        assert not list(holding(planted, instance))
    assert len(list((instance / "attachments").iterdir())) == 2


def test_staff_see_the_copy_of_a_picture_and_its_original_only_with_a_reason(chain: Chain, case: Case) -> None:
    copy = opened(chain.officer, case)
    assert CAMERA.encode() not in copy
    assert not Image.open(io.BytesIO(copy)).getexif()
    number, row_id = case.register_number, case.evidence[0].id
    for reason in ("", "  "):
        with pytest.raises(InvalidInput, match="reason"):
            open_original(chain.officer, number, row_id, reason, store(), NOW)
        db.session.rollback()
    found = open_original(chain.officer, number, row_id, "ตรวจเวลาที่ถ่ายภาพ", store(), NOW)
    with found.content as content:
        assert content.read() == PHOTO
    assert [what for what, _ in acts(case)] == ["evidence_received", "evidence_opened", "evidence_original_opened"]
    last = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (last.actor_id, last.reason.text if last.reason else "") == (chain.officer.id, "ตรวจเวลาที่ถ่ายภาพ")


def test_a_file_that_is_no_picture_is_handed_over_as_it_came(chain: Chain) -> None:
    case = make_case(evidence=drafts(store(), ("TOR.pdf", PDF)))
    assert opened(chain.officer, case) == PDF
    with pytest.raises(NotVisible):
        open_original(chain.officer, case.register_number, case.evidence[0].id, "why", store(), NOW)


def test_who_may_not_see_the_case_sees_no_evidence_and_an_auditor_no_original(chain: Chain, case: Case) -> None:
    number, row_id = case.register_number, case.evidence[0].id
    stranger, auditor = make_staff(Role.OFFICER, handles=""), make_staff(Role.AUDITOR)
    for person in (stranger, chain.admin, chain.clerk):
        for attempt in (
            lambda person=person: open_evidence(person, number, row_id, store(), NOW),
            lambda person=person: open_original(person, number, row_id, "why", store(), NOW),
            lambda person=person: add_evidence(person, number, (), NOW),
        ):
            with pytest.raises(NotVisible):
                attempt()
            db.session.rollback()
    assert opened(auditor, case)
    with pytest.raises(NotAllowed):
        open_original(auditor, number, row_id, "why", store(), NOW)
    with pytest.raises(NotAllowed):
        add_evidence(auditor, number, (), NOW)


def test_in_a_corruption_case_evidence_stays_shut_until_no_interest_is_declared(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY, evidence=drafts(store(), (SLIP, PHOTO)))
    number, row_id = case.register_number, case.evidence[0].id
    for attempt in (
        lambda: open_evidence(chain.officer, number, row_id, store(), NOW),
        lambda: add_evidence(chain.officer, number, (), NOW),
    ):
        with pytest.raises(NotVisible):
            attempt()
        db.session.rollback()
    declare_no_interest(chain.officer, number, NOW)
    assert opened(chain.officer, case)


def test_the_holder_the_commander_and_the_clerk_who_logged_it_add_evidence(chain: Chain, case: Case) -> None:
    number = case.register_number
    assert add_evidence(chain.officer, number, drafts(store(), ("a.pdf", PDF)), NOW) == 1
    assert add_evidence(chain.supervisor, number, drafts(store(), ("b.jpg", jpeg(colour="blue"))), NOW) == 1
    assert [row.received_by_id for row in case.evidence][1:] == [chain.officer.id, chain.supervisor.id]


def test_a_clerk_adds_evidence_while_nobody_has_the_case(app: Flask) -> None:
    clerk = make_staff(Role.CLERK)
    case = make_case(actor=clerk)
    assert add_evidence(clerk, case.register_number, drafts(store(), ("a.pdf", PDF)), NOW) == 1


def test_the_same_file_is_not_taken_twice(chain: Chain, case: Case) -> None:
    again = drafts(store(), ("another name.jpg", PHOTO), ("a.pdf", PDF), ("b.pdf", PDF))
    assert add_evidence(chain.officer, case.register_number, again, NOW) == 1
    assert add_evidence(chain.officer, case.register_number, again, NOW) == 0
    assert [what for what, _ in acts(case)] == ["evidence_received"] * 2


def test_a_repeated_complaint_stores_its_files_once_and_other_files_are_other_content(chain: Chain) -> None:
    draft = make_draft(evidence=drafts(store(), (SLIP, PHOTO)))
    first = record_complaint(OFFICE, draft, None, NOW)
    again = make_draft(submission_id=draft.submission_id, evidence=drafts(store(), (SLIP, PHOTO)))
    assert record_complaint(OFFICE, again, None, NOW).register_number == first.register_number
    assert db.session.scalar(sa.select(sa.func.count(Evidence.id))) == 1
    other = make_draft(submission_id=draft.submission_id, evidence=drafts(store(), (SLIP, jpeg(colour="blue"))))
    with pytest.raises(Exception, match=first.register_number):
        record_complaint(OFFICE, other, None, NOW)


def test_a_case_holds_100_mebibytes_counted_over_all_uploads(chain: Chain, case: Case) -> None:
    row = case.evidence[0]
    row.size = CASE_BYTES - len(PDF)
    db.session.commit()
    number = case.register_number
    assert add_evidence(chain.officer, number, drafts(store(), ("a.pdf", PDF)), NOW) == 1
    with pytest.raises(InvalidInput) as refused:
        add_evidence(chain.officer, number, drafts(store(), ("b.txt", b"x")), NOW)
    assert (refused.value.field, refused.value.problem) == ("evidence", Problem.TOO_MUCH_EVIDENCE)


def test_a_file_whose_row_was_not_written_is_left_to_housekeeping_and_never_the_other_way(
    chain: Chain, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    (draft,) = drafts(store(), ("a.pdf", PDF))
    kept_before_the_end: list[EvidenceDraft] = []

    def fail() -> None:
        draft.original.close()
        kept_before_the_end.append(draft)
        raise RuntimeError

    monkeypatch.setattr(evidence.journal, "commit", fail)
    with pytest.raises(RuntimeError):
        add_evidence(chain.officer, case.register_number, (draft,), NOW)
    assert kept_before_the_end
    with store().open(draft.original.object_name, draft.original.key) as content:
        assert content.read() == PDF
