"""Disciplinary inquiries: what each that was ordered has come to."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from complaint_center.domain.access import Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.errors import REASON_LENGTH, AlreadyDecided, InvalidInput, Problem
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.status import OrderKind
from complaint_center.models.case import Case
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.services import journal
from complaint_center.services.holding import lock_commanded, require_command


@dataclass(frozen=True)
class InquiryDraft:
    """`reference` is the number of the order that decided; the remark may be empty.

    `accused_id` is one of the accused of the case, `replaces_id` an outcome of it that this one takes the place of.
    """

    outcome: InquiryOutcome
    decided_on: date
    reference: str
    remark: str = ""
    accused_id: int | None = None
    replaces_id: int | None = None


def record_inquiry(actor: Person, register_number: str, draft: InquiryDraft, now: datetime) -> None:
    """A superior records the outcome of an inquiry; one that was recorded before stays beside it, or as replaced.

    AlreadyDecided where no inquiry was ordered, and for an exact repeat; InvalidInput names the part at fault.
    """
    _, case = lock_commanded(actor, register_number)
    require_inquiry(actor, case)
    told = replace(draft, reference=draft.reference.strip(), remark=draft.remark.strip())
    if any(_draft_of(one) == told for one in case.inquiries):
        raise AlreadyDecided(case.status)
    _check(case, draft, now)
    case.inquiries.append(DisciplinaryInquiry(**vars(told), recorded_at=now, recorded_by_id=actor.id))
    detail = {"outcome": draft.outcome, "decided_on": draft.decided_on.isoformat()}
    journal.record("inquiry_recorded", actor=actor, at=now, case=case, detail=detail)
    journal.commit()


def require_inquiry(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor commands the case; AlreadyDecided where no disciplinary inquiry was ordered in it."""
    require_command(actor, case)
    if not any(order.kind is OrderKind.DISCIPLINARY for order in case.orders):
        raise AlreadyDecided(case.status)


def replaceable(case: Case) -> list[DisciplinaryInquiry]:
    """The outcomes of the case that no other one has taken the place of."""
    replaced = {one.replaces_id for one in case.inquiries}
    return [one for one in case.inquiries if one.id not in replaced]


def _draft_of(inquiry: DisciplinaryInquiry) -> InquiryDraft:
    return InquiryDraft(**{field.name: getattr(inquiry, field.name) for field in fields(InquiryDraft)})


def _check(case: Case, draft: InquiryDraft, now: datetime) -> None:
    if not draft.reference.strip():
        raise InvalidInput("reference", Problem.REQUIRED)
    if len(draft.reference) > LINE_LENGTH:
        raise InvalidInput("reference", Problem.TOO_LONG)
    if len(draft.remark) > REASON_LENGTH:
        raise InvalidInput("remark", Problem.TOO_LONG)
    if draft.accused_id not in {None, *(one.id for one in case.accused)}:
        raise InvalidInput("accused_id", Problem.UNKNOWN_CHOICE)
    if draft.replaces_id not in {None, *(one.id for one in replaceable(case))}:
        raise InvalidInput("replaces_id", Problem.UNKNOWN_CHOICE)
    if draft.decided_on > now.astimezone(BANGKOK).date():
        raise InvalidInput("decided_on", Problem.IN_FUTURE)
    ordered = min(order.at for order in case.orders if order.kind is OrderKind.DISCIPLINARY)
    if draft.decided_on < ordered.astimezone(BANGKOK).date():
        raise InvalidInput("decided_on", Problem.BEFORE_ORDER)
