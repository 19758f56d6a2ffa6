"""One's own second factor: setting it up, its recovery codes, and doing without."""

from __future__ import annotations

import segno
from flask import flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaint_center.clock import now
from complaint_center.extensions import keyring, office
from complaint_center.services import accounts as services
from complaint_center.web.accounts.blueprint import accounts, count_wrong_guesses, note_wrong_guess
from complaint_center.web.accounts.password import OwnPasswordForm, of_signed_in, stay_signed_in
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import required, tidy
from complaint_center.web.people import account_required, current_person
from complaint_center.web.shown_once import have_shown, redirect_to_secrets, secrets_to_show

_SECRET = "new_second_factor"  # noqa: S105  # the name of a key
_GROUP = 4


class SetUpForm(OwnPasswordForm):
    """A code that only an app with the new secret can show."""

    code = StringField(_l("Code from the app"), [required()], filters=[tidy])


@accounts.get("/account/security")
@account_required
def show_security() -> str:
    person = current_person()
    return render_template(
        "account/security.html",
        has_second_factor=services.has_second_factor(person.id),
        is_asked=office().asks_second_factor(person),
        codes_left=services.recovery_codes_left(person.id),
    )


@accounts.route("/account/security/setup", methods=["GET", "POST"])
@account_required
@count_wrong_guesses(of_signed_in)
def set_up_second_factor() -> ResponseReturnValue:
    """A new secret, as a QR code and in letters; it counts once a code of it was typed."""
    form, secret, person = SetUpForm(), _secret_in_preparation(), current_person()
    if form.validate_on_submit():
        with shown_on(form):
            codes = services.set_up_second_factor(person, secret, form.code.data, now())
            session.pop(_SECRET)
            stay_signed_in()
            flash(_("The second step is switched on. Everywhere else you are signed out."), "success")
            return redirect_to_secrets(url_for("accounts.show_recovery_codes"), codes)
        note_wrong_guess()
    address = services.setup_address(secret, office(), person.username)
    groups = [secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP)]
    picture = segno.make(address, error="l", boost_error=False, micro=False).svg_data_uri(scale=4, border=4)
    is_asked = office().asks_second_factor(person) and not services.has_second_factor(person.id)
    return form_page("account/set_up.html", form, groups=groups, picture=picture, is_asked=is_asked)


@accounts.route("/account/security/codes", methods=["GET", "POST"])
@account_required
@count_wrong_guesses(of_signed_in)
def renew_recovery_codes() -> ResponseReturnValue:
    """New recovery codes; the ones from before die."""
    form = OwnPasswordForm()
    if form.validate_on_submit():
        codes = services.renew_recovery_codes(current_person(), now())
        flash(_("The recovery codes from before do not work any more."), "success")
        return redirect_to_secrets(url_for("accounts.show_recovery_codes"), codes)
    return form_page("account/renew_codes.html", form)


@accounts.get("/account/security/codes/new")
@account_required
def show_recovery_codes() -> ResponseReturnValue:
    """The codes that were just made, once; whoever comes again is led back."""
    codes = secrets_to_show()
    if not codes:
        return redirect(url_for("accounts.show_security"), 303)
    return have_shown(make_response(render_template("account/recovery_codes.html", codes=codes)))


@accounts.route("/account/security/off", methods=["GET", "POST"])
@account_required
@count_wrong_guesses(of_signed_in)
def remove_second_factor() -> ResponseReturnValue:
    """Back to a password alone, for those of whom no second factor is asked."""
    form = OwnPasswordForm()
    if form.validate_on_submit():
        services.remove_second_factor(office(), current_person(), now())
        flash(_("Your account has no second factor any more."), "success")
        return redirect(url_for("accounts.show_security"), 303)
    return form_page("account/remove.html", form)


def _secret_in_preparation() -> str:
    """The same for as long as the page is open: reloading must not undo what the telephone has scanned."""
    if _SECRET not in session:
        session[_SECRET] = keyring.encrypt(services.new_secret())
    return keyring.decrypt(session[_SECRET])
