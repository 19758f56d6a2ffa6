"""Files that the complainant adds with the tracking code: the same limits and refusals as with the complaint."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.extensions import limiter, office
from complaint_center.services import conversation
from complaint_center.web.public.track import taken, tries_limited
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
@tries_limited
@takes_evidence
def hand_in() -> Response:
    form = EvidenceForm()

    def add(code_hash: str) -> None:
        conversation.hand_in(office(), code_hash, form.evidence.drafts, now())

    return taken(form, add, _("Your files have been sent. The officer is told that they are there."))
