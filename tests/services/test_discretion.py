"""The list of discretionary decisions: which acts are in it, whom it is shown to, and by which index it comes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.errors import InvalidInput, NotAllowed
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import Ground, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services import discretion, journal
from complaint_center.services.accused import link_accused, unlink_accused
from complaint_center.services.assignment import reassign
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.discretion import Filters, all_acts, kind_of_entry, list_acts, months_until, note_export
from complaint_center.services.identity import reveal_identity
from complaint_center.services.journal_list import Place
from complaint_center.services.orders import OrderDraft, give_order, reopen, withdraw
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, case_of, make_case, make_chain, make_order, make_staff, submit
from tests.services.test_query_plans import overheard, plan_of


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def shown(person: Person, **filters: object) -> list[tuple[Discretion | None, str | None, str]]:
    page = list_acts(person, load_directory(), Filters(**filters))  # type: ignore[arg-type]
    return [(kind_of_entry(entry), number, (entry.reason and entry.reason.text) or "") for entry, number in page.rows]


def kinds(person: Person, **filters: object) -> list[Discretion | None]:
    return [kind for kind, _, _ in shown(person, **filters)]


def ordered(chain: Chain, order: OrderDraft) -> str:
    case = make_case()
    submit(case)
    give_order(OFFICE, chain.supervisor, case.register_number, order, NOW)
    return case.register_number


def test_each_decision_is_listed_once_with_its_reason_and_nothing_else_is(chain: Chain) -> None:
    number = make_case(
        category=Category.BRIBERY, received_at=NOW - DAY, accused=(AccusedDraft(name="ใคร"),)
    ).register_number
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    supervisor = chain.supervisor
    reassign(OFFICE, supervisor, number, _another(number, chain.officer, other), "ภาระงานมาก", NOW)
    recategorise(OFFICE, supervisor, number, Category.GIFTS, "จัดหมวดผิด", NOW)
    correct_received_at(OFFICE, supervisor, number, NOW - 2 * DAY, "จดผิดวัน", NOW)
    accused = case_of(number).accused[0].id
    link_accused(OFFICE, supervisor, number, accused, "คนนี้", NOW, staff_id=chain.clerk.id)
    unlink_accused(chain.executive, number, accused, "ไม่ใช่คนนี้", NOW)
    reveal_identity(supervisor, number, "ต้องโทรถาม", NOW)
    withdraw(OFFICE, supervisor, number, "ผู้ร้องขอถอน", NOW)
    reopen(OFFICE, supervisor, number, "มีหลักฐานใหม่", NOW)
    assert [(kind, reason) for kind, _, reason in reversed(shown(chain.executive))] == [
        (Discretion.REASSIGNED, "ภาระงานมาก"),
        (Discretion.CATEGORY_CHANGED, "จัดหมวดผิด"),
        (Discretion.RECEIPT_CORRECTED, "จดผิดวัน"),
        (Discretion.ACCUSED_UNLINKED, "ไม่ใช่คนนี้"),
        (Discretion.IDENTITY_REVEALED, "ต้องโทรถาม"),
        (Discretion.WITHDRAWN, "ผู้ร้องขอถอน"),
        (Discretion.REOPENED, "มีหลักฐานใหม่"),
    ]


def _another(number: str, *officers: Person) -> int:
    holder = case_of(number).officer_id
    return next(officer.id for officer in officers if officer.id != holder)


@pytest.mark.parametrize("order", list(OrderKind))
def test_an_order_is_listed_where_it_ends_the_case(chain: Chain, order: OrderKind) -> None:
    known = {"agency": "ป.ป.ช.", "ground": Ground.DUPLICATE, "question": "เมื่อใด"}
    ordered(chain, make_order(order, **known))
    expected = {
        OrderKind.DISMISS: [Discretion.CLOSED],
        OrderKind.REFER: [Discretion.CLOSED],
        OrderKind.NOT_ACCEPT: [Discretion.NOT_ACCEPTED],
    }
    assert kinds(chain.palad) == expected.get(order, [])


def test_what_an_agency_is_called_makes_no_other_order_of_it(chain: Chain) -> None:
    ordered(chain, make_order(OrderKind.REFER, agency='"order": "not_accept"'))
    assert kinds(chain.palad, kind=Discretion.NOT_ACCEPTED) == []
    assert kinds(chain.palad, kind=Discretion.CLOSED) == [Discretion.CLOSED]


def test_the_filters_find_what_reading_every_row_finds(chain: Chain) -> None:
    """Rows of every kind of act, in months around two borders, against the rule put to each of them."""
    random, actors = Random(5), [chain.supervisor, chain.palad, None]  # noqa: S311 - for a test
    cases = [make_case().register_number for _ in range(3)]
    acts = [*Discretion, "order_given", "assigned", "unassigned", "finding_submitted"]
    for _ in range(300):
        what = random.choice(acts)
        order = random.choice(list(OrderKind))
        detail = {"agency": "", "ground": None, "order": order} if what == "order_given" else {"to": 1}
        actor = random.choice(actors)
        journal.record(str(what), actor=actor, at=_any_time(random), case=case_of(random.choice(cases)), detail=detail)
    journal.commit()
    everything = [(one, kind_of_entry(one)) for one in db.session.scalars(sa.select(JournalEntry))]
    directory = load_directory()
    for kind in (None, *Discretion):
        for actor in (None, chain.supervisor.id):
            for month in (None, Month(2026, 10), Month(2026, 11)):
                found = {entry.seq for entry, _ in all_acts(chain.palad, directory, Filters(kind, actor, month))}
                assert found == {
                    one.seq
                    for one, of_kind in everything
                    if of_kind is not None
                    and kind in (None, of_kind)
                    and actor in (None, one.actor_id)
                    and month in (None, Month.of(one.at))
                }


def _any_time(random: Random) -> datetime:
    border = random.choice([Month(2026, 10).starts_at, Month(2026, 10).ends_at])
    return border + random.choice([timedelta(0), -SECOND, SECOND, -3 * DAY, 3 * DAY])


def test_pages_follow_one_another_without_gap_or_repeat(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discretion, "PAGE", 7)
    case = make_case()
    for nth in range(30):
        journal.record("reopened", actor=chain.palad, at=NOW + SECOND * (nth // 9), case=case, reason=str(nth))
    journal.commit()
    directory, found, after = load_directory(), [], None
    while True:
        page = list_acts(chain.palad, directory, Filters(), after)
        found += [entry.reason.text for entry, _ in page.rows if entry.reason]
        if page.after is None:
            break
        after = Place.parse(str(page.after))
    assert found == [str(nth) for nth in reversed(range(30))]


def test_everybody_sees_the_decisions_in_the_cases_they_may_see(chain: Chain) -> None:
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    auditor = make_staff(Role.AUDITOR)
    number = ordered(chain, make_order(OrderKind.DISMISS))
    for reader in (chain.supervisor, chain.palad, chain.executive, auditor):
        assert [found for _, found, _ in shown(reader)] == [number]
    assert shown(elsewhere) == []
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=auditor.id, at=NOW))
    db.session.commit()
    assert shown(auditor) == []
    for person in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            list_acts(person, load_directory(), Filters())
        with pytest.raises(NotAllowed):
            note_export(person, Filters(), NOW)


def test_nothing_of_a_corruption_case_is_shown_to_its_holder_before_they_declare(chain: Chain) -> None:
    both = make_staff(Role.SUPERVISOR, Role.OFFICER, reports_to=chain.palad)
    number = make_case(category=Category.BRIBERY).register_number
    db.session.execute(sa.update(Case).values(officer_id=both.id))
    recategorise(OFFICE, chain.palad, number, Category.GIFTS, "จัดหมวดผิด", NOW)
    assert shown(both) == []
    assert kinds(chain.palad) == [Discretion.CATEGORY_CHANGED]


def test_an_export_is_an_act_without_a_case(chain: Chain) -> None:
    note_export(chain.palad, Filters(Discretion.CLOSED, 3, Month(2026, 10)), NOW)
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (entry.what, entry.case_id) == ("discretion_exported", None)
    assert json.loads(entry.detail) == {"kind": "closed", "month": "2026-10", "person": 3}


def test_more_than_one_file_takes_is_refused_in_words(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered(chain, make_order())
    ordered(chain, make_order())
    directory = load_directory()
    monkeypatch.setattr(discretion, "LONGEST_EXPORT", 2)
    assert len(all_acts(chain.palad, directory, Filters())) == 2
    monkeypatch.setattr(discretion, "LONGEST_EXPORT", 1)
    with pytest.raises(InvalidInput):
        all_acts(chain.palad, directory, Filters())


def test_the_months_begin_with_the_first_act(chain: Chain) -> None:
    assert months_until(NOW) == [Month(2026, 11)]
    assert months_until(NOW + 70 * DAY) == [Month(2027, 2), Month(2027, 1), Month(2026, 12), Month(2026, 11)]


def test_a_page_costs_the_same_whatever_the_number_of_decisions_and_comes_off_an_index(chain: Chain) -> None:
    directory = load_directory()

    def asked() -> int:
        db.session.expire_all()
        with overheard() as questions:
            for entry, _ in list_acts(chain.palad, directory, Filters()).rows:
                assert entry.actor
                assert entry.reason
        return len(questions)

    ordered(chain, make_order())
    one = asked()
    for _ in range(5):
        ordered(chain, make_order())
    assert asked() == one
    filters = Filters(Discretion.CATEGORY_CHANGED)
    assert "ix_journal_" in plan_of("journal", lambda: list_acts(chain.palad, directory, filters))
    filters = Filters(actor_id=chain.officer.id, month=Month(2026, 11))
    assert "ix_journal_" in plan_of("journal", lambda: list_acts(chain.palad, directory, filters))
