"""Suggestion boxes: names, how often each is to be opened, and which are out of use."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.models.boxes import CHECK_DAYS
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import boxes as services
from complaint_center.services.boxes import MOST_DAYS
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import BooleanField, OfficeForm, line, required
from complaint_center.web.people import current_person, permission_required
from complaint_center.web.whole_numbers import WholeNumberField


class BoxForm(OfficeForm):
    name = line(_l("Where the box hangs"), LINE_LENGTH, required())
    check_days = WholeNumberField(
        _l("To be opened every (working days)"), [required()], least=1, most=MOST_DAYS, default=CHECK_DAYS
    )


class ChangedBoxForm(BoxForm):
    is_retired = BooleanField(_l("Out of use: nobody is reminded to open it"))


@admin.get("/boxes")
@permission_required(Permission.ADMINISTER)
def list_boxes() -> str:
    return render_template("admin/boxes/list.html", boxes=services.list_all())


@admin.route("/boxes/new", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def add_box() -> Response:
    form = BoxForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.add_box(current_person(), form.name.data, form.check_days.data, now())
            return _back(form.name.data)
    return form_page("admin/boxes/box.html", form, title=_("Add a box"))


@admin.route("/boxes/<int:box_id>", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def change_box(box_id: int) -> Response:
    box = services.find_box(min(box_id, LARGEST_ID))
    form = ChangedBoxForm(name=box.name, check_days=box.check_days, is_retired=box.retired_at is not None)
    if form.validate_on_submit():
        with shown_on(form):
            told = form.name.data, form.check_days.data, form.is_retired.data
            services.change_box(current_person(), box.id, *told, now())
            return _back(form.name.data)
    return form_page("admin/boxes/box.html", form, title=box.name)


def _back(name: str) -> Response:
    flash(_("The changes to %(name)s are saved.", name=name), "success")
    return redirect(url_for("admin.list_boxes"), 303)
