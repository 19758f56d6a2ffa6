"""The fiscal year that a published page is asked for."""

from __future__ import annotations

from datetime import datetime

from flask import abort, request

from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.thai import to_arabic_digits

YEARS = range(2500, 2700)
"""Fiscal years that can be asked for; nothing was received in most of them, and that is said."""


def asked_year(moment: datetime) -> FiscalYear:
    """The year that was asked for, else the present one. 404 for what is no year."""
    asked = to_arabic_digits(request.args.get("fiscal_year", "").strip())
    if asked and not (asked.isdecimal() and int(asked[:5]) in YEARS):
        abort(404)
    return FiscalYear(int(asked)) if asked else FiscalYear.of(moment)
