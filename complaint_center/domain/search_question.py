"""What somebody typed into the search box may be: a number of the case, a number of a person, or words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from complaint_center.domain.national_ids import parse_national_id
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.references import format_register_number, normalise_tracking_code
from complaint_center.domain.search_key import fold, words_of
from complaint_center.domain.thai import normalise

LENGTH = 200
"""More characters than this are no question."""

# As it is said, noted or printed: เลขที่ 70-0001, 70/1, 70 0001, 700001. Nothing stands behind it.
_REGISTER_NUMBER = re.compile(r"\D*(?P<year>[0-9]{2})(?: ?[-‐-―/.] ?| |(?=[0-9]{4}\Z))(?P<sequence>[0-9]{1,9})")


@dataclass(frozen=True)
class Question:
    """Every reading that what was typed allows; empty where it cannot be that. Words are folded."""

    register_number: str = ""
    tracking_code: str = ""
    phone: str = ""
    national_id: str = ""
    words: tuple[str, ...] = ()

    @property
    def asks_who(self) -> bool:
        """Whether it is the number of a person: an answer tells who complained."""
        return bool(self.phone or self.national_id)

    @property
    def is_empty(self) -> bool:
        return not (self.register_number or self.tracking_code or self.asks_who or self.words)


def read_question(text: str) -> Question:
    """What was typed, in either script of digits, spaced and dashed as people do."""
    plain = normalise(text)[:LENGTH]
    tracking_code = _read(normalise_tracking_code, plain)
    phone = _read(lambda typed: parse_phone(typed).e164, plain)
    national_id = _read(parse_national_id, plain)
    is_one_number = bool(tracking_code or phone or national_id)
    return Question(
        register_number="" if is_one_number else _read(_register_number, plain),
        tracking_code=tracking_code,
        phone=phone,
        national_id=national_id,
        # The groups of a telephone number stand together, however texts write them.
        words=(fold(plain),) if is_one_number else words_of(plain),
    )


def _read(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except ValueError:
        return ""


def _register_number(text: str) -> str:
    match = _REGISTER_NUMBER.fullmatch(text)
    if not match:
        raise ValueError("not a register number")
    return format_register_number(int(match["year"]), int(match["sequence"]))
