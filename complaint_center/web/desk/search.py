"""The search box that stands on every page of the staff, and the page of what it found.

Posted, for neither a name nor a number that somebody looks for may stand in an address, or in the log of a server.
"""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.database import reads
from complaint_center.domain.access import Permission
from complaint_center.domain.search_question import Question, read_question
from complaint_center.services.callers import look_up_caller, may_search_identity, search_identity
from complaint_center.services.case_lists import PAGE
from complaint_center.services.search import Found, find_cases
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.navigation import SEARCHERS
from complaint_center.web.people import current_directory, current_person, permission_required

OFFERED = 8
"""Cases that are shown while somebody types."""


@desk.route("/search", methods=["GET", "POST"])
@permission_required(*SEARCHERS)
def search() -> str | Response:
    """What was found; the case itself where its register number was asked for and nothing else has it."""
    sought = request.form.get("sought", "")
    question = read_question(sought)
    found = Found() if question.is_empty else _found(question)
    if question.register_number and _numbers(found) == [question.register_number]:
        return redirect(url_for("desk.show_case", register_number=question.register_number), 303)
    return render_template("desk/search/page.html", sought=sought, question=question, found=found)


@desk.post("/search/offers")
@permission_required(*SEARCHERS)
@reads
def offer_cases() -> str:
    """What is shown below the box. Who somebody is, is not looked up before it is really asked for."""
    person, question = current_person(), read_question(request.form.get("sought", ""))
    found = Found() if question.is_empty else find_cases(person, current_directory(), question, OFFERED)
    may_ask_who = person.may(Permission.LOG_COMPLAINTS) or may_search_identity(person)
    return render_template("desk/search/_offers.html", question=question, found=found, may_ask_who=may_ask_who)


def _numbers(found: Found) -> list[str]:
    return [case.register_number for case in (*found.cases, *found.coarse)]


def _found(question: Question) -> Found:
    person = current_person()
    found = find_cases(person, current_directory(), question, PAGE)
    if not question.asks_who:
        return found
    if person.may(Permission.LOG_COMPLAINTS):
        found = replace(found, coarse=look_up_caller(person, question.phone, question.national_id, now()))
    if may_search_identity(person):
        found = replace(found, complained=search_identity(person, question.phone, question.national_id, now()))
    return found
