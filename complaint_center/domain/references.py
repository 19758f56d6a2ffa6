"""The two numbers of a case.

The register number is staff-facing and safe to say aloud. The tracking code lets the complainant follow
the case and is a secret: neither can be derived from the other.
"""

from __future__ import annotations

import re
import secrets

from stdnum import damm

from complaint_center.domain.thai import normalise

_REGISTER_NUMBER = re.compile(r"([0-9]{2}) ?[-‐-―] ?([0-9]{1,9})")
_DRAWN_DIGITS = 15
_CODE = re.compile(r"[0-9]{16}")
_GROUPING = re.compile(r"[\s\-‐-―]")
_MAC_BYTES = 16


def format_register_number(fiscal_year: int, sequence: int) -> str:
    """70-0001 for the first of the Buddhist fiscal year 2570; the running number grows past 9999."""
    if sequence < 1:
        raise ValueError("a register begins at 1")
    return f"{fiscal_year % 100:02d}-{sequence:04d}"


def parse_register_number(text: str) -> str:
    """The canonical form of what somebody typed (๗๐-๑ is 70-0001). ValueError for anything else."""
    match = _REGISTER_NUMBER.fullmatch(normalise(text))
    if not match:
        raise ValueError("not a register number")
    return format_register_number(int(match[1]), int(match[2]))


def tracking_code_from(mac: bytes) -> str:
    """The code that a keyed hash stands for. ValueError for a hash too short to spread evenly."""
    if len(mac) < _MAC_BYTES:
        raise ValueError(f"{_MAC_BYTES} bytes are needed")
    return _with_check_digit(int.from_bytes(mac) % 10**_DRAWN_DIGITS)


def random_tracking_code() -> str:
    """A new code, derived from nothing."""
    return _with_check_digit(secrets.randbelow(10**_DRAWN_DIGITS))


def normalise_tracking_code(text: str) -> str:
    """The 16 digits of a code as typed, in either script, spaced or dashed. ValueError for a mistyped one.

    The check digit finds every single wrong digit and every swap of neighbours.
    """
    code = _GROUPING.sub("", normalise(text))
    if not _CODE.fullmatch(code) or not damm.is_valid(code):
        raise ValueError("not a tracking code")
    return code


def format_tracking_code(code: str) -> str:
    """In fours, as it is printed and read out: 1234 5678 9012 3456."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _with_check_digit(number: int) -> str:
    drawn = f"{number:0{_DRAWN_DIGITS}d}"
    return drawn + damm.calc_check_digit(drawn)
