"""A telephone or national ID finds cases only for who may have the complainant revealed, and each time it is noted."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.callers import search_identity
from complaint_center.services.case_queries import identity_open_to, visible_to
from complaint_center.services.directory import load_directory, person
from complaint_center.services.identity import may_reveal
from tests.make import CALLER, NOW, Chain, make_case, make_chain, make_complainant, make_staff

PHONE = parse_phone(CALLER).e164
NATIONAL_ID = "1100000000008"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def found(actor: Person, phone: str = PHONE, national_id: str = "") -> list[str]:
    return [case.register_number for case in search_identity(actor, phone, national_id, NOW)]


def noted() -> list[tuple[int | None, int | None]]:
    """Who searched, and on which case it stands."""
    query = sa.select(JournalEntry.actor_id, JournalEntry.case_id).where(JournalEntry.what == "identity_searched")
    return [tuple(row) for row in db.session.execute(query.order_by(JournalEntry.seq))]  # type: ignore[misc]


def test_those_above_find_every_case_of_the_number_and_each_case_has_it_in_its_history(chain: Chain) -> None:
    cases = [make_case(), make_case()]
    make_case(complainant=make_complainant(phone=parse_phone("089 000 0001")))
    assert found(chain.supervisor) == [case.register_number for case in reversed(cases)]
    assert sorted(noted()) == [(chain.supervisor.id, case.id) for case in cases]
    assert journal.verify().is_whole


def test_a_national_id_finds_as_a_telephone_does(chain: Chain) -> None:
    case = make_case(complainant=make_complainant(national_id=NATIONAL_ID))
    assert found(chain.supervisor, "", NATIONAL_ID) == [case.register_number]
    assert found(chain.supervisor, "", "1999900000005") == []


def test_a_search_that_finds_nothing_is_noted_without_the_number(chain: Chain) -> None:
    make_case()
    assert found(chain.palad, parse_phone("089 000 0001").e164) == []
    assert noted() == [(chain.palad.id, None)]
    assert not any("890000001" in entry.detail for entry in db.session.scalars(sa.select(JournalEntry)))


def test_an_officer_finds_what_they_hold_once_its_narrative_is_open(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    assert case.officer_id
    holder = person(case.officer_id)
    assert found(holder) == found(other) == []
    declare_no_interest(holder, case.register_number, NOW)
    assert found(holder) == [case.register_number]
    assert found(other) == []


def test_who_is_barred_finds_nothing(chain: Chain) -> None:
    case = make_case()
    db.session.add(Recusal(case_id=case.id, staff_id=chain.executive.id, at=NOW))
    db.session.commit()
    assert found(chain.executive) == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMIN])
def test_clerks_auditors_and_administrators_may_not_ask(chain: Chain, role: Role) -> None:
    make_case()
    with pytest.raises(NotAllowed):
        found(make_staff(role))
    assert noted() == []


def test_the_filter_says_of_every_case_what_revealing_says(chain: Chain) -> None:
    """Officers who command, too, and commanders who hold a case themselves."""
    both = make_staff(Role.OFFICER, Role.SUPERVISOR, reports_to=chain.palad)
    below = make_staff(Role.OFFICER, reports_to=both)
    auditor = make_staff(Role.AUDITOR)
    cases = [make_case(category=category) for category in (Category.BRIBERY, Category.GENERAL) for _ in range(4)]
    for case, holder in zip(cases, [both, below, chain.officer, None] * 2, strict=True):
        case.officer_id = holder.id if holder else None
    db.session.commit()
    declare_no_interest(below, cases[1].register_number, NOW)
    directory = load_directory()
    for actor in (both, below, auditor, *vars(chain).values()):
        open_to = set(db.session.scalars(sa.select(Case.id).where(identity_open_to(actor, directory))))
        visible = db.session.scalars(sa.select(Case).where(visible_to(actor, directory)))
        assert open_to == {case.id for case in visible if may_reveal(actor, case)}, actor.roles
