"""How satisfied the complainant was, once a case is closed: told with the tracking code, or to a clerk by telephone.

The officer of the case never reads it, so that nobody need fear for their next matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import AlreadyDecided, NotAllowed
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.survey import SurveyDraft, check_survey, is_changeable
from complaint_center.models.case import Case
from complaint_center.models.conversation import Survey
from complaint_center.services import journal
from complaint_center.services.case_queries import find_coarse, lock_by_code, lock_by_id, require_kept
from complaint_center.services.directory import load_directory
from complaint_center.services.satisfaction import publish_answers
from complaint_center.services.survey_calls import end_survey_call


@dataclass(frozen=True)
class SurveyState:
    """What there is to be asked. `said` None: nothing has been said yet. `is_published`: what was said stands."""

    may_say: bool
    said: SurveyDraft | None
    is_published: bool


def say(code_hash: str, draft: SurveyDraft, now: datetime) -> None:
    """Whoever has the tracking code says how it was. AlreadyDecided while the case is open, and once it is fixed."""
    case = lock_by_code(code_hash)
    _keep(case, draft, None, now)


def record(actor: Person, register_number: str, draft: SurveyDraft, now: datetime) -> None:
    """A clerk writes down what the complainant said by telephone, never over what they said themselves."""
    case = find_recordable(actor, register_number)
    case = lock_by_id(case.id)
    require_kept(case)
    _keep(case, draft, actor, now)


def find_recordable(actor: Person, register_number: str) -> Case:
    """The case for a clerk who writes down what was said of it. NotAllowed to its own officer."""
    case = find_coarse(register_number, actor, load_directory())
    if case.officer_id == actor.id:
        raise NotAllowed
    return case


def state_of(case: Case, now: datetime, clerk: Person | None = None) -> SurveyState:
    """Whether there is something to ask now, of the complainant or by a clerk, and what has been said."""
    kept = case.survey
    said = SurveyDraft(kept.handling, kept.result, kept.comment) if kept else None
    return SurveyState(_may_say(case, now, clerk), said, kept is not None and kept.published_year is not None)


def may_read(person: Person, case: Case) -> bool:
    """Whoever commands or audits the case, and never its own officer. The case has been found visible already."""
    return case.officer_id != person.id and (person.commands or person.may(Permission.READ_ALL))


def _may_say(case: Case, now: datetime, clerk: Person | None) -> bool:
    """Once the case is closed; what was said stands when it is published or the days for changing it are over."""
    said = case.survey
    if case.status.is_open or said is None:
        return not case.status.is_open
    is_over = said.published_year is not None or not is_changeable(case.status_changed_at, now)
    return not is_over and (clerk is None or said.recorded_by_id is not None)


def _keep(case: Case, draft: SurveyDraft, actor: Person | None, now: datetime) -> None:
    check_survey(draft)
    if not _may_say(case, now, actor):
        raise AlreadyDecided(case.status)
    if case.survey is None:
        case.survey = Survey()
    case.survey.handling, case.survey.result, case.survey.comment = draft.handling, draft.result, draft.comment
    case.survey.at = now
    case.survey.recorded_by_id = actor.id if actor else None
    # The figures are no part of it: the officer reads the journal of the case.
    journal.record("survey_answered", actor=actor, at=now, case=case)
    publish_answers(FiscalYear.of(case.status_changed_at))
    end_survey_call(case, now)
    journal.commit()
