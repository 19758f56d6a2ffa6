"""What the complainant says of the end: how satisfied they were, once the case is closed."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.services import survey
from complaint_center.web.public.track import taken, tracking, tries_limited, writing_limited
from complaint_center.web.public.track_forms import RatingForm


@tracking.route("/track/survey", methods=["GET", "POST"])
@tries_limited
@writing_limited
def rate() -> Response:
    form = RatingForm()

    def say(code_hash: str) -> str:
        survey.say(code_hash, form.draft(), now())
        return _("Thank you for telling us.")

    return taken(form, say)
