"""Who is away and who stands in: to be noted, and to be ended by coming back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import office
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import absences as services
from complaint_center.services.absences import AbsenceDraft
from complaint_center.services.stand_ins import Moved
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, ThaiDayField, required
from complaint_center.web.people import current_directory, current_person, permission_required


class AbsenceForm(OfficeForm):
    staff = ChoiceField(_l("Who is away"), [required()])
    stand_in = ChoiceField(_l("Who stands in"), [required()])
    first_day = ThaiDayField(_l("First day away"), [required()])
    last_day = ThaiDayField(_l("Last day away (leave empty: until they are back)"))

    def draft(self) -> AbsenceDraft:
        return AbsenceDraft(int(self.staff.data), int(self.stand_in.data), self.first_day.data, self.last_day.data)


@desk.route("/absences", methods=["GET", "POST"])
@permission_required(Permission.EXAMINE, Permission.COMMAND)
def absences() -> Response:
    form = AbsenceForm(staff=str(current_person().id), first_day=now().astimezone(BANGKOK).date())
    form.staff.choices = _named(_absentees())
    form.stand_in.choices = [("", _("(choose)")), *_named(_stand_ins())]
    if form.validate_on_submit():
        with shown_on(form):
            moved = services.arrange_absence(office(), current_person(), form.draft(), now())
            flash(_told(moved), "success")
            return redirect(url_for("desk.absences"), 303)
    person, directory = current_person(), current_directory()
    return form_page(
        "desk/absences/list.html",
        form,
        absences=services.list_absences(),
        may_end=lambda absence: services.may_arrange(person, absence.staff_id, directory),
    )


@desk.post("/absences/<int:absence_id>/end")
@permission_required(Permission.EXAMINE, Permission.COMMAND)
def end_absence(absence_id: int) -> Response:
    moved = services.end_absence(office(), current_person(), min(absence_id, LARGEST_ID), now())
    if moved is None:
        flash(_("The absence is called off."), "success")
    else:
        told = ngettext("%(num)s case has moved back.", "%(num)s cases have moved back.", moved)
        flash(_("The absence has ended.") + f" {told}", "success")
    return redirect(url_for("desk.absences"), 303)


def _told(moved: Moved | None) -> str:
    noted = _("The absence is noted.")
    if moved is None:
        return noted + " " + _("Open work goes to the stand-in on its first day.")
    theirs = ngettext("The stand-in has %(num)s case.", "The stand-in has %(num)s cases.", moved.to_stand_in)
    if not moved.elsewhere:
        return f"{noted} {theirs}"
    others = ngettext(
        "%(num)s case went to somebody else, or waits for an officer: the stand-in may not have it.",
        "%(num)s cases went to somebody else, or wait for an officer: the stand-in may not have them.",
        moved.elsewhere,
    )
    return f"{noted} {theirs} {others}"


def _absentees() -> list[Person]:
    """Whose absence this person may note: their own first."""
    person, directory = current_person(), current_directory()
    others = [
        one
        for one in directory.people.values()
        if one.is_active and _works(one) and one.id != person.id and services.may_arrange(person, one.id, directory)
    ]
    return [person, *others]


def _stand_ins() -> list[Person]:
    directory = current_directory()
    return [one for one in directory.people.values() if one.is_active and _works(one)]


def _works(person: Person) -> bool:
    return person.may(Permission.EXAMINE) or person.commands


def _named(people: list[Person]) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in sorted(people, key=lambda one: sort_key(one.name))]
