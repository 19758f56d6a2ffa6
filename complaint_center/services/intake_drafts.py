"""What a clerk is writing down, kept on the server every few seconds, so that a power cut loses at most those.

A draft belongs to the clerk who writes it, and becomes a case or goes. It is no case yet: nothing is due, and nobody
else can look into it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import DraftElsewhere, InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.intake_draft import IntakeDraft
from complaint_center.services import journal

MOST_CHARACTERS = 200_000
"""Of one draft, the names of its fields included: three times what a form accepts."""

LONGEST_WRITER = 32

LISTED = 20

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """A draft as its clerk has it; `fields` are those of the form, as they were typed."""

    reference: str
    channel: Channel
    fields: Fields
    version: int
    saved_at: datetime


def save_draft(
    actor: Person,
    channel: Channel,
    submission_id: str,
    fields: Fields,
    version: int,
    now: datetime,
    writer: str = "",
) -> Kept:
    """Keep the form as it is now. `version` is the one it was taken up at, 0 for a form never saved.

    `writer` names the page: one that did not hear the answer to its last saving still goes on with its own draft.

    DraftElsewhere when it was saved from another page since, or has become a case; InvalidInput for more than anybody
    writes. Saving is no act on a case and is not journalled.
    """
    _require_clerk(actor)
    content = json.dumps(dict(fields), ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        raise InvalidInput("narrative", Problem.TOO_LONG)
    submission_hash = keyring.hash_submission_id(submission_id)
    if db.session.scalar(sa.select(sa.exists().where(Case.submission_hash == submission_hash))):
        raise DraftElsewhere(is_recorded=True)
    draft = _to_save(actor, channel, submission_hash, version, writer[:LONGEST_WRITER])
    draft.content, draft.version, draft.saved_at = content, draft.version + 1, now
    try:
        db.session.commit()
    except IntegrityError:
        # Two pages began the same form at once.
        db.session.rollback()
        raise DraftElsewhere from None
    return _kept(draft)


def find_draft(actor: Person, reference: str) -> Kept:
    """NotVisible alike where there is none and where it is another clerk's."""
    return _kept(_own(actor, reference))


def find_gone_on(actor: Person, submission_id: str, version: int, writer: str) -> Kept | None:
    """The draft of a form that was sent and refused, for its page to go on with; None where another page has it."""
    submission_hash = keyring.hash_submission_id(submission_id)
    mine = (IntakeDraft.submission_hash == submission_hash, IntakeDraft.clerk_id == actor.id)
    draft = db.session.scalar(sa.select(IntakeDraft).where(*mine))
    return _kept(draft) if draft and _is_gone_on(draft, version, writer) else None


def list_drafts(actor: Person) -> list[Kept]:
    """The clerk's own, the newest first."""
    query = sa.select(IntakeDraft).where(IntakeDraft.clerk_id == actor.id)
    return [_kept(draft) for draft in db.session.scalars(query.order_by(IntakeDraft.saved_at.desc()).limit(LISTED))]


def discard_draft(actor: Person, reference: str, now: datetime) -> None:
    """Throw a draft away; the journal keeps that a clerk did, and not what was in it."""
    draft = _own(actor, reference)
    journal.record("draft_discarded", actor=actor, at=now, detail={"channel": draft.channel})
    db.session.delete(draft)
    journal.commit()


def drop_draft(submission_id: str) -> None:
    """It has become a case. Within the transaction that records it."""
    submission_hash = keyring.hash_submission_id(submission_id)
    db.session.execute(sa.delete(IntakeDraft).where(IntakeDraft.submission_hash == submission_hash))


def _to_save(actor: Person, channel: Channel, submission_hash: str, version: int, writer: str) -> IntakeDraft:
    query = sa.select(IntakeDraft).where(IntakeDraft.submission_hash == submission_hash).with_for_update()
    draft = db.session.scalar(query)
    if draft is None and version == 0:
        reference = secrets.token_hex(8)
        draft = IntakeDraft(
            reference=reference, submission_hash=submission_hash, clerk_id=actor.id, channel=channel, version=0
        )
        db.session.add(draft)
    if draft is None or draft.clerk_id != actor.id:
        raise DraftElsewhere
    if not _is_gone_on(draft, version, writer):
        raise DraftElsewhere
    draft.writer = writer
    return draft


def _is_gone_on(draft: IntakeDraft, version: int, writer: str) -> bool:
    """Whether nobody but this page has written on it since that version."""
    return draft.version == version or bool(writer and draft.writer == writer)


def _own(actor: Person, reference: str) -> IntakeDraft:
    _require_clerk(actor)
    query = sa.select(IntakeDraft).where(IntakeDraft.reference == reference, IntakeDraft.clerk_id == actor.id)
    draft = db.session.scalar(query)
    if draft is None:
        raise NotVisible
    return draft


def _kept(draft: IntakeDraft) -> Kept:
    return Kept(draft.reference, draft.channel, json.loads(draft.content), draft.version, draft.saved_at)


def _require_clerk(actor: Person) -> None:
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed
