"""How long does a search take among many cases, and what does keeping the index cost a complaint?

    python -m benchmarks.search [--cases 100000] [--rounds 1] [--database-url postgresql+psycopg://…/empty]

The database is made anew, on SQLite in a temporary folder unless an empty one is named. Complaints are put together at
random from invented sentences, each with a village of its own; the sizes are those of real ones (about 500 letters).
Printed are percentiles of the service's own function, without the page around it, for an executive, who sees all cases.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade

from complaint_center import create_app
from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.intake import Draft
from complaint_center.domain.references import format_register_number
from complaint_center.domain.search_key import fold_all
from complaint_center.domain.search_question import read_question
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db, office
from complaint_center.models.case import Case, RegisterCounter
from complaint_center.models.complainant import Complainant
from complaint_center.models.search import SearchText
from complaint_center.services import intake
from complaint_center.services.directory import load_directory, person
from complaint_center.services.search import find_cases, likely_duplicates
from complaint_center.services.staff import StaffDraft, add_staff, name_centre_head
from config import Config

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
YEAR = 2570
PAGE = 20
_CHUNK = 5_000

SUBJECTS = (
    "ไฟถนนดับ", "ถนนเป็นหลุม", "ขยะตกค้าง", "น้ำประปาขุ่น", "ท่อระบายน้ำอุดตัน",
    "เสียงดังรบกวน", "สุนัขจรจัด", "ต้นไม้พาดสายไฟ", "เรียกรับเงิน",
    "เจ้าหน้าที่พูดจาไม่สุภาพ", "ก่อสร้างรุกล้ำ", "เผาขยะควันเข้าบ้าน",
    "เก็บค่าธรรมเนียมเกิน", "รถหลวงใช้ส่วนตัว",
)  # fmt: skip
SENTENCES = (
    "ชาวบ้านเดือดร้อนมานานหลายเดือน", "แจ้งผู้ใหญ่บ้านแล้วแต่ยังไม่มีใครมาดู",
    "เจ้าหน้าที่บอกว่าให้รอไปก่อน", "กลางคืนมืดมากกลัวเกิดอุบัติเหตุ",
    "มีเด็กนักเรียนเดินผ่านทุกวัน", "ขอให้เทศบาลเร่งดำเนินการแก้ไข",
    "เมื่อฝนตกน้ำท่วมขังเข้าบ้านเรือน", "ส่งกลิ่นเหม็นไปทั้งซอย",
    "ผู้สูงอายุและผู้ป่วยติดเตียงได้รับผลกระทบ",
    "เคยโทรศัพท์แจ้งที่ศูนย์รับเรื่องแล้วสองครั้ง", "มีภาพถ่ายและคลิปวิดีโอเป็นหลักฐาน",
    "พยานเห็นเหตุการณ์สามคน", "เกิดขึ้นเมื่อต้นเดือนที่ผ่านมา",
    "รถจักรยานยนต์ล้มบาดเจ็บหลายราย", "ไม่ทราบชื่อเจ้าหน้าที่คนดังกล่าว",
    "ขอปกปิดชื่อผู้ร้องเรียน", "อยู่ใกล้กับโรงเรียนและศูนย์พัฒนาเด็กเล็ก",
    "บริเวณทางแยกเข้าหมู่บ้าน", "ตรงข้ามตลาดสดเทศบาล", "ข้างสถานีอนามัย",
)  # fmt: skip
SYLLABLES = (
    "กา", "ขุน", "คำ", "งาม", "จัน", "ชัย", "ดอน", "ตูม", "ทอง", "นา", "บัว", "ปลา", "ผึ้ง",
    "พัน", "ม่วง", "ยาง", "ราษฎร์", "เลิง", "วัง", "สว่าง", "หนอง", "โนน", "แก้ว", "ไผ่",
    "โพธิ์", "เชียง", "ศรี", "ภู", "ธาตุ", "สระ",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question of a kind."""

    kind: str
    typed: str


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        app = _make(Path(folder), options.database_url)
        with app.app_context():
            executive, clerk = _fill(options.cases)
            _time_searches(executive, options.rounds)
            _time_duplicates(clerk)
            _time_complaints(options.complaints)
            db.session.remove()
            db.engine.dispose()


def _time_searches(executive: Person, rounds: int) -> None:
    directory = load_directory()
    times: dict[str, list[float]] = {}
    for asked in list(_questions()) * rounds:
        question = read_question(asked.typed)
        times.setdefault(asked.kind, []).append(_timed(lambda q=question: find_cases(executive, directory, q, PAGE)))
    for kind, taken in times.items():
        _print(kind, taken)
    _print("all of these", [one for taken in times.values() for one in taken])


def _time_duplicates(clerk: Person) -> None:
    directory, random = load_directory(), Random(3)  # noqa: S311  # the same each time
    subjects = [f"{random.choice(SUBJECTS)}ที่บ้าน{_village(random)}" for _ in range(50)]
    narratives = [" ".join(random.sample(SENTENCES, 5)) for _ in subjects]
    taken = [
        _timed(lambda s=subject, n=narrative: likely_duplicates(clerk, directory, s, n, NOW))
        for subject, narrative in zip(subjects, narratives, strict=True)
    ]
    _print("likely duplicates", taken)


