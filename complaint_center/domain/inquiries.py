"""What a disciplinary inquiry can come to. Fact-finding comes before it and is another thing.

The penalties are those of the discipline of local government staff (Act on Local Personnel Administration B.E. 2542).
"""

from __future__ import annotations

from enum import StrEnum


class InquiryOutcome(StrEnum):
    """From no fault to the gravest penalty; `ended_otherwise`: the person left or died before it was decided, say."""

    NO_FAULT = "no_fault"
    WARNING = "warning"
    PAY_CUT = "pay_cut"
    SALARY_REDUCTION = "salary_reduction"
    DISMISSAL = "dismissal"
    EXPULSION = "expulsion"
    ENDED_OTHERWISE = "ended_otherwise"
