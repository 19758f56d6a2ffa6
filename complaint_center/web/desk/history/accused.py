"""What the history tells of the accused: who was said to be whom, and whom that bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from complaint_center.domain.access import Directory
from complaint_center.web.desk.history.staff import name_of

Detail = Mapping[str, Any]


def tell_answer(detail: Detail, directory: Directory) -> str:
    """Whom it barred before, where that was anybody, and whom it bars now."""
    after = _whom(_answer(detail), directory)
    return f"{_whom(detail['from'], directory)} → {after}" if detail.get("from") else after


def tell_superiors(detail: Detail, directory: Directory) -> str:
    """Those above the actor whom the act before this one has barred."""
    return ", ".join(name_of(staff_id, directory) for staff_id in detail["staff"])


def is_none_of_ours(detail: Detail) -> bool:
    """Whether the answer was that nobody of the office is meant."""
    answer = _answer(detail)
    # The first rows of a journal say it by naming nobody.
    return bool(answer.get("stranger")) or ("to" not in detail and not answer.get("staff") and not answer.get("unit"))


def _answer(detail: Detail) -> Detail:
    answer: Detail = detail.get("to", detail)
    return answer


def _whom(answer: Detail, directory: Directory) -> str:
    told = [_("none of ours")] if answer.get("stranger") else []
    if answer.get("staff"):
        told.append(name_of(answer["staff"], directory))
    if answer.get("unit"):
        unit = directory.units.get(answer["unit"])
        told.append(_("everybody in %(unit)s", unit=unit.name if unit else "–"))
    return ", ".join(told) or _("to be identified")
