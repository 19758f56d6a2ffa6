"""Announcements of the seven measures and the handbook: posted, replaced, taken down, and read by everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.announcements import AnnouncementDraft, Subject, are_owed, check_announcement
from complaint_center.domain.errors import NotAllowed, NotAsShown, NotVisible, require_reason
from complaint_center.domain.evidence import EvidenceType
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.storage import Store
from complaint_center.extensions import db
from complaint_center.models.announcement import Announcement
from complaint_center.services import journal
from complaint_center.services.directory import lock_settings
from complaint_center.services.evidence import Opened


def list_current() -> Mapping[Subject, list[Announcement]]:
    """What everybody may read, by subject, the newest fiscal year first; empty lists for what was never announced."""
    query = sa.select(Announcement).where(Announcement.ended_at.is_(None)).order_by(Announcement.fiscal_year.desc())
    found: dict[Subject, list[Announcement]] = {subject: [] for subject in Subject}
    for announcement in db.session.scalars(query):
        found[announcement.subject].append(announcement)
    return found


def list_all(actor: Person) -> list[Announcement]:
    """Ended ones too, the newest first. NotAllowed for whoever neither posts nor reads over others' shoulders."""
    _require_reader(actor)
    people = (joinedload(Announcement.posted_by), joinedload(Announcement.ended_by))
    return list(db.session.scalars(sa.select(Announcement).options(*people).order_by(Announcement.id.desc())))


def list_owed(now: datetime) -> list[Subject]:
    """What should have been announced in this fiscal year by now and was not."""
    if not are_owed(now):
        return []
    year = FiscalYear.of(now).number
    query = sa.select(Announcement.subject).where(Announcement.ended_at.is_(None), Announcement.fiscal_year == year)
    announced = set(db.session.scalars(query))
    return [subject for subject in Subject if subject not in announced]


def post_announcement(actor: Person, draft: AnnouncementDraft, now: datetime) -> int:
    """Publish an examined PDF and return its number. It takes the place of an older one of its subject and year.

    NotAllowed for whoever does not command; InvalidInput for what cannot be announced.
    """
    require_poster(actor)
    check_announcement(draft, now)
    # Two that are posted at once take each other's place, too.
    lock_settings()
    replaced = _current(draft)
    if replaced:
        replaced.ended_at, replaced.ended_by_id = now, actor.id
        db.session.flush()
    # Before the transaction ends either way: a file without a row is deleted later, a row has always its file.
    draft.file.original.keep()
    row = Announcement(
        subject=draft.subject,
        fiscal_year=draft.fiscal_year,
        title=draft.title.strip(),
        announced_on=draft.announced_on,
        size=draft.file.size,
        sha256=draft.file.sha256,
        object_name=draft.file.original.object_name,
        object_key=draft.file.original.key,
        posted_at=now,
        posted_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    detail = _told(row) | {"sha256": row.sha256, "replaces": replaced.id if replaced else None}
    journal.record("announcement_posted", actor=actor, at=now, detail=detail)
    journal.commit()
    return row.id


def take_down(actor: Person, announcement_id: int, reason: str, now: datetime) -> None:
    """Publish it no longer; it is kept. NotVisible where there is none, NotAsShown for one that has ended already."""
    require_poster(actor)
    lock_settings()
    row = find_announcement(actor, announcement_id)
    if not row.is_current:
        raise NotAsShown
    row.ended_at, row.ended_by_id, row.taken_down_because = now, actor.id, require_reason(reason)
    journal.record("announcement_taken_down", actor=actor, at=now, reason=row.taken_down_because, detail=_told(row))
    journal.commit()


def note_refused(actor: Person, now: datetime) -> None:
    """A file was refused because of what the scanner found. Its name is not written down."""
    require_poster(actor)
    journal.record("announcement_refused", actor=actor, at=now)
    journal.commit()


def find_announcement(actor: Person, announcement_id: int) -> Announcement:
    """One of `list_all`. NotVisible where there is none."""
    _require_reader(actor)
    row = db.session.get(Announcement, announcement_id)
    if row is None:
        raise NotVisible
    return row


def open_announcement(announcement_id: int, store: Store) -> Opened:
    """The file of one that is published, for anybody. NotVisible for all others."""
    row = db.session.get(Announcement, announcement_id)
    if row is None or not row.is_current:
        raise NotVisible
    return _open(row, store)


def open_kept(actor: Person, announcement_id: int, store: Store) -> Opened:
    """The file of any, ended ones too. NotVisible where there is none."""
    return _open(find_announcement(actor, announcement_id), store)


def may_post(actor: Person) -> bool:
    return actor.may(Permission.COMMAND)


def require_poster(actor: Person) -> None:
    """NotAllowed for people who do not command."""
    if not may_post(actor):
        raise NotAllowed


def _require_reader(actor: Person) -> None:
    if not may_post(actor) and not actor.may(Permission.READ_ALL):
        raise NotAllowed


def _current(draft: AnnouncementDraft) -> Announcement | None:
    return db.session.scalar(
        sa.select(Announcement).where(
            Announcement.ended_at.is_(None),
            Announcement.subject == draft.subject,
            Announcement.fiscal_year == draft.fiscal_year,
        )
    )


def _open(row: Announcement, store: Store) -> Opened:
    name, type, size, address = f"{row.title}.pdf", EvidenceType.PDF, row.size, (row.object_name, row.object_key)
    # Whoever loads slowly holds no transaction meanwhile.
    db.session.rollback()
    return Opened(store.open(*address), name, type.media_type, size)


def _told(row: Announcement) -> dict[str, str | int | None]:
    return {"announcement": row.id, "subject": row.subject.value, "fiscal_year": row.fiscal_year}
