"""Thai unless the reader chose English. The choice is kept in a cookie of its own, apart from the session."""

from __future__ import annotations

from flask import Blueprint, Flask, has_request_context, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from complaint_center.web.redirects import page_of_ours

THAI = "th"
ENGLISH = "en"
LANGUAGES = {THAI: "ไทย", ENGLISH: "English"}
"""Each language by its own name."""

COOKIE = "language"
ONE_YEAR = 365 * 24 * 60 * 60

languages = Blueprint("language", __name__)


def current_language() -> str:
    """The reader's language; Thai where nobody reads, as in a job or a command."""
    chosen = request.cookies.get(COOKIE, THAI) if has_request_context() else THAI
    return chosen if chosen in LANGUAGES else THAI


def speak_languages(app: Flask) -> None:
    """Bind the catalogues to the application."""
    Babel(app, default_locale=THAI, locale_selector=current_language)
    app.context_processor(lambda: {"language": current_language(), "languages": LANGUAGES})


@languages.get("/language/<any(th, en):code>")
def switch(code: str) -> Response:
    """Remember the language and go back to the page that the reader came from."""
    response = redirect(page_of_ours(request.args.get("next", "/"), "/"), 303)
    response.set_cookie(COOKIE, code, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
