"""Staff: the list, adding, changing, passwords, closing an account and opening it again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import hash_password
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.thai import name_key, sort_key
from complaint_center.extensions import office
from complaint_center.services import accounts
from complaint_center.services import staff as services
from complaint_center.services.accounts import has_second_factor
from complaint_center.services.departures import foresee_departure
from complaint_center.services.directory import find_member, list_members
from complaint_center.services.units import list_units
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.admin.forms import ChangeStaffForm, DeactivateForm, PasswordForm, StaffForm, TakeAwayForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_directory, current_person, permission_required


@admin.get("/")
@permission_required(Permission.ADMINISTER)
def list_staff() -> str:
    return render_template("admin/staff/list.html", members=list_members(), directory=current_directory())


@admin.route("/staff/new", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def add_staff() -> Response:
    form = StaffForm()
    form.offer(list_units(), active_people())
    if form.validate_on_submit():
        with shown_on(form):
            draft = form.draft(form.username.data)
            services.add_staff(current_person(), draft, form.password.data, hash_password, now())
            return _back(_("%(name)s has been added.", name=draft.name))
    return form_page("admin/staff/add.html", form)


@admin.route("/staff/<int:staff_id>", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def change_staff(staff_id: int) -> Response:
    member = find_member(staff_id)
    form = ChangeStaffForm.of(member)
    form.offer(list_units(), (person for person in active_people() if person.id != staff_id))
    if form.validate_on_submit():
        with shown_on(form):
            draft = form.draft(member.username)
            services.change_staff(current_person(), staff_id, draft, now())
            return _back(_("The changes to %(name)s are saved.", name=draft.name))
    return form_page("admin/staff/change.html", form, member=member, has_second_factor=has_second_factor(staff_id))


@admin.route("/staff/<int:staff_id>/password", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def set_password(staff_id: int) -> Response:
    member = find_member(staff_id)
    form = PasswordForm(member)
    if form.validate_on_submit():
        services.set_password(current_person(), staff_id, form.password.data, hash_password, now())
        return _back(_("%(name)s has a new password and is signed out everywhere.", name=member.name))
    return form_page("admin/staff/password.html", form, member=member)


@admin.route("/staff/<int:staff_id>/deactivate", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def deactivate_staff(staff_id: int) -> Response:
    member = find_member(staff_id)
    if not member.active:
        return redirect(url_for("admin.change_staff", staff_id=staff_id), 303)
    form = DeactivateForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.deactivate_staff(office(), current_person(), staff_id, form.reason.data, now())
            return _back(_("The account of %(name)s is closed.", name=member.name))
    departure = foresee_departure(staff_id, current_directory())
    return form_page("admin/staff/deactivate.html", form, member=member, departure=departure)


@admin.route("/staff/<int:staff_id>/second-factor", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def take_away_second_factor(staff_id: int) -> Response:
    """For who lost the telephone."""
    member = find_member(staff_id)
    if not has_second_factor(staff_id):
        return redirect(url_for("admin.change_staff", staff_id=staff_id), 303)
    form = TakeAwayForm()
    if form.validate_on_submit():
        with shown_on(form):
            accounts.take_away_second_factor(current_person(), staff_id, form.reason.data, now())
            return _back(_("%(name)s is signed out everywhere and signs in with the password.", name=member.name))
    return form_page("admin/staff/second_factor.html", form, member=member)


@admin.post("/staff/<int:staff_id>/reactivate")
@permission_required(Permission.ADMINISTER)
def reactivate_staff(staff_id: int) -> Response:
    member = find_member(staff_id)
    services.reactivate_staff(current_person(), staff_id, now())
    return _back(_("%(name)s can sign in again.", name=member.name))


def active_people() -> list[Person]:
    """Everybody who can sign in, in the order of a Thai dictionary."""
    people = (person for person in current_directory().people.values() if person.is_active)
    return sorted(people, key=lambda person: sort_key(name_key(person.name)))


def _back(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("admin.list_staff"), 303)
