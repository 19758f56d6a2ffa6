"""Changing one's own password."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, after_this_request, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user, hash_password, verify_password
from wtforms import PasswordField, ValidationError

from complaint_center.clock import now
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember
from complaint_center.services.staff import change_own_password
from complaint_center.web import known_browsers, sessions
from complaint_center.web.accounts.blueprint import accounts, count_wrong_guesses, note_wrong_guess
from complaint_center.web.form_pages import form_page
from complaint_center.web.forms import OfficeForm, required
from complaint_center.web.passwords import new_password
from complaint_center.web.people import account_required, current_person


def of_signed_in() -> str:
    """What wrong guesses of the signed-in person's password are counted by."""
    return f"account {current_user.id if current_user.is_authenticated else None}"


class OwnPasswordForm(OfficeForm):
    """Asks for the password once more: a desk left open must not be enough to change how one signs in."""

    current = PasswordField(_l("Current password"), [required()])

    def validate_current(self, field: PasswordField) -> None:
        if not verify_password(field.data, current_user.password):
            note_wrong_guess()
            raise ValidationError(_("This is not your current password."))


class ChangePasswordForm(OwnPasswordForm):
    """The current password once, the new one twice."""

    password = new_password(_l("New password"))
    again = PasswordField(_l("New password again"), [required()])

    def words_of_owner(self) -> Iterable[str]:
        return current_user.username, current_user.name

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("This differs from the new password above."))


@accounts.route("/account/password", methods=["GET", "POST"])
@account_required
@count_wrong_guesses(of_signed_in)
def change_password() -> ResponseReturnValue:
    """Change one's own password; sessions elsewhere end, this one goes on."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return form_page("security/change_password.html", form)
    change_own_password(current_person(), form.password.data, hash_password, now())
    stay_signed_in()
    flash(_("Your password is changed. Everywhere else you are signed out."), "success")
    return redirect("/desk/", 303)


def stay_signed_in() -> None:
    """This session goes on, also for forms that stand open in it, and the browser stays a known one."""
    member = db.session.get_one(StaffMember, current_person().id)
    sessions.go_on(member, now())

    @after_this_request
    def remember(response: Response) -> Response:
        known_browsers.remember(response, member)
        return response
