"""The log of box openings, and one opening with its letters."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import Problem
from complaint_center.domain.intake import LINE_LENGTH, OpeningDraft
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import box_openings as services
from complaint_center.services.box_openings import MOST_LETTERS
from complaint_center.services.boxes import list_boxes
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, ThaiDateTimeField, line, required
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required
from complaint_center.web.whole_numbers import WholeNumberField


class OpeningForm(OfficeForm):
    """The four facts of an opening, and how many letters there were: none is a number, too."""

    box = line(_l("Which box"), LINE_LENGTH, required())
    opened_at = ThaiDateTimeField(_l("Box opened at"), [required()], default=now)
    opened_by = line(_l("Opened by"), LINE_LENGTH, required())
    witness = line(_l("Witness"), LINE_LENGTH)
    letters = WholeNumberField(
        _l("Letters in it"), [InputRequired(label(Problem.REQUIRED))], least=0, most=MOST_LETTERS
    )

    def opening(self) -> OpeningDraft:
        return OpeningDraft(self.box.data, self.opened_at.data, self.opened_by.data, self.witness.data)


@desk.get("/box-openings")
@permission_required(Permission.LOG_COMPLAINTS, Permission.COMMAND, Permission.READ_ALL)
def box_openings() -> Response:
    return _log(OpeningForm(formdata=None, opened_by=current_person().name))


@desk.post("/box-openings")
@permission_required(Permission.LOG_COMPLAINTS)
def record_opening() -> Response:
    form = OpeningForm()
    if form.validate_on_submit():
        with shown_on(form):
            opening_id = services.record_opening(current_person(), form.opening(), form.letters.data, now())
            count = form.letters.data
            flash(
                ngettext(
                    "Recorded: %(num)s letter was in the box.", "Recorded: %(num)s letters were in the box.", count
                ),
                "success",
            )
            to = url_for("desk.box_opening", opening_id=opening_id) if count else url_for("desk.box_openings")
            return redirect(to, 303)
    return _log(form)


@desk.get("/box-openings/<int:opening_id>")
@permission_required(Permission.LOG_COMPLAINTS, Permission.COMMAND, Permission.READ_ALL)
def box_opening(opening_id: int) -> str:
    person = current_person()
    line_ = services.find_opening(person, current_directory(), min(opening_id, LARGEST_ID))
    letters = services.list_letters(person, current_directory(), line_.opening)
    return render_template("desk/box_openings/show.html", line=line_, letters=letters, may_record=_may_record())


def _log(form: OpeningForm) -> Response:
    lines = services.list_openings(current_person(), current_directory())
    boxes = list_boxes(now())
    return form_page("desk/box_openings/list.html", form, boxes=boxes, lines=lines, may_record=_may_record())


def _may_record() -> bool:
    return current_person().may(Permission.LOG_COMPLAINTS)
