"""How satisfied complainants were: the summary for everybody, and the comments for those above.

Each answer is secret from the officer of its case, who knows when it came. So five answers are published at a time and
stand from then on, whatever becomes of their cases: whoever compares the summary before and after learns what five
people said together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

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
    """The published answers on cases that ended in one fiscal year: how many said each rating, of the handling and the
    result. Both are empty where fewer than five have answered.
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


def publish_answers(year: FiscalYear) -> None:
    """Publish the oldest answers of the year in whole fives. For use inside another act's transaction."""
    db.session.flush()
    ended_then = (_has_ended, Case.status_changed_at >= year.starts_at, Case.status_changed_at < year.ends_at)
    # Whoever waits here for somebody else's answer sees, after that, which are published already.
    query = (
        sa.select(Survey)
        .join(Case, Case.id == Survey.case_id)
        .where(*ended_then, Survey.published_year.is_(None))
        .order_by(Survey.at, Survey.case_id)
        .with_for_update(of=Survey)
    )
    waiting = db.session.scalars(query).all()
    for survey in waiting[: len(waiting) - len(waiting) % SMALLEST_SHOWN]:
        survey.published_year = year.number


def count_satisfaction(year: FiscalYear, now: datetime) -> Satisfaction:
    """What is published of the year, in one statement."""
    handling: Counter[int] = Counter()
    result: Counter[int] = Counter()
    ratings = (Survey.handling, Survey.result)
    query = sa.select(*ratings, sa.func.count()).where(Survey.published_year == year.number).group_by(*ratings)
    for said_of_handling, said_of_result, count in db.session.execute(query):
        handling[said_of_handling] += count
        result[said_of_result] += count
    return Satisfaction(year, now, _by_rating(handling), _by_rating(result))


def mean(counts: Mapping[int, int]) -> float | None:
    """To two decimals; None where nobody has answered."""
    answers = sum(counts.values())
    return round(sum(rating * count for rating, count in counts.items()) / answers, 2) if answers else None


def list_years(now: datetime) -> list[FiscalYear]:
    """The fiscal years since the first of which answers are published, the present one first."""
    first = db.session.scalar(sa.select(sa.func.min(Survey.published_year)))
    present = FiscalYear.of(now).number
    return [FiscalYear(number) for number in range(present, min(first or present, present) - 1, -1)]


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
        .options(joinedload(Survey.recorded_by))
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(sa.tuple_(Survey.at, Survey.case_id) < sa.tuple_(after.at, after.case_id))
    rows = [Told(number, survey) for number, survey in db.session.execute(query)]
    last = rows[:PAGE][-1].survey if len(rows) > PAGE else None
    return CommentPage(rows[:PAGE], Cursor(last.at, last.case_id) if last else None)


_has_ended = Case.status.in_(sorted(ENDED))


def _by_rating(counts: Mapping[int, int]) -> Mapping[int, int]:
    return {rating: counts[rating] for rating in RATINGS} if counts else {}
