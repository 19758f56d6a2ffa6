"""What a message may say, and above all what none may."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from complaint_center.domain.calls import call_script
from complaint_center.domain.chain import Head
from complaint_center.domain.messages import (
    TO_COMPLAINANT,
    MessageKind,
    OverdueCase,
    render_digest,
    render_head,
    render_mail,
    render_new_sign_in,
    render_sms,
    segments,
)
from complaint_center.domain.thai import format_date
from complaint_center.domain.wordings import ENGLISH, THAI

OFFICE_PHONE = "042 970107"
NUMBER = "70-10000"
DUE = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
LANGUAGES = ("th", "en")
OF_NO_CASE = {MessageKind.DIGEST, MessageKind.JOURNAL_HEAD, MessageKind.NEW_SIGN_IN}
SAID_ONLY = {MessageKind.SURVEY}
CASE_KINDS = sorted(set(MessageKind) - OF_NO_CASE - SAID_ONLY)
HEAD = Head(1234, "0123456789abcdef" * 4)
FORBIDDEN = re.compile(
    r"https?:|www\.|://|\.go\.th|\.(?:com|org|net|th)\b|bit\.ly|\blinks?\b|ลิงก์|ลิงค์|ทุจริต|corrupt|ร้องเรียน|complain",
    re.IGNORECASE,
)
HOSTILE_NUMBERS = [
    "",
    "http://evil.example",
    "70-0001 www.evil.example",
    "<script>alert(1)</script>",
    "'; DROP TABLE cases; --",
    "70-0001\nBcc: everyone@example.org",
    "{phone.__class__}",
    "นายสมชาย ใจดี",
    "7" * 100_000,
]


def every_text(language: str, office_phone: str = OFFICE_PHONE) -> Iterator[str]:
    facts: dict[str, Any] = {"language": language, "office_phone": office_phone, "register_number": NUMBER}
    for kind in CASE_KINDS:
        yield render_sms(kind, due_at=DUE, **facts)
        yield "\n".join(render_mail(kind, due_at=DUE, **facts))
    for kind in sorted(TO_COMPLAINANT | SAID_ONLY):
        for calls_in in (False, True):
            yield "\n".join(call_script([kind], calls_in=calls_in, **facts))
    yield "\n".join(render_digest([OverdueCase(NUMBER, DUE)], language=language, office_phone=office_phone))
    yield "\n".join(render_head(HEAD, at=DUE, language=language, office_phone=office_phone))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_has_a_link_or_says_what_it_is_about(language: str) -> None:
    sign_in = render_new_sign_in(DUE, language=language, office_phone=OFFICE_PHONE)
    for text in (*every_text(language), *sign_in):
        assert not FORBIDDEN.search(text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_about_a_case_names_its_number(language: str) -> None:
    assert all(NUMBER in text for text in every_text(language) if str(HEAD) not in text)


@pytest.mark.parametrize("number", HOSTILE_NUMBERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CASE_KINDS)
def test_only_a_register_number_gets_into_a_message(kind: MessageKind, language: str, number: str) -> None:
    for render in (render_sms, render_mail):
        with pytest.raises(ValueError, match="register"):
            render(kind, language=language, office_phone=OFFICE_PHONE, register_number=number)


@pytest.mark.parametrize("number", HOSTILE_NUMBERS)
def test_nothing_but_register_numbers_gets_into_a_digest(number: str) -> None:
    with pytest.raises(ValueError, match="register"):
        render_digest([OverdueCase(number, DUE)], language="th", office_phone=OFFICE_PHONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_the_configured_telephone_stay_braces(language: str) -> None:
    assert any("{number}" in text for text in every_text(language, office_phone="{number}"))


@pytest.mark.parametrize("language", ["", "fr", "EN", "../../etc/passwd"])
def test_an_unknown_language_is_thai(language: str) -> None:
    assert list(every_text(language)) == list(every_text("th"))


@pytest.mark.parametrize(
    "function", [render_sms, render_mail, render_digest, render_head, render_new_sign_in, call_script]
)
def test_no_function_takes_a_name_a_subject_or_an_address(function: Callable[..., object]) -> None:
    allowed = {"kind", "kinds", "calls_in", "language", "office_phone", "register_number", "due_at"}
    allowed |= {"overdue", "head", "at"}
    assert set(inspect.signature(function).parameters) <= allowed


def test_a_line_of_the_digest_is_a_number_and_a_date() -> None:
    assert set(inspect.signature(OverdueCase).parameters) == {"register_number", "due_at"}


def longest_due() -> datetime:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    longest = max(days, key=lambda day: len(format_date(day, short=True)))
    return datetime(longest.year, longest.month, longest.day, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_thai_text_fits_one_segment_with_the_longest_date(kind: MessageKind) -> None:
    text = render_sms(kind, language="th", office_phone=OFFICE_PHONE, register_number=NUMBER, due_at=longest_due())
    assert len(text.encode("utf-16-be")) // 2 <= 70
    assert segments(text) == 1


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_an_english_text_fits_one_segment_of_the_gsm_alphabet(kind: MessageKind) -> None:
    text = render_sms(kind, language="en", office_phone=OFFICE_PHONE, register_number=NUMBER, due_at=longest_due())
    assert text.isascii()
    assert segments(text) == 1


@pytest.mark.parametrize("kind", sorted(TO_COMPLAINANT))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complainant_can_always_call_back(kind: MessageKind, language: str) -> None:
    facts: dict[str, Any] = {"language": language, "office_phone": OFFICE_PHONE, "register_number": "70-0001"}
    assert OFFICE_PHONE in render_sms(kind, **facts)
    assert OFFICE_PHONE in render_mail(kind, **facts)[1]
    assert OFFICE_PHONE in call_script([kind], **facts)[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_to_administrators_has_the_number_and_no_date_of_its_own(language: str) -> None:
    facts: dict[str, Any] = {"language": language, "office_phone": OFFICE_PHONE, "register_number": NUMBER}
    text = render_sms(MessageKind.NOBODY_LEFT, due_at=DUE, **facts)
    assert re.findall(r"\d+", text) == ["70", "10000"]


def test_every_kind_is_worded_in_both_languages() -> None:
    assert set(THAI) == set(ENGLISH) == set(CASE_KINDS)


def test_a_reminder_says_when_it_is_due() -> None:
    facts: dict[str, Any] = {"office_phone": OFFICE_PHONE, "register_number": "70-0001", "due_at": DUE}
    assert "22 พ.ย. 69 14.30 น." in render_sms(MessageKind.REMINDER, language="th", **facts)
    assert "22 Nov 2026, 14:30" in render_sms(MessageKind.REMINDER, language="en", **facts)
    assert "22 พฤศจิกายน 2569 14.30 น." in render_mail(MessageKind.REMINDER, language="th", **facts)[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_message_without_a_due_date_reads_on(kind: MessageKind, language: str) -> None:
    text = render_sms(kind, language=language, office_phone=OFFICE_PHONE, register_number=NUMBER)
    assert text == text.strip()
    assert "{" not in text
    assert "None" not in text


def test_a_subject_is_one_line() -> None:
    for kind in CASE_KINDS:
        subject, _ = render_mail(kind, language="th", office_phone=OFFICE_PHONE, register_number=NUMBER)
        assert "\n" not in subject


def test_the_digest_lists_numbers_and_due_dates_the_longest_overdue_first() -> None:
    overdue = [OverdueCase("70-0002", DUE), OverdueCase("70-0001", DUE - timedelta(days=1))]
    subject, body = render_digest(overdue, language="th", office_phone=OFFICE_PHONE)
    assert subject == "เรื่องเกินกำหนด 2 เรื่อง"
    assert [line for line in body.splitlines() if line.startswith("70-")] == [
        "70-0001  ครบกำหนด 21 พ.ย. 69 14.30 น.",
        "70-0002  ครบกำหนด 22 พ.ย. 69 14.30 น.",
    ]


@pytest.mark.parametrize(("language", "told"), [("th", "22 พฤศจิกายน 2569 14.30 น."), ("en", "22 November 2026, 14:30")])
def test_the_mail_of_the_journals_head_has_number_digest_and_time(language: str, told: str) -> None:
    subject, body = render_head(HEAD, at=DUE, language=language, office_phone=OFFICE_PHONE)
    assert "1234" in subject
    assert told in body
    assert body.count(str(HEAD)) == 2


def test_a_sign_in_is_told_by_its_time_and_nothing_else() -> None:
    _, body = render_new_sign_in(DUE, language="th", office_phone=OFFICE_PHONE)
    assert "22 พฤศจิกายน 2569 14.30 น." in body
    assert set(re.findall(r"\d+", body)) == {"22", "2569", "14", "30", *OFFICE_PHONE.split()}


@pytest.mark.parametrize("kind", sorted(OF_NO_CASE))
@pytest.mark.parametrize("render", [render_sms, render_mail])
def test_what_is_not_about_one_case_has_mails_of_its_own(render: Callable[..., object], kind: MessageKind) -> None:
    with pytest.raises(ValueError, match=kind):
        render(kind, language="th", office_phone=OFFICE_PHONE, register_number=NUMBER)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ก" * 70, 1),
        ("ก" * 71, 2),
        ("ก" * 134, 2),
        ("ก" * 135, 3),
        ("a" * 69 + "ก", 1),
        ("a" * 70 + "ก", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, count: int) -> None:
    assert segments(text) == count
