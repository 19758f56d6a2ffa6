"""Spellings that mean the same fold to the same letters, and what is another word stays one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.search_key import WORDS, fold, fold_all, stretches, trigrams, words_of

THAI_TEXT = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" a\u200b1.%_\\\"'"))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        pytest.param("ทีดิน", "ที่ดิน", id="a tone mark forgotten"),
        pytest.param("น้ำ", "นํ้า", id="sara am in two halves with the tone mark between"),
        pytest.param("นำ้", "น้ำ", id="sara am before the tone mark"),
        pytest.param("ท่ี", "ที่", id="the tone mark before the vowel"),
        pytest.param("เปน", "เป็น", id="mai taikhu forgotten"),
        pytest.param("สนเท่ห", "สนเท่ห์", id="the silencer forgotten"),
        pytest.param("อนุยาต", "อนุญาต", id="yo ying"),
        pytest.param("สาลา", "ศาลา", id="so sala"),
        pytest.param("พาสี", "ภาษี", id="pho samphao and so rusi"),
        pytest.param("ทุจริด", "ทุจริฎ", id="do chada"),
        pytest.param("ธุระการ", "ทุระการ", id="tho thong"),
        pytest.param("ให้", "ไห้", id="mai muan and mai malai"),
        pytest.param("ฤดู", "รึดู", id="ru"),
        pytest.param("อนุญาติ", "อนุญาตี", id="a long vowel for a short one"),
        pytest.param("ชำรุุด", "ชำรุด", id="a vowel struck twice"),
        pytest.param("แก้ไข", "เเก้ไข", id="sara ae as two sara e"),
        pytest.param("๒,๐๐๐ บาท", "2000บาท", id="Thai digits, a comma and a space"),
        pytest.param("ต่างๆ", "ต่าง ๆ", id="a space before the mark of repetition"),
        pytest.param("TOR", "tor", id="capital letters"),
        pytest.param("ก.ย.", "กย", id="points of an abbreviation"),
        pytest.param("ถนน\u200bชำรุด", "ถนนชำรุด", id="an invisible space"),
    ],
)
def test_both_spellings_fold_to_the_same(slip: str, meant: str) -> None:
    assert fold(slip) == fold(meant) != ""


@pytest.mark.parametrize(("one", "other"), [("ขา", "คา"), ("ปา", "พา"), ("ไฟ", "ฟ้า"), ("ถนน", "ถน"), ("101", "11")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(THAI_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(THAI_TEXT)
def test_what_is_folded_holds_nothing_that_a_query_would_take_for_more_than_a_letter(text: str) -> None:
    assert not set("%_\\\"' \n") & set(fold(text))


def test_words_run_on_within_a_text_and_not_from_one_text_into_the_next() -> None:
    assert fold_all(["ไฟ ถนน", "", "TOR"]) == "ไฟถนน\ntor"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("ไฟ  ถนน ไฟ", ("ไฟ", "ถนน")),
        ("นายสมชาย ใจดี", ("สมชาย", fold("ใจดี"))),
        ("นาย สมชาย", ("สมชาย",)),
        ("กองช่าง นางสาวสมหญิง", ("กองชาง", fold("สมหญิง"))),
        ("นายกเทศมนตรี", (fold("นายกเทศมนตรี"),)),
        (" .,! ", ()),
        ("", ()),
    ],
)
def test_a_question_is_its_words_without_the_prefixes_of_names(question: str, words: tuple[str, ...]) -> None:
    assert words_of(question) == words


def test_no_more_words_are_asked_for_than_narrow() -> None:
    assert len(words_of(" ".join(str(number) for number in range(100, 200)))) == WORDS


def test_stretches_follow_each_other_and_a_short_text_is_one() -> None:
    assert stretches("abcdefg", 5, 2) == ("abcde", "cdefg")
    assert stretches("abc", 5, 2) == ("abc",)
    assert trigrams("abcd") == {"abc", "bcd"}
    assert trigrams("ab") == frozenset()
