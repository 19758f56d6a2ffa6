"""The journal as auditors read it: what is in it, what is left out, and by which index it comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.directory import load_directory
from complaint_center.services.journal_list import (
    THE_SYSTEM,
    JournalFilters,
    Place,
    note_export,
    read_journal,
)
from tests.make import DAY, NOW, SECOND, make_case, make_chain, make_staff
from tests.services.test_query_plans import overheard, plan_of


@pytest.fixture
def auditor(app: Flask) -> Person:
    make_chain()
    return make_staff(Role.AUDITOR, name="นางตรวจ สอบดี")


def read(person: Person, **filters: object) -> list[tuple[str, str | None]]:
    page = read_journal(person, load_directory(), JournalFilters(**filters))  # type: ignore[arg-type]
    return [(entry.what, number) for entry, number in page.rows]


def act(at: datetime, actor: Person | None = None, case: Case | None = None, what: str = "counted") -> None:
    journal.record(what, actor=actor, at=at, case=case)
    journal.commit()


def test_the_newest_act_comes_first_and_of_one_instant_the_last_written(auditor: Person) -> None:
    act(NOW + DAY, what="later")
    for what in ("one", "two", "three"):
        act(NOW + SECOND, what=what)
    assert [what for what, _ in read(auditor)[:4]] == ["later", "three", "two", "one"]


def test_pages_follow_one_another_without_gap_or_repeat(auditor: Person) -> None:
    for nth in range(40):
        act(NOW + SECOND * (nth // 15), what=f"act {nth}")
    directory, found, after, pages = load_directory(), [], None, 0
    while pages == 0 or after:
        page = read_journal(auditor, directory, JournalFilters(), after, limit=7)
        found += [entry.seq for entry, _ in page.rows]
        after, pages = page.after and Place.parse(str(page.after)), pages + 1
    query = sa.select(JournalEntry.seq).order_by(JournalEntry.at.desc(), JournalEntry.seq.desc())
    assert found == list(db.session.scalars(query))
    assert pages > 5


@pytest.mark.parametrize("text", ["", "nonsense", "2026-11-23T03:00:00~1", "2026-11-23T03:00:00+00:00~x", "~5",
                                  f"2026-11-23T03:00:00+00:00~{10**30}", "2026-11-23T03:00:00+00:00~-1"])  # fmt: skip
def test_what_is_no_place_begins_the_list_at_its_beginning(text: str) -> None:
    assert Place.parse(text) is None


def test_filters_narrow_it(auditor: Person) -> None:
    case, other = make_case(), make_case()
    act(NOW + DAY, auditor, case)
    act(NOW + 2 * DAY, None, other)
    number = case.register_number
    assert read(auditor, what="counted") == [("counted", other.register_number), ("counted", number)]
    assert read(auditor, what="nothing") == []
    assert read(auditor, actor_id=auditor.id) == [("counted", number)]
    assert read(auditor, what="counted", actor_id=THE_SYSTEM) == [("counted", other.register_number)]
    assert {found for _, found in read(auditor, register_number=number)} == {number}
    assert read(auditor, register_number="70-9999") == []
    assert read(auditor, since=NOW + DAY, until=NOW + 2 * DAY) == [("counted", number)]
    assert read(auditor, since=NOW + 2 * DAY, until=NOW + 2 * DAY + SECOND)[0][1] == other.register_number


def test_what_is_done_in_a_case_that_accuses_the_auditor_is_left_out_for_them_alone(auditor: Person) -> None:
    other = make_staff(Role.AUDITOR)
    hidden = make_case(category=Category.BRIBERY, accused=(AccusedDraft(name="นางตรวจ สอบดี"),))
    make_case()
    number = hidden.register_number
    act(NOW + DAY, other, hidden)
    assert number in {found for _, found in read(other)}
    assert number not in {found for _, found in read(auditor)}
    assert read(auditor, register_number=number) == []
    assert read(auditor, actor_id=other.id) == []


def test_nothing_of_a_case_that_the_auditor_examines_is_shown_before_they_declare(auditor: Person) -> None:
    both = make_staff(Role.AUDITOR, Role.OFFICER)
    number = make_case(category=Category.BRIBERY).register_number
    db.session.execute(sa.update(Case).values(officer_id=both.id))
    db.session.commit()
    assert number not in {found for _, found in read(both)}
    assert number in {found for _, found in read(auditor)}


def test_an_export_is_an_act_and_belongs_to_the_case_it_is_about(auditor: Person) -> None:
    number = make_case().register_number
    note_export(auditor, JournalFilters("assigned", 3, number, NOW, NOW + DAY), NOW + DAY)
    ((entry, of_case),) = read_journal(auditor, load_directory(), JournalFilters(what="journal_exported")).rows
    assert of_case == number
    assert entry.detail == (
        '{"act": "assigned", "person": 3, "since": "2026-11-23T03:00:00+00:00", "until": "2026-11-24T03:00:00+00:00"}'
    )
    note_export(auditor, JournalFilters(register_number="70-9999"), NOW + 2 * DAY)
    assert read(auditor)[0] == ("journal_exported", None)
    assert journal.verify().is_whole


def test_who_may_not_read_it_takes_nothing_out(auditor: Person) -> None:
    with pytest.raises(NotAllowed):
        note_export(make_staff(Role.SUPERVISOR), JournalFilters(), NOW)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "ix_journal_at_seq"),
        ({"since": NOW, "until": NOW + DAY}, "ix_journal_at_seq"),
        ({"what": "assigned"}, "ix_journal_what_at_seq"),
        ({"actor_id": 1}, "ix_journal_actor_id_at_seq"),
        ({"register_number": "70-0001"}, "ix_journal_case_id_at_seq"),
    ],
)
def test_a_page_comes_off_an_index(auditor: Person, filters: dict[str, object], index: str) -> None:
    for nth in range(300):
        journal.record(f"act {nth % 10}", actor=auditor, at=NOW + nth * SECOND)
    journal.commit()
    if db.engine.dialect.name == "postgresql":
        # It would sort a table as small as ours; asked is whether it need not.
        for way in ("sort", "hashjoin", "mergejoin"):
            db.session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    directory, narrowed = load_directory(), JournalFilters(**filters)  # type: ignore[arg-type]
    found = plan_of("journal", lambda: read_journal(auditor, directory, narrowed, Place(NOW + DAY, 1)))
    assert index in found
    assert "TEMP B-TREE FOR ORDER BY" not in found
    assert "Sort" not in found


def test_a_page_costs_two_statements_whatever_its_length(auditor: Person) -> None:
    directory = load_directory()
    for nth in range(60):
        journal.record("counted", actor=auditor, at=NOW + timedelta(seconds=nth), reason="เพราะ")
    journal.commit()
    db.session.expire_all()
    with overheard() as asked:
        page = read_journal(auditor, directory, JournalFilters())
        assert [entry.reason.text for entry, _ in page.rows if entry.reason] == ["เพราะ"] * 50
        assert page.rows[0][0].actor
    assert len(asked) <= 2
    assert page.after == Place(datetime(2026, 11, 23, 3, 0, 10, tzinfo=UTC), 1)
