"""Calls to complainants who cannot be texted: what is said in one, and what can come of it.

Like messages, scripts tell a register number, the office's telephone and the news, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.references import parse_register_number
from complaint_center.domain.wordings import ENGLISH, THAI, TO_COMPLAINANT, MessageKind


class CallOutcome(StrEnum):
    """What came of one call. `message_left`: somebody else answered, and was only asked to have the office called."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    NOT_WANTED = "not_wanted"
    GIVEN_UP = "given_up"

    @property
    def ends_calling(self) -> bool:
        """Whether nobody has to call again for what was to be told."""
        return self not in (CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT)

    @property
    def needs_note(self) -> bool:
        """Whether it leaves somebody untold by a clerk's decision, which wants its reason."""
        return self in (CallOutcome.NOT_WANTED, CallOutcome.GIVEN_UP)


@dataclass(frozen=True)
class CallReport:
    """What the clerk notes after a call."""

    outcome: CallOutcome
    note: str = ""

    def __post_init__(self) -> None:
        """InvalidInput where a note is needed and there is none."""
        if self.outcome.needs_note and not self.note.strip():
            raise InvalidInput("note", Problem.REQUIRED)


@dataclass(frozen=True)
class _Script:
    """What comes before the news, to whom the office calls and to who calls the office; each news; the end."""

    to_called: tuple[str, ...]
    to_caller: tuple[str, ...]
    news: str
    closing: str


_THAI = _Script(
    to_called=(
        "สวัสดี ติดต่อจากศูนย์รับเรื่องของเทศบาล ขอเรียนสายเจ้าของหมายเลขนี้",
        "หากผู้รับสายไม่ใช่ผู้ที่ติดต่อศูนย์ไว้: อย่าบอกว่าโทรมาด้วยเรื่องใด ฝากให้โทรกลับ {phone} แล้ววางสาย",
        "ขอให้ผู้รับสายบอกเลขรับเรื่องหรือรหัสติดตามเรื่องก่อน (เลขรับเรื่องคือ {number} อย่าบอกก่อน)",
    ),
    to_caller=(
        "สวัสดี ศูนย์รับเรื่องของเทศบาล",
        "ขอให้ผู้โทรบอกเลขรับเรื่องหรือรหัสติดตามเรื่องก่อน (เลขรับเรื่องคือ {number} อย่าบอกก่อน)",
        "หากผู้โทรบอกไม่ได้: อย่าแจ้งสิ่งใด ขอให้มาที่ศูนย์",
    ),
    news="แจ้ง: {text}",
    closing="ปิดท้าย: หากมีข้อสงสัย โทร {phone}",
)

_ENGLISH = _Script(
    to_called=(
        "Hello, this is the municipality's centre. May I speak to the owner of this number?",
        "If it is not the person who contacted the centre: do not say what it is about; leave {phone} and hang up.",
        "Ask for the register number or the tracking code first (the register number is {number}; do not say it).",
    ),
    to_caller=(
        "Hello, this is the municipality's centre.",
        "Ask for the register number or the tracking code first (the register number is {number}; do not say it).",
        "If the caller cannot say it: tell nothing, and ask them to come to the centre.",
    ),
    news="Tell: {text}",
    closing="Close: for questions, call {phone}.",
)


def call_script(
    kinds: Sequence[MessageKind], *, language: str, office_phone: str, register_number: str, calls_in: bool = False
) -> list[str]:
    """What the clerk says, step by step, to a complainant whom the office calls; `calls_in`: who calls the office.

    Nothing is told before it is known to be the complainant. ValueError for a kind that is told to staff.
    """
    if staff := set(kinds) - TO_COMPLAINANT:
        raise ValueError(f"not told to complainants: {', '.join(sorted(staff))}")
    script, wordings = (_ENGLISH, ENGLISH) if language == "en" else (_THAI, THAI)
    before = script.to_caller if calls_in else script.to_called
    facts = {"number": parse_register_number(register_number), "phone": office_phone}
    news = [script.news.format(text=wordings[kind].text) for kind in kinds]
    return [*(step.format(**facts) for step in before), *news, script.closing.format(**facts)]
