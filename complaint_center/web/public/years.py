"""The fiscal year that a published page is asked for."""

from __future__ import annotations

from datetime import datetime

from flask import abort, request

from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.thai import to_arabic_digits

FIRST_YEAR = 2500
"""Nothing was received in most of the years since, and that is said; of a year to come nothing can be said."""


def asked_year(moment: datetime) -> FiscalYear:
    """The year that was asked for, else the present one. 404 for what is no year, or has not begun."""
    asked, present = to_arabic_digits(request.args.get("fiscal_year", "").strip()), FiscalYear.of(moment)
    if asked and not (asked.isdecimal() and FIRST_YEAR <= int(asked[:5]) <= present.number):
        abort(404)
    return FiscalYear(int(asked)) if asked else present
