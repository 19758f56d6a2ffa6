"""Signing in and out, and changing one's own password.

Flask-Security does the work; this page says how: by username, with argon2, without e-mail. Who forgets
a password is given a new one by an administrator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, after_this_request, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from flask_security import (
    LoginForm,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    hash_password,
    login_user,
    verify_password,
)
from flask_security.utils import validate_redirect_url
from wtforms import PasswordField, StringField, ValidationError

from complaint_center import clock
from complaint_center.extensions import db, limiter
from complaint_center.models.staff import StaffMember, StaffRole
from complaint_center.services.staff import change_own_password
from complaint_center.web.forms import OfficeForm, required, tidy
from complaint_center.web.passwords import new_password
from complaint_center.web.people import current_person, staff_required

accounts = Blueprint("accounts", __name__)

SETTINGS = {
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"case_insensitive": False}}],
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    # Typed and hashed as it is: Thai keyboards give one form of every letter, and the command line hashes it too.
    "SECURITY_PASSWORD_NORMALIZE_FORM": None,
    "SECURITY_POST_LOGIN_VIEW": "/desk/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_LOGIN_USER_TEMPLATE": "security/login.html",
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
}

FAILURES_PER_NAME = "10 per 15 minutes"
"""Wrong sign-ins for one username from one address; the account itself is never locked."""

FAILURES_PER_ADDRESS = "100 per hour"
"""Wrong sign-ins from one address for whatever usernames."""


class SignInForm(LoginForm):
    """By username. One message for every failure, so that nobody learns which usernames exist."""

    username = StringField(_l("Username"), [required()], filters=[tidy])
    password = PasswordField(_l("Password"), [required()])
    email = None
    remember = None
    submit = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # A way back that leads elsewhere is forgotten; refusing the sign-in for it would help nobody.
        if not validate_redirect_url(self.next.data):
            self.next.data = ""

    def validate(self, **kwargs: Any) -> bool:
        self.ifield = self.username
        self.user = _member_named(self.username.data or "")
        if super().validate(**kwargs):
            return True
        if self.username.data and self.password.data:
            self.username.errors, self.password.errors = [], []
            self.form_errors = [_("The username or the password is not right, or the account is closed.")]
        return False


class ChangePasswordForm(OfficeForm):
    """The current password once, the new one twice."""

    current = PasswordField(_l("Current password"), [required()])
    password = new_password(_l("New password"))
    again = PasswordField(_l("New password again"), [required()])

    def words_of_owner(self) -> Iterable[str]:
        return current_user.username, current_user.name

    def validate_current(self, field: PasswordField) -> None:
        if not verify_password(field.data, current_user.password):
            raise ValidationError(_("This is not your current password."))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("This differs from the new password above."))


@accounts.route("/account/password", methods=["GET", "POST"])
@staff_required
def change_password() -> ResponseReturnValue:
    """Change one's own password; sessions elsewhere end, this one goes on."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("security/change_password.html", form=form), 422 if form.errors else 200
    change_own_password(current_person(), form.password.data, hash_password, clock.now())
    login_user(db.session.get_one(StaffMember, current_user.id))
    flash(_("Your password is changed. Everywhere else you are signed out."), "success")
    return redirect("/desk/", 303)


def init_app(app: Flask) -> None:
    """Bind Flask-Security, and count failed sign-ins."""
    app.config.from_mapping(SETTINGS)
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, StaffMember, StaffRole),
        login_form=SignInForm,
        render_template=_render,
    )
    # Pages only: an answer in JSON could hand out a token that signs in without a session.
    security.want_json(lambda _request: False)
    app.view_functions["security.login"] = _count_failures(app.view_functions["security.login"])
    app.register_blueprint(accounts)


def _count_failures(sign_in: Callable[..., Any]) -> Callable[..., Any]:
    for limit, key in ((FAILURES_PER_NAME, _address_and_name), (FAILURES_PER_ADDRESS, get_remote_address)):
        sign_in = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_failed)(sign_in)
    return sign_in


def _member_named(username: str) -> StaffMember | None:
    return db.session.scalar(sa.select(StaffMember).where(StaffMember.username == username.lower()))


def _render(template: str, **context: Any) -> str:
    form = context["login_user_form"]
    if form.errors:
        after_this_request(_as_refused)
    return render_template(template, form=form)


def _as_refused(response: Response) -> Response:
    response.status_code = 422
    return response


def _address_and_name() -> str:
    return f"{get_remote_address()} {tidy(request.form.get('username')).lower()}"


def _failed(response: Response) -> bool:
    return response.status_code == 422
