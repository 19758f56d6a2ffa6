"""The signature on a receipt: what it covers, and how it is written for people to copy.

It covers the register number, the day of receipt and the day on which the finding is due, as they stand on the paper.
"""

from __future__ import annotations

import hmac
from datetime import date, timedelta

from complaint_center.domain.deadlines import FINDING_DAYS
from complaint_center.domain.thai import normalise

SIGNATURE_BYTES = 10
"""80 bits: nobody hits upon one by trying."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U."""

_LOOK_ALIKES = str.maketrans("ILO", "110")
_SYMBOLS = SIGNATURE_BYTES * 8 // 5


def statement(register_number: str, received_on: date, due_on: date | None) -> str:
    """What is signed."""
    return "\0".join((register_number, received_on.isoformat(), due_on.isoformat() if due_on else ""))


def possible_due_days(received_on: date) -> tuple[date | None, ...]:
    """The days that may stand on a receipt of that day: seven days later, and none on that of a suggestion."""
    return received_on + timedelta(days=FINDING_DAYS), None


def format_signature(mac: bytes) -> str:
    """The first 80 bits in fours: 7K3M-ABCD-0123-WXYZ. ValueError for a digest too short."""
    if len(mac) < SIGNATURE_BYTES:
        raise ValueError(f"{SIGNATURE_BYTES} bytes are needed")
    number = int.from_bytes(mac[:SIGNATURE_BYTES])
    symbols = "".join(_LETTERS[number >> (5 * place) & 31] for place in reversed(range(_SYMBOLS)))
    return "-".join(symbols[start : start + 4] for start in range(0, _SYMBOLS, 4))


def read_signature(text: str) -> str:
    """The signature as `format_signature` writes it, from what somebody typed. ValueError for anything else."""
    typed = [letter for letter in normalise(text).upper().translate(_LOOK_ALIKES) if letter.isalnum()]
    if len(typed) != _SYMBOLS or not set(typed) <= set(_LETTERS):
        raise ValueError("not a signature")
    return "-".join("".join(typed[start : start + 4]) for start in range(0, _SYMBOLS, 4))


def is_same(ours: str, theirs: str) -> bool:
    """Whether the two are one, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(ours, theirs)
