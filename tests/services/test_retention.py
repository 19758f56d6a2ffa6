"""Terms, holds, and batches that two people decide on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.retention import BatchState
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.retention import DisposalBatch, DisposalItem
from complaint_center.services.directory import load_directory
from complaint_center.services.disposal import (
    approve,
    approvers,
    find_batch,
    list_batches,
    propose,
    proposer_stands,
    withdraw,
)
from complaint_center.services.holds import lift_hold, set_hold
from complaint_center.services.orders import reopen
from complaint_center.services.orders import withdraw as withdraw_complaint
from complaint_center.services.retention import change_terms, list_due, load_terms
from complaint_center.services.staff import deactivate_staff
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_staff

ENDED_AT = NOW
DUE_AT = datetime.fromisoformat("2036-11-24T00:00:00+07:00")
"""Ten years after the day of `NOW`."""


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def make_ended_case(chain: Chain, at: datetime = ENDED_AT, **about: object) -> str:
    case = make_case(**about)  # type: ignore[arg-type]
    withdraw_complaint(OFFICE, chain.supervisor, case.register_number, "ผู้ร้องขอถอน", at)
    return case.register_number


def due(person: object, now: datetime = DUE_AT) -> list[str]:
    db.session.rollback()
    cases, _ = list_due(person, load_directory(), load_terms(), now)  # type: ignore[arg-type]
    return [case.register_number for case in cases]


def case_of(number: str) -> Case:
    return db.session.scalars(sa.select(Case).where(Case.register_number == number)).one()


def batch_of(reference: str) -> DisposalBatch:
    db.session.expire_all()
    return db.session.scalars(sa.select(DisposalBatch).where(DisposalBatch.reference == reference)).one()


def journalled(what: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(JournalEntry.what == what)) or 0


def test_a_case_is_due_ten_years_after_its_end_and_not_a_second_earlier(chain: Chain) -> None:
    number = make_ended_case(chain)
    make_case()
    assert due(chain.palad, DUE_AT - SECOND) == []
    assert due(chain.palad) == [number]


def test_a_reopened_case_begins_its_term_anew(chain: Chain) -> None:
    number = make_ended_case(chain)
    reopen(OFFICE, chain.supervisor, number, "พบหลักฐานใหม่", NOW + timedelta(days=400))
    assert due(chain.palad) == []
    withdraw_complaint(OFFICE, chain.supervisor, number, "ถอนอีกครั้ง", NOW + timedelta(days=401))
    assert due(chain.palad, DUE_AT + timedelta(days=400)) == []
    assert due(chain.palad, DUE_AT + timedelta(days=401)) == [number]


def test_an_administrator_lengthens_the_term_of_a_category_and_never_below_the_floor(chain: Chain) -> None:
    number, corruption = make_ended_case(chain), make_ended_case(chain, category=Category.BRIBERY)
    change_terms(chain.admin, dict.fromkeys(Category, 10) | {Category.BRIBERY: 20}, "คดีทุจริตมีอายุความยาว", NOW)
    assert due(chain.palad) == [number]
    assert due(chain.palad, DUE_AT.replace(year=2046)) == [number, corruption]
    assert journalled("retention_term_changed") == 1
    for years, reason in [(9, "สั้นไป"), (101, "ยาวไป"), (15, " ")]:
        with pytest.raises(InvalidInput):
            change_terms(chain.admin, {Category.BRIBERY: years}, reason, NOW)
        db.session.rollback()
    with pytest.raises(NotAllowed):
        change_terms(chain.executive, {Category.BRIBERY: 15}, "ไม่ใช่ผู้ดูแล", NOW)


def test_a_held_case_is_not_due_until_the_hold_is_lifted(chain: Chain) -> None:
    number = make_ended_case(chain)
    set_hold(chain.supervisor, number, "ศาลปกครองขอสำนวน", NOW)
    assert due(chain.palad) == []
    with pytest.raises(InvalidInput):
        propose(chain.palad, [number], DUE_AT)
    db.session.rollback()
    with pytest.raises(AlreadyDecided):
        set_hold(chain.palad, number, "อีกครั้ง", NOW)
    db.session.rollback()
    lift_hold(chain.palad, number, "คดีถึงที่สุดแล้ว", DUE_AT)
    assert due(chain.palad) == [number]
    with pytest.raises(AlreadyDecided):
        lift_hold(chain.palad, number, "อีกครั้ง", NOW)
    assert (journalled("legal_hold_set"), journalled("legal_hold_lifted")) == (1, 1)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR])
def test_only_who_commands_a_case_holds_it_and_says_why(chain: Chain, role: Role) -> None:
    number = make_ended_case(chain)
    person = chain.officer if role is Role.OFFICER else make_staff(role)
    with pytest.raises(NotAllowed):
        set_hold(person, number, "ขอเก็บไว้", NOW)
    db.session.rollback()
    with pytest.raises(InvalidInput):
        set_hold(chain.supervisor, number, " ", NOW)


def test_two_different_people_decide_and_neither_of_them_twice(chain: Chain) -> None:
    number = make_ended_case(chain)
    [reference] = propose(chain.palad, [number], DUE_AT)
    assert due(chain.palad) == []
    with pytest.raises(NotAllowed):
        approve(chain.palad, reference, DUE_AT)
    db.session.rollback()
    assert batch_of(reference).state is BatchState.PROPOSED
    approve(chain.executive, reference, DUE_AT)
    assert batch_of(reference).state is BatchState.RUNNING
    with pytest.raises(AlreadyDecided):
        approve(chain.executive, reference, DUE_AT)
    assert (journalled("disposal_proposed"), journalled("disposal_approved")) == (1, 1)


def test_the_database_itself_refuses_the_same_person_twice(chain: Chain) -> None:
    [reference] = propose(chain.palad, [make_ended_case(chain)], DUE_AT)
    batch_of(reference).approved_by_id = chain.palad.id
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("who", ["supervisor", "officer", "admin", "clerk"])
def test_nobody_else_proposes_approves_or_withdraws(chain: Chain, who: str) -> None:
    person = getattr(chain, who)
    number = make_ended_case(chain)
    [reference] = propose(chain.palad, [number], DUE_AT)
    acts: list[Callable[[], object]] = [
        lambda: propose(person, [number], DUE_AT),
        lambda: approve(person, reference, DUE_AT),
        lambda: withdraw(person, reference, "ไม่เห็นด้วย", DUE_AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
        db.session.rollback()


def test_what_is_not_due_or_not_visible_cannot_be_proposed(chain: Chain) -> None:
    young = make_ended_case(chain, at=NOW + timedelta(days=1))
    hidden = make_ended_case(chain)
    db.session.add(Recusal(case_id=case_of(hidden).id, staff_id=chain.palad.id, at=NOW))
    db.session.commit()
    assert due(chain.palad) == []
    for number in (young, hidden, "70-9999"):
        with pytest.raises(InvalidInput):
            propose(chain.palad, [number], DUE_AT)
        db.session.rollback()


def test_a_case_that_bars_somebody_keeps_no_other_waiting(chain: Chain) -> None:
    plain, barring = make_ended_case(chain), make_ended_case(chain)
    db.session.add(Recusal(case_id=case_of(barring).id, staff_id=chain.executive.id, at=NOW))
    db.session.commit()
    references = propose(chain.palad, [plain, barring], DUE_AT)
    assert len(references) == 2
    directory = load_directory()
    waits_for = {
        tuple(item.case.register_number for item in batch_of(one).items): approvers(batch_of(one), directory)
        for one in references
    }
    assert waits_for == {(plain,): (chain.executive,), (barring,): ()}
    seen, _ = list_batches(chain.executive, directory)
    assert [[item.case.register_number for item in batch.items] for batch in seen] == [[plain]]
    [hidden] = [one for one in references if batch_of(one).items[0].case.register_number == barring]
    for act in (
        lambda: approve(chain.executive, hidden, DUE_AT),
        lambda: withdraw(chain.executive, hidden, "ขอดู", DUE_AT),
        lambda: find_batch(chain.executive, directory, hidden),
        lambda: find_batch(chain.executive, directory, "00000000"),
    ):
        with pytest.raises(NotVisible):
            act()  # type: ignore[no-untyped-call]
        db.session.rollback()
    other = make_staff(Role.EXECUTIVE)
    approve(other, hidden, DUE_AT)
    assert batch_of(hidden).approved_by_id == other.id


def test_a_hidden_case_that_leaves_its_batch_does_not_bring_it_into_sight(chain: Chain) -> None:
    hidden = make_ended_case(chain)
    db.session.add(Recusal(case_id=case_of(hidden).id, staff_id=chain.executive.id, at=NOW))
    db.session.commit()
    [reference] = propose(chain.palad, [hidden], DUE_AT)
    withdraw(chain.palad, reference, "ยังต้องใช้", DUE_AT)
    assert list_batches(chain.executive, load_directory()) == ([], "")
    assert [batch.reference for batch in list_batches(chain.palad, load_directory())[0]] == [reference]


def test_the_word_of_a_proposer_who_was_barred_or_left_since_counts_no_more(chain: Chain) -> None:
    number, second = make_ended_case(chain), make_ended_case(chain)
    mayor = make_staff(Role.EXECUTIVE)
    [barred], [left] = propose(chain.palad, [number], DUE_AT), propose(mayor, [second], DUE_AT)
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=chain.palad.id, at=DUE_AT))
    db.session.commit()
    deactivate_staff(OFFICE, chain.admin, mayor.id, "เกษียณ", DUE_AT)
    for reference in (barred, left):
        assert not proposer_stands(batch_of(reference), load_directory())
        assert approvers(batch_of(reference), load_directory()) == ()
        with pytest.raises(NotAllowed):
            approve(chain.executive, reference, DUE_AT)
        db.session.rollback()
        withdraw(chain.executive, reference, "เสนอใหม่", DUE_AT)
    assert due(chain.executive) == [number, second]


def test_a_hold_or_a_reopening_takes_the_case_out_of_its_batch(chain: Chain) -> None:
    held, reopened, stays = (make_ended_case(chain) for _ in range(3))
    [reference] = propose(chain.palad, [held, reopened, stays], DUE_AT)
    set_hold(chain.supervisor, held, "ป.ป.ช. ขอสำนวน", DUE_AT)
    reopen(OFFICE, chain.supervisor, reopened, "พบหลักฐานใหม่", DUE_AT)
    assert [item.case.register_number for item in batch_of(reference).kept_in] == [stays]
    set_hold(chain.supervisor, stays, "ป.ป.ช. ขอสำนวน", DUE_AT)
    with pytest.raises(AlreadyDecided):
        approve(chain.executive, reference, DUE_AT)
    assert journalled("disposal_left") == 3


def test_a_withdrawn_batch_lets_its_cases_be_proposed_again(chain: Chain) -> None:
    number = make_ended_case(chain)
    [reference] = propose(chain.palad, [number], DUE_AT)
    with pytest.raises(InvalidInput):
        withdraw(chain.executive, reference, " ", DUE_AT)
    db.session.rollback()
    withdraw(chain.executive, reference, "ขอตรวจก่อน", DUE_AT)
    for act in (approve, partial(withdraw, reason="อีกครั้ง")):
        with pytest.raises(AlreadyDecided):
            act(chain.executive, reference, now=DUE_AT)
        db.session.rollback()
    assert len(propose(chain.palad, [number], DUE_AT)) == 1


def test_two_who_approve_at_once_are_one_who_did(chain: Chain, app: Flask) -> None:
    other = make_staff(Role.EXECUTIVE)
    [reference] = propose(chain.palad, [make_ended_case(chain)], DUE_AT)
    outcomes = in_threads(app, [partial(approve, one, reference, DUE_AT) for one in (chain.executive, other)])
    assert sorted(map(repr, map(type, outcomes))) == sorted(map(repr, [type(None), AlreadyDecided]))
    assert journalled("disposal_approved") == 1


def test_two_who_propose_at_once_put_a_case_into_one_batch(chain: Chain, app: Flask) -> None:
    numbers = [make_ended_case(chain) for _ in range(3)]
    outcomes = in_threads(app, [partial(propose, one, numbers, DUE_AT) for one in (chain.palad, chain.executive)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidInput", "list"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DisposalItem)) == 3


def test_lists_go_on_behind_their_last_row(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [make_ended_case(chain, at=NOW + index * SECOND) for index in range(3)]
    monkeypatch.setattr("complaint_center.services.retention.PAGE", 2)
    first, after = list_due(chain.palad, load_directory(), load_terms(), DUE_AT)
    second, end = list_due(chain.palad, load_directory(), load_terms(), DUE_AT, after)
    assert [[case.register_number for case in page] for page in (first, second)] == [numbers[:2], numbers[2:]]
    assert end is None
    references = [propose(chain.palad, [number], DUE_AT)[0] for number in numbers]
    monkeypatch.setattr("complaint_center.services.disposal.BATCHES", 2)
    newest, after_batch = list_batches(chain.palad, load_directory())
    oldest, none = list_batches(chain.palad, load_directory(), after_batch)
    assert [batch.reference for batch in [*newest, *oldest]] == references[::-1]
    assert none == ""
