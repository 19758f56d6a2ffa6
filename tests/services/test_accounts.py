"""The second factor: codes once and in time, recovery codes once, and nothing of them readable in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from passlib.totp import TOTP

from complaint_center.domain.access import Person, Role
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services.accounts import (
    accept_code,
    has_second_factor,
    new_secret,
    note_sign_in,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
    setup_address,
    take_away_second_factor,
)
from tests.make import NOW, OFFICE, make_staff

STEP = timedelta(seconds=30)
LATER = NOW + 10 * STEP


@pytest.fixture
def person(app: Flask) -> Person:
    return make_staff(Role.OFFICER)


def code_at(secret: str, at: datetime) -> str:
    return str(TOTP(secret).generate(at).token)


def set_up(person: Person) -> tuple[str, list[str]]:
    secret = new_secret()
    return secret, set_up_second_factor(person, secret, code_at(secret, NOW), NOW)


def uniquifier(person: Person) -> str:
    return db.session.get_one(StaffMember, person.id).fs_uniquifier


def last_act() -> JournalEntry:
    return db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc())).all()[0]


def test_the_published_codes_of_the_standard_are_ours() -> None:
    # RFC 6238, appendix B, the last six of eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code_at(secret, datetime.fromisoformat("2009-02-13T23:31:30+00:00")) == "005924"


def test_it_counts_only_once_a_code_was_typed(person: Person) -> None:
    secret = new_secret()
    with pytest.raises(InvalidInput) as refused:
        set_up_second_factor(person, secret, "000000" if code_at(secret, NOW) != "000000" else "111111", NOW)
    assert (refused.value.field, refused.value.problem) == ("code", Problem.WRONG_CODE)
    assert not has_second_factor(person.id)
    before = uniquifier(person)
    codes = set_up_second_factor(person, secret, code_at(secret, NOW), NOW)
    assert has_second_factor(person.id)
    assert len(set(codes)) == recovery_codes_left(person.id) == 10
    assert uniquifier(person) != before
    assert (last_act().what, last_act().actor_id) == ("second_factor_set_up", person.id)


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_either_way(person: Person, steps: int, is_right: bool) -> None:
    secret, _ = set_up(person)
    assert accept_code(person, code_at(secret, LATER + steps * STEP), LATER) is is_right


def test_a_code_is_accepted_once_and_none_from_before_it(person: Person) -> None:
    secret, _ = set_up(person)
    assert not accept_code(person, code_at(secret, NOW), NOW)
    code, before = code_at(secret, LATER), code_at(secret, LATER - STEP)
    assert accept_code(person, code, LATER)
    assert not accept_code(person, code, LATER)
    assert not accept_code(person, before, LATER)
    assert accept_code(person, code_at(secret, LATER + STEP), LATER)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "1" * 12, "1" * 5000, "½" * 6, "-1"])
def test_what_is_no_code_is_wrong(person: Person, code: str) -> None:
    set_up(person)
    assert not accept_code(person, code, LATER)


def test_thai_digits_and_spaces_will_do(person: Person) -> None:
    secret, recovery = set_up(person)
    thai = code_at(secret, LATER).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert accept_code(person, f"{thai[:3]} {thai[3:]}", LATER)
    assert accept_code(person, f" {recovery[0][:4]}-{recovery[0][4:8]} {recovery[0][8:]} ", LATER)


def test_a_recovery_code_works_once_for_its_owner_and_is_journalled(person: Person) -> None:
    _, codes = set_up(person)
    other = make_staff(Role.OFFICER)
    set_up(other)
    assert not accept_code(other, codes[0], LATER)
    assert accept_code(person, codes[0], LATER)
    assert (last_act().what, last_act().actor_id) == ("recovery_code_used", person.id)
    assert not accept_code(person, codes[0], LATER)
    assert recovery_codes_left(person.id) == 9


def test_new_recovery_codes_kill_the_old_ones(person: Person) -> None:
    with pytest.raises(NotAllowed):
        renew_recovery_codes(person, NOW)
    _, old = set_up(person)
    new = renew_recovery_codes(person, NOW)
    assert not accept_code(person, old[0], LATER)
    assert accept_code(person, new[0], LATER)


def test_another_telephone_takes_the_place_of_the_first(person: Person) -> None:
    first, old = set_up(person)
    second, _ = set_up(person)
    assert not accept_code(person, code_at(first, LATER), LATER)
    assert not accept_code(person, old[0], LATER)
    assert accept_code(person, code_at(second, LATER), LATER)


def test_who_must_have_one_cannot_do_without(person: Person) -> None:
    boss = make_staff(Role.SUPERVISOR)
    for each in (person, boss):
        set_up(each)
    required = replace(OFFICE, second_factor_required=True)
    with pytest.raises(NotAllowed):
        remove_second_factor(required, boss, NOW)
    remove_second_factor(required, person, NOW)
    remove_second_factor(OFFICE, boss, NOW)
    assert not has_second_factor(person.id)
    assert recovery_codes_left(person.id) == 0


def test_an_administrator_takes_it_away_with_a_reason_and_nobody_else_may(person: Person) -> None:
    admin = make_staff(Role.ADMIN)
    with pytest.raises(NotVisible):
        take_away_second_factor(admin, person.id, "โทรศัพท์หาย", NOW)
    set_up(person)
    before = uniquifier(person)
    with pytest.raises(NotAllowed):
        take_away_second_factor(person, person.id, "โทรศัพท์หาย", NOW)
    with pytest.raises(InvalidInput):
        take_away_second_factor(admin, person.id, "  ", NOW)
    take_away_second_factor(admin, person.id, "โทรศัพท์หาย", NOW)
    assert not has_second_factor(person.id)
    assert uniquifier(person) != before
    act = last_act()
    assert (act.what, act.actor_id, act.reason and act.reason.text) == (
        "second_factor_taken_away",
        admin.id,
        "โทรศัพท์หาย",
    )


def test_neither_the_secret_nor_a_code_can_be_read_in_the_database(person: Person) -> None:
    secret, codes = set_up(person)
    tables = db.metadata.sorted_tables
    kept = [str(row) for table in tables for row in db.session.execute(sa.text(f"SELECT * FROM {table.name}"))]  # noqa: S608
    assert kept
    for hidden in (secret, *codes):
        assert not any(hidden in row for row in kept)


def test_the_address_for_the_app_names_office_and_user(person: Person) -> None:
    address = setup_address("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", OFFICE, "somchai")
    assert address.startswith("otpauth://totp/%E0")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address


def test_a_sign_in_tells_when_the_one_before_was(person: Person) -> None:
    assert note_sign_in(OFFICE, person, True, NOW) is None
    assert note_sign_in(OFFICE, person, True, LATER) == NOW
