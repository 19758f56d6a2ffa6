"""Signing in: username and password, then a code where the account has a second factor."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from flask_security import current_user, hash_password
from wtforms import PasswordField, StringField

from complaint_center.clock import now
from complaint_center.domain.errors import Problem
from complaint_center.extensions import db, office
from complaint_center.models.staff import StaffMember
from complaint_center.services import accounts as services
from complaint_center.web import known_browsers, sessions
from complaint_center.web.accounts.blueprint import (
    accounts,
    count_wrong_addresses,
    count_wrong_guesses,
    note_wrong_guess,
)
from complaint_center.web.filters import moment
from complaint_center.web.form_pages import form_page
from complaint_center.web.forms import HiddenField, OfficeForm, required, tidy
from complaint_center.web.kept_forms import open_kept
from complaint_center.web.labels import label
from complaint_center.web.people import TimedOut
from complaint_center.web.redirects import page_of_ours

DESK = "/desk/"
HALF_WAY = timedelta(minutes=10)
"""From the password to the code: long enough to find the telephone."""

_HALF_WAY = "half_way"
FEW_CODES = 3
"""Recovery codes; with fewer left their owner is told."""


class SignInForm(OfficeForm):
    """By username. One message for every failure, so that nobody learns which usernames exist."""

    username = StringField(_l("Username"), [required()], filters=[tidy])
    password = PasswordField(_l("Password"), [required()])
    kept = HiddenField()

    member: StaffMember | None = None

    def validate(self, **kwargs: object) -> bool:
        if not super().validate(**kwargs):
            return False
        self.member = _member_with(self.username.data.lower(), self.password.data)
        if self.member is None:
            note_wrong_guess()
            self.form_errors = [_("The username or the password is not right, or the account is closed.")]
        return self.member is not None


class CodeForm(OfficeForm):
    """The second factor: a code of the app, or one of the recovery codes."""

    code = StringField(_l("Code"), [required()], filters=[tidy])
    kept = HiddenField()


def _is_known_browser() -> bool:
    """Whether the account that somebody tries to enter has been used from this browser."""
    member = _find(tidy(request.form.get("username")).lower())
    return member is not None and known_browsers.is_known(member)


@accounts.route("/login", methods=["GET", "POST"])
@count_wrong_addresses(_is_known_browser)
@count_wrong_guesses(lambda: f"{get_remote_address()} {tidy(request.form.get('username')).lower()}")
def sign_in() -> ResponseReturnValue:
    """The first page of the staff; who is signed in already goes on to the desk."""
    if request.method == "GET" and current_user.is_authenticated:
        if not sessions.is_over(now()):
            return redirect(DESK)
        _say_timed_out()
        sessions.time_out(current_user.id)
    form = SignInForm()
    if not form.validate_on_submit() or form.member is None:
        return form_page("security/login.html", form)
    wanted = page_of_ours(request.args.get("next", ""), DESK)
    if not services.has_second_factor(form.member.id):
        return _let_in(form.member, wanted, form.kept.data)
    session[_HALF_WAY] = {"who": form.member.fs_uniquifier, "at": int(now().timestamp()), "wanted": wanted}
    return form_page("security/code.html", CodeForm(formdata=None, kept=form.kept.data))


@accounts.post("/login/code")
@count_wrong_guesses(lambda: f"code {session.get(_HALF_WAY, {}).get('who')}")
def enter_code() -> ResponseReturnValue:
    """The second step. Who comes too late, or from nowhere, begins with the password again."""
    member = _half_way()
    if member is None:
        flash(_("Please sign in again: the code was asked for too long ago."), "warning")
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        if services.accept_code(member.person(), form.code.data, now()):
            return _let_in(member, session.pop(_HALF_WAY)["wanted"], form.kept.data)
        note_wrong_guess()
        form.code.errors = [label(Problem.WRONG_CODE)]
    return form_page("security/code.html", form)


@accounts.post("/logout")
def sign_out() -> ResponseReturnValue:
    sessions.end()
    return redirect(url_for("accounts.sign_in"))


def show_timed_out(timed_out: TimedOut) -> ResponseReturnValue:
    """The page to sign in again; what was typed goes along, sealed."""
    _say_timed_out()
    if not timed_out.kept:
        return redirect(timed_out.sign_in_address)
    form = SignInForm(formdata=None, kept=timed_out.kept)
    return make_response(render_template("security/login.html", form=form), 401)


def _let_in(member: StaffMember, wanted: str, kept_token: str) -> Response:
    before = services.note_sign_in(office(), member.person(), known_browsers.is_known(member), now())
    sessions.begin(member, now())
    if before:
        flash(_("You signed in last at %(moment)s.", moment=moment(before)), "info")
    _warn_of_few_codes(member)
    kept = open_kept(kept_token or "", member.id, now())
    if kept_token and not kept:
        flash(
            _("What was typed before cannot be brought back: too much time has passed, or it is another's."), "warning"
        )
    page = render_template("account/send_again.html", kept=kept) if kept else redirect(wanted)
    response = make_response(page)
    known_browsers.remember(response, member)
    return response


def _member_with(username: str, password: str) -> StaffMember | None:
    member = _find(username)
    if member is None:
        # As long as for a name that exists, so that the time of the answer does not tell.
        hash_password(password)
        return None
    return member if member.verify_and_update_password(password) and member.active else None


def _find(username: str) -> StaffMember | None:
    return db.session.scalar(sa.select(StaffMember).where(StaffMember.username == username))


def _half_way() -> StaffMember | None:
    """Whose password was right a short while ago; none whose password has been changed since."""
    half = session.get(_HALF_WAY)
    if not half or now().timestamp() - half["at"] > HALF_WAY.total_seconds():
        return None
    known = sa.select(StaffMember).where(StaffMember.fs_uniquifier == half["who"], StaffMember.active)
    return db.session.scalar(known)


def _warn_of_few_codes(member: StaffMember) -> None:
    left = services.recovery_codes_left(member.id)
    if left < FEW_CODES and services.has_second_factor(member.id):
        flash(_("You have %(left)s recovery codes left. Make new ones in “Your account”.", left=left), "warning")


def _say_timed_out() -> None:
    flash(_("You were signed out because your time ran out. Please sign in again."), "warning")
