"""A paper on its way to whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import make_response
from flask_babel import force_locale
from werkzeug.wrappers import Response

from complaint_center.domain.papers import Paper, file_name
from complaint_center.extensions import typeset
from complaint_center.web.papers.writing import in_thai_digits


def send_paper(paper: Paper, register_number: str, compose: Callable[[], dict[str, Any]]) -> Response:
    """The PDF, as a file whose name tells no name; `web.headers` adds that no cache keeps it and nothing in it runs."""
    with force_locale("th"):
        values = in_thai_digits(compose())
    response = make_response(typeset()(paper.value, values))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(register_number, paper)}"'
    return response
