"""A word with a slip is found by a piece of it that an index knows, and told from another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.nearness import pieces, slips_forgiven, slips_in
from complaint_center.domain.search_key import GRAM

LETTERS = "กขคงจชซดตถทนบปผพฟมยรลวสหอาิึุเแโไะั"
WORDS = st.text(LETTERS, min_size=6, max_size=40)
TEXT = "ขอไหเทสบาลซอมไฟสองสวางหนาวัดตัวอยาง"


@pytest.mark.parametrize(
    ("word", "slips"),
    [
        ("ไฟสองสวาง", 0),
        ("ไฟสองสวง", 1),
        ("ไฟสองสวนาง", 1),
        ("ไฟสอฝสวาง", 1),
        ("ไฟสอสงวาง", 1),
        ("เทสบาบ", 1),
        ("เทบาบ", 1),
        ("ไฟวัดตัวอยาง", 2),
        ("นำประปา", None),
        ("ไฟ", 0),
        ("ไฝ", None),
        ("เทสบาลซอมไฟสองสวางหนาวัดตัวอยางเทสบาลซอมไฟสองสวาง", None),
    ],
)
def test_letters_of_the_word_that_are_missing_where_it_stands_best_are_its_slips(word: str, slips: int | None) -> None:
    assert slips_in(word, TEXT) == slips


@given(WORDS, st.integers(0), st.sampled_from(LETTERS), st.sampled_from(["missing", "wrong", "swapped", "too many"]))
def test_one_slip_in_a_word_of_six_letters_or_more_leaves_a_piece_and_is_forgiven(
    word: str, place: int, letter: str, kind: str
) -> None:
    place %= len(word) - 1
    before, after = word[:place], word[place + 1 :]
    typed = {
        "missing": before + after,
        "wrong": before + letter + after,
        "swapped": before + word[place + 1] + word[place] + word[place + 2 :],
        "too many": before + letter + word[place:],
    }[kind]
    if len(typed) >= 6:
        text = f"ฮฮ{word}ฮฮ"
        assert slips_in(typed, text) is not None
        assert any(piece in text for piece in pieces(typed))


@given(st.text(LETTERS, min_size=4, max_size=40))
def test_every_piece_is_long_enough_for_an_index(word: str) -> None:
    assert all(len(piece) >= GRAM for piece in pieces(word))


def test_no_slip_is_forgiven_in_three_letters_and_three_in_fifteen() -> None:
    assert [slips_forgiven("ก" * letters) for letters in (3, 4, 8, 9, 14, 15, 99)] == [0, 1, 1, 2, 2, 3, 3]
