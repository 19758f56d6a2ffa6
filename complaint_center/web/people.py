"""Who is at the other end: the signed-in member of staff, and the guard that stands before every route.

A route is on the public list or it is guarded; an application with one that is neither does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from complaint_center.clock import now
from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.extensions import office
from complaint_center.services.accounts import has_second_factor
from complaint_center.services.directory import load_directory
from complaint_center.web import sessions
from complaint_center.web.kept_forms import keep_posted

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

PUBLIC_ENDPOINTS = frozenset(
    {
        *("static", "bootstrap.static", "fonts.font", "language.switch"),
        *("home.show", "guideline.show", "guideline.download", "pages.privacy"),
        *("statistics.show", "statistics.download"),
        *("complaints.file", "receipt.show", "receipt.address_code", "receipt.paper", "verification.verify"),
        *("announcements.show", "announcements.download", "satisfaction.show", "satisfaction.download"),
        "suggestions.show",
        "leave.now",
        *("track.show", "track.leave", "track.write", "track.rate", "track.consent", "evidence.hand_in"),
        *("health.database", "health.deadlines", "health.journal_head", "health.metrics", "callbacks.twilio_status"),
        *("accounts.sign_in", "accounts.enter_code", "accounts.sign_out"),
    }
)
"""Everything that answers a person who has not signed in."""


class TimedOut(Exception):
    """Somebody was signed in for too long; `kept` is what they typed, sealed, or empty."""

    def __init__(self, sign_in_address: str, kept: str) -> None:
        super().__init__("timed out")
        self.sign_in_address = sign_in_address
        self.kept = kept


class UnguardedRoute(Exception):
    """A route is neither guarded nor on the public list; the application refuses to start with it."""


def current_directory() -> Directory:
    """All staff as this request found them, read once."""
    if "directory" not in g:
        g.directory = load_directory()
    directory: Directory = g.directory
    return directory


def current_person() -> Person:
    """The signed-in person as the rules see them. Only behind a guard: nobody is signed in elsewhere."""
    if "person" not in g:
        g.person = current_directory().people[current_user.id]
    person: Person = g.person
    return person


def permission_required(*permissions: Permission) -> Callable[[View[P]], View[P]]:
    """Guard a view: a signed-out visitor goes to the sign-in page, staff without any of these get NotAllowed.

    Who must have a second factor and has none is led to set it up, whatever they ask for.
    """
    return _guarded(frozenset(permissions), is_of_account=False)


def staff_required(view: View[P]) -> View[P]:
    """Guard a view that every member of staff may open."""
    return permission_required()(view)


def account_required(view: View[P]) -> View[P]:
    """Guard a view of one's own account; it opens also to those who must set up their second factor first."""
    return _guarded(frozenset(), is_of_account=True)(view)


def guard_of(view: Callable[..., Any]) -> frozenset[Permission] | None:
    """The permissions of which one opens a view, empty for any staff; None for a view without a guard."""
    return getattr(view, "guarded", None)


def refuse_unguarded_routes(app: Flask) -> None:
    """UnguardedRoute names every endpoint that is neither guarded nor public."""
    unguarded = sorted(_unguarded_endpoints(app))
    if unguarded:
        raise UnguardedRoute(f"neither guarded nor in PUBLIC_ENDPOINTS: {', '.join(unguarded)}")


def _unguarded_endpoints(app: Flask) -> Iterator[str]:
    for endpoint, view in app.view_functions.items():
        if endpoint not in PUBLIC_ENDPOINTS and guard_of(view) is None:
            yield endpoint


def _guarded(permissions: frozenset[Permission], is_of_account: bool) -> Callable[[View[P]], View[P]]:
    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded_view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return redirect(_sign_in_address())
            _require_time()
            person = current_person()
            if not is_of_account and office().asks_second_factor(person) and not has_second_factor(person.id):
                return redirect(url_for("accounts.set_up_second_factor"), 303)
            if permissions and not any(map(person.may, permissions)):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded_view.guarded = permissions  # type: ignore[attr-defined]
        return guarded_view

    return guard


def _require_time() -> None:
    """TimedOut for whose time has run out; it begins anew for everybody else."""
    if sessions.is_over(now()):
        staff_id = current_user.id
        sessions.time_out(staff_id)
        raise TimedOut(_sign_in_address(), keep_posted(staff_id, now()))
    sessions.note_activity(now())


def _sign_in_address() -> str:
    # A form that was posted cannot be posted again by a redirect, so only a page is come back to.
    if request.method != "GET":
        return url_for("accounts.sign_in")
    return url_for("accounts.sign_in", next=request.full_path.rstrip("?"))
