"""What every page with a form shares: its status, and refusals by the rules put beside their fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, make_response, render_template

from complaint_center.domain.errors import InvalidInput
from complaint_center.extensions import db
from complaint_center.web.forms import OfficeForm


@contextmanager
def shown_on(form: OfficeForm) -> Iterator[None]:
    """A refusal of one field goes back to its field, and nothing of the act stays in the database."""
    try:
        yield
    except InvalidInput as refusal:
        db.session.rollback()
        form.refuse(refusal)


def form_page(template: str, form: OfficeForm, **context: Any) -> Response:
    """The page with its form: 200 when it is fresh, 422 when something in it was refused."""
    page = make_response(render_template(template, form=form, **context))
    page.status_code = 422 if form.errors else 200
    return page
