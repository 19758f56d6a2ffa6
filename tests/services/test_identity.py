"""Who complained: encrypted in every row, and shown to few, with a reason each time."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.extensions import db, keyring
from complaint_center.models.complainant import Complainant
from complaint_center.models.journal import JournalEntry
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.identity import reveal_identity
from tests.make import NOW, make_case, make_chain, make_complainant, make_staff

SECRETS = ("สมศรี", "ใจกล้า", "99 หมู่ 9", "812345678", "somsri@example.com", "1234567890121")


def test_no_table_holds_the_identity_in_clear(app: Flask) -> None:
    make_chain()
    make_case(complainant=make_complainant(national_id="1234567890121"))
    for table in sa.inspect(db.session.connection()).get_table_names():
        for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"')):  # noqa: S608  # our own tables
            shown = " ".join(map(str, row))
            assert not [secret for secret in SECRETS if secret in shown], table


def test_staff_are_called_at_numbers_that_are_encrypted_too(app: Flask) -> None:
    make_staff(Role.OFFICER, phone="0899999999", email="officer@example.go.th")
    row = db.session.execute(sa.text("SELECT phone, email FROM staff")).one()
    assert "899999999" not in row[0]
    assert "officer" not in row[1]


def test_an_empty_field_is_kept_as_nothing_and_read_as_empty(app: Flask) -> None:
    make_chain()
    make_case(complainant=make_complainant(email=""))
    assert db.session.execute(sa.text("SELECT email FROM complainants")).scalar_one() is None
    assert db.session.scalars(sa.select(Complainant)).one().email == ""


def test_an_earlier_case_of_the_same_caller_is_found_without_decrypting(app: Flask) -> None:
    make_chain()
    first, second = make_case(), make_case()
    make_case(complainant=make_complainant(phone=None))
    index = keyring.blind_index("phone", "+66812345678")
    found = db.session.scalars(sa.select(Complainant.case_id).where(Complainant.phone_index == index))
    assert set(found) == {first.id, second.id}


def test_the_holder_and_those_above_see_the_identity_once_they_said_why(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    for person in (chain.officer, chain.supervisor, chain.palad, chain.executive):
        identity = reveal_identity(person, case.register_number, "นัดให้ถ้อยคำ", NOW)
        assert (identity.first_name, identity.phone) == ("สมศรี", "+66812345678")
    shown = sa.select(JournalEntry).where(JournalEntry.what == "identity_revealed")
    assert [entry.reason.text for entry in db.session.scalars(shown) if entry.reason] == ["นัดให้ถ้อยคำ"] * 4


def test_nobody_else_sees_it_and_nobody_without_a_reason(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    auditor, other = make_staff(Role.AUDITOR), make_staff(Role.OFFICER, reports_to=chain.supervisor)
    for person, reason, refusal in [
        (chain.officer, " ", InvalidInput),
        (auditor, "ตรวจสอบ", NotAllowed),
        (other, "อยากรู้", NotVisible),
        (chain.clerk, "โทรกลับ", NotVisible),
        (chain.admin, "ซ่อมระบบ", NotVisible),
    ]:
        with pytest.raises(refusal):
            reveal_identity(person, case.register_number, reason, NOW)
        db.session.rollback()


def test_in_a_corruption_case_the_officer_declares_no_interest_first(app: Flask) -> None:
    officer = make_chain().officer
    case = make_case(category=Category.BRIBERY)
    with pytest.raises(NotAllowed):
        reveal_identity(officer, case.register_number, "นัดให้ถ้อยคำ", NOW)
    db.session.rollback()
    declare_no_interest(officer, case.register_number, NOW)
    assert reveal_identity(officer, case.register_number, "นัดให้ถ้อยคำ", NOW).last_name == "ใจกล้า"
