"""Tracking codes: what one shows, what a wrong one shows, and a new one for whoever lost theirs."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import CoarseState
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.services.intake import record_complaint
from complaint_center.services.tracking import follow_up, recognise, reissue_code
from tests.make import DAY, NOW, OFFICE, Chain, make_chain, make_draft


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def test_a_code_shows_the_coarse_state_and_a_wrong_one_shows_nothing(chain: Chain) -> None:
    code = record_complaint(OFFICE, make_draft(), None, NOW).tracking_code
    seen = follow_up(recognise(code) or "", NOW)
    assert seen
    assert (seen.state, seen.due_at, seen.question_id) == (CoarseState.CHECKING, NOW + 7 * DAY, None)
    nearly = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert [recognise(wrong) for wrong in (nearly, "", "0" * 16, "ก", "70-0001")] == [None] * 5
    assert follow_up("", NOW) is None


@pytest.mark.parametrize("check", PersonCheck)
def test_a_new_code_kills_the_old_one_and_the_journal_knows_how_the_person_was_checked(
    chain: Chain, check: PersonCheck
) -> None:
    receipt = record_complaint(OFFICE, make_draft(), None, NOW)
    code = reissue_code(chain.clerk, receipt.register_number, check, "บัตรประชาชน", "ทำหาย", NOW)
    assert recognise(receipt.tracking_code) is None
    assert recognise(code)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "tracking_code_reissued")).one()
    assert (entry.actor_id, json.loads(entry.detail)) == (chain.clerk.id, {"check": check})
    assert entry.reason is not None
    assert entry.reason.text == "บัตรประชาชน: ทำหาย"


def test_a_new_code_needs_a_reason_and_a_clerk(chain: Chain) -> None:
    receipt = record_complaint(OFFICE, make_draft(), None, NOW)
    for proof, reason in (("บัตรประชาชน", " "), (" ", "ทำหาย")):
        with pytest.raises(InvalidInput):
            reissue_code(chain.clerk, receipt.register_number, PersonCheck.ID_CARD, proof, reason, NOW)
    with pytest.raises(NotAllowed):
        reissue_code(chain.officer, receipt.register_number, PersonCheck.ID_CARD, "บัตรประชาชน", "ทำหาย", NOW)
    assert recognise(receipt.tracking_code)


def test_a_clerk_whom_the_case_accuses_issues_no_code_of_it(chain: Chain) -> None:
    accused = (AccusedDraft(name=chain.clerk.name),)
    receipt = record_complaint(OFFICE, make_draft(accused=accused), None, NOW)
    with pytest.raises(NotVisible):
        reissue_code(chain.clerk, receipt.register_number, PersonCheck.ID_CARD, "บัตรประชาชน", "ทำหาย", NOW)
