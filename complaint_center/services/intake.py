"""Receiving a complaint: all four channels go through `record_complaint`, in one transaction."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import NotAllowed, SubmissionReused
from complaint_center.domain.intake import (
    ComplainantDraft,
    Draft,
    Receipt,
    check_draft,
    repeats_identity,
)
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.references import (
    format_register_number,
    tracking_code_from,
)
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.thai import fiscal_year
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case, RegisterCounter
from complaint_center.models.complainant import Complainant
from complaint_center.services import accused, box_openings, evidence, intake_drafts, journal, outbox
from complaint_center.services.assignment import assign
from complaint_center.services.directory import load_directory
from complaint_center.services.moves import finding_deadline, open_deadline
from complaint_center.services.notices import owe_notice
from complaint_center.services.search_texts import keep_search_text


def record_complaint(office: Office, draft: Draft, actor: Person | None, now: datetime) -> Receipt:
    """Record a complaint, number it, assign it and queue what is to be told.

    The same submission again gives the same receipt, so a second press of the button makes no second
    case. InvalidInput for a field that cannot be accepted; SubmissionReused for other content under a
    submission_id that has been used; NotAllowed where the actor may not log complaints.
    """
    if draft.channel is not Channel.WEB and (actor is None or not actor.may(Permission.LOG_COMPLAINTS)):
        raise NotAllowed
    received_at = check_draft(draft, now)
    earlier = _earlier(draft)
    if earlier is not None:
        return _repeat(earlier, draft)
    try:
        return _record(office, draft, received_at, actor, now)
    except IntegrityError:
        # The same submission came twice at once and the other one was first.
        db.session.rollback()
        earlier = _earlier(draft)
        if earlier is None:
            raise
        return _repeat(earlier, draft)


def _record(office: Office, draft: Draft, received_at: datetime, actor: Person | None, now: datetime) -> Receipt:
    directory = load_directory()
    case = _new_case(draft, received_at, actor, now)
    case.complainant = _vault_row(draft.complainant)
    accused.name_accused(case, draft.accused, directory, now)
    keep_search_text(case)
    _number(case, now)
    db.session.add(case)
    if draft.box_opening:
        box_openings.add_letter(case, draft.box_opening, actor, now)
    open_deadline(case, DeadlineKind.FINDING, office, received_at)
    owe_notice(case, office, received_at)
    db.session.flush()
    journal.record(
        "complaint_recorded",
        actor=actor,
        at=now,
        case=case,
        detail={
            "register_number": case.register_number,
            "channel": case.channel,
            "category": case.category,
            "received_at": received_at.isoformat(),
        },
    )
    evidence.attach(case, draft.evidence, actor, now)
    assign(case, office, directory, now)
    accused.tell_of_accused(case, office, directory, now)
    outbox.tell_complainant(case, MessageKind.COMPLAINT_RECEIVED, office, now)
    intake_drafts.drop_draft(draft.submission_id)
    receipt = _receipt(case, draft)
    journal.commit()
    return receipt


def _new_case(draft: Draft, received_at: datetime, actor: Person | None, now: datetime) -> Case:
    call = draft.phone_call
    return Case(
        tracking_code_hash=keyring.hash_tracking_code(_tracking_code(draft)),
        submission_hash=keyring.hash_submission_id(draft.submission_id),
        content_hash=_content_hash(draft),
        channel=draft.channel,
        category=draft.category,
        subject=draft.subject,
        narrative=draft.narrative,
        remedy=draft.remedy,
        incident_date=draft.incident_date,
        incident_place=draft.incident_place,
        previously_reported_to=draft.previously_reported_to,
        evidence_description=draft.evidence_description,
        repeats_identity=repeats_identity(draft),
        received_at=received_at,
        registered_at=now,
        logged_by_id=actor.id if actor else None,
        called_at=call.called_at if call else None,
        notice_told=bool(call and call.notice_told),
        may_publish=draft.may_publish,
        status=CaseStatus.RECEIVED,
        status_changed_at=now,
        # Known to be empty, so that nobody asks the database.
        accused=[],
        recusals=[],
        assignments=[],
        evidence=[],
        findings=[],
        orders=[],
    )


def _vault_row(told: ComplainantDraft) -> Complainant:
    """`anonymous` drops name, address and all else that names a person; a telephone may stay.

    Whoever gives no name is anonymous too, ticked or not: nobody is turned away for it.
    """
    named = not told.anonymous
    phone = told.phone.e164 if told.phone else ""
    national_id = told.national_id if named else ""
    return Complainant(
        is_anonymous=told.anonymous or not (told.first_name or told.last_name),
        prefix=told.prefix if named else "",
        first_name=told.first_name if named else "",
        last_name=told.last_name if named else "",
        address=told.address if named else "",
        email=told.email if named else "",
        national_id=national_id,
        phone=phone,
        phone_index=keyring.blind_index("phone", phone) if phone else None,
        national_id_index=keyring.blind_index("national_id", national_id) if national_id else None,
        wants_updates=told.sms_updates,
        can_be_texted=told.sms_updates and bool(told.phone and told.phone.is_mobile),
        language=told.language,
    )


def _number(case: Case, now: datetime) -> None:
    """The next number of the fiscal year of registration. The counter's row is locked from here to the commit."""
    year = fiscal_year(now.astimezone(BANGKOK).date())
    increment = (
        sa.update(RegisterCounter)
        .where(RegisterCounter.fiscal_year == year)
        .values(last=RegisterCounter.last + 1)
        .returning(RegisterCounter.last)
    )
    last = db.session.execute(increment).scalar_one_or_none()
    if last is None:
        _begin_register(year)
        last = db.session.execute(increment).scalar_one()
    case.fiscal_year, case.sequence = year, last
    case.register_number = format_register_number(year, last)


def _begin_register(year: int) -> None:
    """Two first complaints of a year may come at once; the second finds the row made."""
    savepoint = db.session.begin_nested()
    try:
        db.session.execute(sa.insert(RegisterCounter).values(fiscal_year=year, last=0))
        savepoint.commit()
    except IntegrityError:
        savepoint.rollback()


def _earlier(draft: Draft) -> Case | None:
    query = sa.select(Case).where(Case.submission_hash == keyring.hash_submission_id(draft.submission_id))
    return db.session.execute(query).scalar_one_or_none()


def _repeat(case: Case, draft: Draft) -> Receipt:
    if case.content_hash != _content_hash(draft):
        raise SubmissionReused(case.register_number)
    return _receipt(case, draft, repeated=True)


def _receipt(case: Case, draft: Draft, repeated: bool = False) -> Receipt:
    deadline = finding_deadline(case)
    return Receipt(
        register_number=case.register_number,
        tracking_code=_tracking_code(draft),
        received_at=case.received_at,
        due_at=deadline.due_at if deadline else None,
        files=len(case.evidence),
        repeated=repeated,
    )


def _tracking_code(draft: Draft) -> str:
    return tracking_code_from(keyring.tracking_code_mac(draft.submission_id))


def _content_hash(draft: Draft) -> str:
    # Keyed, for the content holds the identity and a plain digest could be guessed at.
    return keyring.blind_index("draft", repr(draft))
