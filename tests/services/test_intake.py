"""Recording a complaint: the receipt, the number, the officer and the messages, all or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, NotAllowed, SubmissionReused
from complaint_center.domain.intake import OpeningDraft, PhoneCall, Receipt
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.references import normalise_tracking_code
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.assignment import Assignment
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal
from complaint_center.services.intake import record_complaint
from tests.crowd import in_threads
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    case_of,
    make_case,
    make_chain,
    make_complainant,
    make_draft,
    make_staff,
)

LANDLINE = parse_phone("042 970107")
NOBODY = Person(999_999, "nobody", "ไม่มีตัวตน", frozenset({Role.CLERK}))
"""A clerk whom the database refuses, late in the transaction."""


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def told(case: Case) -> list[tuple[MessageKind, bool]]:
    """Kinds of the texts to the complainant and of the calls to make, and whether it is a call."""
    texts = sa.select(OutboxMessage.kind).where(OutboxMessage.case_id == case.id, OutboxMessage.staff_id.is_(None))
    calls = sa.select(CallTask.kind).where(CallTask.case_id == case.id)
    return [(k, False) for k in db.session.scalars(texts)] + [(k, True) for k in db.session.scalars(calls)]


def test_a_complaint_has_its_number_its_code_its_day_and_its_officer_at_once(app: Flask) -> None:
    chain = make_chain()
    receipt = record_complaint(OFFICE, make_draft(), None, NOW)
    assert receipt.register_number == "70-0001"
    assert receipt.tracking_code == normalise_tracking_code(receipt.tracking_code)
    assert (receipt.received_at, receipt.due_at, receipt.repeated) == (NOW, NOW + 7 * DAY, False)
    case = case_of("70-0001")
    assert (case.officer_id, case.status) == (chain.officer.id, CaseStatus.PRELIMINARY_CHECK)
    assert told(case) == [(MessageKind.COMPLAINT_RECEIVED, False)]
    assert journal.verify().is_whole


def test_each_channel_keeps_what_it_alone_can_know(app: Flask) -> None:
    clerk = make_chain().clerk
    box = make_case(Channel.BOX, actor=clerk, box_opening=OpeningDraft("ตลาด", NOW - DAY, "นายเปิด", "นางดู"))
    opening = box.box_opening
    assert opening is not None
    assert (opening.box.name, opening.opened_by, opening.witness) == ("ตลาด", "นายเปิด", "นางดู")
    assert box.received_at == opening.opened_at == NOW - DAY
    call = make_case(Channel.PHONE, actor=clerk, phone_call=PhoneCall(NOW - 8 * DAY, notice_told=True))
    assert (call.called_at, call.notice_told, call.received_at) == (NOW - 8 * DAY, True, NOW - 8 * DAY)
    walk_in = make_case(Channel.WALK_IN, actor=clerk)
    assert (walk_in.logged_by_id, walk_in.received_at) == (clerk.id, NOW)
    assert make_case(Channel.WEB).logged_by_id is None


@pytest.mark.parametrize("channel", [Channel.WALK_IN, Channel.PHONE, Channel.BOX])
def test_only_a_clerk_writes_down_what_came_by_other_ways_than_the_website(app: Flask, channel: Channel) -> None:
    for actor in (None, make_chain().officer):
        with pytest.raises(NotAllowed):
            record_complaint(OFFICE, make_draft(channel), actor, NOW)
    assert count(Case) == 0


def test_an_anonymous_complaint_keeps_a_telephone_and_nothing_else(app: Flask) -> None:
    make_chain()
    vault = make_case(complainant=make_complainant(anonymous=True, national_id="1234567890121")).complainant
    assert vault.is_anonymous
    assert vault.phone == "+66812345678"
    assert not any((vault.prefix, vault.first_name, vault.last_name, vault.address, vault.email, vault.national_id))
    assert vault.national_id_index is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(MessageKind.COMPLAINT_RECEIVED, False)]),
        ({"phone": LANDLINE}, [(MessageKind.COMPLAINT_RECEIVED, True)]),
        ({"sms_updates": False}, []),
    ],
)
def test_who_asked_to_be_told_is_texted_and_else_called(
    app: Flask, changes: dict[str, object], expected: list[tuple[MessageKind, bool]]
) -> None:
    make_chain()
    assert told(make_case(complainant=make_complainant(**changes))) == expected


def test_a_suggestion_is_numbered_and_has_no_deadline(app: Flask) -> None:
    make_chain()
    receipt = record_complaint(OFFICE, make_draft(category=Category.SUGGESTION), None, NOW)
    assert (receipt.register_number, receipt.due_at) == ("70-0001", None)
    assert case_of("70-0001").deadlines == []


def test_the_seven_days_run_from_a_receipt_in_the_past(app: Flask) -> None:
    make_chain()
    case = make_case(received_at=NOW - 8 * DAY)
    assert case.deadlines[0].due_at == NOW - DAY
    assert case.registered_at == NOW


def test_what_cannot_be_accepted_leaves_nothing_behind(app: Flask) -> None:
    make_chain()
    before = journal.verify().rows
    with pytest.raises(InvalidInput):
        record_complaint(OFFICE, make_draft(subject=""), None, NOW)
    assert (count(Case), count(OutboxMessage), journal.verify().rows) == (0, 0, before)


def test_the_register_begins_anew_on_the_first_of_october_in_bangkok(app: Flask) -> None:
    make_chain()
    midnight = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    assert make_case(now=midnight - SECOND).register_number == "69-0001"
    assert make_case(now=midnight).register_number == "70-0001"
    assert make_case(now=midnight, received_at=midnight - DAY).register_number == "70-0002"
    assert make_case(now=midnight - SECOND).register_number == "69-0002"


def test_the_same_submission_again_gives_the_same_receipt(app: Flask) -> None:
    make_chain()
    draft = make_draft()
    first = record_complaint(OFFICE, draft, None, NOW)
    again = record_complaint(OFFICE, draft, None, NOW + DAY)
    assert again == replace(first, repeated=True)
    assert (count(Case), count(Assignment)) == (1, 1)


@pytest.mark.parametrize("changes", [{"narrative": "อีกเรื่องหนึ่ง"}, {"complainant": make_complainant(last_name="อื่น")}])
def test_other_content_under_a_used_submission_is_refused_and_the_first_is_kept(
    app: Flask, changes: dict[str, object]
) -> None:
    make_chain()
    draft = make_draft()
    record_complaint(OFFICE, draft, None, NOW)
    with pytest.raises(SubmissionReused):
        record_complaint(OFFICE, replace(draft, **changes), None, NOW)  # type: ignore[arg-type]
    assert case_of("70-0001").narrative == draft.narrative
    assert count(Case) == 1


def test_the_same_submission_eight_times_at_once_makes_one_case(app: Flask) -> None:
    make_chain()
    draft = make_draft()
    receipts = in_threads(app, [partial(record_complaint, OFFICE, draft, None, NOW)] * 8)
    assert {receipt.register_number for receipt in receipts if isinstance(receipt, Receipt)} == {"70-0001"}
    assert Counter(isinstance(r, Receipt) and r.repeated for r in receipts) == {False: 1, True: 7}
    assert (count(Case), count(Assignment)) == (1, 1)
    record_complaint(OFFICE, make_draft(), None, NOW)
    assert count(Case) == 2
    assert case_of("70-0002")


def test_two_hundred_complaints_by_sixteen_threads_are_numbered_without_a_gap(app: Flask) -> None:
    chain = make_chain()
    officers = [chain.officer.id] + [make_staff(Role.OFFICER, reports_to=chain.supervisor).id for _ in range(3)]
    calls = [partial(record_complaint, OFFICE, make_draft(), None, NOW) for _ in range(200)]
    receipts = in_threads(app, calls, threads=16)
    numbers = sorted(receipt.register_number for receipt in receipts if isinstance(receipt, Receipt))
    assert numbers == [f"70-{sequence:04d}" for sequence in range(1, 201)]
    assert len({receipt.tracking_code for receipt in receipts if isinstance(receipt, Receipt)}) == 200
    shares = sa.select(Assignment.officer_id, sa.func.count()).group_by(Assignment.officer_id)
    assert dict(db.session.execute(shares).all()) == dict.fromkeys(officers, 50)
    assert journal.verify().is_whole


def test_complaints_that_fail_half_way_take_no_number(app: Flask) -> None:
    make_chain()
    good = [partial(record_complaint, OFFICE, make_draft(), None, NOW) for _ in range(40)]
    bad = [partial(record_complaint, OFFICE, make_draft(Channel.WALK_IN), NOBODY, NOW) for _ in range(40)]
    calls = [call for pair in zip(good, bad, strict=True) for call in pair]
    outcomes = in_threads(app, calls, threads=8)
    assert sum(isinstance(outcome, sa.exc.IntegrityError) for outcome in outcomes) == 40
    numbers = sorted(db.session.scalars(sa.select(Case.sequence)))
    assert numbers == list(range(1, 41))
    assert journal.verify().is_whole
