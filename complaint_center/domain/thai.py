"""Thai as people write it: digits of both scripts, slips of the keyboard, names, Buddhist-era dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, tzinfo

from complaint_center.domain.calendar import BANGKOK

BUDDHIST_ERA = 543
"""Years that the Buddhist era is ahead of the Christian one."""

BUDDHIST_FROM = 2400
"""A year of four digits without its era is Buddhist from here on."""

EARLIEST_YEAR = BUDDHIST_FROM - BUDDHIST_ERA
"""Christian; 1026 for 2026 is a slip of the keyboard and no date."""

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(_THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", _THAI_DIGITS)

_SARA_AM = "\u0e33"
_TONES = "\u0e48-\u0e4b"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SARA_AM_IN_HALVES = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
_TONES_AND_SARA_AM = re.compile(f"[{_TONES}{_SARA_AM}]{{2,}}")

_RANK = r"(?:[รพส]\.[ตทอ]\.(?:[ตทอ]\.)?|จ\.ส\.[ตทอ]\.|(?:พ\.)?จ\.[ตทอ]\.|ด\.ต\.)"
_POSITION_IN_NAI = r"ก(?:$| ?(?:เทศมนตรี|องค์การ|อบ|สมาคม|เมือง))|ช่าง|ทะเบียน|ตรวจ|ด่าน|อำเภอ|แพทย์|สัตวแพทย์"
# What follows must be able to begin a name: a dependent vowel shows that the prefix was part of a word.
_PREFIX = re.compile(
    rf"\A(?:นางสาว|นาง|นาย(?!{_POSITION_IN_NAI})|น\.?ส\.|เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.|ดร\.|คุณ "
    rf"|(?:ว่าที่ ?)?{_RANK}(?: ?หญิง)?|(?:mr|mrs|ms|miss)(?:\. ?| ))(?=[ก-ฮเ-ไa-z ])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s.\-‐-―]")

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_MARKS_THAT_BREAK_TIES = re.compile("[\u0e47-\u0e4c]")

_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_ENGLISH_MONTHS = tuple(name[:3] for name in _ENGLISH_MONTHS)


def _month_key(text: str) -> str:
    return text.replace(".", "").replace(" ", "").removeprefix("เดือน").casefold()


_MONTH_NUMBERS = {
    _month_key(name): number
    for names in (_MONTHS, _SHORT_MONTHS, _ENGLISH_MONTHS, _SHORT_ENGLISH_MONTHS)
    for number, name in enumerate(names, start=1)
}

_DATE_FORMS = (
    re.compile(r"(?P<day>[0-9]{1,2}) ?(?P<sep>[/.-]) ?(?P<month>[0-9]{1,2}) ?(?P=sep) ?(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(
        r"(?:วัน\S*ที่ ?)?(?P<day>[0-9]{1,2}) ?(?P<month>[^0-9]+?) ?(?P<era>[พค]\.?ศ\.?)? ?"
        r"(?P<year>[0-9]{4}|[0-9]{2})"
    ),
)
_CLOCK = re.compile(
    r",?[ T](?:เวลา ?)?(?P<hour>[0-9]{1,2})[.:](?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r" ?(?:น\.?|(?P<offset>Z|[+-][0-9]{2}:[0-9]{2}))?$"
)


def to_arabic_digits(text: str) -> str:
    """๒๕๖๙ as 2569."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """2569 as ๒๕๖๙, for official papers."""
    return text.translate(_TO_THAI)


def normalise(text: str) -> str:
    """One spelling for what looks the same on paper; done before anything is compared or searched.

    Unicode composition leaves alone what Thai keyboards produce: sara am in two halves or before its tone
    mark, sara ae as two sara e, invisible spaces.
    """
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    whole = _SARA_AM_IN_HALVES.sub(rf"\1{_SARA_AM}", composed.replace("เเ", "แ"))
    ordered = _TONES_AND_SARA_AM.sub(_tones_first, whole)
    return " ".join(to_arabic_digits(unicodedata.normalize("NFC", ordered)).split())


def name_key(text: str) -> str:
    """What is compared when the name of a person, position or unit must match exactly.

    A missed match leaves a supervisor a task, a wrong one bars somebody from a case: prefixes are dropped
    only where they cannot be the beginning of a name or a position (นายช่าง, นายกเทศมนตรี).
    """
    return _SEPARATORS.sub("", without_prefix(normalise(text))).casefold()


def without_prefix(text: str) -> str:
    """A name without its นาย, นาง, นางสาว or rank; dropped where they cannot be the beginning of something else."""
    return _PREFIX.sub("", text)


def sort_key(text: str) -> tuple[str, str]:
    """Order of a Thai dictionary: a leading vowel counts after its consonant, tone marks only break ties."""
    spoken = _LEADING_VOWEL.sub(r"\2\1", normalise(text).casefold())
    return _MARKS_THAT_BREAK_TIES.sub("", spoken), spoken


def parse_date(text: str) -> date:
    """A day in digits (day first, or ISO) or with the name of its month, of the Buddhist or Christian era.

    A year of two digits is taken only after a Thai month (22 พ.ย. 69), where it can only be Buddhist.
    ValueError for anything else, and for days that are not in the calendar.
    """
    plain = normalise(text)
    match = next((match for form in _DATE_FORMS if (match := form.fullmatch(plain))), None)
    if match is None:
        raise ValueError("not a date")
    parts = match.groupdict()
    return date(_christian_year(parts), _month(parts["month"]), int(parts["day"]))


def parse_datetime(text: str, tz: tzinfo) -> datetime:
    """An instant: a date as `parse_date` takes it and the hour in `tz`; 00:00 when only the date is told.

    Hours are written 14.30 or 14:30, with or without น.; an ISO offset stands above `tz`. ValueError for
    anything else.
    """
    plain = normalise(text)
    clock = _CLOCK.search(plain)
    if clock is None:
        return datetime.combine(parse_date(plain), time.min, tz)
    zone = datetime.strptime(clock["offset"], "%z").tzinfo if clock["offset"] else tz
    return datetime.combine(parse_date(plain[: clock.start()]), _time(clock), zone)


def format_date(day: date, *, short: bool = False, language: str = "th") -> str:
    """22 พฤศจิกายน 2569, short 22 พ.ย. 69; in English the Christian year: 22 November 2026, 22 Nov 2026."""
    index = day.month - 1
    if language == "en":
        return f"{day.day} {(_SHORT_ENGLISH_MONTHS if short else _ENGLISH_MONTHS)[index]} {day.year}"
    year = str(day.year + BUDDHIST_ERA)
    return f"{day.day} {_SHORT_MONTHS[index]} {year[-2:]}" if short else f"{day.day} {_MONTHS[index]} {year}"


def format_month(first_day: date, *, short: bool = False, language: str = "th") -> str:
    """ตุลาคม 2569, short ต.ค. 69; in English October 2026, Oct 2026."""
    return format_date(first_day, short=short, language=language).partition(" ")[2]


def format_datetime(instant: datetime, *, short: bool = False, language: str = "th") -> str:
    """Bangkok date and hour: 22 พฤศจิกายน 2569 14.30 น. ValueError for a time without its zone."""
    if instant.tzinfo is None:
        raise ValueError("a time without its zone")
    local = instant.astimezone(BANGKOK)
    day = format_date(local.date(), short=short, language=language)
    return f"{day}, {local:%H:%M}" if language == "en" else f"{day} {local:%H.%M} น."


def fiscal_year(day: date) -> int:
    """The Buddhist fiscal year: it begins on 1 October and is named after the year in which it ends."""
    return day.year + BUDDHIST_ERA + (day.month >= 10)


def _tones_first(run: re.Match[str]) -> str:
    return "".join(sorted(run[0], key=_SARA_AM.__eq__))


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    try:
        return _MONTH_NUMBERS[_month_key(text)]
    except KeyError:
        raise ValueError("not a month") from None


def _christian_year(parts: dict[str, str]) -> int:
    era, year = parts.get("era"), int(parts["year"])
    if len(parts["year"]) == 2:
        if parts["month"].isascii() or era:
            raise ValueError("a year of two digits")
        return 2500 + year - BUDDHIST_ERA
    is_buddhist = era.startswith("พ") if era else year >= BUDDHIST_FROM
    christian = year - BUDDHIST_ERA if is_buddhist else year
    if christian < EARLIEST_YEAR:
        raise ValueError("a year mistyped")
    return christian


def _time(clock: re.Match[str]) -> time:
    fraction = (clock["fraction"] or "").ljust(6, "0")
    return time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0), int(fraction))
