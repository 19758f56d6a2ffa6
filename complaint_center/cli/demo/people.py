"""The people of the demo. Every name is invented, every telephone one that nobody has."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Person, Role
from complaint_center.services.directory import load_directory
from complaint_center.services.staff import HashPassword, StaffDraft, add_staff, name_centre_head
from complaint_center.services.units import keep_unit

CLERKS_OFFICE = "สำนักปลัดเทศบาล"
FINANCE = "กองคลัง"
WORKS = "กองช่าง"
WELFARE = "กองสวัสดิการสังคม"
EDUCATION = "กองการศึกษา"

_UNITS = (CLERKS_OFFICE, FINANCE, WORKS, WELFARE, EDUCATION)
_MAYOR, _PALAD, _CHIEF = "executive", "palad", "supervisor"


def _person(
    username: str, role: Role, name: str, position: str, unit: str, reports_to: str, number: int, handles: str = ""
) -> StaffDraft:
    return StaffDraft(
        username=username,
        name=name,
        roles=frozenset({role}),
        position=position,
        unit=unit,
        handles=frozenset(handles),
        phone=f"080-000-00{number:02d}",
        email=f"{username}@example.go.th",
        reports_to=reports_to,
    )


PEOPLE = (
    _person(_MAYOR, Role.EXECUTIVE, "นายตัวอย่าง นำชุมชน", "นายกเทศมนตรี", "", "", 1),
    _person(_PALAD, Role.PALAD, "นางสาวสมมุติ กำกับดี", "ปลัดเทศบาล", CLERKS_OFFICE, _MAYOR, 2),
    _person(_CHIEF, Role.SUPERVISOR, "นายทดลอง ดูแลงาน", "หัวหน้าสำนักปลัด", CLERKS_OFFICE, _PALAD, 3),
    _person("clerk", Role.CLERK, "นางสาวต้นแบบ รับเรื่อง", "เจ้าหน้าที่ธุรการ", CLERKS_OFFICE, _CHIEF, 4),
    _person("officer", Role.OFFICER, "นายจำลอง สืบค้น", "นิติกร", CLERKS_OFFICE, _CHIEF, 5, "ABCD"),
    _person("officer2", Role.OFFICER, "นางสมมติ รอบคอบ", "นักวิเคราะห์นโยบายและแผน", EDUCATION, _CHIEF, 6, "AD"),
    _person("officer3", Role.OFFICER, "นางสาวจำลอง เอื้ออารี", "นักพัฒนาชุมชน", WELFARE, _CHIEF, 7, "AB"),
    _person("officer4", Role.OFFICER, "นายตัวอย่าง ช่างคิด", "นายช่างโยธา", WORKS, _CHIEF, 8, "AC"),
    _person("officer5", Role.OFFICER, "นางทดลอง ละเอียด", "นักวิชาการพัสดุ", FINANCE, _CHIEF, 9, "A"),
    _person("auditor", Role.AUDITOR, "นางสาวทดสอบ ตรวจทาน", "นักวิชาการตรวจสอบภายใน", "", _PALAD, 10),
    _person("admin", Role.ADMIN, "นายสมมติ ดูแลระบบ", "นักวิชาการคอมพิวเตอร์", CLERKS_OFFICE, _CHIEF, 11),
)


def add_people(hash_password: HashPassword, password: str, now: datetime) -> dict[str, Person]:
    """Everyone by username, with one password."""
    for unit in _UNITS:
        keep_unit(None, unit, head_id=None, in_procurement=unit == FINANCE, now=now)
    hashed = hash_password(password)
    ids = {draft.username: add_staff(None, draft, password, lambda _: hashed, now) for draft in PEOPLE}
    name_centre_head(None, ids[_CHIEF], now)
    people = load_directory().people
    return {username: people[staff_id] for username, staff_id in ids.items()}
