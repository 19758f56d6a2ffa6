"""The head of the centre, from whom the supervisor of an unassigned case is sought upward."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.services.staff import name_centre_head
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.admin.forms import CentreForm
from complaint_center.web.admin.staff import active_people
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_directory, current_person, permission_required


@admin.route("/centre", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def keep_centre() -> Response:
    form = CentreForm(centre_head=str(current_directory().centre_head_id or ""))
    eligible = [(str(person.id), person.name) for person in active_people() if person.commands]
    form.centre_head.choices = [("", _("(choose)")), *eligible]
    if form.validate_on_submit():
        with shown_on(form):
            name_centre_head(current_person(), int(form.centre_head.data), now())
            flash(_("The head of the centre has been named."), "success")
            return redirect(url_for("admin.keep_centre"), 303)
    return form_page("admin/centre.html", form)
