"""How values are written on official papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from complaint_center.clock import BANGKOK
from complaint_center.domain.thai import format_date, format_datetime, to_thai_digits
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember
from complaint_center.services.moves import finding_deadline
from complaint_center.web.labels import CATEGORY_GROUPS, label

_TYPED_ELSEWHERE = frozenset({"qr", "code", "signature"})
"""Values that are read by a machine, or copied into a page letter by letter."""

_ADDRESS = re.compile(r"((?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+)", re.ASCII)


def in_thai_digits(values: Any) -> Any:
    """All that is to stand on a paper, its digits Thai; addresses of the web, signatures and codes to type are kept."""
    if isinstance(values, str):
        pieces = _ADDRESS.split(values)
        return "".join(piece if number % 2 else to_thai_digits(piece) for number, piece in enumerate(pieces))
    if isinstance(values, Mapping):
        return {name: value if name in _TYPED_ELSEWHERE else in_thai_digits(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [in_thai_digits(value) for value in values]
    return values


def thai(text: str) -> str:
    return to_thai_digits(text)


def moment(instant: datetime) -> str:
    """๒๓ พฤศจิกายน ๒๕๖๙ ๑๐.๐๐ น."""
    return to_thai_digits(format_datetime(instant))


def day(instant: datetime | None) -> str:
    """๒๓ พฤศจิกายน ๒๕๖๙; empty where there is no instant."""
    return day_of(instant.astimezone(BANGKOK).date()) if instant else ""


def day_of(one: date) -> str:
    return to_thai_digits(format_date(one))


def word(member: StrEnum | None) -> str:
    """The label of a member of an enumeration; empty for none."""
    return str(label(member)) if member else ""


def category(case: Case) -> str:
    group = str(CATEGORY_GROUPS[case.category.group])
    return f"{group}: {word(case.category)}" if case.category.is_corruption else group


def accused(case: Case) -> list[str]:
    return [" ".join(filter(None, (one.name, one.position, one.unit_name))) for one in case.accused]


def unit_of(officer: StaffMember | None) -> str:
    """The unit in which the paper is written, and the office."""
    return " ".join(filter(None, (officer.unit.name if officer and officer.unit else "", office().name)))


def heading(case: Case) -> dict[str, Any]:
    """What most papers begin with."""
    deadline = finding_deadline(case)
    return {
        "office": office().name,
        "phone": thai(office().phone),
        "register_number": thai(case.register_number),
        "subject": case.subject,
        "category": category(case),
        "channel": word(case.channel),
        "received_at": moment(case.received_at),
        "received_on": day(case.received_at),
        "due_on": day(deadline.due_at if deadline else None),
    }
