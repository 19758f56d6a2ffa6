"""Calls in which a clerk asks how satisfied a complainant was, for whoever has not said it with the tracking code.

Measure 7 of the municipality's report. Asked once a case is over for some days, so that the result has become known, of
whoever asked to be told by telephone; one call for each time that the case ends.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import ENDED
from complaint_center.domain.survey import ASKED_AFTER, ASKED_UNTIL
from complaint_center.extensions import db
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.models.complainant import Complainant
from complaint_center.models.conversation import Survey
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, lock_by_id
from complaint_center.services.steps import safely


def ask_due(now: datetime) -> int:
    """Have a clerk call whoever is to be asked by now; returns how many. One that fails never stops the rest."""
    due = db.session.scalars(sa.select(Case.id).where(_is_to_be_asked(now)).order_by(Case.id)).all()
    return sum(safely(partial(_ask, case_id, now), False, "survey_call_not_asked_for", case_id) for case_id in due)


def end_survey_call(case: Case, now: datetime) -> None:
    """It has been said, or the case goes on: nobody calls for it. Within another act's transaction."""
    waiting = (CallTask.case_id == case.id, CallTask.kind == MessageKind.SURVEY, CallTask.done_at.is_(None))
    db.session.execute(sa.update(CallTask).where(*waiting).values(done_at=now))


def _ask(case_id: int, now: datetime) -> bool:
    """Looked at once more under the lock, for a second worker may have been quicker, or the complainant."""
    case = lock_by_id(case_id)
    is_due = db.session.scalar(sa.select(sa.exists().where(Case.id == case_id, _is_to_be_asked(now))))
    if is_due:
        key = f"case:{case.id}:{MessageKind.SURVEY}:{case.status_changed_at.isoformat()}"
        db.session.add(CallTask(unique_key=key, kind=MessageKind.SURVEY, case_id=case.id, created_at=now))
    journal.commit()
    return bool(is_due)


def _is_to_be_asked(now: datetime) -> Condition:
    """The times are of an index; whoever is still to be told something is not asked before that."""
    of_case = CallTask.case_id == Case.id
    has_been_asked = sa.and_(CallTask.kind == MessageKind.SURVEY, CallTask.created_at >= Case.status_changed_at)
    waits = sa.exists().where(of_case, sa.or_(CallTask.done_at.is_(None), has_been_asked))
    can_be_called = sa.exists().where(
        Complainant.case_id == Case.id, Complainant.wants_updates, Complainant.phone_index.is_not(None)
    )
    return sa.and_(
        Case.disposed_at.is_(None),
        Case.status_changed_at <= now - ASKED_AFTER,
        Case.status_changed_at > now - ASKED_UNTIL,
        Case.status.in_(sorted(ENDED)),
        can_be_called,
        ~sa.exists().where(Survey.case_id == Case.id),
        ~waits,
    )
