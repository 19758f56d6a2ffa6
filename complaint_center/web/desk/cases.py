"""Lists of cases, and the page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import render_template, request

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.attention import Attention
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import NotVisible
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services.case_filters import Filters
from complaint_center.services.case_lists import Cursor, list_cases
from complaint_center.services.case_queries import find_coarse
from complaint_center.services.disposal import item_of
from complaint_center.services.findings import draft_of, latest_submitted
from complaint_center.services.history import case_history, may_read_history
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.moves import finding_deadline
from complaint_center.services.suggestion_publication import consent_of
from complaint_center.services.survey import may_read as may_read_survey
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.dues import escalated_day, next_due, notice_due
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.desk.offers import offered
from complaint_center.web.desk.pages import open_case
from complaint_center.web.desk.papers import papers_of
from complaint_center.web.desk.timeline import draw_timeline
from complaint_center.web.labels import CATEGORY_GROUPS, choices
from complaint_center.web.people import current_directory, current_person, staff_required

Choice = TypeVar("Choice", bound=StrEnum)


@desk.context_processor
def _of_cases() -> dict[str, Any]:
    """What rows of lists ask of a case, at one moment for the whole page."""
    moment = now()
    return {
        "due_of": lambda case: next_due(case, moment),
        "group_names": CATEGORY_GROUPS,
        "is_readable": lambda case: case.disposed_at is None and may_read_narrative(current_person(), case),
    }


@desk.get("/cases")
@staff_required
def browse_cases() -> str:
    filters = _filters(request.args)
    page = list_cases(
        current_person(), current_directory(), filters, now(), Cursor.parse(request.args.get("after", ""))
    )
    next_page = f"?{urlencode({**request.args.to_dict(), 'after': str(page.after)})}"
    return render_template("desk/cases/list.html", page=page, filters=filters, next_page=next_page, **_choices())


@desk.get("/cases/<register_number>")
@staff_required
def show_case(register_number: str) -> str:
    try:
        case = open_case(register_number)
    except NotVisible:
        case = find_coarse(register_number, current_person(), current_directory())
        return render_template(
            "desk/cases/coarse.html", case=case, finding=finding_deadline(case), consent=consent_of(case)
        )
    return render_template("desk/cases/show.html", case=case, **_facts(case))


def _facts(case: Case) -> dict[str, Any]:
    person = current_person()
    return {
        "acts": offered(person, case),
        "papers": papers_of(person, case),
        "finding": finding_deadline(case),
        "notice": notice_due(case, now()),
        "submitted": latest_submitted(case),
        "draft": draft_of(case),
        "escalated": escalated_day(case),
        "timeline": draw_timeline(case, office().ladder, now()),
        "history": _history(case),
        "disposal": item_of(case),
        "survey": case.survey if may_read_survey(person, case) else None,
    }


def _history(case: Case) -> list[Line] | None:
    """None for whoever may not read it."""
    if not may_read_history(current_person(), case):
        return None
    return [tell(entry, current_directory()) for entry in case_history(case)]


def _filters(args: Mapping[str, str]) -> Filters:
    return Filters(
        q=args.get("q", ""),
        status=_chosen(CaseStatus, args.get("status")),
        channel=_chosen(Channel, args.get("channel")),
        category_group=args.get("category", ""),
        officer=args.get("officer", ""),
        overdue=args.get("overdue") == "1",
        attention=_chosen(Attention, args.get("attention")),
    )


def _choices() -> dict[str, Any]:
    """What the filters offer."""
    officers = sorted(current_directory().active_with(Role.OFFICER), key=lambda officer: sort_key(officer.name))
    return {
        "status_choices": choices(CaseStatus),
        "channel_choices": choices(Channel),
        "attention_choices": choices(Attention),
        "group_choices": list(CATEGORY_GROUPS.items()),
        "officer_choices": [(officer.username, officer.name) for officer in officers],
    }


def _chosen(kind: type[Choice], text: str | None) -> Choice | None:
    """A filter that names nothing we know narrows nothing."""
    return next((choice for choice in kind if choice == text), None)
