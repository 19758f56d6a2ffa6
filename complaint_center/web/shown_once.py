"""Secrets that a page shows once: the act redirects to that page, so that loading it again repeats nothing.

They travel sealed in a cookie of a few minutes that only the page's own address is sent, and that the page takes away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.fernet import InvalidToken
from flask import Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from complaint_center.clock import now
from complaint_center.extensions import keyring
from complaint_center.web.people import current_person

COOKIE = "shown_once"
SHOWN_SECONDS = 5 * 60


def redirect_to_secrets(address: str, secrets: Sequence[str]) -> AnyResponse:
    """Send the browser to the page that shows them to the signed-in person, and to nobody else."""
    content = json.dumps([current_person().id, address, *secrets]).encode()
    response = redirect(address, 303)
    response.set_cookie(
        COOKIE,
        keyring.once.encrypt_at_time(content, int(now().timestamp())).decode(),
        max_age=SHOWN_SECONDS,
        path=address,
        httponly=True,
        samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def secrets_to_show() -> list[str]:
    """Those of the page that is asked for; none where there is no cookie, or one too old, or another's."""
    try:
        content = keyring.once.decrypt_at_time(
            request.cookies.get(COOKIE, "").encode(), SHOWN_SECONDS, int(now().timestamp())
        )
    except InvalidToken:
        return []
    staff_id, address, *secrets = json.loads(content)
    return secrets if (staff_id, address) == (current_person().id, request.path) else []


def have_shown(page: Response) -> Response:
    """Have the browser forget them with this answer."""
    page.delete_cookie(COOKIE, path=request.path, httponly=True, samesite="Strict")
    return page
