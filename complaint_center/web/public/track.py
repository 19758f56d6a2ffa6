"""Following a case with its tracking code: how far it has come, and what was written on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.errors import AlreadyDecided, NotVisible, Problem
from complaint_center.domain.status import CoarseState
from complaint_center.extensions import db, limiter
from complaint_center.services.survey import SurveyState
from complaint_center.services.tracking import follow_up
from complaint_center.web.errors import show_csrf_error
from complaint_center.web.form_pages import shown_on
from complaint_center.web.labels import label
from complaint_center.web.public.following import keep_following, stop_following
from complaint_center.web.public.track_forms import ConsentForm, EvidenceForm, MessageForm, RatingForm, TrackForm

UNKNOWN_CODE = _l("No case can be shown for this code. Please check the 16 digits on your receipt.")
"""One answer for a code that is malformed, nearly right, dead or missing: none of them is to be told apart."""

FILES_NOT_TAKEN = _l(
    "For your safety the page had closed by itself, and your files were not taken. Please type the code; then choose "
    "the files once more. Cookies must be allowed for this site."
)

Sent = MessageForm | EvidenceForm | RatingForm | ConsentForm

tracking = Blueprint("track", __name__)

tries_limited = limiter.shared_limit(
    lambda: current_app.config["LIMIT_TRACK"],
    scope="track",
    exempt_when=lambda: not current_app.config["LIMIT_TRACK"] or "code" not in request.form,
)
"""Every form in which a code can be typed counts together."""

writing_limited = limiter.shared_limit(
    lambda: current_app.config["LIMIT_WRITE"],
    scope="write",
    exempt_when=lambda: not current_app.config["LIMIT_WRITE"] or request.method != "POST",
)


@tracking.route("/track", methods=["GET", "POST"])
@tries_limited
def show() -> Response:
    """The form for the code, or the case of a code that was given. The code is never in an address."""
    form = TrackForm()
    if request.method == "GET":
        return following_page(form.code_hash())
    code_hash = form.code_hash() if form.code.data else ""
    if not code_hash:
        form.code.errors = [UNKNOWN_CODE if form.code.data else label(Problem.REQUIRED)]
        return code_page(form)
    return to_case(code_hash)


@tracking.post("/track/leave")
def leave() -> Response:
    """Nobody who uses this device next sees the case."""
    return stop_following(redirect(url_for("track.show"), 303))


@tracking.errorhandler(CSRFError)
def show_again(error: CSRFError) -> Response:
    """Cookies that were lost while somebody wrote must not cost what they wrote."""
    forms = {"track.write": MessageForm, "track.rate": RatingForm, "track.consent": ConsentForm}
    if request.endpoint not in forms:
        return show_csrf_error(error)
    return again_page(forms[request.endpoint](), 400)


def taken(form: Sent, act: Callable[[str], str]) -> Response:
    """Do what was sent for the case of the code, say what `act` says, and show it; or all of it again, kept."""
    if request.method == "GET":
        # Whoever loads the page of a refusal anew, or changes its language, asks for an address that only takes forms.
        return redirect(url_for("track.show"), 303)
    code_hash, status = form.code_hash(), 422
    if form.validate_on_submit():
        try:
            with shown_on(form):
                flash(act(code_hash), "success")
                return to_case(code_hash)
        except (AlreadyDecided, NotVisible) as refusal:
            db.session.rollback()
            status = 409 if isinstance(refusal, AlreadyDecided) else 422
    return following_page(code_hash, form, status)


def to_case(code_hash: str) -> Response:
    return keep_following(redirect(url_for("track.show"), 303), code_hash)


def following_page(code_hash: str, refused: Sent | None = None, status: int = 200) -> Response:
    """The case, and each form fresh but for the one that was refused.

    A code that is dead or was given too long ago is asked for, beside what was written meanwhile.
    """
    found = follow_up(code_hash, now())
    if found is None:
        return again_page(refused, status) if refused else code_page(TrackForm())
    page = render_template(
        "public/track.html",
        found=found,
        steps=list(CoarseState),
        form=refused,
        another=TrackForm(formdata=None),
        message=refused if isinstance(refused, MessageForm) else MessageForm(formdata=None),
        files_form=refused if isinstance(refused, EvidenceForm) else EvidenceForm(formdata=None),
        survey=refused if isinstance(refused, RatingForm) else _fresh_survey(found.survey),
    )
    return keep_following(make_response(page, status), code_hash)


def code_page(form: TrackForm) -> Response:
    return make_response(render_template("public/code.html", form=form), 422 if form.errors else 200)


def again_page(form: Sent, status: int) -> Response:
    """The code once more, with all that was written kept beside it. Files cannot be kept, so it says that."""
    if isinstance(form, EvidenceForm):
        asked = TrackForm(formdata=None)
        asked.code.errors = [FILES_NOT_TAKEN]
        return code_page(asked)
    if form.code.data:
        form.code.errors = [UNKNOWN_CODE]
    return make_response(render_template("public/code_again.html", form=form), status)


def _fresh_survey(asked: SurveyState) -> RatingForm:
    return RatingForm(formdata=None, data=asdict(asked.said) if asked.said else None)
