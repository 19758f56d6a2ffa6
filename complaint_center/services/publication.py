"""What is published on complaints, kept up to date: where the statistics stand, who looked at the guideline when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear
from complaint_center.domain.publication import (
    Item,
    Place,
    PublicationDraft,
    are_statistics_owed,
    check_publication,
    ended_halves,
    is_review_owed,
    numbered_years,
    parse_item_number,
)
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.publication import GuidelineReview, ItemNumber, Publication
from complaint_center.models.staff import OfficeSettings, StaffMember, Unit
from complaint_center.services import journal
from complaint_center.services.directory import lock_settings, require_admin


def list_publications(actor: Person) -> list[Publication]:
    """What was noted, the newest half-year first. NotAllowed for whoever neither publishes nor reads all."""
    _require_reader(actor)
    row = Publication
    order = (row.fiscal_year.desc(), row.half.desc(), row.published_on.desc(), row.id.desc())
    return list(db.session.scalars(sa.select(row).options(joinedload(row.noted_by)).order_by(*order)))


def list_stale(now: datetime) -> list[Item]:
    """What should be published anew by now: the statistics of the last half-year, the guideline."""
    stale = [Item.GUIDELINE] if is_review_owed(_reviewed_at(), now) else []
    return [*stale, Item.STATISTICS] if list_owed_halves(now) else stale


def list_owed_halves(now: datetime) -> list[HalfYear]:
    """The halves whose statistics should be on the website by now and are not noted there, the last one first."""
    return [half for half in ended_halves(now) if _are_statistics_owed(half, now)]


def note_publication(actor: Person, draft: PublicationDraft, now: datetime) -> int:
    """Somebody put the statistics of half a year in a place. Returns the note's number.

    NotAllowed for whoever does not command; InvalidInput for a half-year or day that cannot be.
    """
    require_publisher(actor)
    check_publication(draft, now)
    row = Publication(
        fiscal_year=draft.half.year,
        half=draft.half.half,
        place=draft.place,
        published_on=draft.published_on,
        noted_at=now,
        noted_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    journal.record("publication_noted", actor=actor, at=now, detail=_told(row))
    journal.commit()
    return row.id


def take_note_back(actor: Person, publication_id: int, now: datetime) -> None:
    """It was noted by mistake; the journal keeps that it was. NotVisible where there is none."""
    require_publisher(actor)
    row = db.session.get(Publication, publication_id, with_for_update=True)
    if row is None:
        raise NotVisible
    db.session.delete(row)
    journal.record("publication_taken_back", actor=actor, at=now, detail=_told(row))
    journal.commit()


def last_review() -> GuidelineReview | None:
    """When the guideline was looked at last, and by whom; None before anybody did."""
    query = sa.select(GuidelineReview).options(joinedload(GuidelineReview.reviewed_by))
    return db.session.scalar(query.order_by(GuidelineReview.reviewed_at.desc()).limit(1))


def note_review(actor: Person, now: datetime) -> None:
    """The published guideline was read and is right. NotAllowed for whoever does not command."""
    require_publisher(actor)
    db.session.add(GuidelineReview(reviewed_at=now, reviewed_by_id=actor.id))
    journal.record("guideline_reviewed", actor=actor, at=now)
    journal.commit()


def item_numbers(year: FiscalYear) -> Mapping[Item, str]:
    """The numbers that the assessment of a fiscal year gives; items without one are left out."""
    query = sa.select(ItemNumber.item, ItemNumber.number).where(ItemNumber.fiscal_year == year.number)
    return dict(db.session.execute(query).all())


def keep_item_numbers(actor: Person, year: FiscalYear, numbers: Mapping[Item, str], now: datetime) -> None:
    """Keep the numbers of one fiscal year; an empty one takes away what was kept.

    NotAllowed for whoever may not administer; NotVisible for a year that cannot be kept; InvalidInput names the item.
    """
    require_admin(actor)
    if year.number not in numbered_years(now):
        raise NotVisible
    read = {item: _read_number(item, text) for item, text in numbers.items()}
    lock_settings()
    db.session.execute(sa.delete(ItemNumber).where(ItemNumber.fiscal_year == year.number))
    db.session.add_all(ItemNumber(fiscal_year=year.number, item=item, number=it) for item, it in read.items() if it)
    detail = {"fiscal_year": year.number} | {item.value: number for item, number in read.items()}
    journal.record("item_numbers_kept", actor=actor, at=now, detail=detail)
    journal.commit()


def centre_unit() -> str | None:
    """The name of the unit to which the head of the complaint centre belongs; None while that is not known."""
    heads = sa.select(Unit.name).join(StaffMember, StaffMember.unit_id == Unit.id)
    return db.session.scalar(heads.join(OfficeSettings, OfficeSettings.centre_head_id == StaffMember.id))


def in_use_since() -> datetime | None:
    """When the first act was journalled: of the time before, the register knows only what was entered later."""
    return db.session.scalar(sa.select(JournalEntry.at).order_by(JournalEntry.seq).limit(1))


def may_publish(actor: Person) -> bool:
    return actor.may(Permission.COMMAND)


def require_publisher(actor: Person) -> None:
    """NotAllowed for people who do not command."""
    if not may_publish(actor):
        raise NotAllowed


def _require_reader(actor: Person) -> None:
    if not may_publish(actor) and not actor.may(Permission.READ_ALL):
        raise NotAllowed


def _are_statistics_owed(half: HalfYear, now: datetime) -> bool:
    since = in_use_since()
    return since is not None and are_statistics_owed(half, since, now) and not _is_on_website(half)


def _is_on_website(half: HalfYear) -> bool:
    noted = sa.exists().where(
        Publication.fiscal_year == half.year, Publication.half == half.half, Publication.place == Place.WEBSITE
    )
    return bool(db.session.scalar(sa.select(noted)))


def _reviewed_at() -> datetime | None:
    return db.session.scalar(sa.select(sa.func.max(GuidelineReview.reviewed_at)))


def _read_number(item: Item, text: str) -> str:
    try:
        return parse_item_number(text)
    except ValueError:
        raise InvalidInput(item.value, Problem.NOT_AN_ITEM_NUMBER) from None


def _told(row: Publication) -> dict[str, str | int]:
    return {
        "publication": row.id,
        "half": str(row.half_year),
        "place": row.place.value,
        "published_on": row.published_on.isoformat(),
    }
