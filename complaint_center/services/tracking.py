"""Following up with a tracking code, and a new code for a complainant who lost theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed, require_reason
from complaint_center.domain.references import (
    normalise_tracking_code,
    random_tracking_code,
)
from complaint_center.domain.status import CoarseState
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import keyring
from complaint_center.models.case import Case
from complaint_center.services import conversation, journal, survey
from complaint_center.services.case_queries import find_by_code, find_coarse, lock_by_id, require_kept
from complaint_center.services.conversation import Told
from complaint_center.services.directory import load_directory
from complaint_center.services.moves import finding_deadline
from complaint_center.services.notices import running_notice
from complaint_center.services.suggestion_publication import Consent, consent_of, texts_of
from complaint_center.services.suggestions import AnswerDraft
from complaint_center.services.survey import SurveyState


@dataclass(frozen=True)
class FollowUp:
    """What a tracking code shows: never the officer, the accused, the opinion or the order.

    `told_by`: when they are told of progress at the latest. `question_id` names the question that waits for an answer.
    `consent`: to publish it; None where it is no suggestion. `texts`: what is or would be published, once answered.
    """

    register_number: str
    state: CoarseState
    received_at: datetime
    due_at: datetime | None
    told_by: datetime | None
    changed_at: datetime
    conversation: tuple[Told, ...]
    question_id: int | None
    may_write: bool
    survey: SurveyState
    consent: Consent | None
    texts: AnswerDraft | None


def recognise(code: str) -> str | None:
    """The digest of a code that opens a case; None alike for one that is malformed, nearly right or dead."""
    try:
        code_hash = keyring.hash_tracking_code(normalise_tracking_code(code))
    except ValueError:
        return None
    return code_hash if find_by_code(code_hash) else None


def follow_up(code_hash: str, now: datetime) -> FollowUp | None:
    """How far the case of a code has come, and what was written; None when the code has died."""
    case = find_by_code(code_hash)
    return _follow_up(case, now) if case else None


def reissue_code(
    actor: Person, register_number: str, check: PersonCheck, proof: str, reason: str, now: datetime
) -> str:
    """Give a new tracking code to whom the clerk has checked; the old one is dead at once.

    `proof` says what was checked, the document or the facts; it is kept with the reason. Both required.
    """
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed
    case = lock_by_id(find_coarse(register_number, actor, load_directory()).id)
    require_kept(case)
    reason = require_reason(f"{require_reason(proof, 'proof')}: {require_reason(reason)}")
    code = random_tracking_code()
    case.tracking_code_hash = keyring.hash_tracking_code(code)
    journal.record("tracking_code_reissued", actor=actor, at=now, case=case, reason=reason, detail={"check": check})
    journal.commit()
    return code


def _follow_up(case: Case, now: datetime) -> FollowUp:
    deadline, notice = finding_deadline(case), running_notice(case)
    question = conversation.awaited(case)
    return FollowUp(
        register_number=case.register_number,
        state=case.coarse_state,
        received_at=case.received_at,
        due_at=deadline.due_at if deadline else None,
        told_by=notice.due_at if notice else None,
        changed_at=case.status_changed_at,
        conversation=conversation.told_to_complainant(case),
        question_id=question.id if question else None,
        may_write=case.status.is_open,
        survey=survey.state_of(case, now),
        consent=consent_of(case),
        texts=texts_of(case),
    )
