"""The scorecard equals what counting case by case finds, on both databases, whoever reads it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import selectinload

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.calendar import BANGKOK, next_bangkok_midnight
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.fiscal_years import FiscalYear, Month
from complaint_center.domain.performance import Outcome, Tally
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.days import bangkok_day
from complaint_center.models.deadline import Deadline
from complaint_center.models.finding import Finding
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services.assignment import reassign
from complaint_center.services.corrections import recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.notices import note_told
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.performance import Scorecard, note_export, score
from complaint_center.services.recusals import step_back
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, case_of, make_case, make_chain, make_order, make_staff, submit
from tests.services.test_query_plans import overheard, plan

YEAR = FiscalYear(2570)
CASES = 2_000


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def card(person: Person, now: datetime = NOW, year: FiscalYear = YEAR) -> Scorecard:
    return score(person, load_directory(), year, now)


def submitted(days: float, **told: Any) -> str:
    """A case whose finding was submitted so many days after the receipt."""
    case = make_case(received_at=NOW - 30 * DAY, now=NOW - 30 * DAY, **told)
    submit(case, NOW - 30 * DAY + timedelta(days=days))
    return case.register_number


@given(st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - the zone is put on below
@example(datetime(2026, 9, 30, 23, 59, 59, 999_999))  # noqa: DTZ001
@example(datetime(2026, 10, 1))  # noqa: DTZ001
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_database_counts_days_by_the_clock_of_bangkok(app: Flask, local: datetime) -> None:
    at = local.replace(tzinfo=BANGKOK)
    number = (at.date() - datetime(1970, 1, 1).date()).days  # noqa: DTZ001 - a day
    assert db.session.scalar(sa.select(bangkok_day(sa.literal(at, Deadline.due_at.type)))) == number


def test_a_finding_is_in_time_until_the_end_of_its_seventh_day_and_charged_to_who_submitted_it(chain: Chain) -> None:
    # Received at ten in the morning, so that fourteen hours are left of the day.
    hours = 14 / 24
    for days in (0.5, 7, 7 + hours - 1e-5):
        submitted(days)
    late = submitted(7 + hours)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, late, other.id, "ย้ายงาน", NOW)
    found = card(chain.palad)
    assert found.of_officer(chain.officer.id).findings == {Outcome.IN_TIME: 3, Outcome.LATE: 1}
    assert found.of_officer(chain.officer.id).days == {0: 1, 7: 2, 8: 1}
    assert found.of_officer(other.id).findings == {}
    assert found.of_month(Month(2026, 10)).median_days == 7
    assert {chain.officer.id, other.id} == set(found.officer_ids)


def test_whoever_takes_a_late_case_over_is_not_late(chain: Chain) -> None:
    late, handed_over_before, overdue, done_by_another = (
        make_case(now=NOW - 8 * DAY).register_number for _ in range(4)
    )
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    for number, at in ((handed_over_before, NOW - 2 * DAY), (overdue, NOW), (done_by_another, NOW)):
        reassign(OFFICE, chain.supervisor, number, other.id, "ย้ายงาน", at)
    for number in (late, done_by_another):
        submit(case_of(number), NOW)
    found = card(chain.palad)
    assert found.of_officer(chain.officer.id).findings == {Outcome.LATE: 2, Outcome.OVERDUE: 1}
    assert found.of_officer(other.id).findings == {Outcome.OVERDUE: 1}


def test_what_nobody_had_when_it_fell_due_is_charged_to_nobody(chain: Chain) -> None:
    number = make_case(Channel.WALK_IN, Category.BRIBERY, now=NOW - 8 * DAY).register_number
    step_back(OFFICE, chain.officer, number, "เป็นญาติ", NOW - 2 * DAY)
    found = card(chain.palad)
    assert found.of_officer(None).findings == {Outcome.OVERDUE: 1}
    assert found.of_officer(chain.officer.id).findings == {}


def test_what_is_not_due_yet_is_charged_to_who_has_the_case_now(chain: Chain) -> None:
    number = make_case(received_at=NOW - 8 * DAY).register_number
    make_case(received_at=NOW - 7 * DAY)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, number, other.id, "ย้ายงาน", NOW)
    found = card(chain.palad)
    assert found.of_officer(other.id).findings == {Outcome.OVERDUE: 1}
    assert found.of_officer(chain.officer.id).findings == {Outcome.RUNNING: 1}
    tomorrow = card(chain.palad, next_bangkok_midnight(NOW))
    assert tomorrow.of_officer(chain.officer.id).findings == {Outcome.OVERDUE: 1}
    just_before = card(chain.palad, next_bangkok_midnight(NOW) - SECOND)
    assert just_before.of_officer(chain.officer.id).findings == {Outcome.RUNNING: 1}


def test_what_nobody_has_is_seen_by_who_could_give_it_to_somebody(app: Flask) -> None:
    supervisor = make_staff(Role.SUPERVISOR)
    make_case(received_at=NOW - 9 * DAY)
    officer = make_staff(Role.OFFICER, reports_to=supervisor)
    assert card(supervisor).of_officer(None).findings == {Outcome.OVERDUE: 1}
    assert card(officer).tallies == {}


def test_a_case_that_ended_by_the_due_day_without_a_finding_owes_none_and_a_suggestion_neither(chain: Chain) -> None:
    number = make_case(now=NOW - 9 * DAY).register_number
    make_case(category=Category.SUGGESTION, received_at=NOW - 9 * DAY)
    withdraw(OFFICE, chain.supervisor, number, "ขอถอน", next_bangkok_midnight(NOW - 2 * DAY) - SECOND)
    tally = card(chain.palad).whole
    assert tally.findings == {Outcome.ENDED: 1}
    assert (tally.share_in_time, tally.median_days) == (None, None)


@pytest.mark.parametrize("ends", ["withdrawn", "suggestion", "back_again"])
def test_what_was_late_stays_late_when_the_case_ends_or_becomes_a_suggestion(chain: Chain, ends: str) -> None:
    number = make_case(now=NOW - 9 * DAY).register_number
    if ends == "withdrawn":
        withdraw(OFFICE, chain.supervisor, number, "ขอถอน", next_bangkok_midnight(NOW - 2 * DAY))
    else:
        recategorise(OFFICE, chain.supervisor, number, Category.SUGGESTION, "เป็นข้อเสนอแนะ", NOW)
    late = Outcome.LATE
    if ends == "back_again":
        recategorise(OFFICE, chain.supervisor, number, Category.GENERAL, "เป็นเรื่องร้องเรียน", NOW)
        late = Outcome.OVERDUE
    assert card(chain.palad).of_officer(chain.officer.id).findings == {late: 1}


def test_whoever_takes_over_what_nobody_had_when_it_fell_due_is_not_late(chain: Chain) -> None:
    number = make_case(Channel.WALK_IN, Category.BRIBERY, now=NOW - 8 * DAY).register_number
    step_back(OFFICE, chain.officer, number, "เป็นญาติ", NOW - 2 * DAY)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, number, other.id, "มอบหมาย", NOW)
    found = card(chain.palad)
    assert found.of_officer(None).findings == {Outcome.OVERDUE: 1}
    assert found.of_officer(other.id).findings == {}


def test_notices_are_charged_to_who_had_the_case_when_the_complainant_was_told(chain: Chain) -> None:
    number = submitted(1)
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, number, other.id, "ย้ายงาน", NOW - 20 * DAY)
    give_order(OFFICE, chain.supervisor, number, make_order(OrderKind.DISMISS), NOW - 15 * DAY)
    found = card(chain.palad)
    assert found.of_officer(other.id).first_notices == {Outcome.IN_TIME: 1}
    assert found.of_officer(chain.officer.id).first_notices == {}


def test_the_notice_within_fifteen_days_is_told_apart_from_those_that_follow(chain: Chain) -> None:
    told_once, told_twice = submitted(1), submitted(1)
    for number, days in ((told_once, 16), (told_twice, 20), (told_twice, 1)):
        note_told(case_of(number), OFFICE, NOW - days * DAY)
    db.session.commit()
    whole = card(chain.palad, NOW + 20 * DAY).whole
    assert whole.first_notices == {Outcome.IN_TIME: 2}
    assert whole.later_notices == {Outcome.IN_TIME: 1, Outcome.OVERDUE: 1, Outcome.RUNNING: 1}


def test_everybody_sees_the_figures_of_whom_they_answer_for(chain: Chain) -> None:
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    stranger = make_staff(Role.OFFICER, reports_to=elsewhere)
    auditor = make_staff(Role.AUDITOR)
    db.session.execute(sa.update(Case).values(officer_id=stranger.id))
    submitted(1)
    for reader in (chain.executive, chain.palad, auditor):
        assert set(card(reader).officer_ids) == {chain.officer.id, stranger.id}
    assert set(card(chain.supervisor).officer_ids) == {chain.officer.id}
    assert set(card(elsewhere).officer_ids) == {stranger.id}
    assert set(card(chain.officer).officer_ids) == {chain.officer.id}
    for reader in (chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            card(reader)


def test_taking_the_figures_out_is_an_act(chain: Chain) -> None:
    note_export(chain.palad, YEAR, NOW)
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (entry.what, entry.actor_id, entry.detail) == (
        "performance_exported",
        chain.palad.id,
        '{"fiscal_year": 2570}',
    )


def test_two_statements_whatever_the_number_of_cases_and_off_the_index(chain: Chain) -> None:
    directory = load_directory()

    def asked() -> list[Any]:
        with overheard() as questions:
            score(chain.palad, directory, YEAR, NOW)
        return questions

    submitted(1)
    assert len(asked()) == 2
    for days in range(4):
        submitted(days)
    assert len(asked()) == 2
    for question in asked():
        assert "ix_deadlines_kind_due_at" in plan(question)


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_equals_that_of_counting_case_by_case(chain: Chain, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - for a test
    readers = [chain.palad, chain.executive, chain.supervisor, chain.officer, make_staff(Role.AUDITOR)]
    _fill(random, _officers(chain), chain)
    directory, cases, figures = load_directory(), _all_cases(), 0
    for reader in readers:
        for year in (FiscalYear(2569), YEAR):
            found = score(reader, directory, year, NOW)
            assert dict(found.tallies) == dict(_counted(reader, directory, year, cases))
            figures += len(found.tallies)
    assert figures > 300


def _all_cases() -> list[Case]:
    parts = (Case.deadlines, Case.findings, Case.assignments, Case.accused, Case.recusals)
    return list(db.session.scalars(sa.select(Case).options(*map(selectinload, parts))))


def _officers(chain: Chain) -> list[int | None]:
    below = [make_staff(Role.OFFICER, reports_to=chain.supervisor) for _ in range(2)]
    others = [make_staff(Role.OFFICER, reports_to=chain.palad)]
    return [chain.officer.id, *(one.id for one in (*below, *others)), None]


def _fill(random: Random, officers: list[int | None], chain: Chain) -> None:
    """Straight into the tables, at the instants where a day, a month or a year ends and in between."""
    tables: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
    for number in range(1, CASES + 1):
        for row in _case(random, number, officers, chain):
            tables[row.pop("of")].append(row)
    for model in (Case, Deadline, Finding, Assignment, Recusal, Accused):
        db.session.execute(sa.insert(model), tables[model])
    db.session.commit()


def _case(random: Random, number: int, officers: list[int | None], chain: Chain) -> Iterator[dict[str, Any]]:
    received = _border(random)
    yield {
        "of": Case,
        **{"id": number, "register_number": f"70-{number:04}", "fiscal_year": 2570, "sequence": number},
        **{name: f"{name}{number}" for name in ("tracking_code_hash", "submission_hash", "content_hash")},
        **{"channel": Channel.WEB, "category": random.choice(list(Category)), "subject": "", "narrative": ""},
        **{"received_at": received, "registered_at": received, "status_changed_at": received},
        **{"status": random.choice(list(CaseStatus)), "officer_id": random.choice(officers)},
    }
    handed = [received + random.random() * 40 * DAY for _ in range(random.randrange(3))]
    for at in handed:
        yield {"of": Assignment, "case_id": number, "officer_id": random.choice(officers), "at": at}
    if random.random() < 0.1:
        yield {"of": Recusal, "case_id": number, "staff_id": random.choice(officers[:-1]), "at": received}
    if random.random() < 0.1:
        accused = random.choice([chain.executive.id, chain.supervisor.id])
        yield {"of": Accused, "case_id": number, "staff_id": accused, "linked_at": received}
    notice = random.choice([15, 30])
    for kind, term in ((DeadlineKind.FINDING, 7), (DeadlineKind.NOTICE, notice), (DeadlineKind.ORDER, 9)):
        due, done = received + term * DAY, random.random()
        met = _around(random, due) if done < 0.6 else None
        ended = CaseStatus.WITHDRAWN.value if 0.6 <= done < 0.7 else None
        yield {
            "of": Deadline,
            **{"case_id": number, "kind": kind, "started_at": received, "due_at": due},
            **{"met_at": met, "ended_by": ended, "ended_at": ended and _around(random, due)},
        }
        if kind is DeadlineKind.FINDING and met:
            yield {
                "of": Finding,
                **{"case_id": number, "officer_id": random.choice(officers[:-1])},
                **{"saved_at": met, "submitted_at": met},
            }


def _border(random: Random) -> datetime:
    """A receipt from which the seven days end about the end of some month."""
    month = random.choice([*FiscalYear(2569).months, *YEAR.months])
    return month.ends_at - 7 * DAY + random.choice([timedelta(0), -SECOND, SECOND, random.random() * 40 * DAY])


def _around(random: Random, due: datetime) -> datetime:
    midnight = next_bangkok_midnight(due)
    return random.choice([midnight, midnight - timedelta(microseconds=1), due, due + (random.random() * 30 - 7) * DAY])


def _counted(
    reader: Person, directory: Directory, year: FiscalYear, cases: list[Case]
) -> dict[tuple[int | None, Month], Tally]:
    """By the rules of the domain, one case after the other."""
    theirs: set[int | None] = {*directory.below(reader.id), None} if reader.commands else {reader.id}
    theirs = {*directory.people, None} if reader.roles & {Role.PALAD, Role.EXECUTIVE, Role.AUDITOR} else theirs
    tallies: defaultdict[tuple[int | None, Month], Tally] = defaultdict(Tally)
    for case in cases:
        if reader.id in case.conflicts.barred(directory):
            continue
        for deadline in case.deadlines:
            if deadline.kind not in (DeadlineKind.FINDING, DeadlineKind.NOTICE):
                continue
            month, charged = Month.of(deadline.due_at), _charged(case, deadline)
            if month not in year.months or charged not in theirs or not _counts(case, deadline):
                continue
            tally, is_finding = tallies[charged, month], deadline.kind is DeadlineKind.FINDING
            (tally.findings if is_finding else _notices(tally, deadline))[_outcome(deadline)] += 1
            if is_finding and deadline.met_at:
                tally.days[(_day(deadline.met_at) - _day(case.received_at)).days] += 1
    return tallies


def _notices(tally: Tally, deadline: Deadline) -> Counter[Outcome]:
    return tally.first_notices if deadline.due_at - deadline.started_at == 15 * DAY else tally.later_notices


def _charged(case: Case, deadline: Deadline) -> int | None:
    if deadline.met_at is None and next_bangkok_midnight(deadline.due_at) > NOW:
        return case.officer_id
    latest = deadline.met_at if _outcome(deadline) is Outcome.IN_TIME else deadline.due_at
    assert latest
    had = sorted((one.at, one.id, one.officer_id) for one in case.assignments if one.at <= latest)
    return had[-1][2] if had else case.officer_id


def _counts(case: Case, deadline: Deadline) -> bool:
    """Of a suggestion what was late before it became one."""
    return case.category.has_finding_deadline or bool(deadline.ended_by and _outcome(deadline) is Outcome.LATE)


def _outcome(deadline: Deadline) -> Outcome:
    limit = next_bangkok_midnight(deadline.due_at)
    if deadline.met_at:
        return Outcome.IN_TIME if deadline.met_at < limit else Outcome.LATE
    if deadline.ended_by:
        return Outcome.LATE if deadline.ended_at and deadline.ended_at >= limit else Outcome.ENDED
    return Outcome.OVERDUE if limit <= NOW else Outcome.RUNNING


def _day(at: datetime) -> Any:
    return at.astimezone(BANGKOK).date()
