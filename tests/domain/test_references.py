"""Register numbers and tracking codes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaint_center.domain.references import (
    format_register_number,
    format_tracking_code,
    normalise_tracking_code,
    parse_register_number,
    random_tracking_code,
    tracking_code_from,
)
from complaint_center.domain.thai import to_thai_digits

CODES = st.binary(min_size=32, max_size=32).map(tracking_code_from)


@pytest.mark.parametrize(
    ("sequence", "number"), [(1, "70-0001"), (9999, "70-9999"), (10_000, "70-10000"), (123_456, "70-123456")]
)
def test_the_running_number_has_four_digits_and_grows(sequence: int, number: str) -> None:
    assert format_register_number(2570, sequence) == number


def test_the_fiscal_year_2600_begins_with_two_zeros() -> None:
    assert format_register_number(2600, 1) == "00-0001"


def test_no_register_begins_before_one() -> None:
    with pytest.raises(ValueError, match="begins at 1"):
        format_register_number(2570, 0)


@pytest.mark.parametrize("text", ["70-0001", " 70-0001 ", "๗๐-๐๐๐๑", "70 - 1", "70–0001", "70-00001"])
def test_a_register_number_is_understood_as_it_is_typed(text: str) -> None:
    assert parse_register_number(text) == "70-0001"


@pytest.mark.parametrize(
    "text", ["", "70", "700001", "70-0000", "2570-0001", "70-0001-1", "70-" + "9" * 50, "70-1' OR 1=1", "a-1"]
)
def test_what_is_no_register_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="register"):
        parse_register_number(text)


@given(st.integers(2500, 2599), st.integers(1, 999_999_999))
def test_a_register_number_survives_being_typed_in_thai(fiscal_year: int, sequence: int) -> None:
    number = format_register_number(fiscal_year, sequence)
    assert parse_register_number(to_thai_digits(number)) == number


@given(CODES)
def test_a_code_survives_being_read_out_in_fours(code: str) -> None:
    spoken = format_tracking_code(code)
    assert [len(group) for group in spoken.split(" ")] == [4, 4, 4, 4]
    assert normalise_tracking_code(spoken) == code
    assert normalise_tracking_code(to_thai_digits(spoken).replace(" ", "-")) == code


@given(CODES, st.integers(0, 15), st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(code: str, place: int, digit: int) -> None:
    wrong = code[:place] + str(digit) + code[place + 1 :]
    assume(wrong != code)
    with pytest.raises(ValueError, match="not a tracking code"):
        normalise_tracking_code(wrong)


@given(CODES, st.integers(0, 14))
def test_two_swapped_neighbours_are_always_noticed(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assume(wrong != code)
    with pytest.raises(ValueError, match="not a tracking code"):
        normalise_tracking_code(wrong)


@pytest.mark.parametrize("text", ["", "123", "1" * 17, "abcd efgh ijkl mnop", "0" * 15 + "x", "0" * 100_000])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a tracking code"):
        normalise_tracking_code(text)


def test_the_same_hash_gives_the_same_code() -> None:
    mac = bytes(range(32))
    assert tracking_code_from(mac) == tracking_code_from(mac)
    assert tracking_code_from(mac) != tracking_code_from(mac[::-1])


def test_a_hash_too_short_to_spread_evenly_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        tracking_code_from(bytes(15))


def test_random_codes_are_valid_and_differ() -> None:
    codes = {random_tracking_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(normalise_tracking_code(code) == code for code in codes)
