"""The choice of a fiscal year, for registers that are read a year at a time."""

from __future__ import annotations

from flask import abort, request

from complaint_center.clock import now
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.services.case_lists import first_received_at
from complaint_center.services.journal_list import first_act_at
from complaint_center.web.people import current_directory, current_person


def years() -> list[FiscalYear]:
    """The fiscal years since the first act or the earliest receipt that the reader may know of, the present one first.

    A letter of September that is logged in October is of the year before the first act.
    """
    present, begun = now(), (first_act_at(), first_received_at(current_person(), current_directory()))
    earliest = FiscalYear.of(min((moment for moment in begun if moment), default=present))
    return [FiscalYear(number) for number in range(FiscalYear.of(present).number, earliest.number - 1, -1)]


def asked_year() -> FiscalYear:
    """The one that was asked for, else the present one. 404 for what is none of them."""
    asked, offered = request.values.get("fiscal_year", "").strip(), years()
    if not asked:
        return offered[0]
    return next((year for year in offered if str(year) == asked), None) or abort(404)
