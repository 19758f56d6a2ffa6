"""Announcements are posted, replaced and taken down; what is published can be read, and everything is kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.cli.demo import announcements as demo
from complaint_center.domain.access import Role
from complaint_center.domain.announcements import Subject
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotAsShown, NotVisible
from complaint_center.extensions import db, store
from complaint_center.models.announcement import Announcement
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.announcements import (
    list_all,
    list_current,
    list_owed,
    note_refused,
    open_announcement,
    open_kept,
    post_announcement,
    take_down,
)
from complaint_center.services.evidence_care import delete_left_over
from complaint_center.storage.contents import is_whole_pdf
from tests.announcements import TITLE, announce, make_announcement
from tests.crowd import in_threads
from tests.documents.reading import bare, pages_of
from tests.files import PDF
from tests.make import DAY, NOW, OFFICE, Chain, make_chain, make_staff

JANUARY = datetime(2026, 12, 31, 17, tzinfo=UTC)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def current(subject: Subject = Subject.DISCRETION) -> list[int]:
    return [announcement.id for announcement in list_current()[subject]]


def journalled() -> list[tuple[str, int | None, dict[str, object], str]]:
    query = sa.select(JournalEntry).where(JournalEntry.what.like("announcement_%")).order_by(JournalEntry.seq)
    return [
        (entry.what, entry.actor_id, json.loads(entry.detail), entry.reason.text if entry.reason else "")
        for entry in db.session.scalars(query)
    ]


@pytest.mark.parametrize("who", ["supervisor", "palad", "executive"])
def test_what_is_posted_can_be_read_by_anybody_and_the_journal_has_it(chain: Chain, who: str) -> None:
    actor = getattr(chain, who)
    number = announce(actor, content=PDF + b"1")
    row = db.session.get_one(Announcement, number)
    assert (row.subject, row.fiscal_year, row.title) == (Subject.DISCRETION, 2570, TITLE)
    assert (row.announced_on, row.posted_at, row.posted_by_id) == (date(2026, 10, 15), NOW, actor.id)
    [(what, actor_id, detail, _)] = journalled()
    assert (what, actor_id, detail["sha256"], detail["replaces"]) == ("announcement_posted", actor.id, row.sha256, None)
    opened = open_announcement(number, store())
    with opened.content as content:
        assert (content.read(), opened.name, opened.media_type) == (PDF + b"1", f"{TITLE}.pdf", "application/pdf")
    assert current() == [number]
    assert [found for subject, found in list_current().items() if subject is not Subject.DISCRETION] == [[]] * 7
    db.session.rollback()
    assert journal.verify().is_whole


def test_a_newer_one_of_the_same_subject_and_year_takes_the_place_and_the_older_is_kept(chain: Chain) -> None:
    old = announce(chain.supervisor)
    of_another_year = announce(chain.supervisor, fiscal_year=2569)
    other = announce(chain.supervisor, Subject.HANDBOOK)
    new = announce(chain.palad, now=NOW + DAY, content=PDF + b"new")
    assert current() == [new, of_another_year]
    assert current(Subject.HANDBOOK) == [other]
    with pytest.raises(NotVisible):
        open_announcement(old, store())
    with open_kept(chain.palad, old, store()).content as content:
        assert content.read() == PDF
    row = db.session.get_one(Announcement, old)
    assert (row.ended_at, row.ended_by_id, row.taken_down_because) == (NOW + DAY, chain.palad.id, "")
    assert journalled()[-1][2]["replaces"] == old
    assert [announcement.id for announcement in list_all(chain.palad)] == [new, other, of_another_year, old]


def test_two_that_are_posted_at_once_leave_one_published(app: Flask, chain: Chain) -> None:
    ready = [make_announcement(content=PDF + bytes([number])) for number in range(4)]
    db.session.rollback()
    posted = in_threads(app, [lambda draft=draft: post_announcement(chain.palad, draft, NOW) for draft in ready])
    assert sorted(posted) == [row.id for row in reversed(list_all(chain.palad))]
    assert len(current()) == 1


def test_what_is_taken_down_with_a_reason_is_read_by_nobody_but_kept(chain: Chain) -> None:
    number = announce(chain.supervisor)
    with pytest.raises(InvalidInput, match="reason"):
        take_down(chain.palad, number, " ", NOW)
    db.session.rollback()
    assert current() == [number]
    take_down(chain.palad, number, "ลงผิดฉบับ", NOW + DAY)
    assert current() == []
    with pytest.raises(NotVisible):
        open_announcement(number, store())
    with open_kept(chain.supervisor, number, store()).content as content:
        assert content.read() == PDF
    [row] = list_all(chain.palad)
    assert (row.ended_at, row.ended_by_id, row.taken_down_because) == (NOW + DAY, chain.palad.id, "ลงผิดฉบับ")
    what, actor_id, detail, reason = journalled()[-1]
    assert (what, actor_id, reason) == ("announcement_taken_down", chain.palad.id, "ลงผิดฉบับ")
    assert detail == {"announcement": number, "subject": "1", "fiscal_year": 2570}
    with pytest.raises(NotAsShown):
        take_down(chain.palad, number, "อีกครั้ง", NOW + DAY)
    db.session.rollback()
    with pytest.raises(NotVisible):
        take_down(chain.palad, number + 1, "ไม่มี", NOW)


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.AUDITOR, Role.ADMIN])
def test_nobody_else_posts_or_takes_down_and_auditors_read(chain: Chain, role: Role) -> None:
    other, number = make_staff(role), announce(chain.palad)
    draft = make_announcement()
    for act in (
        lambda: post_announcement(other, draft, NOW),
        lambda: take_down(other, number, "เหตุผล", NOW),
        lambda: note_refused(other, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
        db.session.rollback()
    assert current() == [number]
    if role is Role.AUDITOR:
        assert [row.id for row in list_all(other)] == [number]
        open_kept(other, number, store()).content.close()
        return
    for look in (lambda: list_all(other), lambda: open_kept(other, number, store())):
        with pytest.raises(NotAllowed):
            look()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "ก" * 301}, "title"),
        ({"fiscal_year": 2568}, "fiscal_year"),
        ({"fiscal_year": 2572}, "fiscal_year"),
        ({"announced_on": NOW.date() + DAY}, "announced_on"),
        ({"announced_on": date(2020, 10, 1)}, "announced_on"),
    ],
)
def test_what_cannot_be_announced_is_refused_and_nothing_is_replaced(
    chain: Chain, changes: dict[str, object], field: str
) -> None:
    number = announce(chain.palad)
    with pytest.raises(InvalidInput, match=field):
        announce(chain.palad, **changes)  # type: ignore[arg-type]
    db.session.rollback()
    assert current() == [number]


def test_what_is_missing_after_three_months_of_the_fiscal_year_is_owed(chain: Chain) -> None:
    announce(chain.palad, Subject.DISCRETION)
    announce(chain.palad, Subject.AGREEMENTS, fiscal_year=2569)
    taken_down = announce(chain.palad, Subject.HANDBOOK)
    take_down(chain.palad, taken_down, "ลงผิดฉบับ", NOW)
    assert list_owed(JANUARY - timedelta(seconds=1)) == []
    assert list_owed(JANUARY) == [subject for subject in Subject if subject is not Subject.DISCRETION]
    for subject in Subject:
        announce(chain.palad, subject, JANUARY)
    assert list_owed(JANUARY) == []


def test_housekeeping_keeps_what_is_published_and_what_was(chain: Chain, instance: Path) -> None:
    ended, published = announce(chain.palad), announce(chain.palad)
    make_announcement().file.original.close()
    later = datetime.now(UTC) + 2 * DAY
    left_over = make_announcement().file.original
    left_over.keep()
    left_over.close()
    assert delete_left_over(store(), later) == 1
    names = {row.object_name for row in list_all(chain.palad)}
    assert {path.name for path in (instance / "attachments").iterdir()} == names
    for number in (ended, published):
        open_kept(chain.palad, number, store()).content.close()


def test_what_is_published_is_read_without_the_vault_keys(chain: Chain) -> None:
    announce(chain.palad)
    key = db.session.execute(sa.text("SELECT object_key FROM announcements")).scalar_one()
    assert key == db.session.scalars(sa.select(Announcement)).one().object_key


def test_the_demo_has_announced_some_and_each_says_that_it_is_invented(chain: Chain) -> None:
    demo.announce(OFFICE, chain.executive, NOW)
    announced = [row for found in list_current().values() for row in found]
    assert [row.subject for row in announced] == [Subject.DISCRETION, Subject.COMPLAINTS, Subject.HANDBOOK]
    for number in [row.id for row in announced]:
        with open_announcement(number, store()).content as content:
            assert is_whole_pdf(content)
            content.seek(0)
            assert "ข้อมูลสาธิต" in bare(pages_of(content.read())[0])
