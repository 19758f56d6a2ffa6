"""The anonymous voice of the staff: a form for everybody, and what was said for the municipal clerk alone."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission, Role
from complaint_center.domain.errors import REASON_LENGTH, NotVisible
from complaint_center.domain.fiscal_years import Month
from complaint_center.services import staff_voices as services
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, required, text
from complaint_center.web.people import current_directory, current_person, permission_required, staff_required


class VoiceForm(OfficeForm):
    text = text(_l("What you want to say"), REASON_LENGTH, required())


class NoteForm(OfficeForm):
    note = text(_l("What was done about it"), REASON_LENGTH)


@desk.route("/voice", methods=["GET", "POST"])
@staff_required
def voice() -> Response:
    form = VoiceForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.speak(form.text.data, now())
            flash(_("Thank you. The municipal clerk will read it; nothing says that it came from you."), "success")
            return redirect(url_for("desk.home"), 303)
    readers = [person.name for person in current_directory().active_with(Role.PALAD)]
    return form_page("desk/staff_voices/speak.html", form, readers=readers)


@desk.get("/voices")
@permission_required(Permission.READ_VOICES)
def voices() -> str:
    months = services.list_months(current_person())
    month = _asked_month() or (months[0].month if months else None)
    found = services.list_voices(current_person(), month) if month else []
    return render_template("desk/staff_voices/list.html", months=months, month=month, voices=found)


@desk.route("/voices/<int:voice_id>", methods=["GET", "POST"])
@permission_required(Permission.READ_VOICES)
def read_voice(voice_id: int) -> Response:
    found = services.find_voice(current_person(), voice_id)
    month = Month.parse(found.month)
    form = NoteForm(obj=found)
    if form.validate_on_submit():
        with shown_on(form):
            services.note_voice(current_person(), voice_id, form.note.data, now())
            flash(_("Noted."), "success")
            return redirect(url_for("desk.voices", month=month), 303)
    return form_page("desk/staff_voices/note.html", form, voice=found, month=month)


def _asked_month() -> Month | None:
    asked = request.args.get("month", "")
    try:
        return Month.parse(asked) if asked else None
    except ValueError:
        raise NotVisible from None
