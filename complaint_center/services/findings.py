"""The preliminary finding: drafted by the officer, and owed to the supervisor with an opinion within seven days.

Only submission stops the clock: a draft, an edit or a question does not (measure 5 of the
municipality's report).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.conflict_register import told_of
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.intake import TEXT_LENGTH
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.status import Act, Opinion, move
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.finding import Finding
from complaint_center.services import journal, outbox
from complaint_center.services.holding import lock_examined
from complaint_center.services.moves import move_case
from complaint_center.services.search_texts import keep_search_text


@dataclass(frozen=True)
class FindingDraft:
    """What the officer wrote. Everything may be empty in a draft; nothing may in a submission."""

    facts: str = ""
    evidence_summary: str = ""
    opinion: Opinion | None = None
    opinion_reason: str = ""


def save_finding(actor: Person, register_number: str, draft: FindingDraft, now: datetime) -> None:
    """Keep the officer's draft; the clock runs on."""
    _, case = lock_examined(actor, register_number)
    move(case.status, Act.SUBMIT)
    _write(case, actor, draft, now)
    journal.record("finding_saved", actor=actor, at=now, case=case)
    journal.commit()


def submit_finding(office: Office, actor: Person, register_number: str, draft: FindingDraft, now: datetime) -> None:
    """Put facts, evidence, opinion and its reason before the supervisor; the clock stops here.

    InvalidInput names the part that is missing: a finding without an opinion is not one.
    """
    directory, case = lock_examined(actor, register_number)
    move(case.status, Act.SUBMIT)
    _require_whole(draft)
    finding = _write(case, actor, draft, now)
    finding.submitted_at = now
    keep_search_text(case)
    move_case(case, Act.SUBMIT, office, now)
    is_first, case.has_finding = not case.has_finding, True
    passed_over = tell_that_order_is_due(case, office, directory, now)
    journal.record(
        "finding_submitted",
        actor=actor,
        at=now,
        case=case,
        detail={"opinion": finding.opinion, "late": case.is_late, **told_of(passed_over)},
    )
    if is_first:
        outbox.tell_complainant(case, MessageKind.FINDING_SUBMITTED, office, now)
    journal.commit()


def draft_of(case: Case) -> Finding | None:
    """The draft that has not been submitted; there is one at most."""
    return next((finding for finding in case.findings if finding.submitted_at is None), None)


def latest_submitted(case: Case) -> Finding | None:
    submitted = [finding for finding in case.findings if finding.submitted_at is not None]
    return submitted[-1] if submitted else None


def tell_that_order_is_due(case: Case, office: Office, directory: Directory, now: datetime) -> list[Person]:
    """Tell the case's supervisor that the latest finding waits for an order; returns whom a conflict passed over.

    Each is told once of each finding. For use inside another act's transaction.
    """
    latest_id = max(finding.id for finding in case.findings if finding.submitted_at is not None)
    chain = ChainOfCommand(directory, case.officer_id, case.conflicts.barred(directory))
    supervisor = chain.supervisor()
    key = f"finding:{latest_id}:order_due"
    if supervisor:
        outbox.alert(supervisor, MessageKind.ORDER_DUE, office, now, key, case)
    else:
        outbox.alert_administrators(MessageKind.NOBODY_LEFT, office, now, key, directory, case)
    return chain.passed_over(supervisor)


def _write(case: Case, actor: Person, draft: FindingDraft, now: datetime) -> Finding:
    for name in ("facts", "evidence_summary", "opinion_reason"):
        if len(getattr(draft, name)) > TEXT_LENGTH:
            raise InvalidInput(name, Problem.TOO_LONG)
    finding = draft_of(case)
    if finding is None:
        finding = Finding()
        case.findings.append(finding)
    finding.officer_id = actor.id
    finding.facts = draft.facts
    finding.evidence_summary = draft.evidence_summary
    finding.opinion = draft.opinion
    finding.opinion_reason = draft.opinion_reason
    finding.saved_at = now
    db.session.flush()
    return finding


def _require_whole(draft: FindingDraft) -> None:
    for name in ("facts", "evidence_summary", "opinion", "opinion_reason"):
        if not str(getattr(draft, name) or "").strip():
            raise InvalidInput(name, Problem.REQUIRED)
