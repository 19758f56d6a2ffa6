"""Thai text and Buddhist-era dates, as clerks and residents really type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.thai import (
    fiscal_year,
    format_date,
    format_datetime,
    name_key,
    normalise,
    parse_date,
    parse_datetime,
    sort_key,
    to_arabic_digits,
    to_thai_digits,
)

NOVEMBER_22 = date(2026, 11, 22)
THAI_TEXT = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" a\u200b1."))
OFFICE_DAYS = st.dates(date(1960, 1, 1), date(2042, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569",
        "22/11/2026",
        "22-11-2569",
        "22.11.2569",
        "2026-11-22",
        "2569-11-22",
        "๒๒/๑๑/๒๕๖๙",
        " 22 / 11 / 2569 ",
        "22 พฤศจิกายน 2569",
        "๒๒ พฤศจิกายน ๒๕๖๙",
        "22 พ.ย. 2569",
        "22 พย 2569",
        "22 พ.ย. 69",
        "22พ.ย.69",
        "22 พฤศจิกายน พ.ศ. 2569",
        "22 พฤศจิกายน ค.ศ. 2026",
        "วันที่ 22 เดือน พฤศจิกายน พ.ศ. 2569",
        "วันอาทิตย์ที่ 22 พฤศจิกายน 2569",
        "22 November 2026",
        "22 Nov 2026",
    ],
)
def test_one_day_is_understood_in_every_usual_spelling(text: str) -> None:
    assert parse_date(text) == NOVEMBER_22


@pytest.mark.parametrize("text", ["29 ก.พ. 2567", "29/2/2567", "๒๙ กุมภาพันธ์ ๒๕๖๗", "29/02/2024"])
def test_the_leap_day_is_looked_up_in_the_christian_year(text: str) -> None:
    assert parse_date(text) == date(2024, 2, 29)


def test_years_from_2400_on_are_buddhist() -> None:
    assert parse_date("1/1/2400") == date(1857, 1, 1)
    assert parse_date("1/1/2399") == date(2399, 1, 1)


def test_a_written_era_overrules_the_threshold() -> None:
    assert parse_date("1 มกราคม ค.ศ. 2500") == date(2500, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "วันนี้",
        "22/11",
        "22/11/69",  # may be 2569 or 1969
        "22 Nov 26",
        "22/11-2569",
        "31/11/2569",
        "29/2/2569",
        "0/1/2569",
        "1/13/2569",
        "22 พฤศจิ 2569",
        "22 11 2569",
        "22/11/1026",
        "22/11/25690",
        "1e1/11/2569",
        "²²/11/2569",
        "22/11/2569; DROP TABLE cases",
        "<b>22/11/2569</b>",
        "9" * 100_000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569 14.30",
        "22/11/2569 14:30",
        "22/11/2569 14.30 น.",
        "22/11/2569 14:30น",
        "๒๒/๑๑/๒๕๖๙ ๑๔.๓๐ น.",
        "22 พ.ย. 69 14.30 น.",
        "22 พฤศจิกายน 2569 เวลา 14.30 น.",
        "22 November 2026, 14:30",
        "2026-11-22T14:30",
        "2026-11-22 14:30:00",
        "2026-11-22T07:30:00+00:00",
        "2026-11-22T07:30:00Z",
        "2026-11-22T07:30:00.000000+00:00",
    ],
)
def test_one_instant_is_understood_in_every_usual_spelling(text: str) -> None:
    assert parse_datetime(text, BANGKOK) == datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


def test_a_date_alone_is_its_first_instant_in_bangkok() -> None:
    assert parse_datetime("22/11/2569", BANGKOK) == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "14.30",
        "22/11/2569 24.00",
        "22/11/2569 14.60",
        "22/11/2569 14.3",
        "22/11/2569 น.",
        "22/11/2569 14.30 น. น.",
        "2026-11-22T07:30+99:00",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_datetime(text, BANGKOK)


@given(st.text() | THAI_TEXT)
def test_any_other_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        parse_datetime(text, BANGKOK)
    except ValueError:
        return


def test_a_date_is_written_with_its_buddhist_year() -> None:
    assert format_date(NOVEMBER_22) == "22 พฤศจิกายน 2569"
    assert format_date(NOVEMBER_22, short=True) == "22 พ.ย. 69"


def test_english_keeps_the_christian_year() -> None:
    assert format_date(NOVEMBER_22, language="en") == "22 November 2026"
    assert format_date(NOVEMBER_22, short=True, language="en") == "22 Nov 2026"


def test_an_instant_is_written_in_bangkok_time() -> None:
    instant = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)
    assert format_datetime(instant) == "22 พฤศจิกายน 2569 00.05 น."
    assert format_datetime(instant, short=True) == "22 พ.ย. 69 00.05 น."
    assert format_datetime(instant, language="en") == "22 November 2026, 00:05"


def test_a_time_without_its_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_datetime(datetime(2026, 11, 22))  # noqa: DTZ001 - the case under test


@given(OFFICE_DAYS, st.booleans(), st.sampled_from(["th", "en"]))
def test_a_date_that_was_shown_can_be_typed_back(day: date, short: bool, language: str) -> None:
    shown = format_date(day, short=short, language=language)
    assert parse_date(shown) == day
    assert parse_date(to_thai_digits(shown)) == day


@given(
    st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.booleans(),
    st.sampled_from(["th", "en"]),
)
def test_an_instant_that_was_shown_can_be_typed_back(instant: datetime, short: bool, language: str) -> None:
    shown = format_datetime(instant, short=short, language=language)
    assert parse_datetime(shown, BANGKOK) == instant.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int) -> None:
    assert fiscal_year(day) == year


def test_digits_change_script_and_nothing_else_does() -> None:
    assert to_arabic_digits("ข้อ ๑๒๓๔๕๖๗๘๙๐ a1") == "ข้อ 1234567890 a1"
    assert to_thai_digits("ข้อ 1234567890 ก๑") == "ข้อ ๑๒๓๔๕๖๗๘๙๐ ก๑"


@pytest.mark.parametrize(
    "typed",
    [
        "น้ำ",
        "น\u0e49\u0e4d\u0e32",  # sara am in two halves after the tone mark
        "น\u0e4d\u0e49\u0e32",  # the tone mark between the halves
        "น\u0e33\u0e49",  # sara am before the tone mark
        "\u200bน\u200b้ำ\ufeff",
    ],
)
def test_spellings_that_look_the_same_become_the_same(typed: str) -> None:
    assert normalise(typed) == "น\u0e49\u0e33"


def test_two_sara_e_become_sara_ae_and_spaces_fold() -> None:
    assert normalise("  เเม่  \n๑๒ ") == "แม่ 12"


@given(THAI_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    "typed",
    ["สมชาย ใจดี", "นายสมชาย ใจดี", "นาย สมชาย  ใจดี", "ดร.สมชาย ใจดี", "ร.ต.อ. สมชาย ใจดี", "ว่าที่ ร.ต.สมชาย ใจดี"],
)
def test_one_person_has_one_key_under_every_prefix(typed: str) -> None:
    assert name_key(typed) == "สมชายใจดี"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("นางสาวสมศรี ดีงาม", "สมศรีดีงาม"),
        ("น.ส. สมศรี ดีงาม", "สมศรีดีงาม"),
        ("นางสาวิตรี ดีงาม", "สาวิตรีดีงาม"),
        ("Mr. John SMITH", "johnsmith"),
        ("กอง ช่าง", "กองช่าง"),
    ],
)
def test_keys_fold_spaces_case_and_prefixes(typed: str, key: str) -> None:
    assert name_key(typed) == key


@pytest.mark.parametrize("typed", ["นายก", "นายกเทศมนตรี", "นายช่างโยธา", "นายทะเบียน", "นายแพทย์", "คุณากร", "mississippi"])
def test_a_position_or_name_that_begins_like_a_prefix_keeps_it(typed: str) -> None:
    assert name_key(typed) == typed


def test_a_mans_name_that_begins_like_a_position_still_loses_its_prefix() -> None:
    assert name_key("นายกานต์ ใจดี") == name_key("กานต์ ใจดี")


def test_words_sort_as_in_a_thai_dictionary() -> None:
    typed = ["เขา", "ไก่", "แก", "เก", "ฮา", "ขา", "กา"]
    assert sorted(typed, key=sort_key) == ["กา", "เก", "แก", "ไก่", "ขา", "เขา", "ฮา"]


def test_tone_marks_only_break_ties() -> None:
    assert sorted(["กาน", "ก้า", "ก่า", "กา"], key=sort_key) == ["กา", "ก่า", "ก้า", "กาน"]
