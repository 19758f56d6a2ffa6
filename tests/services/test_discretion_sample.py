"""The monthly sample: drawn once and so that it can be shown how, and looked at by who may."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.fiscal_years import Month
from complaint_center.extensions import db
from complaint_center.models.discretion import DiscretionSample, SampledAct
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.destruction import destroy_approved
from complaint_center.services.directory import load_directory
from complaint_center.services.discretion import kind_of_entry
from complaint_center.services.discretion_sample import (
    Sample,
    check_sample,
    draw_due,
    draw_month,
    find_act,
    note_export,
    read_sample,
    review,
)
from tests.crowd import Env, in_processes, in_threads
from tests.make import DAY, NOW, SECOND, Chain, case_of, make_case, make_chain, make_staff
from tests.services.test_destruction import approved
from tests.services.test_query_plans import overheard
from tests.services.test_retention import DUE_AT, make_ended_case

MONTH = Month.of(NOW)
AFTER = MONTH.ends_at + timedelta(hours=1)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def decide(actor: Person, times: int = 1, what: str = "withdrawn") -> list[str]:
    """That many decisions of the month, each on a case of its own."""
    numbers = [make_case().register_number for _ in range(times)]
    for number in numbers:
        journal.record(what, actor=actor, at=NOW, case=case_of(number), reason="เหตุผล")
    journal.commit()
    return numbers


def sample_of(person: Person, month: Month = MONTH) -> Sample:
    sample = read_sample(person, load_directory(), month)
    assert sample is not None
    return sample


def drawn(person: Person) -> list[str]:
    return [one.act.case.register_number for one in sample_of(person).acts]


def references(person: Person) -> list[str]:
    return [one.act.reference for one in sample_of(person).acts]


def test_a_month_is_drawn_once_after_its_end_whoever_asks(chain: Chain) -> None:
    decide(chain.supervisor, 12)
    decide(chain.supervisor, 1, "reopened")
    with pytest.raises(InvalidInput):
        draw_month(chain.palad, MONTH, AFTER - SECOND)
    db.session.rollback()
    assert read_sample(chain.palad, load_directory(), MONTH) is None
    assert draw_month(chain.palad, MONTH, AFTER)
    first = sorted(references(chain.palad))
    assert len(first) == 5
    assert {one.kind for one in sample_of(chain.palad).acts} == {Discretion.WITHDRAWN, Discretion.REOPENED}
    assert not draw_month(chain.executive, MONTH, AFTER + DAY)
    assert draw_due(AFTER + DAY) == 0
    assert sorted(references(chain.palad)) == first


def test_the_worker_draws_every_month_that_ended_since_the_last(chain: Chain) -> None:
    assert draw_due(AFTER - SECOND) == 0
    assert draw_due(AFTER) == 1
    assert draw_due(AFTER) == 0
    assert draw_due(AFTER + 95 * DAY) == 3
    months = list(db.session.scalars(sa.select(DiscretionSample.month).order_by(DiscretionSample.id)))
    assert months == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_a_month_before_the_journal_began_is_not_drawn(app: Flask) -> None:
    assert draw_due(NOW) == 0
    make_chain()
    assert draw_due(NOW) == 0


def test_two_workers_draw_it_once(chain: Chain, env: Env) -> None:
    decide(chain.supervisor, 7)
    assert in_processes(env, draw_once, AFTER) == [0, 0]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DiscretionSample)) == 1
    assert len(drawn(chain.palad)) == 5
    assert check_sample(MONTH)


def draw_once(now: object) -> None:
    draw_due(now)  # type: ignore[arg-type]


def test_somebody_who_asks_while_the_worker_draws_finds_it_drawn(chain: Chain, app: Flask) -> None:
    decide(chain.supervisor, 7)
    palad = chain.palad
    outcomes = in_threads(app, [lambda: draw_month(palad, MONTH, AFTER), lambda: draw_month(None, MONTH, AFTER)])
    assert sorted(map(bool, outcomes)) == [False, True]
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)


def test_how_it_was_drawn_is_in_the_journal_and_can_be_checked(chain: Chain) -> None:
    decide(chain.supervisor, 20)
    draw_month(None, MONTH, AFTER)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "discretion_sampled")).one()
    told, acts = json.loads(entry.detail), db.session.scalars(sa.select(SampledAct.seq).order_by(SampledAct.seq))
    assert told["drawn"] == list(acts)
    assert (told["month"], told["decisions"], entry.case_id, entry.actor_id) == ("2026-11", 20, None, None)
    check = check_sample(MONTH)
    assert check is not None
    assert (check.is_right, check.decisions, check.drawn, check.seed) == (True, 20, 5, told["seed"])
    assert check_sample(Month(2026, 10)) is None


def test_a_sample_that_was_changed_afterwards_does_not_pass(chain: Chain) -> None:
    decide(chain.supervisor, 20)
    draw_month(None, MONTH, AFTER)
    left_out = sa.select(JournalEntry.seq).where(
        JournalEntry.what == "withdrawn", JournalEntry.seq.not_in(sa.select(SampledAct.seq))
    )
    other = db.session.scalars(left_out.limit(1)).one()
    act = db.session.scalars(sa.select(SampledAct).limit(1)).one()
    act.seq = other
    db.session.commit()
    check = check_sample(MONTH)
    assert check is not None
    assert not check.is_right
    db.session.execute(sa.update(DiscretionSample).values(seed="another"))
    check = check_sample(MONTH)
    assert check is not None
    assert not check.is_right


def test_a_finding_with_a_remark_is_kept_once_and_journalled(chain: Chain) -> None:
    [number] = decide(chain.supervisor)
    draw_month(None, MONTH, AFTER)
    [reference] = references(chain.palad)
    with pytest.raises(InvalidInput):
        review(chain.palad, reference, True, "  ", AFTER)
    db.session.rollback()
    with pytest.raises(InvalidInput):
        review(chain.palad, reference, None, "ครบถ้วน", AFTER)
    db.session.rollback()
    assert review(chain.palad, reference, False, "เหตุผลไม่พอ", AFTER) == MONTH
    [one] = sample_of(chain.executive).acts
    assert (one.is_open, one.act.is_in_order, one.act.remark) == (False, False, "เหตุผลไม่พอ")
    assert sample_of(chain.executive).reviewed == 1
    with pytest.raises(AlreadyDecided):
        review(chain.executive, reference, True, "เห็นต่าง", AFTER)
    db.session.rollback()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "discretion_reviewed")).one()
    assert entry.reason is not None
    assert (entry.case_id, entry.actor_id, entry.reason.text) == (case_of(number).id, chain.palad.id, "เหตุผลไม่พอ")
    assert json.loads(entry.detail)["decision"] == kind_of_entry(one.act.entry)
    assert journal.verify().is_whole


def test_two_who_look_at_once_leave_one_finding(chain: Chain, app: Flask) -> None:
    decide(chain.supervisor)
    draw_month(None, MONTH, AFTER)
    [reference] = references(chain.palad)
    palad, executive = chain.palad, chain.executive
    outcomes = in_threads(
        app,
        [
            lambda: review(palad, reference, True, "ครบถ้วน", AFTER),
            lambda: review(executive, reference, False, "ไม่ครบ", AFTER),
        ],
    )
    assert [type(outcome) for outcome in sorted(outcomes, key=str)].count(AlreadyDecided) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(JournalEntry.what == "discretion_reviewed")) == 1


def test_nobody_looks_at_their_own_decision_nor_without_the_right(chain: Chain) -> None:
    decide(chain.palad)
    draw_month(None, MONTH, AFTER)
    [reference] = references(chain.palad)
    for person in (chain.palad, chain.supervisor, chain.officer, make_staff(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            find_act(person, load_directory(), reference)
        with pytest.raises(NotAllowed):
            review(person, reference, True, "ครบถ้วน", AFTER)
        db.session.rollback()
    review(chain.executive, reference, True, "ครบถ้วน", AFTER)
    for person in (chain.supervisor, make_staff(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            draw_month(person, Month(2026, 10), AFTER)


def test_whoever_is_barred_sees_nothing_of_it_and_progress_counts_without_it(chain: Chain) -> None:
    shown, hidden = decide(chain.supervisor, 2)
    draw_month(None, MONTH, AFTER)
    of_hidden = next(one.act.reference for one in sample_of(chain.palad).acts if one.act.case.register_number == hidden)
    db.session.add(Recusal(case_id=case_of(hidden).id, staff_id=chain.executive.id, at=NOW))
    db.session.commit()
    assert drawn(chain.executive) == [shown]
    assert len(drawn(chain.palad)) == 2
    with pytest.raises(NotVisible):
        find_act(chain.executive, load_directory(), of_hidden)
    with pytest.raises(NotVisible):
        review(chain.executive, of_hidden, True, "ครบถ้วน", AFTER)
    db.session.rollback()
    with pytest.raises(NotVisible):
        find_act(chain.executive, load_directory(), "nonsense")


def test_a_decision_that_nobody_may_look_at_is_shown_as_such(chain: Chain) -> None:
    [number] = decide(chain.palad)
    draw_month(None, MONTH, AFTER)
    assert not sample_of(chain.supervisor).acts[0].has_no_reviewer
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=chain.executive.id, at=NOW))
    db.session.commit()
    db.session.expire_all()
    for reader in (chain.supervisor, chain.palad, make_staff(Role.AUDITOR)):
        assert sample_of(reader).acts[0].has_no_reviewer


def test_supervisors_see_what_was_drawn_of_theirs_and_the_others_nothing(chain: Chain) -> None:
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    numbers = decide(chain.palad, 2)
    draw_month(None, MONTH, AFTER)
    assert sorted(drawn(chain.supervisor)) == sorted(numbers)
    assert drawn(elsewhere) == []
    for person in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            read_sample(person, load_directory(), MONTH)
        with pytest.raises(NotAllowed):
            note_export(person, MONTH, AFTER)


def test_a_sample_costs_the_same_whatever_its_size(chain: Chain) -> None:
    decide(chain.supervisor)
    draw_month(None, MONTH, AFTER)
    following = MONTH.next()
    for number in decide(chain.supervisor, 5):
        journal.record("reopened", actor=chain.palad, at=following.starts_at, case=case_of(number), reason="เหตุผล")
    journal.commit()
    draw_month(None, following, following.ends_at + DAY)
    directory = load_directory()

    def asked(month: Month) -> int:
        db.session.expire_all()
        with overheard() as questions:
            sample = read_sample(chain.palad, directory, month)
            assert sample
            assert all(one.act.entry.reason and one.act.entry.actor for one in sample.acts)
        return len(questions)

    assert len(sample_of(chain.palad, following).acts) == 5
    assert asked(following) == asked(MONTH)


def test_the_remark_goes_with_the_case_and_the_finding_stays(chain: Chain) -> None:
    number = make_ended_case(chain)
    entry_of = sa.select(JournalEntry).where(JournalEntry.case_id == case_of(number).id)
    month = Month.of(max(one.at for one in db.session.scalars(entry_of) if kind_of_entry(one)))
    draw_month(None, month, month.ends_at + DAY)
    reference = next(one.act.reference for one in sample_of(chain.palad, month).acts)
    review(chain.palad, reference, True, "ครบถ้วนดี", month.ends_at + DAY)
    approved(chain, number)
    assert destroy_approved(DUE_AT + 60 * DAY) == (1, 0, 0)
    act = db.session.scalars(sa.select(SampledAct).where(SampledAct.reference == reference)).one()
    assert (act.remark, act.is_in_order, act.reviewed_by_id) == ("", True, chain.palad.id)
    check = check_sample(month)
    assert check is not None
    assert check.is_right
