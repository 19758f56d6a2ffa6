"""Telephone numbers as people say them, as they are stored (E.164) and as they may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from complaint_center.domain.thai import normalise

_COUNTRY_CODE = 66
_WRITTEN = re.compile(r"[0-9+()./\s-]+")
_SHOWN_AT_EACH_END = 2


@dataclass(frozen=True)
class Phone:
    """A valid number. `is_mobile`: it can be texted, which is so of Thai mobile numbers only."""

    e164: str
    is_mobile: bool


def parse_phone(text: str) -> Phone:
    """A Thai number as dialled at home, or any with + and its country. ValueError for anything else."""
    plain = normalise(text)
    # The library would read letters as the keys of a telephone.
    if not _WRITTEN.fullmatch(plain):
        raise ValueError("not a telephone number")
    try:
        number = phonenumbers.parse(plain, "TH")
    except NumberParseException as error:
        raise ValueError("not a telephone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a telephone number")
    is_mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    return Phone(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        is_mobile=is_mobile and number.country_code == _COUNTRY_CODE,
    )


def display(e164: str) -> str:
    """081-234-5678; a foreign number keeps + and its country."""
    number = phonenumbers.parse(e164)
    is_thai = number.country_code == _COUNTRY_CODE
    form = PhoneNumberFormat.NATIONAL if is_thai else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form).replace(" ", "-")


def mask(e164: str) -> str:
    """08x-xxx-xx01: enough to tell two numbers apart, too little to call one."""
    shown = display(e164)
    places = [place for place, character in enumerate(shown) if character.isdigit()]
    hidden = set(places[_SHOWN_AT_EACH_END:-_SHOWN_AT_EACH_END])
    return "".join("x" if place in hidden else character for place, character in enumerate(shown))
