"""What the office has announced, for everybody to read."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.extensions import store
from complaint_center.services import announcements as services
from complaint_center.web.downloads import hand_over

announcements = Blueprint("announcements", __name__)


@announcements.get("/announcements")
def show() -> str:
    year = FiscalYear.of(now()).number
    return render_template("public/announcements.html", announced=services.list_current(), fiscal_year=year)


@announcements.get("/announcements/<int:announcement_id>.pdf")
def download(announcement_id: int) -> Response:
    return hand_over(services.open_announcement(announcement_id, store()), "announcement")
