"""Units: names, heads, and which are kept out of procurement cases."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.services import units as services
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.admin.forms import UnitForm
from complaint_center.web.admin.staff import active_people
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_directory, current_person, permission_required


@admin.get("/units")
@permission_required(Permission.ADMINISTER)
def list_units() -> str:
    return render_template("admin/units/list.html", units=services.list_units(), directory=current_directory())


@admin.route("/units/new", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def add_unit() -> Response:
    form = UnitForm()
    form.offer(active_people())
    if form.validate_on_submit():
        with shown_on(form):
            services.add_unit(current_person(), form.name.data, form.head_id, form.in_procurement.data, now())
            return _back(_("%(name)s has been added.", name=form.name.data))
    return form_page("admin/units/unit.html", form, title=_("Add a unit"))


@admin.route("/units/<int:unit_id>", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def change_unit(unit_id: int) -> Response:
    unit = services.find_unit(unit_id)
    form = UnitForm(name=unit.name, head=str(unit.head_id or ""), in_procurement=unit.in_procurement)
    form.offer(active_people())
    if form.validate_on_submit():
        with shown_on(form):
            services.change_unit(
                current_person(),
                unit_id,
                form.name.data,
                form.head_id,
                form.in_procurement.data,
                now(),
                form.reason.data,
            )
            return _back(_("The changes to %(name)s are saved.", name=form.name.data))
    return form_page("admin/units/unit.html", form, title=unit.name, was_in_procurement=unit.in_procurement)


def _back(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("admin.list_units"), 303)
