"""How long somebody stays signed in, and of whom a second factor is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaint_center.domain.access import Person, Role
from complaint_center.domain.sign_in import IDLE, LONGEST, WARNING, needs_second_factor, signed_in_until
from tests.make import NOW, OFFICE, SECOND


def test_it_ends_thirty_minutes_after_the_last_page_and_twelve_hours_after_the_first() -> None:
    assert (timedelta(minutes=30), timedelta(hours=12), timedelta(minutes=2)) == (IDLE, LONGEST, WARNING)
    assert signed_in_until(NOW, NOW) == NOW + IDLE
    last_page = NOW + LONGEST - IDLE
    assert signed_in_until(NOW, last_page - SECOND) == NOW + LONGEST - SECOND
    assert signed_in_until(NOW, last_page) == signed_in_until(NOW, last_page + SECOND) == NOW + LONGEST


@pytest.mark.parametrize("role", list(Role))
def test_a_second_factor_is_asked_of_those_who_see_or_decide_more_than_their_own_cases(role: Role) -> None:
    person = Person(1, "somebody", "ใคร", frozenset({role}))
    assert needs_second_factor(person) == (role not in {Role.CLERK, Role.OFFICER})
    assert not OFFICE.asks_second_factor(person)
    assert replace(OFFICE, second_factor_required=True).asks_second_factor(person) == needs_second_factor(person)


def test_one_of_several_roles_is_enough() -> None:
    both = Person(1, "somebody", "ใคร", frozenset({Role.CLERK, Role.ADMIN}))
    assert needs_second_factor(both)
