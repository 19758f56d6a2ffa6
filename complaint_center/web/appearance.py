"""What every page is dressed in: the reader's language, the office's name, Bootstrap's local assets, the filters."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

from complaint_center.extensions import office
from complaint_center.web import errors, filters, language


def dress(app: Flask) -> None:
    """Bind all that templates rely on. No asset comes from outside this server."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    language.speak_languages(app)
    filters.add_filters(app)
    app.context_processor(lambda: {"office": office()})
    errors.add_error_pages(app)
