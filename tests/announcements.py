"""Announcements for tests, posted through the service."""

from __future__ import annotations

from datetime import date, datetime

from complaint_center.domain.access import Person
from complaint_center.domain.announcements import AnnouncementDraft, Subject
from complaint_center.extensions import store
from complaint_center.services.announcements import post_announcement
from tests.files import PDF, drafts
from tests.make import NOW

TITLE = "ประกาศ เรื่อง มาตรการตรวจสอบการใช้ดุลพินิจ"


def make_announcement(
    subject: Subject = Subject.DISCRETION, content: bytes = PDF, **changes: object
) -> AnnouncementDraft:
    """One that can be accepted at `NOW`."""
    [file] = drafts(store(), ("ประกาศ.pdf", content))
    told = {"fiscal_year": 2570, "title": TITLE, "announced_on": date(2026, 10, 15), "file": file}
    return AnnouncementDraft(subject=subject, **told | changes)  # type: ignore[arg-type]


def announce(
    actor: Person, subject: Subject = Subject.DISCRETION, now: datetime = NOW, content: bytes = PDF, **changes: object
) -> int:
    """The number of a published announcement."""
    return post_announcement(actor, make_announcement(subject, content, **changes), now)
