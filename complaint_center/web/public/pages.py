"""What is told to everybody: how complaints are handled, and what becomes of personal data."""

from __future__ import annotations

from flask import Blueprint, render_template

from complaint_center.domain.deadlines import FINDING_DAYS
from complaint_center.services.retention import load_terms
from complaint_center.web.labels import CATEGORY_GROUPS

pages = Blueprint("pages", __name__)


@pages.get("/guideline")
def guideline() -> str:
    """How to complain, the steps, the unit in charge, the time limits and the channels."""
    return render_template("public/guideline.html", finding_days=FINDING_DAYS)


@pages.get("/privacy")
def privacy() -> str:
    """The notice that the Personal Data Protection Act B.E. 2562, s. 23 asks for."""
    return render_template("public/privacy.html", terms=load_terms(), group_names=CATEGORY_GROUPS)
