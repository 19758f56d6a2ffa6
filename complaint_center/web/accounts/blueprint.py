"""The pages of accounts, and the counting of wrong guesses that all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, g
from flask_limiter.util import get_remote_address

from complaint_center.extensions import limiter

V = TypeVar("V", bound=Callable[..., Any])

accounts = Blueprint("accounts", __name__)

FAILURES_PER_ACCOUNT = "10 per 15 minutes"
"""Wrong guesses for one account; the account itself is never locked, and its owner is let in when they are over."""

FAILURES_PER_ADDRESS = "100 per hour"
"""Wrong guesses from one address for whatever accounts, by browsers from which the account was never used."""


def count_wrong_guesses(account: Callable[[], str]) -> Callable[[V], V]:
    """Refuse further guesses for an account once there were too many wrong ones."""
    return _limit(FAILURES_PER_ACCOUNT, account)


def count_wrong_addresses(is_known: Callable[[], bool]) -> Callable[[V], V]:
    """Refuse further guesses from an address, for the whole town hall may have but one: not those of `is_known`."""
    return _limit(FAILURES_PER_ADDRESS, get_remote_address, exempt_when=is_known)


def _limit(limit: str, key: Callable[[], str], **options: Any) -> Callable[[V], V]:
    counted = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_was_wrong, **options)
    return cast("Callable[[V], V]", counted)


def note_wrong_guess() -> None:
    """What was just typed to be let in was wrong."""
    g.was_wrong_guess = True


def _was_wrong(_response: Response) -> bool:
    return bool(g.get("was_wrong_guess"))
