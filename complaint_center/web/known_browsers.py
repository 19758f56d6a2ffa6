"""Which browsers an account has been used from, known by a signed cookie in the browser and by nothing here."""

from __future__ import annotations

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from complaint_center.extensions import keyring

ONE_YEAR = 365 * 24 * 60 * 60


def is_known(staff_id: int) -> bool:
    """Whether somebody has signed in to the account from this browser within a year."""
    try:
        known: int = _seal().loads(request.cookies.get(_cookie(staff_id), ""), max_age=ONE_YEAR)
    except BadSignature:
        return False
    return known == staff_id


def remember(response: Response, staff_id: int) -> None:
    """Have the browser show from now on that the account has been used from it."""
    response.set_cookie(
        _cookie(staff_id),
        _seal().dumps(staff_id),
        max_age=ONE_YEAR,
        path="/login",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def _cookie(staff_id: int) -> str:
    # One for each account of a shared computer; its name tells nobody which.
    return f"known-{keyring.blind_index('known browser', str(staff_id))[:16]}"


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")
