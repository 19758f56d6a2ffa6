"""What is typed into the one box is read as every kind of number that it can be, and as words."""

from __future__ import annotations

import pytest

from complaint_center.domain.search_key import fold
from complaint_center.domain.search_question import LENGTH, Question, read_question


@pytest.mark.parametrize(
    "typed", ["70-0001", "๗๐-๐๐๐๑", "๗๐–๑", "70/1", "70 0001", "700001", " 70 - 1 ", "เลขที่ 70-0001", "เลขรับเรื่อง๗๐/๑"]
)
def test_a_register_number_in_any_writing(typed: str) -> None:
    assert read_question(typed).register_number == "70-0001"


@pytest.mark.parametrize("typed", ["ซอย 4", "70-", "70-0", "7-1", "70-0001 ถนน", "2569", "7000001", "042 970107", "-"])
def test_what_is_no_register_number(typed: str) -> None:
    assert read_question(typed).register_number == ""


@pytest.mark.parametrize("typed", ["0812345678", "081-234-5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "+66 81 234 5678"])
def test_a_telephone_number_asks_who_and_its_digits_are_looked_for_together(typed: str) -> None:
    question = read_question(typed)
    assert (question.phone, question.asks_who) == ("+66812345678", True)
    assert len(question.words) == 1


def test_a_national_id_asks_who() -> None:
    question = read_question("1-1000-00000-00-8")
    assert (question.national_id, question.asks_who) == ("1100000000008", True)
    assert read_question("1-1000-00000-00-9").national_id == ""


def test_a_tracking_code_is_one_only_with_its_check_digit() -> None:
    assert read_question("0000 0000 0000 0000").tracking_code == "0000000000000000"
    assert read_question("0000 0000 0000 0001").tracking_code == ""


def test_everything_else_is_words() -> None:
    assert read_question("ไฟ ถนน") == Question(words=("ไฟ", fold("ถนน")))


@pytest.mark.parametrize("typed", ["", "  ", "?!", "\u200b"])
def test_nothing_typed_is_no_question(typed: str) -> None:
    assert read_question(typed).is_empty


def test_a_question_has_an_end() -> None:
    assert read_question("ก" * 10_000).words == ("ก" * LENGTH,)
