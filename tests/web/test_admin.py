"""Administrators keep staff, units and the head of the centre."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Person, Role
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services.directory import load_directory, person
from complaint_center.services.staff import name_centre_head
from tests.make import NOW, make_case, make_staff, make_unit
from tests.web.desk import counted_statements
from tests.web.visitor import PASSWORD, Visitor, make_account, problems_beside

pytestmark = pytest.mark.one_database


@pytest.fixture
def admin(app: Flask) -> Person:
    return make_account(Role.ADMIN, username="admin")


@pytest.fixture
def visitor(admin: Person, client: FlaskClient) -> Visitor:
    visitor = Visitor(client)
    visitor.sign_in("admin")
    return visitor


def somebody(**changes: Any) -> dict[str, Any]:
    """A form that can be accepted."""
    return {
        "username": "somchai",
        "password": "ฝนตกที่ธาตุนาเวง",
        "name": "นายสมชาย ใจดี",
        "position": "นักวิชาการ",
        "unit": "",
        "roles": ["officer"],
        "handles": ["A", "C"],
        "reports_to": "",
        "phone": "๐๘๑-๒๓๔-๕๖๗๘",
        "email": "somchai@example.go.th",
        "language": "th",
    } | changes


def member(username: str) -> StaffMember:
    db.session.rollback()
    return db.session.scalars(sa.select(StaffMember).where(StaffMember.username == username)).one()


def test_whoever_is_added_can_sign_in_and_is_journalled(visitor: Visitor, admin: Person) -> None:
    boss = make_staff(Role.SUPERVISOR, username="boss")
    make_unit("กองช่าง")
    answer = visitor.post("/admin/staff/new", **somebody(unit="กองช่าง", reports_to="boss"))
    assert (answer.status_code, answer.location) == (303, "/admin/")
    added = member("somchai")
    assert (added.person().roles, added.handles) == ({Role.OFFICER}, "AC")
    assert (added.unit.name if added.unit else "", added.reports_to_id) == ("กองช่าง", boss.id)
    assert (added.phone, added.email) == ("+66812345678", "somchai@example.go.th")
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.what, entry.actor_id) == ("staff_added", admin.id)
    other = Visitor(visitor.client.application.test_client())
    assert other.sign_in("somchai", "ฝนตกที่ธาตุนาเวง").status_code == 302


def test_the_list_shows_everybody_with_their_telephone_as_it_is_written(visitor: Visitor) -> None:
    make_staff(Role.CLERK, name="นางสาวสมหญิง ใจดี", phone="0812345678")
    page = visitor.get("/admin/").text
    assert "นางสาวสมหญิง ใจดี" in page
    assert "081-234-5678" in page


def test_the_list_takes_as_many_statements_for_thirty_people_as_for_one(visitor: Visitor) -> None:
    def statements() -> int:
        with counted_statements(visitor.client.application) as sent:
            visitor.get("/admin/")
        return len(sent)

    few = statements()
    boss = make_staff(Role.SUPERVISOR)
    for _ in range(30):
        make_staff(Role.OFFICER, unit=make_unit(), reports_to=boss)
    assert statements() == few


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"username": ""}, "username"),
        ({"username": "สมชาย"}, "username"),
        ({"username": "admin"}, "username"),
        ({"username": "a" * 65}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "somchai2569"}, "password"),
        ({"name": ""}, "name"),
        ({"name": "ก" * 201}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"handles": ["E"]}, "handles"),
        ({"unit": "กองลับ"}, "unit"),
        ({"reports_to": "nobody"}, "reports_to"),
        ({"phone": "12345"}, "phone"),
        ({"email": "not an address"}, "email"),
        ({"language": "fr"}, "language"),
    ],
)
def test_a_slip_is_shown_beside_its_field_and_what_was_typed_stays(
    visitor: Visitor, changes: dict[str, Any], wrong: str
) -> None:
    fields = somebody(**changes)
    answer = visitor.post("/admin/staff/new", **fields)
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {wrong}
    assert f'href="#{wrong}"' in answer.text
    for name in ("username", "name", "position", "phone", "email"):
        assert fields[name] in answer.text
    assert somebody()["password"] not in answer.text


def test_html_and_sql_in_every_field_are_only_text(visitor: Visitor) -> None:
    nasty = "<script>alert(1)</script>'; DROP TABLE staff; --"
    visitor.post("/admin/staff/new", **somebody(name=nasty, position=nasty))
    assert member("somchai").name == nasty
    page = visitor.get("/admin/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_particulars_change_and_the_username_stays(visitor: Visitor) -> None:
    visitor.post("/admin/staff/new", **somebody())
    path = f"/admin/staff/{member('somchai').id}"
    page = visitor.get(path).text
    assert 'value="081-234-5678"' in page
    answer = visitor.post(path, **somebody(username="other", name="นายสมชาย ใหม่", roles=["officer", "clerk"], phone=""))
    assert answer.status_code == 303
    changed = member("somchai")
    assert (changed.name, changed.phone) == ("นายสมชาย ใหม่", "")
    assert changed.person().roles == {Role.OFFICER, Role.CLERK}


def test_nobody_reports_to_somebody_below_them(visitor: Visitor) -> None:
    boss = make_staff(Role.SUPERVISOR, username="boss")
    make_staff(Role.OFFICER, username="below", reports_to=boss)
    fields = somebody(name=boss.name, roles=["supervisor"], handles=[], reports_to="below")
    answer = visitor.post(f"/admin/staff/{boss.id}", **fields)
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {"reports_to"}


def test_closing_an_account_is_foretold_and_then_done(visitor: Visitor) -> None:
    boss = make_staff(Role.SUPERVISOR, name="นางหัวหน้า ใหญ่")
    leaver = make_staff(Role.OFFICER, reports_to=boss)
    below = make_staff(Role.CLERK, name="นายลูกน้อง เล็ก", reports_to=leaver)
    make_unit("กองช่าง", head=leaver)
    name_centre_head(None, boss.id, NOW)
    cases = [make_case() for _ in range(2)]
    heir = make_staff(Role.OFFICER, reports_to=boss)
    path = f"/admin/staff/{leaver.id}/deactivate"
    foretold = visitor.get(path).text
    for told in ("นางหัวหน้า ใหญ่", "นายลูกน้อง เล็ก", "กองช่าง"):
        assert told in foretold
    assert visitor.post(path, reason="เกษียณ").status_code == 303
    assert {db.session.get_one(Case, case.id).officer_id for case in cases} == {heir.id}
    assert person(below.id).reports_to_id == boss.id
    assert {unit.head_id for unit in load_directory().units.values()} == {boss.id}
    assert not person(leaver.id).is_active


def test_closing_an_account_asks_for_a_reason(visitor: Visitor) -> None:
    clerk = make_staff(Role.CLERK)
    answer = visitor.post(f"/admin/staff/{clerk.id}/deactivate", reason="  ")
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {"reason"}
    assert person(clerk.id).is_active


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERVISOR])
def test_the_last_of_a_needed_role_stays_and_the_page_says_so(visitor: Visitor, admin: Person, role: Role) -> None:
    last = admin if role is Role.ADMIN else make_staff(role)
    answer = visitor.post(f"/admin/staff/{last.id}/deactivate", reason="ลาออก")
    assert answer.status_code == 409
    assert "Nothing has been changed." in answer.text or "ยังไม่มีอะไรเปลี่ยน" in answer.text
    assert person(last.id).is_active


def test_the_last_administrator_cannot_give_the_role_away(visitor: Visitor, admin: Person) -> None:
    assert visitor.post(f"/admin/staff/{admin.id}", **somebody(roles=["clerk"], handles=[])).status_code == 409
    assert person(admin.id).roles == {Role.ADMIN}


def test_a_closed_account_can_be_opened_again(visitor: Visitor) -> None:
    clerk = make_account(Role.CLERK, username="clerk")
    visitor.post(f"/admin/staff/{clerk.id}/deactivate", reason="ย้าย")
    answer = visitor.get(f"/admin/staff/{clerk.id}/deactivate")
    assert answer.location == f"/admin/staff/{clerk.id}"
    assert visitor.post(f"/admin/staff/{clerk.id}/reactivate", form_at=answer.location).status_code == 303
    assert person(clerk.id).is_active
    other = Visitor(visitor.client.application.test_client())
    assert other.sign_in("clerk").status_code == 302


def test_a_new_password_replaces_the_old_one(visitor: Visitor) -> None:
    clerk = make_account(Role.CLERK, username="clerk")
    new = "รหัสผ่านใหม่ล่าสุด"
    path = f"/admin/staff/{clerk.id}/password"
    assert visitor.post(path, password=new, again="something else").status_code == 422
    assert visitor.post(path, password="clerk123456", again="clerk123456").status_code == 422
    assert visitor.post(path, password=new, again=new).status_code == 303
    other = Visitor(visitor.client.application.test_client())
    assert other.sign_in("clerk", PASSWORD).status_code == 422
    assert other.sign_in("clerk", new).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"roles": ["admin", "auditor"]}, "roles"), ({"unit": "กองช่าง"}, "unit"), ({"reports_to": "boss"}, "reports_to")],
)
def test_nobody_gives_themselves_another_role_unit_or_superior(
    visitor: Visitor, admin: Person, changes: dict[str, object], field: str
) -> None:
    make_staff(Role.SUPERVISOR, username="boss")
    make_unit("กองช่าง")
    known = {"name": "นางผู้ดูแล ระบบ", "roles": ["admin"], "unit": "", "reports_to": "", "phone": "", "email": ""}
    path = f"/admin/staff/{admin.id}"
    refused = visitor.post(path, **{**known, "language": "th", **changes})
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {field})
    assert member("admin").person() == admin
    assert visitor.post(path, **known, language="th").status_code == 303
    assert member("admin").name == "นางผู้ดูแล ระบบ"


@pytest.mark.parametrize("path", ["/admin/staff/999", "/admin/staff/999/password", "/admin/units/999"])
def test_what_there_is_not_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_units_are_added_renamed_and_given_a_head(visitor: Visitor) -> None:
    head = make_staff(Role.SUPERVISOR)
    assert visitor.post("/admin/units/new", name="กองคลัง", head="", in_procurement="y").status_code == 303
    unit = db.session.scalars(sa.select(Unit)).one()
    assert (unit.name, unit.head_id, unit.in_procurement) == ("กองคลัง", None, True)
    path, changed = f"/admin/units/{unit.id}", {"name": "กองการคลัง", "head": str(head.id)}
    refused = visitor.post(path, **changed)
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"reason"})
    assert visitor.post(path, **changed, reason="งานพัสดุย้ายไปกองอื่น").status_code == 303
    unit = db.session.scalars(sa.select(Unit)).one()
    assert (unit.name, unit.head_id, unit.in_procurement) == ("กองการคลัง", head.id, False)
    assert "กองการคลัง" in visitor.get("/admin/units").text


@pytest.mark.parametrize("name", ["", "กองช่าง", " กองช่าง "])
def test_two_units_have_two_names(visitor: Visitor, name: str) -> None:
    make_unit("กองช่าง")
    other = make_unit("กองคลัง")
    for path in ("/admin/units/new", f"/admin/units/{other}"):
        answer = visitor.post(path, name=name, head="")
        assert answer.status_code == 422
        assert problems_beside(answer.text).keys() == {"name"}


def test_the_head_of_the_centre_is_somebody_who_commands(visitor: Visitor) -> None:
    boss, clerk = make_staff(Role.SUPERVISOR), make_staff(Role.CLERK)
    assert visitor.post("/admin/centre", centre_head=str(clerk.id)).status_code == 422
    assert visitor.post("/admin/centre", centre_head=str(boss.id)).status_code == 303
    assert load_directory().centre_head_id == boss.id


def test_an_administrator_sees_no_case(visitor: Visitor) -> None:
    make_staff(Role.OFFICER)
    number = make_case().register_number
    assert visitor.get(f"/desk/cases/{number}").status_code == 404
