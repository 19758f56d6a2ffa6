"""What is pasted where the statistics are published: plain words and numbers, in Thai and in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.fiscal_years import HalfYear, Month
from complaint_center.domain.publication import Place
from complaint_center.domain.tallies import Tally
from complaint_center.domain.thai import format_date, format_datetime, format_month

THAI, ENGLISH = "th", "en"
LANGUAGES = (THAI, ENGLISH)


@dataclass(frozen=True)
class HalfFigures:
    """What is told of half a year, of those of its months that have begun.

    `address` is that of the statistics, `form` that of the form for complaints; `item_number` is empty where none is
    kept. `in_use_since`: of the time before, the register can say nothing.
    """

    half: HalfYear
    whole: Tally
    months: Mapping[Month, Tally]
    as_of: datetime
    office: str
    phone: str
    address: str
    form: str
    item_number: str
    in_use_since: datetime | None = None


def write_text(place: Place, figures: HalfFigures, language: str) -> str:
    """The text for one place: the website has every month, LINE the sums, Facebook how to complain, too."""
    write = _TEXTS[place]
    return "\n".join(write(figures, language))


def _for_website(figures: HalfFigures, language: str) -> list[str]:
    since = figures.in_use_since
    known = {month: count for month, count in figures.months.items() if _is_known(month, count, since)}
    lines = [_month_line(month, count, language) for month, count in known.items()]
    months = ["", _say(language, "แยกตามเดือนที่รับเรื่อง", "By month of receipt"), *lines] if lines else []
    item = _say(language, "รายการประเมิน", "Item of the assessment")
    number = [f"{item} {figures.item_number}"] if figures.item_number else []
    return [
        *_heading(figures, language),
        *number,
        "",
        *_sums(figures, language),
        *months,
        "",
        *_closing(figures, language),
    ]


def _for_line(figures: HalfFigures, language: str) -> list[str]:
    return [*_heading(figures, language), *_sums(figures, language), figures.address]


def _for_facebook(figures: HalfFigures, language: str) -> list[str]:
    how = _say(
        language,
        "พบเห็นการทุจริตหรือประพฤติมิชอบ แจ้งได้โดยไม่ต้องบอกชื่อ ข้อมูลของผู้แจ้งเก็บเป็นความลับ",
        "Whoever sees corruption or misconduct can report it, also without a name. Who reports is kept confidential.",
    )
    told = [*_heading(figures, language), "", *_sums(figures, language)]
    return [*told, "", how, figures.form, "", *_closing(figures, language)]


_TEXTS: Mapping[Place, Callable[[HalfFigures, str], list[str]]] = {
    Place.WEBSITE: _for_website,
    Place.LINE: _for_line,
    Place.FACEBOOK: _for_facebook,
}


def _heading(figures: HalfFigures, language: str) -> list[str]:
    names = [format_month(month.first_day, language=language) for month in figures.months]
    time = names[0] if len(names) == 1 else f"{names[0]} \N{EN DASH} {names[-1]}"
    as_of = format_datetime(figures.as_of, language=language)
    return [
        _say(
            language,
            f"ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ประจำปีงบประมาณ พ.ศ. {figures.half.year}",
            f"Statistics of complaints of corruption and misconduct, fiscal year {figures.half.year}",
        ),
        f"{figures.office} {_say(language, 'เดือน', '')}{time}",
        f"{_say(language, 'ข้อมูล ณ วันที่', 'As of')} {as_of}",
    ]


def _sums(figures: HalfFigures, language: str) -> list[str]:
    since = figures.in_use_since
    began = [_began(since, language)] if since and figures.half.starts_at < since else []
    if not figures.whole.total:
        is_known = since is None or since < figures.half.ends_at
        return [*began, *([_say(language, "ไม่มีเรื่องร้องเรียน", "There were no complaints.")] if is_known else ())]
    return [
        *began,
        _say(language, f"เรื่องร้องเรียนทั้งหมด {figures.whole.total} เรื่อง", f"Complaints received: {figures.whole.total}"),
        _say(language, f"ดำเนินการแล้วเสร็จ {figures.whole.completed} เรื่อง", f"Completed: {figures.whole.completed}"),
        _say(language, f"อยู่ระหว่างดำเนินการ {figures.whole.in_process} เรื่อง", f"In process: {figures.whole.in_process}"),
    ]


def _is_known(month: Month, count: Tally, since: datetime | None) -> bool:
    """Whether the register can tell of the month: it was in use, or a complaint of that time was entered later."""
    return since is None or month.ends_at > since or count.total > 0


def _began(since: datetime, language: str) -> str:
    day = format_date(since.astimezone(BANGKOK).date(), language=language)
    return _say(language, f"เริ่มใช้ระบบรับเรื่องร้องเรียนเมื่อวันที่ {day}", f"This register has been in use since {day}.")


def _month_line(month: Month, count: Tally, language: str) -> str:
    name = format_month(month.first_day, language=language)
    told = _say(
        language,
        f"ทั้งหมด {count.total} แล้วเสร็จ {count.completed} อยู่ระหว่างดำเนินการ {count.in_process}",
        f"received {count.total}, completed {count.completed}, in process {count.in_process}",
    )
    return f"{name}: {told}"


def _closing(figures: HalfFigures, language: str) -> list[str]:
    return [
        f"{_say(language, 'ดูสถิติล่าสุดและดาวน์โหลดได้ที่', 'The latest figures and files:')} {figures.address}",
        f"{_say(language, 'ศูนย์รับเรื่องร้องเรียน โทร.', 'Complaint centre, tel.')} {figures.phone}",
    ]


def _say(language: str, thai: str, english: str) -> str:
    return english if language == ENGLISH else thai
