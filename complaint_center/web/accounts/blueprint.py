"""The pages of accounts, and the counting of wrong guesses that all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, g
from flask_limiter.util import get_remote_address

from complaint_center.extensions import limiter

V = TypeVar("V", bound=Callable[..., Any])

accounts = Blueprint("accounts", __name__)

FAILURES_PER_ACCOUNT = "10 per 15 minutes"
"""Wrong guesses for one account; the account itself is never locked, and its owner is let in when they are over."""

FAILURES_PER_ADDRESS = "100 per hour"
"""Wrong guesses from one address for whatever accounts."""


def count_wrong_guesses(account: Callable[[], str]) -> Callable[[V], V]:
    """Refuse further guesses for an account, and from an address, once there were too many wrong ones."""

    def count(view: V) -> V:
        for limit, key in ((FAILURES_PER_ACCOUNT, account), (FAILURES_PER_ADDRESS, get_remote_address)):
            view = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_was_wrong)(view)  # type: ignore[assignment]
        return view

    return count


def note_wrong_guess() -> None:
    """What was just typed to be let in was wrong."""
    g.was_wrong_guess = True


def _was_wrong(_response: Response) -> bool:
    return bool(g.get("was_wrong_guess"))
