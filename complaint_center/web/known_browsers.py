"""Which browsers an account has been used from, known by a signed cookie in the browser and by nothing here.

Whatever signs somebody out everywhere, such as a new password, makes every browser a new one again.
"""

from __future__ import annotations

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from complaint_center.extensions import keyring
from complaint_center.models.staff import StaffMember

ONE_YEAR = 365 * 24 * 60 * 60


def is_known(member: StaffMember) -> bool:
    """Whether somebody has signed in to the account from this browser within a year."""
    try:
        known: str = _seal().loads(request.cookies.get(_cookie(member), ""), max_age=ONE_YEAR)
    except BadSignature:
        return False
    return known == _mark(member)


def remember(response: Response, member: StaffMember) -> None:
    """Have the browser show from now on that the account has been used from it."""
    response.set_cookie(
        _cookie(member),
        _seal().dumps(_mark(member)),
        max_age=ONE_YEAR,
        path="/login",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def _cookie(member: StaffMember) -> str:
    # One for each account of a shared computer; its name tells nobody which.
    return f"known-{keyring.blind_index('known browser', str(member.id))[:16]}"


def _mark(member: StaffMember) -> str:
    return keyring.blind_index("known browser", member.fs_uniquifier)


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")
