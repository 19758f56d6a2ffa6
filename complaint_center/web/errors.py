"""Every refusal as a page in the reader's language: what happened, and what to do now. Never a stack trace."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from complaint_center.domain.errors import (
    AlreadyDecided,
    DomainError,
    DraftElsewhere,
    InvalidInput,
    LastOneStays,
    NotAllowed,
    NotAsShown,
    NotVisible,
    SubmissionReused,
)
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db, limiter
from complaint_center.web.labels import label
from complaint_center.web.slow_senders import TooManyUploads

BUSY_SECONDS = 10
"""When somebody is asked to come back after the database was too busy."""


@dataclass(frozen=True)
class Page:
    """A heading and what to do now."""

    title: LazyString
    advice: LazyString


CSRF_PAGE = Page(
    _l("This page was open too long"),
    _l(
        "For your safety nothing was saved. Go back with the back button of your browser, load the page anew and "
        "send it again. Cookies must be allowed for this site."
    ),
)

PAGES = {
    400: Page(_l("We could not read this"), _l("Please go back, load the page anew and try again.")),
    403: Page(_l("This is not open to you"), _l("Your account does not allow this. Ask your supervisor if it should.")),
    404: Page(
        _l("There is no such page"),
        _l("Please check the address, or begin again from the first page."),
    ),
    405: Page(_l("This cannot be done here"), _l("Please begin again from the first page.")),
    409: Page(
        _l("Somebody was quicker"),
        _l("This was changed meanwhile. Load the page anew to see how it stands, then decide."),
    ),
    413: Page(
        _l("This is too much at once"),
        _l(
            "What you sent is too large to be taken in. Please send fewer files at once, or less text, or bring it to "
            "the office."
        ),
    ),
    422: Page(_l("Something is not right yet"), _l("Please go back and correct what you typed.")),
    429: Page(
        _l("Too many attempts"),
        _l("Please wait a little and try again, or call the office."),
    ),
    500: Page(
        _l("Something went wrong on our side"),
        _l("It has been noted. Please try again later, or call the office."),
    ),
    503: Page(
        _l("The service is too busy"),
        _l("Nothing was saved. Please try again in a moment, or call the office."),
    ),
}

STATUS_CODES = {
    InvalidInput: 422,
    NotAllowed: 403,
    NotVisible: 404,
    AlreadyDecided: 409,
    DraftElsewhere: 409,
    NotAsShown: 409,
    SubmissionReused: 409,
    LastOneStays: 409,
}


def add_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(DomainError, show_refusal)
    app.register_error_handler(OperationalError, show_busy)
    app.register_error_handler(PoolTimeout, show_busy)


def show_http_error(error: HTTPException) -> HTTPException | Response:
    """The page of a status code; a code without one keeps the framework's plain words."""
    if error.response is not None or error.code not in PAGES:
        return error
    response = _show(error.code, PAGES[error.code])
    if error.code == 429:
        response.headers["Retry-After"] = str(_seconds_to_wait())
    if isinstance(error, TooManyUploads):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def show_csrf_error(error: CSRFError) -> Response:
    return _show(400, CSRF_PAGE)


def show_refusal(error: DomainError) -> Response:
    """What a rule refused, with all that it tells."""
    db.session.rollback()
    code = next(code for kind, code in STATUS_CODES.items() if isinstance(error, kind))
    return _show(code, PAGES[code], _said_by(error))


def show_busy(error: OperationalError | PoolTimeout) -> Response:
    """503 before anything was accepted: the transaction that could not go on is gone."""
    db.session.rollback()
    current_app.logger.warning("database unavailable: %s", getattr(error, "orig", None) or type(error).__name__)
    response = _show(503, PAGES[503])
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _said_by(error: DomainError) -> LazyString | str:
    match error:
        case AlreadyDecided():
            return _l("It is now in this state: %(state)s.", state=label(CaseStatus(error.status)))
        case SubmissionReused():
            return _l(
                "This form was already received under number %(number)s. That receipt stands; the changed text was "
                "not taken. Please begin a new form for another matter.",
                number=error.register_number,
            )
        case DraftElsewhere():
            return _l(
                "It was written on in another page since, or is in the register already. What stands in this page was "
                "not kept: copy what is missing there."
            )
        case LastOneStays():
            return _l("The last active administrator or supervisor cannot be taken away.")
        case InvalidInput():
            return label(error.problem)
    return ""


def _show(code: int, page: Page, said: LazyString | str = "") -> Response:
    words = {"title": page.title, "page": page, "said": said, "code": code}
    return make_response(render_template("errors/error.html", **words), code)


def _seconds_to_wait() -> int:
    limit = limiter.current_limit
    return max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
