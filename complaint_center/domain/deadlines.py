"""What is owed by when.

The preliminary finding with its opinion is owed within seven days of receipt (measure 5 of the
municipality's report). The duty is an authority's, so no weekend or holiday moves it
(Administrative Procedure Act B.E. 2539, s. 64), and the days are calendar days to the instant.
A second clock runs beside it: the complainant is told of progress or of the result within fifteen days
(Royal Decree on Good Governance B.E. 2546, s. 38) and every thirty days after that until the case ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

FINDING_DAYS = 7
RESUBMISSION_DAYS = 7
ORDER_DAYS = 7
NOTICE_DAYS = 15
NOTICE_AGAIN_DAYS = 30

BECAME_SUGGESTION = "suggestion"
"""What ended a deadline that no status did: the case was found to be a suggestion."""


class DeadlineKind(StrEnum):
    """`resubmission` follows a return or a reopening, `order` a submission, `action` an order with a date.

    `notice`: to tell the complainant.
    """

    FINDING = "finding"
    RESUBMISSION = "resubmission"
    ORDER = "order"
    ACTION = "action"
    NOTICE = "notice"


_DEFAULT_DAYS = {
    DeadlineKind.FINDING: FINDING_DAYS,
    DeadlineKind.RESUBMISSION: RESUBMISSION_DAYS,
    DeadlineKind.ORDER: ORDER_DAYS,
    DeadlineKind.NOTICE: NOTICE_DAYS,
}


def due_at(kind: DeadlineKind, started_at: datetime, ordered: datetime | None = None) -> datetime | None:
    """The instant at which a deadline falls due; None where none is set (an order without a date).

    `ordered` is a date that was set, in the place of the usual term.
    """
    if ordered is not None:
        return ordered
    days = _DEFAULT_DAYS.get(kind)
    return None if days is None else started_at + timedelta(days=days)
