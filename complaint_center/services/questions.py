"""Asking the complainant for more, and going on when the answer is there. The clock runs on meanwhile."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Person
from complaint_center.domain.errors import (
    InvalidInput,
    Problem,
    require_reason,
)
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.status import Act
from complaint_center.extensions import db
from complaint_center.models.case import Case, Question
from complaint_center.services import journal, outbox
from complaint_center.services.holding import lock_examined
from complaint_center.services.moves import move_case


def ask_complainant(office: Office, actor: Person, register_number: str, text: str, now: datetime) -> None:
    """The officer asks for more information; the complainant is told that something is asked, not what."""
    _, case = lock_examined(actor, register_number)
    question = Question(asked_by_id=actor.id, asked_at=now, text=require_reason(text, "text"))
    move_case(case, Act.ASK, office, now)
    case.questions.append(question)
    db.session.flush()
    journal.record("info_requested", actor=actor, at=now, case=case, detail={"question": question.id})
    outbox.tell_complainant(case, MessageKind.INFO_REQUESTED, office, now, f"question:{question.id}")
    journal.commit()


def record_answer(office: Office, actor: Person, register_number: str, answer: str, now: datetime) -> None:
    """The officer writes down what the complainant answered, and the case goes on where it was."""
    _, case = lock_examined(actor, register_number)
    question = open_question(case)
    if question is None:
        raise InvalidInput("answer", Problem.UNKNOWN_CHOICE)
    question.answer = require_reason(answer, "answer")
    question.answered_at = now
    move_case(case, Act.RESUME, office, now)
    journal.record("info_received", actor=actor, at=now, case=case, detail={"question": question.id})
    journal.commit()


def open_question(case: Case) -> Question | None:
    return next((question for question in reversed(case.questions) if question.answered_at is None), None)
