"""The signature on a receipt, as it is written and typed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from complaint_center.domain.receipt_signature import (
    SIGNATURE_BYTES,
    format_signature,
    possible_due_days,
    read_signature,
    statement,
)

MAC = bytes(range(32))
DAY = date(2026, 11, 23)


def test_it_has_eighty_bits_in_four_groups() -> None:
    assert SIGNATURE_BYTES * 8 >= 80
    assert [len(group) for group in format_signature(MAC).split("-")] == [4, 4, 4, 4]


def test_another_digest_is_another_signature() -> None:
    assert format_signature(MAC) != format_signature(bytes(reversed(MAC)))


def test_too_short_a_digest_is_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        format_signature(MAC[:9])


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", ""), lambda text: f" {text} "],
)
def test_it_may_be_typed_carelessly(change: Callable[[str], str]) -> None:
    signature = format_signature(MAC)
    assert read_signature(change(signature)) == signature


def test_letters_that_look_like_digits_and_thai_digits_are_taken_for_them() -> None:
    assert read_signature("OIL๓ 0000 0000 0000") == "0113-0000-0000-0000"


@pytest.mark.parametrize("typed", ["", "7K3M", "U" * 16, "ก" * 16, "0" * 17])
def test_what_is_no_signature_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a signature"):
        read_signature(typed)


def test_number_day_and_due_day_are_each_part_of_what_is_signed() -> None:
    due, none = possible_due_days(DAY)
    assert (due, none) == (date(2026, 11, 30), None)
    signed = {
        statement("70-0001", DAY, due),
        statement("70-0001", DAY, None),
        statement("70-0002", DAY, due),
        statement("70-0001", date(2026, 11, 22), due),
    }
    assert len(signed) == 4
