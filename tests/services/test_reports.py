"""Every figure of a report equals that of counting case by case, on both databases, whoever reads it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
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
from complaint_center.domain.ladder import Tier
from complaint_center.domain.reports import Dimension, Tally
from complaint_center.domain.status import ENDED, CaseStatus, OrderKind
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.days import bangkok_month
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.finding import Finding
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import escalate_due
from complaint_center.services.orders import give_order, reopen
from complaint_center.services.report_facts import Filters
from complaint_center.services.reports import NOBODY, Report, note_export, read_report
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_order, make_staff, make_unit, submit
from tests.services.test_query_plans import overheard, plan

YEAR = FiscalYear(2570)
OF_YEAR = Filters(YEAR.starts_at, YEAR.ends_at)
CASES = 1_500


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def report(
    person: Person,
    filters: Filters = OF_YEAR,
    crossing: tuple[Dimension, Dimension] = (Dimension.CHANNEL, Dimension.STATE),
    now: datetime = NOW,
) -> Report:
    return read_report(person, load_directory(), filters, crossing, now)


@given(st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - the zone is put on below
@example(datetime(2026, 9, 30, 23, 59, 59, 999_999))  # noqa: DTZ001
@example(datetime(2026, 10, 1))  # noqa: DTZ001
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_database_names_months_by_the_clock_of_bangkok(app: Flask, local: datetime) -> None:
    at = local.replace(tzinfo=BANGKOK)
    asked = sa.select(bangkok_month(sa.literal(at, Case.received_at.type)))
    assert db.session.scalar(asked) == str(Month.of(at))


def test_a_case_is_counted_with_what_became_of_it(chain: Chain) -> None:
    began = NOW - 20 * DAY
    case = make_case(now=began, received_at=began)
    number = case.register_number
    escalate_due(OFFICE, began + 8 * DAY)
    submit(case, began + 9 * DAY)
    give_order(OFFICE, chain.supervisor, number, make_order(OrderKind.DISMISS), began + 12 * DAY)
    whole = report(chain.palad).whole
    assert (whole.cases, whole.ended, whole.escalated, whole.late, whole.reopened) == (1, 1, 1, 1, 0)
    assert (whole.to_finding.days, whole.to_close.days) == ({9: 1}, {12: 1})
    reopen(OFFICE, chain.supervisor, number, "มีหลักฐานใหม่", began + 15 * DAY)
    whole = report(chain.palad).whole
    assert (whole.cases, whole.ended, whole.in_process, whole.reopened) == (1, 0, 1, 1)
    assert (whole.to_finding.days, whole.to_close.days) == ({9: 1}, {})


def test_a_finding_is_late_from_the_midnight_after_its_day(chain: Chain) -> None:
    make_case(received_at=NOW - 7 * DAY)
    midnight = next_bangkok_midnight(NOW)
    assert report(chain.palad, now=midnight - SECOND).whole.late == 0
    assert report(chain.palad, now=midnight).whole.late == 1


def test_who_commands_or_reads_all_may_and_sees_what_they_may_see(chain: Chain) -> None:
    auditor = make_staff(Role.AUDITOR)
    elsewhere = make_staff(Role.SUPERVISOR, reports_to=chain.palad)
    number = make_case().register_number
    seen = {one.id: report(one).whole.cases for one in (chain.palad, chain.executive, chain.supervisor, auditor)}
    assert set(seen.values()) == {1}
    assert report(elsewhere).whole.cases == 0
    case_id = db.session.scalars(sa.select(Case.id).where(Case.register_number == number)).one()
    db.session.add(Recusal(case_id=case_id, staff_id=chain.palad.id, at=NOW))
    db.session.commit()
    assert report(chain.palad).whole.cases == 0
    for reader in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            report(reader)
        with pytest.raises(NotAllowed):
            note_export(reader, OF_YEAR, "channel", NOW)


def test_taking_a_table_out_is_an_act(chain: Chain) -> None:
    note_export(chain.palad, replace(OF_YEAR, channel=Channel.WEB), "state", NOW)
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (entry.what, entry.actor_id) == ("report_exported", chain.palad.id)
    assert '"table": "state"' in entry.detail
    assert '"channel": "web"' in entry.detail


def test_one_statement_whatever_the_number_of_cases_and_off_an_index(chain: Chain) -> None:
    directory, asked_of = load_directory(), []
    for cases in (1, 4):
        for _ in range(cases):
            submit(make_case())
        with overheard() as questions:
            read_report(chain.palad, directory, OF_YEAR, (Dimension.UNIT, Dimension.MONTH), NOW)
        asked_of.append(questions)
    assert [len(questions) for questions in asked_of] == [1, 1]
    found = plan(asked_of[-1][0])
    assert "ix_cases_" in found
    assert "ix_journal_what_at_seq" in found
    assert "ix_deadlines_case_id" in found or "ix_deadlines_kind_due_at" in found
    # The facts of a case are worked out once, not for each way of counting them.
    assert found.upper().count("MATERIALIZE FACTS") == 1 or found.count("CTE facts") == 1


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_equals_that_of_counting_case_by_case(chain: Chain, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - for a test
    officers = _officers(chain)
    _fill(random, officers, chain)
    readers = [chain.palad, chain.executive, chain.supervisor, make_staff(Role.AUDITOR)]
    directory, cases = load_directory(), _all_cases()
    unit_id = next(one.unit_id for one in directory.people.values() if one.unit_id)
    narrowed = [
        OF_YEAR,
        Filters(FiscalYear(2569).starts_at, YEAR.ends_at),
        replace(OF_YEAR, channel=Channel.BOX),
        replace(OF_YEAR, category_group="A"),
        replace(OF_YEAR, unit_id=unit_id),
        replace(OF_YEAR, officer_id=chain.officer.id),
    ]
    figures = 0
    for reader in readers:
        for filters in narrowed:
            crossing = tuple(random.sample(list(Dimension), 2))
            found = read_report(reader, directory, filters, crossing, NOW)
            tallies, crossed = _counted(reader, directory, filters, crossing, cases)
            assert found.tallies == tallies
            assert found.crossed == crossed
            figures += sum(map(len, tallies.values()))
    assert figures > 400


def _all_cases() -> list[tuple[Case, bool]]:
    parts = (Case.findings, Case.accused, Case.recusals)
    deadlines = selectinload(Case.deadlines).selectinload(Deadline.escalations)
    reopened = set(db.session.scalars(sa.select(JournalEntry.case_id).where(JournalEntry.what == "reopened")))
    cases = db.session.scalars(sa.select(Case).options(*map(selectinload, parts), deadlines))
    return [(case, case.id in reopened) for case in cases]


def _officers(chain: Chain) -> list[int | None]:
    unit = make_unit("กองช่าง")
    below = [make_staff(Role.OFFICER, reports_to=chain.supervisor, unit=unit) for _ in range(2)]
    others = [make_staff(Role.OFFICER, reports_to=chain.palad, unit=make_unit("กองคลัง"))]
    return [chain.officer.id, *(one.id for one in (*below, *others)), None]


def _fill(random: Random, officers: list[int | None], chain: Chain) -> None:
    """Straight into the tables, at the instants where a day, a month or a year ends and in between."""
    tables: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
    for number in range(1, CASES + 1):
        for row in _case(random, number, officers, chain):
            tables[row.pop("of")].append(row)
    for model in (Case, Deadline, Escalation, Finding, Recusal, Accused):
        db.session.execute(sa.insert(model), tables[model])
    db.session.commit()
    for case in db.session.scalars(sa.select(Case).where(Case.id % 50 == 1)):
        journal.record("reopened", actor=chain.supervisor, at=NOW, case=case, reason="เหตุผล")
    journal.commit()


def _case(random: Random, number: int, officers: list[int | None], chain: Chain) -> Iterator[dict[str, Any]]:
    received = _border(random)
    yield {
        "of": Case,
        **{"id": number, "register_number": f"70-{number:04}", "fiscal_year": 2570, "sequence": number},
        **{name: f"{name}{number}" for name in ("tracking_code_hash", "submission_hash", "content_hash")},
        **{"channel": random.choice(list(Channel)), "category": random.choice(list(Category))},
        **{"subject": "", "narrative": "", "received_at": received, "registered_at": received},
        **{"status_changed_at": received + random.random() * 90 * DAY},
        **{"status": random.choice(list(CaseStatus)), "officer_id": random.choice(officers)},
    }
    if random.random() < 0.1:
        yield {"of": Recusal, "case_id": number, "staff_id": chain.palad.id, "at": received}
    if random.random() < 0.1:
        accused = random.choice([chain.executive.id, chain.supervisor.id])
        yield {"of": Accused, "case_id": number, "staff_id": accused, "linked_at": received}
    for place, (kind, term) in enumerate(((DeadlineKind.FINDING, 7), (DeadlineKind.ORDER, 9))):
        due, done = received + term * DAY, random.random()
        met = _around(random, due) if done < 0.6 else None
        ended = CaseStatus.WITHDRAWN.value if 0.6 <= done < 0.7 else None
        deadline_id = 2 * number + place
        yield {
            "of": Deadline,
            **{"id": deadline_id, "case_id": number, "kind": kind, "started_at": received, "due_at": due},
            **{"met_at": met, "ended_by": ended, "ended_at": ended and _around(random, due)},
        }
        if random.random() < 0.3:
            tier, day = random.choice([(Tier.OFFICER, 3), (Tier.SUPERVISOR, 7), (Tier.NEXT_SUPERIOR, 10)])
            yield {"of": Escalation, "deadline_id": deadline_id, "day": day, "tier": tier, "at": received}
        if met and kind is DeadlineKind.FINDING:
            for at in (met, *random.choice([(), (met + 10 * DAY,)])):
                told = {"saved_at": at, "submitted_at": at}
                yield {"of": Finding, "case_id": number, "officer_id": officers[0], **told}


def _border(random: Random) -> datetime:
    month = random.choice([*FiscalYear(2569).months, *YEAR.months])
    return month.ends_at + random.choice([timedelta(0), -SECOND, SECOND, random.random() * 40 * DAY])


def _around(random: Random, due: datetime) -> datetime:
    midnight = next_bangkok_midnight(due)
    return random.choice([midnight, midnight - timedelta(microseconds=1), due, due + (random.random() * 30 - 7) * DAY])


def _counted(
    reader: Person,
    directory: Directory,
    filters: Filters,
    crossing: tuple[Dimension, Dimension],
    cases: list[tuple[Case, bool]],
) -> tuple[dict[Dimension, dict[str, Tally]], dict[tuple[str, str], int]]:
    """By the rules of the domain, one case after the other."""
    tallies: dict[Dimension, dict[str, Tally]] = {one: defaultdict(Tally) for one in Dimension}
    crossed: Counter[tuple[str, str]] = Counter()
    for case, was_reopened in cases:
        if not (_is_seen(case, reader, directory) and _is_asked_for(case, filters, directory)):
            continue
        places = _places(case, directory)
        crossed[places[crossing[0]], places[crossing[1]]] += 1
        for one, value in places.items():
            tallies[one][value].add(_tally(case, was_reopened))
    return tallies, dict(crossed)


def _is_seen(case: Case, reader: Person, directory: Directory) -> bool:
    if reader.id in case.conflicts.barred(directory):
        return False
    if reader.roles & {Role.PALAD, Role.EXECUTIVE, Role.AUDITOR}:
        return True
    return case.officer_id is None or case.officer_id in directory.below(reader.id)


def _is_asked_for(case: Case, filters: Filters, directory: Directory) -> bool:
    unit_id = directory.people[case.officer_id].unit_id if case.officer_id else None
    return (
        filters.starts_at <= case.received_at < filters.ends_at
        and filters.channel in (None, case.channel)
        and filters.category_group in ("", case.category.group)
        and filters.unit_id in (None, unit_id)
        and filters.officer_id in (None, case.officer_id)
    )


def _places(case: Case, directory: Directory) -> dict[Dimension, str]:
    unit_id = directory.people[case.officer_id].unit_id if case.officer_id else None
    return {
        Dimension.CHANNEL: case.channel.value,
        Dimension.STATE: case.status.value,
        Dimension.CATEGORY: case.category.value,
        Dimension.UNIT: str(unit_id) if unit_id else NOBODY,
        Dimension.MONTH: str(Month.of(case.received_at)),
    }


def _tally(case: Case, was_reopened: bool) -> Tally:
    submitted = [one.submitted_at for one in case.findings if one.submitted_at]
    rungs = [rung for deadline in case.deadlines for rung in deadline.escalations]
    tally = Tally(
        cases=1,
        ended=int(case.status in ENDED),
        reopened=int(was_reopened),
        escalated=int(any(rung.tier is not Tier.OFFICER for rung in rungs)),
        late=int(any(map(_is_late, case.deadlines))),
    )
    if submitted:
        tally.to_finding.days[_days(case, min(submitted))] += 1
    if case.status in ENDED:
        tally.to_close.days[_days(case, case.status_changed_at)] += 1
    return tally


def _is_late(deadline: Deadline) -> bool:
    limit = next_bangkok_midnight(deadline.due_at)
    done = deadline.met_at or (deadline.ended_at if deadline.ended_by else NOW)
    assert done
    return deadline.kind is DeadlineKind.FINDING and done >= limit


def _days(case: Case, at: datetime) -> int:
    return (at.astimezone(BANGKOK).date() - case.received_at.astimezone(BANGKOK).date()).days
