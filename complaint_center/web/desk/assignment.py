"""Who examines a case: a supervisor's choice, and the officer's declaration of interest."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAsShown
from complaint_center.domain.status import Act, move
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import db, office
from complaint_center.models.case import Case
from complaint_center.services import assignment as services
from complaint_center.services.holding import require_command, require_holder
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField
from complaint_center.web.people import current_directory, current_person, permission_required


class AssignForm(ReasonForm):
    officer = ChoiceField(_l("Officer"), coerce=int)


@desk.route("/cases/<register_number>/assign", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def assign(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    move(case.status, Act.ASSIGN)
    form = AssignForm()
    form.officer.choices = _officers(case)
    if form.validate_on_submit():
        with shown_on(form):
            services.reassign(office(), current_person(), register_number, form.officer.data, form.reason.data, now())
            return back_to_case(register_number, _("The case has been given to the officer. The due date stays."))
    return form_page("desk/assignment/assign.html", form, case=case)


@desk.get("/cases/<register_number>/declaration")
@permission_required(Permission.EXAMINE)
def declaration(register_number: str) -> Response:
    return _declaration_page(open_case(register_number, require_holder))


@desk.post("/cases/<register_number>/declaration")
@permission_required(Permission.EXAMINE)
def declare_no_interest(register_number: str) -> Response:
    try:
        services.declare_no_interest(current_person(), register_number, now(), request.form.get("parties", ""))
    except NotAsShown:
        db.session.rollback()
        page = _declaration_page(open_case(register_number, require_holder), is_other=True)
        page.status_code = 409
        return page
    return back_to_case(register_number, _("Your declaration is recorded. The case is open to you."))


def _declaration_page(case: Case, is_other: bool = False) -> Response:
    """`is_other`: somebody else is named by now than when the officer declared to be related to nobody."""
    form, parties = ReasonForm(formdata=None), services.parties_of(case)
    return form_page("desk/assignment/declaration.html", form, case=case, parties=parties, is_other=is_other)


def _officers(case: Case) -> list[tuple[int, str]]:
    officers = services.officers_for(case, current_directory())
    accused_ids = case.conflicts.accused_ids(current_directory())
    return [(one.id, _told(one, accused_ids)) for one in sorted(officers, key=lambda one: sort_key(one.name))]


def _told(officer: Person, accused_ids: frozenset[int]) -> str:
    """The name, and whether somebody who is or may be accused is the officer's own superior."""
    if officer.reports_to_id in accused_ids:
        return _("%(name)s (works directly under somebody accused)", name=officer.name)
    return officer.name
