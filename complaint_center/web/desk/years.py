"""The choice of a fiscal year, for registers that are read a year at a time."""

from __future__ import annotations

from flask import request

from complaint_center.clock import now
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.services.journal_list import first_act_at


def years() -> list[FiscalYear]:
    """The fiscal years since the service began, the present one first."""
    present = FiscalYear.of(now())
    first = first_act_at()
    earliest = FiscalYear.of(first).number if first else present.number
    return [FiscalYear(number) for number in range(present.number, earliest - 1, -1)]


def asked_year() -> FiscalYear:
    """The one that was asked for; what is none of them asks for the present one."""
    asked = request.values.get("fiscal_year", "")
    offered = years()
    return next((year for year in offered if str(year) == asked), offered[0])
