"""Who has given a tracking code: a sealed cookie, for a quarter of an hour from the last page, in place of the code.

It names the code's digest alone, so a code that was replaced takes its cookies with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from cryptography.fernet import InvalidToken
from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.extensions import keyring

COOKIE = "following"
FOLLOWED_SECONDS = 15 * 60

AnyResponse = TypeVar("AnyResponse", bound=Response)


def followed() -> str | None:
    """The digest of the code that this browser gave; None when it gave none, or too long ago."""
    return unseal(request.cookies.get(COOKIE, ""), now())


def is_following() -> bool:
    return followed() is not None


def keep_following(response: AnyResponse, code_hash: str) -> AnyResponse:
    """Let the browser go on for another quarter of an hour."""
    response.set_cookie(
        COOKIE,
        seal(code_hash, now()),
        max_age=FOLLOWED_SECONDS,
        path=url_for("track.show"),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def stop_following(response: AnyResponse) -> AnyResponse:
    response.delete_cookie(COOKIE, path=url_for("track.show"), httponly=True, samesite="Lax")
    return response


def seal(code_hash: str, at: datetime) -> str:
    return keyring.following.encrypt_at_time(code_hash.encode(), int(at.timestamp())).decode()


def unseal(token: str, at: datetime) -> str | None:
    """None for a token that is too old, or not one of ours."""
    try:
        return keyring.following.decrypt_at_time(token.encode(), FOLLOWED_SECONDS, int(at.timestamp())).decode()
    except InvalidToken:
        return None
