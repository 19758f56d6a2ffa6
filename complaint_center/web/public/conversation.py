"""What the complainant writes: an answer to the officer's question, or something of their own."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.extensions import office
from complaint_center.services.conversation import write_as_complainant
from complaint_center.web.public.track import taken, tracking, tries_limited, writing_limited
from complaint_center.web.public.track_forms import MessageForm


@tracking.route("/track/message", methods=["GET", "POST"])
@tries_limited
@writing_limited
def write() -> Response:
    form = MessageForm()

    def send(code_hash: str) -> str:
        write_as_complainant(office(), code_hash, form.message(), now())
        return _("Your message has been sent. The officer is told that it is there.")

    return taken(form, send)
