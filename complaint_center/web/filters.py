"""How values look on a page: Buddhist-era dates, telephone numbers, codes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from complaint_center.clock import BANGKOK
from complaint_center.domain import phones, thai
from complaint_center.domain.fiscal_years import HalfYear, Month
from complaint_center.domain.references import format_tracking_code
from complaint_center.web.labels import label
from complaint_center.web.language import ENGLISH, current_language


def moment(instant: datetime, short: bool = False) -> str:
    """Bangkok date and time: 22 พฤศจิกายน 2569 14.30 น."""
    return thai.format_datetime(instant, short=short, language=current_language())


def day(instant: datetime, short: bool = False) -> str:
    """The Bangkok date alone: 22 พฤศจิกายน 2569."""
    return thai.format_date(instant.astimezone(BANGKOK).date(), short=short, language=current_language())


def calendar_day(one: date, short: bool = False) -> str:
    """A day that has no hour: 22 พฤศจิกายน 2569."""
    return thai.format_date(one, short=short, language=current_language())


def month(one: Month, short: bool = False) -> str:
    """ตุลาคม 2569, short ต.ค. 69."""
    return thai.format_month(one.first_day, short=short, language=current_language())


def half(one: HalfYear) -> str:
    """The first and the last of its months."""
    return f"{month(one.months[0])} \N{EN DASH} {month(one.months[-1])}"


def year(christian: int) -> str:
    """A calendar year as its dates show it: 2569, in English 2026."""
    return str(christian if current_language() == ENGLISH else buddhist(christian))


def buddhist(christian: int) -> int:
    """The number of the year in addresses."""
    return christian + thai.BUDDHIST_ERA


def iso(instant: datetime | None) -> str:
    """For programs: ISO 8601 in UTC, empty where there is no instant."""
    return instant.astimezone(UTC).isoformat() if instant else ""


def telephone_link(text: str) -> str:
    """The address that dials a number written for people."""
    try:
        return f"tel:{phones.parse_phone(text).e164}"
    except ValueError:
        return f"tel:{''.join(character for character in text if character.isdigit())}"


def add_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        calendar_day=calendar_day,
        month=month,
        half=half,
        year=year,
        buddhist=buddhist,
        iso=iso,
        label=label,
        phone=phones.display,
        masked_phone=phones.mask,
        telephone_link=telephone_link,
        tracking_code=format_tracking_code,
    )
