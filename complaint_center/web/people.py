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

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.services.directory import load_directory

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

PUBLIC_ENDPOINTS = frozenset(
    {
        *("static", "bootstrap.static", "fonts.font", "language.switch"),
        *("home.show", "pages.guideline", "pages.privacy"),
        *("complaints.file", "receipt.show", "receipt.address_code", "track.show", "leave.now"),
        *("health.database", "health.deadlines", "health.metrics", "callbacks.twilio_status"),
        *("security.login", "security.logout"),
    }
)
"""Everything that answers a person who has not signed in."""


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
    """Guard a view: a signed-out visitor goes to the sign-in page, staff without any of these get NotAllowed."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded_view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return redirect(_sign_in_address())
            person = current_person()
            if permissions and not any(map(person.may, permissions)):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded_view.guarded = frozenset(permissions)  # type: ignore[attr-defined]
        return guarded_view

    return guard


def staff_required(view: View[P]) -> View[P]:
    """Guard a view that every member of staff may open."""
    return permission_required()(view)


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


def _sign_in_address() -> str:
    # A form that was posted cannot be posted again by a redirect, so only a page is come back to.
    if request.method != "GET":
        return url_for("security.login")
    return url_for("security.login", next=request.full_path.rstrip("?"))
