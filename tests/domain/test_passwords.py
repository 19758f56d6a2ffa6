"""What a new password must be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import zxcvbn.feedback

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.passwords import ABOUT_THE_OWNER, WeakPassword, require_strong
from complaint_center.web.passwords import ADVICE

KNOWN = ("somchai", "นายสมชาย ใจดี", "เทศบาลตำบลธาตุนาเวง")


@pytest.mark.parametrize("length", [0, 9, 201])
def test_the_length_is_from_ten_to_two_hundred(length: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        require_strong(("เดินทางไกล" * 21)[:length], KNOWN)
    assert refused.value.problem is Problem.WRONG_LENGTH


@pytest.mark.parametrize("password", ["ฝนตกหนักทุกเย็น", "correct horse battery", "k3W-p0iZqM", "แมวดำ กับ ข้าวต้ม " * 11])
def test_several_words_or_a_random_one_will_do(password: str) -> None:
    require_strong(password, KNOWN)


@pytest.mark.parametrize("password", ["password123", "1234567890", "aaaaaaaaaa" * 8, "qwertyuiop", "22/11/2569"])
def test_what_everybody_tries_first_is_refused_with_advice(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_strong(password, ())
    assert refused.value.advice
    assert set(refused.value.advice) <= set(ADVICE)


@pytest.mark.parametrize("password", ["somchai2569", "สมชาย12345", "เทศบาลตำบลธาตุนาเวง", "รหัสผ่าน1234", "ฟหกดเ้่าสวง1"])
def test_names_of_the_owner_and_the_office_and_thai_habits_are_guessed_first(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_strong(password, KNOWN)
    assert ABOUT_THE_OWNER in refused.value.advice


def test_the_words_of_one_owner_do_not_judge_the_next() -> None:
    with pytest.raises(WeakPassword):
        require_strong("ต้นไม้ใหญ่กลางทุ่ง", ["ต้นไม้ใหญ่กลางทุ่ง"])
    require_strong("ต้นไม้ใหญ่กลางทุ่ง", [])


def test_all_that_the_library_can_say_has_words_of_ours() -> None:
    source = ast.parse(Path(zxcvbn.feedback.__file__).read_text())
    said = {
        call.args[0].value
        for call in ast.walk(source)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }
    assert said == set(ADVICE) - {ABOUT_THE_OWNER}
