"""Calls to complainants who cannot be texted: what is said in one, and what can come of it.

Like messages, scripts tell a register number, the office's telephone and the news, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.references import parse_register_number
from complaint_center.domain.wordings import TO_COMPLAINANT, MessageKind

SPOKEN = TO_COMPLAINANT | {MessageKind.SURVEY}


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
    spoken: Mapping[MessageKind, str]
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
    spoken={
        MessageKind.COMPLAINT_RECEIVED: "เทศบาลได้รับเรื่องของท่านไว้แล้ว เจ้าหน้าที่จะตรวจสอบข้อมูลเบื้องต้น",
        MessageKind.FINDING_SUBMITTED: "ตรวจสอบข้อมูลเบื้องต้นแล้ว และได้เสนอผู้บังคับบัญชาพิจารณาแล้ว",
        MessageKind.INFO_REQUESTED: (
            "เจ้าหน้าที่มีคำถามถึงท่าน อ่านและตอบได้ในหน้าติดตามเรื่องด้วยรหัสติดตามเรื่อง หรือนำรหัสมาอ่านและตอบที่เทศบาล"
        ),
        MessageKind.MESSAGE_AWAITS: ("มีข้อความถึงท่าน อ่านได้ในหน้าติดตามเรื่องด้วยรหัสติดตามเรื่อง หรือนำรหัสมาอ่านที่เทศบาล"),
        MessageKind.RESULT_READY: (
            "มีผลการพิจารณาเรื่องของท่านแล้ว รายละเอียดแจ้งทางโทรศัพท์ไม่ได้ รับทราบผลได้โดยนำรหัสติดตามเรื่องมาที่เทศบาล "
            "หรือขอให้ส่งเป็นหนังสือ หากท่านให้ชื่อและที่อยู่ไว้"
        ),
        MessageKind.SURVEY: (
            "เรื่องของท่านสิ้นสุดแล้ว ขอถามสองข้อว่าท่านพึงพอใจเพียงใด ไม่ตอบก็ได้ และเจ้าหน้าที่เจ้าของเรื่องจะไม่เห็นคำตอบ "
            "(หากยินดีตอบ อย่าเพิ่งวางสาย: บันทึกว่าแจ้งแล้ว คำถามอยู่ในหน้าถัดไป)"
        ),
    },
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
    spoken={
        MessageKind.COMPLAINT_RECEIVED: "The municipality has received your case. An officer makes a first check.",
        MessageKind.FINDING_SUBMITTED: "The preliminary check is done and is now before the supervisor.",
        MessageKind.INFO_REQUESTED: (
            "The officer has a question for you. Read and answer it on the tracking page with your tracking code, "
            "or come to the municipality with the code."
        ),
        MessageKind.MESSAGE_AWAITS: (
            "There is a message for you. Read it on the tracking page with your tracking code, "
            "or come to the municipality with the code."
        ),
        MessageKind.RESULT_READY: (
            "Your case has been decided. The result cannot be told by telephone: come to the municipality with your "
            "tracking code, or ask for a letter if you left your name and address."
        ),
        MessageKind.SURVEY: (
            "Your case is closed. May I ask two questions on how satisfied you are? You need not answer, and the "
            "officer of the case will not see it. (If they agree, stay on the line: record that they were told, and "
            "the questions follow.)"
        ),
    },
    closing="Close: for questions, call {phone}.",
)


def call_script(
    kinds: Sequence[MessageKind], *, language: str, office_phone: str, register_number: str, calls_in: bool = False
) -> list[str]:
    """What the clerk says, step by step, to a complainant whom the office calls; `calls_in`: who calls the office.

    `kinds`, oldest first, are all that wait to be told; what a newer one has overtaken is not said.
    Nothing is told before it is known to be the complainant. ValueError for a kind that is told to staff.
    """
    if staff := set(kinds) - SPOKEN:
        raise ValueError(f"not told to complainants: {', '.join(sorted(staff))}")
    script = _ENGLISH if language == "en" else _THAI
    before = script.to_caller if calls_in else script.to_called
    facts = {"number": parse_register_number(register_number), "phone": office_phone}
    news = [script.news.format(text=script.spoken[kind]) for kind in _still_news(kinds)]
    return [*(step.format(**facts) for step in before), *news, script.closing.format(**facts)]


def _still_news(kinds: Sequence[MessageKind]) -> Sequence[MessageKind]:
    """The newest; before it that a message waits, for no later step makes that untrue; the questions last."""
    news = [kind for kind in kinds if kind is not MessageKind.SURVEY]
    newest, awaits = news[-1:], MessageKind.MESSAGE_AWAITS
    before = [awaits] if awaits in news[:-1] and awaits not in newest else []
    return [*before, *newest, *([MessageKind.SURVEY] if MessageKind.SURVEY in kinds else ())]
