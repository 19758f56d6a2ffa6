"""What every page of an act shares: the case found or 404, the way back, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaint_center.domain.access import Person
from complaint_center.domain.errors import AlreadyDecided, NotVisible
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.case_queries import find_case, require_kept
from complaint_center.services.history import case_history, may_read_history
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import tell
from complaint_center.web.people import current_directory, current_person

Rule = Callable[[Person, Case], None]

CHANGES_THE_STATE = frozenset(
    {"assigned", "unassigned", "finding_submitted", "order_given", "withdrawn", "reopened", "closed_answered"}
    | {"info_requested", "info_received", "category_changed", "case_disposed"}
)
"""Acts of the journal after which another act may have become impossible."""

WRITTEN = frozenset({"facts", "evidence_summary", "opinion_reason", "reason", "text", "answer", "question", "remark"})
"""Fields in which somebody may have written at length."""


def open_case(register_number: str, *rules: Rule) -> Case:
    """The case for the signed-in person; NotVisible as if there were none, NotAllowed where a rule says so.

    A page with rules is there to act, so a case that was disposed of is refused before anything is typed.
    """
    case = find_case(register_number, current_person(), current_directory())
    if rules:
        require_kept(case)
    for rule in rules:
        rule(current_person(), case)
    return case


def back_to_case(register_number: str, said: str) -> Response:
    """Say what was done, on the page of the case, or on one's own desk when the act has closed it to the actor."""
    flash(said, "success")
    try:
        open_case(register_number)
    except NotVisible:
        return redirect(url_for("desk.home"), 303)
    return redirect(url_for("desk.show_case", register_number=register_number), 303)


@desk.errorhandler(AlreadyDecided)
def _tell_what_happened(conflict: AlreadyDecided) -> tuple[str, int]:
    """Somebody acted first: what the case has become, by whose act, and the way to it."""
    db.session.rollback()
    return render_template("desk/conflict.html", conflict=conflict, typed=_typed(), **_meanwhile()), 409


def _meanwhile() -> dict[str, Any]:
    try:
        case = open_case((request.view_args or {}).get("register_number", ""))
    except NotVisible:
        return {}
    history = case_history(case) if may_read_history(current_person(), case) else []
    moves = [entry for entry in history if entry.what in CHANGES_THE_STATE]
    return {"case": case, "latest": tell(moves[-1], current_directory()) if moves else None}


def _typed() -> list[str]:
    """What was written and is not taken, so that it can be copied."""
    return [text for name, text in request.form.items() if name in WRITTEN and text.strip()]
