"""Every message to a person: a register number, a date, the office's telephone, and nothing else.

No function here takes a name, a subject or an address, so none of them can reach a message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.chain import Head
from complaint_center.domain.references import parse_register_number
from complaint_center.domain.thai import format_datetime
from complaint_center.domain.wordings import ENGLISH, THAI, TO_COMPLAINANT, MessageKind, Wording

__all__ = [
    "TO_COMPLAINANT",
    "MessageKind",
    "OverdueCase",
    "render_digest",
    "render_head",
    "render_mail",
    "render_new_sign_in",
    "render_sms",
    "segments",
]

_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_7_ESCAPED = frozenset("^{}\\[~]|€\f")
"""Characters that take two places of the alphabet of GSM 03.38."""


@dataclass(frozen=True)
class OverdueCase:
    """One line of the morning digest."""

    register_number: str
    due_at: datetime


def render_sms(
    kind: MessageKind,
    *,
    language: str,
    office_phone: str,
    register_number: str,
    due_at: datetime | None = None,
) -> str:
    """The text of an SMS; Thai unless `language` is en. ValueError for the digest, which is e-mail only."""
    due = ""
    if due_at is not None:
        due = f"{_say(language, ' กำหนด', ', due')} {format_datetime(due_at, short=True, language=language)}"
    number = parse_register_number(register_number)
    return _wording(kind, language).sms.format(number=number, phone=office_phone, due=due)


def render_mail(
    kind: MessageKind,
    *,
    language: str,
    office_phone: str,
    register_number: str,
    due_at: datetime | None = None,
) -> tuple[str, str]:
    """Subject and body of an e-mail about one case; for the digest see `render_digest`."""
    wording, number = _wording(kind, language), parse_register_number(register_number)
    lines = [wording.text, "", f"{_say(language, 'เลขรับเรื่อง', 'Register number')}: {number}"]
    if due_at is not None:
        lines.append(f"{_say(language, 'ครบกำหนด', 'Due')}: {format_datetime(due_at, language=language)}")
    subject = f"{_say(language, 'เรื่อง', 'Case')} {number}: {wording.headline}"
    return subject, "\n".join([*lines, "", *_closing(kind, language, office_phone)])


def render_digest(overdue: Iterable[OverdueCase], *, language: str, office_phone: str) -> tuple[str, str]:
    """Subject and body of one person's morning e-mail: what is overdue, the longest overdue first."""
    cases = sorted(overdue, key=lambda case: (case.due_at, case.register_number))
    heading = _say(language, f"เรื่องเกินกำหนด {len(cases)} เรื่อง", f"Cases overdue: {len(cases)}")
    lines = [heading, "", *(_digest_line(case, language) for case in cases)]
    return heading, "\n".join([*lines, "", *_closing(MessageKind.DIGEST, language, office_phone)])


def render_head(head: Head, *, at: datetime, language: str, office_phone: str) -> tuple[str, str]:
    """Subject and body of the daily e-mail to those who keep the journal's head: number, digest and time of its row."""
    when = format_datetime(at, language=language)
    subject = _say(language, f"รหัสยืนยันบันทึกการกระทำ รายการที่ {head.seq}", f"The journal's head: row {head.seq}")
    lines = [
        _say(
            language,
            "โปรดเก็บอีเมลฉบับนี้ไว้ หากมีผู้แก้ไขหรือลบรายการใดจนถึงรายการนี้ จะตรวจพบได้ด้วยรหัสข้างล่าง",
            "Please keep this e-mail. If a row up to this one is changed or deleted, the code below shows it.",
        ),
        "",
        f"{_say(language, 'รายการที่', 'Row')}: {head.seq}",
        f"{_say(language, 'เวลา', 'Time')}: {when}",
        f"{_say(language, 'รหัส', 'Code')}: {head}",
        "",
        _say(language, "วิธีตรวจ (โดยผู้ดูแลระบบ):", "To check it (by the administrator of the system):"),
        f"flask --app wsgi audit verify --head {head}",
    ]
    return subject, "\n".join([*lines, "", *_closing(MessageKind.JOURNAL_HEAD, language, office_phone)])


def render_new_sign_in(at: datetime, *, language: str, office_phone: str) -> tuple[str, str]:
    """Subject and body of the e-mail to the owner of an account: when it was, and not where or from what."""
    when = format_datetime(at, language=language)
    subject = _say(language, "มีการเข้าสู่ระบบจากเบราว์เซอร์ใหม่", "Sign-in from a new browser")
    told = _say(
        language,
        f"มีการเข้าสู่ระบบด้วยบัญชีของท่านจากเบราว์เซอร์ที่ไม่เคยใช้มาก่อน เมื่อ {when}",
        f"Somebody signed in to your account from a browser not used before, at {when}.",
    )
    advice = _say(
        language,
        f"หากไม่ใช่ท่าน โปรดเปลี่ยนรหัสผ่านทันที และแจ้งผู้ดูแลระบบ โทร {office_phone}",
        f"If it was not you, change your password at once and tell the administrator, tel. {office_phone}.",
    )
    return subject, "\n".join([told, advice, "", *_closing(MessageKind.NEW_SIGN_IN, language, office_phone)])


def segments(text: str) -> int:
    """How many texts are billed: of 160 (joined 153) GSM places each, or of 70 (67) UTF-16 units."""
    if _GSM_7.union(_GSM_7_ESCAPED).issuperset(text):
        return _parts(len(text) + sum(character in _GSM_7_ESCAPED for character in text), 160, 153)
    return _parts(len(text.encode("utf-16-be")) // 2, 70, 67)


def _wording(kind: MessageKind, language: str) -> Wording:
    wordings = ENGLISH if language == "en" else THAI
    if kind not in wordings:
        raise ValueError(f"{kind} is not about one case")
    return wordings[kind]


def _say(language: str, thai: str, english: str) -> str:
    return english if language == "en" else thai


def _digest_line(case: OverdueCase, language: str) -> str:
    due = format_datetime(case.due_at, short=True, language=language)
    return f"{parse_register_number(case.register_number)}  {_say(language, 'ครบกำหนด', 'due')} {due}"


def _closing(kind: MessageKind, language: str, office_phone: str) -> list[str]:
    if kind in TO_COMPLAINANT:
        return [
            _say(language, f"สอบถาม โทร {office_phone}", f"Questions: tel. {office_phone}"),
            _say(language, "อีเมลนี้ส่งจากระบบ ไม่ต้องตอบกลับ", "Please do not answer this e-mail."),
        ]
    return [_say(language, "โปรดเข้าสู่ระบบตามปกติ", "Please sign in as usual.")]


def _parts(length: int, single: int, joined: int) -> int:
    return 1 if length <= single else -(-length // joined)
