"""Telephone numbers: what is accepted, what can be texted, what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.phones import Phone, display, mask, parse_phone

MOBILES = st.integers(0, 9_999_999).map(lambda number: f"+6681{number:07d}")


@pytest.mark.parametrize(
    "text",
    ["0812345601", "081-234-5601", "081 234 5601", "+66812345601", "๐๘๑-๒๓๔-๕๖๐๑", "(081) 2345601"],
)
def test_a_mobile_number_is_understood_in_every_usual_spelling(text: str) -> None:
    assert parse_phone(text) == Phone("+66812345601", is_mobile=True)


@pytest.mark.parametrize("text", ["042 970107", "๐๔๒ ๙๗๐๑๐๗", "042-970107", "02-123-4567"])
def test_a_landline_is_a_number_that_cannot_be_texted(text: str) -> None:
    assert not parse_phone(text).is_mobile


def test_the_numbers_of_the_demo_can_be_texted() -> None:
    assert all(parse_phone(text).is_mobile for text in ("089-000-0001", "061-000-0003", "095-000-0004"))


def test_a_foreign_mobile_number_is_kept_but_not_texted() -> None:
    assert parse_phone("+44 7400 123456") == Phone("+447400123456", is_mobile=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ไม่มี",
        "1567",
        "08123456",
        "081234560123",
        "081-VANITYX",
        "0812345601, 0812345602",
        "0812345601 ต่อ 5",
        "<script>0812345601</script>",
        "tel:0812345601",
        "0" * 100_000,
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a telephone number"):
        parse_phone(text)


def test_numbers_are_shown_as_they_are_dialled() -> None:
    assert display("+66812345601") == "081-234-5601"
    assert display("+6642970107") == "042-970-107"
    assert display("+447400123456") == "+44-7400-123456"


def test_a_masked_number_keeps_two_digits_at_each_end() -> None:
    assert mask("+66812345601") == "08x-xxx-xx01"
    assert mask("+6642970107") == "04x-xxx-x07"


@given(MOBILES)
def test_what_is_shown_can_be_typed_back(e164: str) -> None:
    assert parse_phone(display(e164)).e164 == e164


@given(MOBILES)
def test_a_mask_never_shows_more_than_four_digits(e164: str) -> None:
    assert sum(character.isdigit() for character in mask(e164)) == 4
