"""Where Twilio posts what became of a text. Nobody is signed in here: the signature is the guard."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, current_app, request

from complaint_center.clock import now
from complaint_center.extensions import csrf, office
from complaint_center.messaging.twilio_sms import CALLBACK_PATH, is_signed_by_twilio, read_callback
from complaint_center.services.delivery import note_provider_state

callbacks = Blueprint("callbacks", __name__)
_SIGNER = "twilio_callbacks"


def listen_for_callbacks(app: Flask, auth_token: str) -> None:
    """Bind the address to the account whose token signs what is posted; without a token nothing is believed."""
    app.extensions[_SIGNER] = auth_token
    csrf.exempt(callbacks)
    app.register_blueprint(callbacks)


@callbacks.post(CALLBACK_PATH)
def twilio_status() -> tuple[str, int]:
    """Also 204 for a text that is not ours: Twilio would only repeat what we cannot use."""
    if not _is_signed():
        abort(403)
    try:
        provider_id, told = read_callback(request.form)
    except ValueError:
        abort(400)
    note_provider_state(office(), provider_id, told.state, told.error_code, now())
    return "", 204


def _is_signed() -> bool:
    auth_token = current_app.extensions[_SIGNER]
    # The address as it was given to Twilio, which signs it: behind a proxy the request's own may differ.
    url = office().public_url + CALLBACK_PATH
    signature = request.headers.get("X-Twilio-Signature", "")
    return bool(auth_token) and is_signed_by_twilio(auth_token, url, request.form, signature)
