"""Whom a case is about: named, linked to one of ours or called a stranger, and unlinked by an executive."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Field, ValidationError

from complaint_center.clock import now
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotVisible, Problem
from complaint_center.domain.intake import LINE_LENGTH, AccusedDraft
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import office
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.services import accused as services
from complaint_center.services.holding import require_command
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, line
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

NOBODY = 0


class AddForm(ReasonForm):
    accused_name = line(_l("Name"), LINE_LENGTH)
    accused_position = line(_l("Position"), LINE_LENGTH)
    accused_unit = line(_l("Division"), LINE_LENGTH)

    def draft(self) -> AccusedDraft:
        return AccusedDraft(self.accused_name.data, self.accused_position.data, self.accused_unit.data)


class LinkForm(ReasonForm):
    """Three buttons, three answers: this person, this division, none of ours."""

    staff = ChoiceField(_l("Member of staff"), coerce=int, default=NOBODY)
    unit = ChoiceField(_l("Division"), coerce=int, default=NOBODY)

    def validate_staff(self, field: Field) -> None:
        if not {"link_unit", "stranger"} & request.form.keys():
            _require_chosen(field)

    def validate_unit(self, field: Field) -> None:
        if "link_unit" in request.form:
            _require_chosen(field)

    def answer(self) -> dict[str, int]:
        """Staff or unit as the pressed button says; neither for "none of ours"."""
        if "stranger" in request.form:
            return {}
        return {"unit_id": self.unit.data} if "link_unit" in request.form else {"staff_id": self.staff.data}


@desk.route("/cases/<register_number>/accused", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def accused(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    form = AddForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.add_accused(office(), current_person(), register_number, form.draft(), form.reason.data, now())
            return back_to_case(register_number, _("The accused has been added."))
    directory = current_directory()
    return form_page("desk/accused/list.html", form, case=case, directory=directory, may_unlink=_may_unlink())


@desk.route("/cases/<register_number>/accused/<int:accused_id>", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def link_accused(register_number: str, accused_id: int) -> Response:
    case = open_case(register_number, require_command)
    one = _accused_of(case, accused_id)
    form = _link_form()
    if form.validate_on_submit():
        with shown_on(form):
            services.link_accused(
                office(), current_person(), register_number, accused_id, form.reason.data, now(), **form.answer()
            )
            return back_to_case(register_number, _("The answer is recorded."))
    return form_page("desk/accused/link.html", form, case=case, accused=one)


@desk.route("/cases/<register_number>/accused/<int:accused_id>/unlink", methods=["GET", "POST"])
@permission_required(Permission.UNLINK_ACCUSED)
def unlink_accused(register_number: str, accused_id: int) -> Response:
    case = open_case(register_number)
    one = _accused_of(case, accused_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.unlink_accused(current_person(), register_number, accused_id, form.reason.data, now())
            return back_to_case(register_number, _("The link has been taken away. It is to be answered anew."))
    return form_page("desk/accused/unlink.html", form, case=case, accused=one)


def _may_unlink() -> bool:
    return current_person().may(Permission.UNLINK_ACCUSED)


def _accused_of(case: Case, accused_id: int) -> Accused:
    one = next((accused for accused in case.accused if accused.id == accused_id), None)
    if one is None:
        raise NotVisible
    return one


def _link_form() -> LinkForm:
    directory = current_directory()
    form = LinkForm()
    staff = sorted(directory.people.values(), key=_by_name)
    units = sorted(directory.units.values(), key=lambda unit: sort_key(unit.name))
    form.staff.choices = [(NOBODY, _("(choose)")), *((person.id, person.name) for person in staff)]
    form.unit.choices = [(NOBODY, _("(choose)")), *((unit.id, unit.name) for unit in units)]
    return form


def _by_name(person: Person) -> tuple[str, str]:
    return sort_key(person.name)


def _require_chosen(field: Field) -> None:
    if field.data == NOBODY:
        raise ValidationError(label(Problem.REQUIRED))
