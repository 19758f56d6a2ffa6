"""The on-time scorecard: for each officer and month of a fiscal year what was due, and what became of it.

A duty counts in the month in which it fell due. What was done in time is charged to whoever had the case then, what
was not to whoever had it when it fell due: whoever takes a late case over is not late, and what had been taken from its
officer by then is charged to nobody. What is not due yet, and what came into the register after it fell due, is charged
to whoever has the case now. That a case ended, or became a suggestion, after the due day leaves it late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person, Role
from complaint_center.domain.calendar import bangkok_midnight
from complaint_center.domain.categories import Category
from complaint_center.domain.deadlines import NOTICE_DAYS, DeadlineKind
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.fiscal_years import FiscalYear, Month
from complaint_center.domain.performance import Outcome, Tally, together
from complaint_center.extensions import db
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.days import bangkok_day
from complaint_center.models.deadline import Deadline
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, not_barred

READERS = (Permission.EXAMINE, Permission.COMMAND, Permission.READ_ALL)


@dataclass(frozen=True)
class Scorecard:
    """Tallies by officer and month. `officer_ids`: whose figures the reader sees, without what nobody had (None)."""

    year: FiscalYear
    officer_ids: Collection[int]
    tallies: Mapping[tuple[int | None, Month], Tally]

    def of_officer(self, officer_id: int | None) -> Tally:
        return together(tally for (one, _), tally in self.tallies.items() if one == officer_id)

    def of_month(self, month: Month) -> Tally:
        return together(tally for (_, one), tally in self.tallies.items() if one == month)

    @property
    def whole(self) -> Tally:
        return together(self.tallies.values())

    def only(self, officer_ids: Collection[int]) -> Scorecard:
        """Of these officers alone."""
        kept = {place: tally for place, tally in self.tallies.items() if place[0] in officer_ids}
        return Scorecard(self.year, [one for one in self.officer_ids if one in officer_ids], kept)


def score(person: Person, directory: Directory, year: FiscalYear, now: datetime) -> Scorecard:
    """What the person may see of a fiscal year, in two statements. No figure knows a case that bars the person.

    NotAllowed for whoever neither examines, commands nor reads all.
    """
    if not any(map(person.may, READERS)):
        raise NotAllowed
    theirs = _answerable(person, directory)
    tallies: defaultdict[tuple[int | None, Month], Tally] = defaultdict(Tally)
    for officer_id, month, outcome, days, count in _counted(DeadlineKind.FINDING, person, directory, year, now):
        if officer_id in theirs:
            tally = tallies[officer_id, year.months[month]]
            tally.findings[Outcome(outcome)] += count
            if days is not None:
                tally.days[days] += count
    for officer_id, month, outcome, term, count in _counted(DeadlineKind.NOTICE, person, directory, year, now):
        if officer_id in theirs:
            tally = tallies[officer_id, year.months[month]]
            notices = tally.first_notices if term == NOTICE_DAYS else tally.later_notices
            notices[Outcome(outcome)] += count
    scored = {officer_id for officer_id, _ in tallies}
    shown = [one for one in theirs if one is not None and (one in scored or _examines(directory.people[one]))]
    return Scorecard(year, shown, tallies)


def note_export(actor: Person, year: FiscalYear, now: datetime) -> None:
    """Keep in the journal that the figures of a year are taken out."""
    journal.record("performance_exported", actor=actor, at=now, detail={"fiscal_year": year.number})
    journal.commit()


def _answerable(person: Person, directory: Directory) -> frozenset[int | None]:
    """Whose figures the person sees; None among them: of what nobody has, as those do who could give it to somebody."""
    own = frozenset({person.id} if person.may(Permission.EXAMINE) else ())
    if person.may(Permission.READ_ALL):
        return frozenset({*directory.people, None})
    return frozenset({*directory.below(person.id), *own, None}) if person.commands else own


def _examines(person: Person) -> bool:
    return person.is_active and Role.OFFICER in person.roles


def _counted(
    kind: DeadlineKind, person: Person, directory: Directory, year: FiscalYear, now: datetime
) -> list[tuple[int | None, int, str, int | None, int]]:
    """Officer, month of the year, outcome, days, and how many duties were so.

    The days are those from receipt to submission of a finding, and those within which a notice was owed.
    """
    is_notice = kind is DeadlineKind.NOTICE
    start, end = (Deadline.started_at, Deadline.due_at) if is_notice else (Case.received_at, Deadline.met_at)
    duties = (
        sa.select(
            _charged(now).label("officer_id"),
            sa.case(*_months(year)).label("month"),
            _outcome(now).label("outcome"),
            (bangkok_day(end) - bangkok_day(start)).label("days"),
        )
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.kind == kind,
            Deadline.due_at >= year.starts_at,
            Deadline.due_at < year.ends_at,
            sa.or_(Case.category != Category.SUGGESTION, _missed()),
            not_barred(person, directory),
        )
        .subquery()
    )
    told = (duties.c.officer_id, duties.c.month, duties.c.outcome, duties.c.days)
    return [tuple(row) for row in db.session.execute(sa.select(*told, sa.func.count()).group_by(*told))]


def _charged(now: datetime) -> sa.ColumnElement[int]:
    is_in_time = bangkok_day(Deadline.met_at) <= bangkok_day(Deadline.due_at)
    at_the_latest = sa.case((is_in_time, Deadline.met_at), else_=Deadline.due_at)
    had = (
        sa.select(Assignment.officer_id)
        .where(Assignment.case_id == Deadline.case_id, Assignment.at <= at_the_latest)
        .order_by(Assignment.at.desc(), Assignment.id.desc())
        .limit(1)
        .correlate(Deadline)
        .scalar_subquery()
    )
    is_running = sa.and_(Deadline.met_at.is_(None), Deadline.due_at >= bangkok_midnight(now))
    was_held = sa.exists().where(Assignment.case_id == Deadline.case_id, Assignment.at <= at_the_latest)
    return sa.case((is_running, Case.officer_id), (was_held.correlate(Deadline), had), else_=Case.officer_id)


def _missed() -> Condition:
    """It was not done, and the case ended or became a suggestion only after the day on which it was due."""
    ended_after = bangkok_day(Deadline.ended_at) > bangkok_day(Deadline.due_at)
    return sa.and_(Deadline.met_at.is_(None), Deadline.ended_by.is_not(None), ended_after)


def _months(year: FiscalYear) -> list[tuple[Condition, int]]:
    """In which month of the year a duty fell due; what fell due before it does not come here."""
    return [(Deadline.due_at < month.ends_at, number) for number, month in enumerate(year.months)]


def _outcome(now: datetime) -> sa.ColumnElement[str]:
    return sa.case(
        (bangkok_day(Deadline.met_at) <= bangkok_day(Deadline.due_at), Outcome.IN_TIME.value),
        (Deadline.met_at.is_not(None), Outcome.LATE.value),
        (_missed(), Outcome.LATE.value),
        (Deadline.ended_by.is_not(None), Outcome.ENDED.value),
        (Deadline.due_at < bangkok_midnight(now), Outcome.OVERDUE.value),
        else_=Outcome.RUNNING.value,
    )