def _time_complaints(complaints: int) -> None:
    """In turns, so that both meet the same weather: with its words kept and indexed, and without."""
    random, keep = Random(4), intake.keep_search_text  # noqa: S311  # the same each time
    times: dict[bool, list[float]] = {True: [], False: []}
    for nth in range(complaints):
        is_kept = nth % 2 == 0
        intake.keep_search_text = keep if is_kept else lambda _case: None
        draft = Draft(Channel.WEB, Category.GENERAL, *_complaint(random), submission_id=secrets.token_urlsafe())
        times[is_kept].append(_timed(lambda d=draft: intake.record_complaint(office(), d, None, NOW)))
    intake.keep_search_text = keep
    for is_kept, taken in times.items():
        _print(f"a complaint, {'with' if is_kept else 'without'} its words", taken)
    print(f"{'ratio of the medians':36}{median(times[True]) / median(times[False]):>14.2f}")


def _questions() -> Iterator[Asked]:
    """Two hundred: words that stand there often and seldom, with slips, absent, and of two letters."""
    random = Random(2)  # noqa: S311  # the same each time
    for _ in range(50):
        yield Asked("a village, exact", _village(random))
        yield Asked("a village, a letter missing", _spoilt(_village(random), random))
    for _ in range(20):
        yield Asked("common words", random.choice(SENTENCES)[:12])
        yield Asked("two words", f"{random.choice(SUBJECTS)} {_village(random)}")
        yield Asked("common words, a letter missing", _spoilt(random.choice(SENTENCES), random))
    for absent in ("มนุษย์ต่างดาว", "เครื่องบินรบ", "เหมืองทองคำขาว", "ภูเขาไฟระเบิด", "ซอฟต์แวร์ล่ม"):
        for number in range(4):
            yield Asked("absent", f"{absent}{number}")
    for two in ("ไฟ", "หม", "ฬา", "xq"):
        for _ in range(5):
            yield Asked(f"two letters: {two}", two)


def _spoilt(text: str, random: Random) -> str:
    place = random.randrange(1, len(text) - 1)
    return text[:place] + text[place + 1 :]


def _complaint(random: Random) -> tuple[str, str]:
    village = _village(random)
    told = " ".join(random.sample(SENTENCES, random.randint(6, 14)))
    return f"{random.choice(SUBJECTS)}ที่บ้าน{village}", f"ที่บ้าน{village} หมู่ {random.randint(1, 20)} {told}"


def _village(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(4))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    taken = time.perf_counter() - begun
    db.session.rollback()
    return taken


def _print(what: str, taken: list[float]) -> None:
    last = quantiles(taken, n=20)[-1]
    print(f"{what:36}{len(taken):>5}{median(taken) * 1000:>9.1f} ms p50{last * 1000:>9.1f} ms p95")


def _make(folder: Path, database_url: str) -> Flask:
    env = {
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'search.sqlite3'}",
        "VAULT_KEYS": Fernet.generate_key().decode(),
        **{key: secrets.token_hex() for key in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")},
    }
    app = create_app(Config.from_env(env))
    with app.app_context():
        upgrade(str(Path(__file__).parent.parent / "migrations"))
    return app


def _fill(cases: int) -> tuple[Person, Person]:
    """The executive, who may see all of them, and a clerk."""
    executive, officer, clerk = _staff()
    random = Random(1)  # noqa: S311  # the same each time
    for start in range(1, cases + 1, _CHUNK):
        ids = range(start, min(start + _CHUNK, cases + 1))
        told = {nth: _complaint(random) for nth in ids}
        db.session.execute(sa.insert(Case), [_case(nth, *told[nth], officer.id, cases) for nth in ids])
        db.session.execute(sa.insert(Complainant), [{"case_id": nth, "key_id": "benchmark"} for nth in ids])
        texts = [{"case_id": nth, "text": fold_all(told[nth]), "accused": ""} for nth in ids]
        db.session.execute(sa.insert(SearchText), texts)
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        # Its own counter knows nothing of the numbers that were brought along.
        db.session.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("cases", "id"), cases)))
    db.session.add(RegisterCounter(fiscal_year=YEAR, last=cases))
    db.session.commit()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()
    return executive, clerk


def _staff() -> tuple[Person, Person, Person]:
    def add(username: str, role: Role, reports_to: str = "") -> Person:
        handles = frozenset("ABCD") if role is Role.OFFICER else frozenset()
        draft = StaffDraft(username, username, frozenset({role}), handles=handles, reports_to=reports_to)
        return person(add_staff(None, draft, "", str, NOW))

    executive = add("executive", Role.EXECUTIVE)
    name_centre_head(None, executive.id, NOW)
    return executive, add("officer", Role.OFFICER, "executive"), add("clerk", Role.CLERK)


def _case(nth: int, subject: str, narrative: str, officer_id: int, cases: int) -> dict[str, object]:
    received_at = NOW - timedelta(minutes=5 * (cases - nth))
    return {
        "id": nth,
        "register_number": format_register_number(YEAR, nth),
        "fiscal_year": YEAR,
        "sequence": nth,
        "tracking_code_hash": f"code {nth}",
        "submission_hash": f"submission {nth}",
        "content_hash": "",
        "channel": Channel.WEB,
        "category": Category.GENERAL,
        "subject": subject,
        "narrative": narrative,
        "received_at": received_at,
        "registered_at": received_at,
        "status": CaseStatus.PRELIMINARY_CHECK,
        "status_changed_at": received_at,
        "officer_id": officer_id,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Searches among many cases, and what the index costs.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--complaints", type=int, default=200)
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
