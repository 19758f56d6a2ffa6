"""What helps a clerk while they write: a category, the same matter already told, and earlier cases of the caller.

Asked for by POST, for what was typed must stand in no address and no log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.category_words import Suggestion, suggest_category
from complaint_center.domain.phones import parse_phone
from complaint_center.models.case import Case
from complaint_center.services.callers import look_up_caller
from complaint_center.services.search import Duplicate, likely_duplicates
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.people import current_directory, current_person, permission_required


@dataclass(frozen=True)
class Hints:
    """Each empty where there is nothing to say. `earlier` None: nobody was asked about."""

    suggestion: Suggestion | None
    duplicates: Sequence[Duplicate]
    earlier: Sequence[Case] | None


@desk.post("/intake/hints")
@permission_required(Permission.LOG_COMPLAINTS)
def show_hints() -> str:
    """The part of the page that holds them, for a page that is written in."""
    return render_template("desk/intake/_hints.html", hints=hints_on_form())


def hints_on_form() -> Hints:
    """On what the posted form holds by now, right or wrong."""
    subject, narrative = (request.form.get(name, "") for name in ("subject", "narrative"))
    return Hints(
        suggestion=suggest_category(subject, narrative),
        duplicates=likely_duplicates(current_person(), current_directory(), subject, narrative, now()),
        earlier=_earlier(request.form.get("phone", "")),
    )


def _earlier(phone: str) -> Sequence[Case] | None:
    """Asked only for a whole number, and each time journalled."""
    try:
        number = parse_phone(phone)
    except ValueError:
        return None
    return look_up_caller(current_person(), number.e164, "", now())
