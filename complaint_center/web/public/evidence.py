"""Files that the complainant adds with the tracking code: the same limits and refusals as with the complaint.

The code is given before the files: nobody else is listened to for as long as files take.
"""

from __future__ import annotations

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.extensions import limiter, office
from complaint_center.services import conversation
from complaint_center.web.errors import show_csrf_error, show_http_error
from complaint_center.web.public.following import is_following
from complaint_center.web.public.track import again_page, taken
from complaint_center.web.public.track_forms import EvidenceForm
from complaint_center.web.uploads import takes_evidence

handing_in = Blueprint("evidence", __name__)

# Of the whole blueprint, because a view's own limit is asked only after the form and its files have been read.
limiter.limit(
    lambda: current_app.config["LIMIT_WRITE"],
    methods=["POST"],
    exempt_when=lambda: not current_app.config["LIMIT_WRITE"],
)(handing_in)


@handing_in.route("/track/evidence", methods=["GET", "POST"])
@takes_evidence(is_following)
def hand_in() -> Response:
    if request.method == "POST" and not is_following():
        return ask_for_code()
    form = EvidenceForm()

    def add(code_hash: str) -> str:
        drafts = form.evidence.drafts
        new = conversation.hand_in(office(), code_hash, drafts, now())
        return _said_of(new, len(drafts) - new)

    return taken(form, add)


def _said_of(new: int, had: int) -> str:
    """How many files have become part of the case, and how many of those sent it had."""
    if not new:
        return _("The case has these files already. Nothing was added.")
    said = ngettext("%(num)s file has arrived.", "%(num)s files have arrived.", new)
    told = [said, _("The officer is told that they are there.")]
    if had:
        told.append(_("The case had %(num)s of them already.", num=had))
    return " ".join(told)


@handing_in.errorhandler(CSRFError)
@handing_in.errorhandler(RequestEntityTooLarge)
def show_unread(error: CSRFError | RequestEntityTooLarge) -> Response | HTTPException:
    """What came without a code was not read to its end, whatever else was wrong with it."""
    if not is_following():
        return ask_for_code()
    return show_csrf_error(error) if isinstance(error, CSRFError) else show_http_error(error)


def ask_for_code() -> Response:
    return again_page(EvidenceForm(formdata=None), 422)
