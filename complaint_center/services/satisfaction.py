"""How satisfied complainants were: the summary for everybody, and the comments for those above.

Each answer is secret from the officer of its case, who knows when it came. So the summary grows by five answers at a
time: whoever compares it before and after learns what five people said together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.status import ENDED
from complaint_center.domain.suppression import SMALLEST_SHOWN
from complaint_center.domain.survey import RATINGS
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.conversation import Survey
from complaint_center.services.case_lists import Cursor
from complaint_center.services.case_queries import visible_to

PAGE = 50


@dataclass(frozen=True)
class Satisfaction:
    """The answers on cases that ended in one fiscal year: how many said each rating, of the handling and the result.

    Both are empty where fewer than five have answered.
    """

    year: FiscalYear
    as_of: datetime
    handling: Mapping[int, int]
    result: Mapping[int, int]

    @property
    def answers(self) -> int:
        return sum(self.handling.values())


@dataclass(frozen=True)
class Told:
    """What one complainant said, with the number of their case."""

    register_number: str
    survey: Survey


@dataclass(frozen=True)
class CommentPage:
    """Comments, the newest first; `after` None: this is the last page."""

    rows: Sequence[Told]
    after: Cursor | None


def count_satisfaction(year: FiscalYear, now: datetime) -> Satisfaction:
    """The answers on cases that ended in the year and were not reopened, in one statement."""
    handling: Counter[int] = Counter()
    result: Counter[int] = Counter()
    for said_of_handling, said_of_result, count in _published(year):
        handling[said_of_handling] += count
        result[said_of_result] += count
    return Satisfaction(year, now, _by_rating(handling), _by_rating(result))


def mean(counts: Mapping[int, int]) -> float | None:
    """To two decimals; None where nobody has answered."""
    answers = sum(counts.values())
    return round(sum(rating * count for rating, count in counts.items()) / answers, 2) if answers else None


def list_years(now: datetime) -> list[FiscalYear]:
    """The fiscal years since the first case ended of which somebody said something, the present one first."""
    ended_at = sa.func.min(Case.status_changed_at, type_=Case.status_changed_at.type)
    first = db.session.scalar(sa.select(ended_at).join(Survey, Survey.case_id == Case.id).where(_has_ended))
    present = FiscalYear.of(now)
    earliest = min(present, FiscalYear.of(first)) if first else present
    return [FiscalYear(number) for number in range(present.number, earliest.number - 1, -1)]


def list_comments(person: Person, directory: Directory, after: Cursor | None = None) -> CommentPage:
    """What was said of the cases that the person may see, and never of those that they hold themselves.

    NotAllowed for whoever neither commands nor reads all.
    """
    if not (person.commands or person.may(Permission.READ_ALL)):
        raise NotAllowed
    query = (
        sa.select(Case.register_number, Survey)
        .join(Survey, Survey.case_id == Case.id)
        .where(
            visible_to(person, directory),
            Case.officer_id.is_distinct_from(person.id),
            Survey.comment != "",
        )
        .order_by(Survey.at.desc(), Survey.case_id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(sa.tuple_(Survey.at, Survey.case_id) < sa.tuple_(after.at, after.case_id))
    rows = [Told(number, survey) for number, survey in db.session.execute(query)]
    last = rows[:PAGE][-1].survey if len(rows) > PAGE else None
    return CommentPage(rows[:PAGE], Cursor(last.at, last.case_id) if last else None)


_has_ended = Case.status.in_(sorted(ENDED))


def _published(year: FiscalYear) -> Sequence[tuple[int, int, int]]:
    """Both ratings and how many said them, of the oldest answers in whole fives."""
    ended_then = (_has_ended, Case.status_changed_at >= year.starts_at, Case.status_changed_at < year.ends_at)
    place = sa.func.row_number().over(order_by=(Survey.at, Survey.case_id)).label("place")
    whole = sa.func.count().over().label("whole")
    said = (
        sa.select(Survey.handling, Survey.result, place, whole)
        .join(Case, Case.id == Survey.case_id)
        .where(*ended_then)
        .subquery()
    )
    ratings = (said.c.handling, said.c.result)
    query = (
        sa.select(*ratings, sa.func.count())
        .where(said.c.place <= said.c.whole - said.c.whole % SMALLEST_SHOWN)
        .group_by(*ratings)
    )
    return [tuple(row) for row in db.session.execute(query)]


def _by_rating(counts: Mapping[int, int]) -> Mapping[int, int]:
    return {rating: counts[rating] for rating in RATINGS} if counts else {}
