"""The summary of how satisfied complainants were equals a count by hand, and no single answer can be made out of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.errors import AlreadyDecided, NotAllowed
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.survey import RATINGS, SurveyDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.conversation import Survey
from complaint_center.models.interest import Recusal
from complaint_center.services import satisfaction
from complaint_center.services.directory import load_directory
from complaint_center.services.orders import reopen, withdraw
from complaint_center.services.satisfaction import (
    Satisfaction,
    count_satisfaction,
    list_comments,
    list_years,
    mean,
    publish_answers,
)
from complaint_center.services.survey import record, say, state_of
from tests.crowd import in_threads
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_staff
from tests.services.test_query_plans import overheard

YEAR = FiscalYear.of(NOW)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def answered(
    handling: int, result: int, at: datetime = NOW, status: CaseStatus = CaseStatus.CLOSED, comment: str = ""
) -> Case:
    """A case that ended at that time, on which somebody answered at once."""
    case = make_case()
    case.status, case.status_changed_at = status, at
    case.survey = Survey(handling=handling, result=result, comment=comment, at=at)
    db.session.commit()
    return case


def published(year: FiscalYear = YEAR) -> Satisfaction:
    publish_answers(year)
    db.session.commit()
    return count_satisfaction(year, NOW)


def test_every_number_equals_a_count_by_hand(chain: Chain) -> None:
    chance = Random(7)  # noqa: S311 - a game of chance, no secret
    borders = (YEAR.starts_at - SECOND, YEAR.starts_at, YEAR.ends_at - SECOND, YEAR.ends_at)
    told = []
    for number, status in product(range(5), CaseStatus):
        at = chance.choice(borders) + timedelta(microseconds=number)
        rating = chance.choice(RATINGS), chance.choice(RATINGS)
        answered(*rating, at=at, status=status)
        told.append((FiscalYear.of(at), at, status, *rating))
    for year in (FiscalYear(YEAR.number - 1), YEAR, FiscalYear(YEAR.number + 1)):
        ended = sorted(one[1:] for one in told if one[0] == year and not one[2].is_open)
        # The order of two that came in one instant is that of their cases, which the ratings must not depend on.
        first = ended[: len(ended) - len(ended) % 5]
        counted = published(year)
        assert counted.answers == len(first)
        if len(ended) % 5 == 0:
            assert +Counter(counted.handling) == Counter(one[2] for one in first)
            assert +Counter(counted.result) == Counter(one[3] for one in first)


def test_nothing_is_published_of_fewer_than_five(chain: Chain) -> None:
    for _ in range(4):
        answered(5, 1)
    assert (published().answers, mean(published().handling)) == (0, None)
    answered(4, 2)
    counted = published()
    assert (counted.handling, counted.result) == ({1: 0, 2: 0, 3: 0, 4: 1, 5: 4}, {1: 4, 2: 1, 3: 0, 4: 0, 5: 0})
    assert (mean(counted.handling), mean(counted.result)) == (4.8, 1.2)


def test_one_more_answer_changes_nothing_until_five_more_have_come(chain: Chain) -> None:
    """The officer knows when somebody answered; what was said must not show in the difference."""
    for number in range(5):
        answered(5, 5, NOW + number * SECOND)
    before = published()
    for number in range(4):
        answered(1, 1, NOW + DAY + number * SECOND)
        assert published() == before
    answered(1, 1, NOW + 2 * DAY)
    assert published().handling == {1: 5, 2: 0, 3: 0, 4: 0, 5: 5}


def test_what_is_published_stands_whoever_changes_their_mind_and_whatever_becomes_of_the_case(chain: Chain) -> None:
    cases = [ended(chain) for _ in range(6)]
    for case in cases[:4]:
        say(tracking_hash(case), SurveyDraft(5, 4), NOW)
    say(tracking_hash(cases[0]), SurveyDraft(4, 4), NOW)
    assert count_satisfaction(YEAR, NOW).answers == 0
    record(chain.clerk, cases[4].register_number, SurveyDraft(1, 1), NOW)
    before = count_satisfaction(YEAR, NOW)
    assert before.handling == {1: 1, 2: 0, 3: 0, 4: 1, 5: 3}
    for case in cases[:5]:
        assert not state_of(case, NOW).may_say
    with pytest.raises(AlreadyDecided):
        say(tracking_hash(cases[0]), SurveyDraft(1, 1), NOW)
    db.session.rollback()
    with pytest.raises(AlreadyDecided):
        record(chain.clerk, cases[4].register_number, SurveyDraft(5, 5), NOW)
    db.session.rollback()
    reopen(OFFICE, chain.supervisor, cases[1].register_number, "มีหลักฐานใหม่", NOW)
    say(tracking_hash(cases[5]), SurveyDraft(2, 2), NOW)
    assert count_satisfaction(YEAR, NOW) == before


def test_answers_that_come_at_once_are_published_in_whole_fives(app: Flask, chain: Chain) -> None:
    """Those that could not see each other are published with the next answer."""
    *hashes, last = [tracking_hash(ended(chain)) for _ in range(13)]
    db.session.rollback()
    said = in_threads(app, [partial(say, code_hash, SurveyDraft(3, 3), NOW) for code_hash in hashes])
    assert (said, count_satisfaction(YEAR, NOW).answers % 5) == ([None] * 12, 0)
    say(last, SurveyDraft(3, 3), NOW)
    assert count_satisfaction(YEAR, NOW).answers == 10


def ended(chain: Chain) -> Case:
    case = make_case()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    return case


def tracking_hash(case: Case) -> str:
    assert case.tracking_code_hash
    return case.tracking_code_hash


def test_it_is_counted_in_one_statement(chain: Chain) -> None:
    for number in range(7):
        answered(3, 3, NOW + number * SECOND)
    with overheard() as sent:
        count_satisfaction(YEAR, NOW)
    assert len(sent) == 1


def test_the_years_reach_back_to_the_first_answer(chain: Chain) -> None:
    assert list_years(NOW) == [YEAR]
    for _ in range(5):
        answered(3, 3, YEAR.starts_at - SECOND)
    published(FiscalYear(YEAR.number - 1))
    assert list_years(NOW) == [YEAR, FiscalYear(YEAR.number - 1)]


def test_comments_are_for_those_above_and_never_for_who_holds_the_case(chain: Chain) -> None:
    number = answered(1, 2, comment="ช้ามาก").register_number
    directory = load_directory()
    for reader in (chain.supervisor, chain.palad, chain.executive, make_staff(Role.AUDITOR)):
        [told] = list_comments(reader, load_directory()).rows
        assert (told.register_number, told.survey.comment) == (number, "ช้ามาก")
    for other in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            list_comments(other, directory)
    case = db.session.scalars(sa.select(Case)).one()
    case.officer_id = chain.palad.id
    db.session.commit()
    assert list_comments(chain.palad, directory).rows == []


def test_comments_of_a_hidden_case_and_empty_ones_are_not_listed(chain: Chain) -> None:
    answered(1, 2)
    hidden = answered(1, 2, comment="ซ่อน")
    hidden.recusals.append(Recusal(staff_id=chain.palad.id, at=NOW))
    db.session.commit()
    assert list_comments(chain.palad, load_directory()).rows == []
    assert len(list_comments(chain.executive, load_directory()).rows) == 1


def test_the_next_page_goes_on_where_this_one_ends(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(satisfaction, "PAGE", 2)
    numbers = [answered(1, 2, comment="ก").register_number for _ in range(5)]
    listed, after, pages = [], None, 0
    while pages == 0 or after:
        page = list_comments(chain.palad, load_directory(), after)
        listed += [told.register_number for told in page.rows]
        after, pages = page.after, pages + 1
    assert (listed, pages) == (numbers[::-1], 3)
