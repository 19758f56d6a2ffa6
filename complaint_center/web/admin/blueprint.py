"""The administrators' part of the site, under /admin."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from complaint_center.domain.errors import LastOneStays
from complaint_center.extensions import db

admin = Blueprint("admin", __name__, url_prefix="/admin")


@admin.errorhandler(LastOneStays)
def _explain_last_one(refusal: LastOneStays) -> tuple[str, int]:
    """Whose role nobody else holds stays, and the page says what to do first."""
    db.session.rollback()
    return render_template("admin/last_one_stays.html", title=_("The last one stays"), role=refusal.role), 409
