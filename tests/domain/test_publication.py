"""When what is published is owed anew, and what is pasted where."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.fiscal_years import HalfYear
from complaint_center.domain.publication import (
    Place,
    PublicationDraft,
    are_statistics_owed,
    check_publication,
    ended_halves,
    is_review_owed,
    parse_item_number,
)
from complaint_center.domain.publication_texts import LANGUAGES, HalfFigures, write_text
from complaint_center.domain.tallies import Tally

HALF = HalfYear(2569, 2)
ENDED = datetime(2026, 9, 30, 17, tzinfo=UTC)
"""Midnight in Bangkok: the half-year is over."""
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
NOW = ENDED + 10 * DAY


@pytest.mark.parametrize(
    ("now", "owed"), [(ENDED + 30 * DAY - SECOND, False), (ENDED + 30 * DAY, True), (ENDED + 200 * DAY, True)]
)
def test_statistics_are_owed_thirty_days_after_their_half_year(now: datetime, owed: bool) -> None:
    assert are_statistics_owed(HALF, ENDED - SECOND, now) is owed


def test_what_ended_before_the_register_was_in_use_is_owed_by_nobody() -> None:
    assert not are_statistics_owed(HALF, ENDED, ENDED + 40 * DAY)


@pytest.mark.parametrize(("days", "owed"), [(364.99, False), (365, True)])
def test_the_guideline_is_reviewed_once_a_year(days: float, owed: bool) -> None:
    assert is_review_owed(NOW - timedelta(days=days), NOW) is owed
    assert is_review_owed(None, NOW)


def test_half_years_can_be_noted_once_they_are_over() -> None:
    assert list(map(str, ended_halves(ENDED))) == ["2569-2", "2569-1"]
    assert ended_halves(ENDED - SECOND)[0] == HalfYear(2569, 1)


@pytest.mark.parametrize(
    ("half", "day", "refused"),
    [
        (HALF, date(2026, 10, 1), None),
        (HALF, date(2026, 10, 11), None),
        (HALF, date(2026, 9, 30), ("published_on", Problem.BEFORE_END)),
        (HALF, date(2026, 10, 12), ("published_on", Problem.IN_FUTURE)),
        (HalfYear(2570, 1), date(2026, 10, 2), ("half", Problem.UNKNOWN_CHOICE)),
        (HalfYear(2560, 1), date(2026, 10, 2), ("half", Problem.UNKNOWN_CHOICE)),
    ],
)
def test_a_publication_lies_between_the_end_of_the_half_year_and_today(
    half: HalfYear, day: date, refused: tuple[str, Problem] | None
) -> None:
    draft = PublicationDraft(half, Place.LINE, day)
    if refused is None:
        check_publication(draft, NOW)
        return
    with pytest.raises(InvalidInput) as refusal:
        check_publication(draft, NOW)
    assert (refusal.value.field, refusal.value.problem) == refused


@pytest.mark.parametrize(
    ("typed", "number"), [("O17", "O17"), ("o17", "O17"), (" 17 ", "O17"), ("O ๑๗", "O17"), ("", ""), ("O007", "O7")]
)
def test_the_number_of_an_item_is_read_as_people_type_it(typed: str, number: str) -> None:
    assert parse_item_number(typed) == number


@pytest.mark.parametrize("typed", ["O", "O0", "17a", "A17", "O17, O18", "O1234", "<b>", "²"])
def test_what_is_no_number_of_an_item_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not the number"):
        parse_item_number(typed)


NONE, BEGAN = "ไม่มีเรื่องร้องเรียน", "เริ่มใช้ระบบรับเรื่องร้องเรียนเมื่อวันที่"


@pytest.mark.parametrize(
    ("in_use_since", "told"),
    [
        (None, [NONE]),
        (HALF.starts_at, [NONE]),
        (HALF.starts_at + timedelta(days=40), [BEGAN, NONE]),
        (HALF.ends_at - SECOND, [BEGAN, NONE]),
        (HALF.ends_at, [BEGAN]),
    ],
)
def test_none_are_told_only_of_a_time_in_which_the_register_was_in_use(
    in_use_since: datetime | None, told: list[str]
) -> None:
    text = write_text(Place.LINE, figures(whole=Tally(), in_use_since=in_use_since), "th")
    assert [words for words in (BEGAN, NONE) if words in text] == told


def test_the_months_that_are_told_add_up_to_the_whole_also_where_one_lies_before_the_register() -> None:
    told = figures(in_use_since=HALF.months[5].starts_at)
    lines = [line for line in write_text(Place.WEBSITE, told, "en").splitlines() if ": received " in line]
    assert len(lines) == 2
    assert sum(int(line.split(": received ")[1].split(",")[0]) for line in lines) == told.whole.total


def figures(**changes: object) -> HalfFigures:
    months = dict.fromkeys(HALF.months, Tally()) | {HALF.months[0]: Tally(3, 1), HALF.months[5]: Tally(2, 2)}
    told = {
        "half": HALF,
        "whole": Tally(5, 3),
        "months": months,
        "as_of": NOW,
        "office": "เทศบาลตำบลธาตุนาเวง",
        "phone": "042 970107",
        "address": "https://complaints.example/statistics?fiscal_year=2569",
        "form": "https://complaints.example/complaints/corruption",
        "item_number": "O18",
    }
    return HalfFigures(**told | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", list(Place))
def test_every_text_has_its_time_figures_day_and_address(place: Place) -> None:
    thai, english = (write_text(place, figures(), language) for language in LANGUAGES)
    for told in ("พ.ศ. 2569", "เมษายน 2569", "กันยายน 2569", "ข้อมูล ณ วันที่ 11 ตุลาคม 2569", "ทั้งหมด 5 เรื่อง"):
        assert told in thai
    for told in ("April 2026", "September 2026", "As of 11 October 2026", "received: 5", "Completed: 3", "process: 2"):
        assert told in english
    for text in (thai, english):
        assert "https://complaints.example/statistics?fiscal_year=2569" in text
        assert "<" not in text


def test_the_website_has_every_month_and_the_item_and_line_is_short() -> None:
    website = write_text(Place.WEBSITE, figures(), "th")
    for told in ("รายการประเมิน O18", "เมษายน 2569: ทั้งหมด 3 แล้วเสร็จ 1", "พฤษภาคม 2569: ทั้งหมด 0", "042 970107"):
        assert told in website
    assert "รายการประเมิน" not in write_text(Place.WEBSITE, figures(item_number=""), "th")
    assert len(write_text(Place.LINE, figures(), "th").splitlines()) == 7


def test_facebook_has_the_way_to_complain() -> None:
    for language in LANGUAGES:
        assert "https://complaints.example/complaints/corruption" in write_text(Place.FACEBOOK, figures(), language)


def test_of_a_half_year_that_runs_only_the_months_that_have_begun_are_told() -> None:
    begun = {month: Tally(1, 0) for month in HALF.months[:2]}
    text = write_text(Place.WEBSITE, figures(months=begun), "th")
    assert "เดือนเมษายน 2569 \N{EN DASH} พฤษภาคม 2569" in text
    assert "มิถุนายน" not in text
    first = {HALF.months[0]: Tally(1, 0)}
    assert "เดือนเมษายน 2569\n" in write_text(Place.LINE, figures(months=first), "th")


@pytest.mark.parametrize("place", list(Place))
def test_a_half_year_without_a_complaint_says_so(place: Place) -> None:
    assert "ไม่มีเรื่องร้องเรียน" in write_text(place, figures(whole=Tally()), "th")
    assert "There were no complaints." in write_text(place, figures(whole=Tally()), "en")
