"""The warning before the time of a session runs out, and asking for more of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, g, jsonify

from complaint_center.clock import now
from complaint_center.domain.sign_in import WARNING
from complaint_center.web import sessions
from complaint_center.web.accounts.blueprint import accounts
from complaint_center.web.people import account_required


@accounts.post("/account/session")
@account_required
def stay() -> Response:
    """Somebody is still there. Answers with the seconds that they have from now."""
    sessions.note_activity(now(), every=timedelta(0))
    return jsonify(seconds_left=_seconds_left())


def show_time_left() -> dict[str, Any]:
    """Give templates of pages behind a guard the seconds that are left, and when to warn."""
    if "person" not in g:
        return {}
    return {"seconds_left": _seconds_left(), "warning_seconds": int(WARNING.total_seconds())}


def _seconds_left() -> int:
    return int((sessions.ends_at() - now()).total_seconds())
