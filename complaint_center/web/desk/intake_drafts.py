"""A clerk's own drafts: kept by the page while it is written in, or by a button where scripts do not run."""

from __future__ import annotations

from base64 import b64encode

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Permission
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import DraftElsewhere
from complaint_center.extensions import keyring
from complaint_center.services.intake_drafts import Kept, discard_draft, find_draft, find_gone_on, save_draft
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.forms import tidy
from complaint_center.web.people import current_person, permission_required

PAGES = {Channel.WALK_IN: "desk.log_walk_in", Channel.PHONE: "desk.log_phone", Channel.BOX: "desk.log_box"}
NOT_KEPT = frozenset(
    {"csrf_token", "draft_version", "draft_writer", "evidence", "next", "keep", "hints", "take_category"}
)


@desk.post("/intake/drafts/<any(walk_in, phone, box):channel>")
@permission_required(Permission.LOG_COMPLAINTS)
def save_intake_draft(channel: str) -> Response:
    """Keep what the form holds by now, right or wrong. Files are not kept: they are chosen when it is sent."""
    fields = {name: value for name, value in request.form.items() if name not in NOT_KEPT}
    submission_id, version, writer = _sent_by()
    try:
        kept = save_draft(current_person(), Channel(channel), submission_id, fields, version, now(), writer)
    except DraftElsewhere as refusal:
        if "keep" in request.form:
            raise
        # What has become a case need not be kept: no conflict, and nothing for a browser to complain of.
        return make_response(jsonify(recorded=refusal.is_recorded), 200 if refusal.is_recorded else 409)
    if "keep" in request.form:
        flash(_("The draft is kept. Go on whenever you like."), "success")
        return redirect(page_of(kept), 303)
    local = kept.saved_at.astimezone(BANGKOK)
    return jsonify(reference=kept.reference, version=kept.version, page=page_of(kept), saved_at=f"{local:%H.%M.%S}")


@desk.post("/intake/drafts/<reference>/discard")
@permission_required(Permission.LOG_COMPLAINTS)
def discard_intake_draft(reference: str) -> Response:
    discard_draft(current_person(), reference, now())
    flash(_("The draft has been thrown away."), "success")
    return redirect(url_for("desk.home"), 303)


def page_of(draft: Kept) -> str:
    """A letter's draft keeps the opening it lay in."""
    return url_for(PAGES[draft.channel], draft=draft.reference, opening=draft.fields.get("opening") or None)


def taken_up() -> Kept | None:
    """The draft that the address names, for a page that is asked for; a form that is sent brings everything itself."""
    reference = request.args.get("draft", "")
    return find_draft(current_person(), reference) if reference and request.method == "GET" else None


def gone_on_with() -> Kept | None:
    """The draft of the form that was sent, for the page that comes back with it."""
    if request.method == "GET":
        return None
    return find_gone_on(current_person(), *_sent_by())


def _sent_by() -> tuple[str, int, str]:
    """Which form it is, the version of its draft that its page knows, and the page."""
    version = request.form.get("draft_version", 0, type=int)
    return tidy(request.form.get("submission_id")), version, request.form.get("draft_writer", "")


def as_typed(draft: Kept) -> MultiDict[str, str]:
    """What a form is filled with, as if it had just been typed."""
    return MultiDict(draft.fields)


def browser_key() -> str:
    """Under which this clerk's browser seals what it cannot send."""
    return b64encode(keyring.browser_key(f"staff {current_person().id}")).decode()
