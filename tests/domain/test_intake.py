"""Whether a complaint can be accepted, and when it was received."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.intake import (
    LINE_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    AccusedDraft,
    OpeningDraft,
    PhoneCall,
    check_draft,
    repeats_identity,
)
from tests.make import DAY, NOW, SECOND, make_complainant, make_draft


def refusal(**changes: object) -> tuple[str, Problem]:
    with pytest.raises(InvalidInput) as refused:
        check_draft(make_draft(Channel.WALK_IN, **changes), NOW)
    return refused.value.field, refused.value.problem


def test_a_complaint_on_the_website_is_received_now_whatever_it_says() -> None:
    assert check_draft(make_draft(Channel.WEB, received_at=NOW - DAY), NOW) == NOW


def test_a_complaint_at_the_counter_is_received_when_the_clerk_says_and_else_now() -> None:
    assert check_draft(make_draft(Channel.WALK_IN), NOW) == NOW
    assert check_draft(make_draft(Channel.WALK_IN, received_at=NOW - 30 * DAY), NOW) == NOW - 30 * DAY


def test_a_letter_is_received_when_its_box_is_opened() -> None:
    opening = OpeningDraft("ตลาด", NOW - 2 * DAY, "นายเปิด กล่อง")
    assert check_draft(make_draft(Channel.BOX, box_opening=opening, received_at=NOW), NOW) == NOW - 2 * DAY


def test_a_call_is_received_when_it_was_made() -> None:
    call = PhoneCall(NOW - 8 * DAY, notice_told=True)
    assert check_draft(make_draft(Channel.PHONE, phone_call=call), NOW) == NOW - 8 * DAY


def test_a_receipt_this_instant_is_accepted_and_one_a_second_ahead_is_not() -> None:
    assert check_draft(make_draft(Channel.WALK_IN, received_at=NOW), NOW) == NOW
    assert refusal(received_at=NOW + SECOND) == ("received_at", Problem.IN_FUTURE)


@pytest.mark.parametrize(
    ("channel", "changes", "field", "problem"),
    [
        (Channel.BOX, {"box_opening": None}, "opened_at", Problem.REQUIRED),
        (Channel.BOX, {"received_at": NOW + SECOND}, "opened_at", Problem.IN_FUTURE),
        (Channel.PHONE, {"phone_call": None}, "called_at", Problem.REQUIRED),
        (Channel.PHONE, {"received_at": NOW + SECOND}, "called_at", Problem.IN_FUTURE),
        (Channel.BOX, {"box_opening": OpeningDraft(" ", NOW, "นายเปิด กล่อง")}, "box", Problem.REQUIRED),
        (Channel.BOX, {"box_opening": OpeningDraft("ตลาด", NOW, "")}, "opened_by", Problem.REQUIRED),
    ],
)
def test_a_channel_insists_on_what_it_must_know(
    channel: Channel, changes: dict[str, object], field: str, problem: Problem
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_draft(make_draft(channel, **changes), NOW)
    assert (refused.value.field, refused.value.problem) == (field, problem)


@pytest.mark.parametrize("name", ["subject", "narrative"])
@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_complaint_says_what_it_is_about(name: str, text: str) -> None:
    assert refusal(**{name: text}) == (name, Problem.REQUIRED)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("subject", SUBJECT_LENGTH),
        ("narrative", TEXT_LENGTH),
        ("remedy", TEXT_LENGTH),
        ("evidence_description", TEXT_LENGTH),
        ("incident_date", LINE_LENGTH),
        ("incident_place", LINE_LENGTH),
        ("previously_reported_to", LINE_LENGTH),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_not_a_character_longer(name: str, limit: int) -> None:
    check_draft(make_draft(**{name: "ก" * limit}), NOW)
    assert refusal(**{name: "ก" * (limit + 1)}) == (name, Problem.TOO_LONG)


@pytest.mark.parametrize("part", ["name", "position", "unit"])
def test_an_accused_is_named_in_a_line_each(part: str) -> None:
    accused = AccusedDraft(**{part: "ก" * (LINE_LENGTH + 1)})
    assert refusal(accused=(accused,)) == (f"accused_{part}", Problem.TOO_LONG)


@pytest.mark.parametrize("part", ["box", "opened_by", "witness"])
def test_the_opening_of_a_box_is_told_in_a_line_each(part: str) -> None:
    opening = replace(OpeningDraft("ตลาด", NOW, "นายเปิด กล่อง"), **{part: "ก" * (LINE_LENGTH + 1)})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        check_draft(make_draft(Channel.BOX, box_opening=opening), NOW)
    assert (refused.value.field, refused.value.problem) == (part, Problem.TOO_LONG)


@pytest.mark.parametrize(
    ("narrative", "repeats"),
    [
        ("ถนนหน้าตลาดเป็นหลุม", False),
        ("ดิฉัน สมศรี  ใจกล้า ขอร้องเรียน", True),
        ("โทรกลับที่ ๐๘๑-๒๓๔ ๕๖๗๘", True),
        ("บ้านเลขที่ 99 หมู่ 9 ถูกน้ำท่วม", True),
        ("เลขบัตร 1-2345-67890-12-1", True),
        ("พบเมื่อปี 2569 จำนวน 12 ครั้ง", False),
    ],
)
def test_a_narrative_that_names_its_writer_is_noticed(narrative: str, repeats: bool) -> None:
    complainant = make_complainant(national_id="1234567890121")
    assert repeats_identity(make_draft(narrative=narrative, complainant=complainant)) is repeats


def test_a_narrative_without_any_identity_to_repeat_repeats_none() -> None:
    nobody = make_complainant(first_name="", last_name="", address="", phone=None, email="")
    assert not repeats_identity(make_draft(complainant=nobody))
