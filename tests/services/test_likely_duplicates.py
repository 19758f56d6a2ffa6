"""While a complaint is typed, the clerk is shown earlier ones of the same matter, and nothing that is confidential."""

from __future__ import annotations

import pytest
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import CoarseState, OrderKind
from complaint_center.extensions import db
from complaint_center.models.interest import Recusal
from complaint_center.services.directory import load_directory
from complaint_center.services.orders import give_order
from complaint_center.services.search import DUPLICATES_OF, Duplicate, likely_duplicates
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_complainant, make_order, submit

LIGHTS = {
    "subject": "ไฟถนนหน้าวัดตัวอย่างดับ",
    "narrative": "ไฟส่องสว่างหน้าวัดตัวอย่างดับมาห้าวันแล้ว กลางคืนมืดมาก กลัวเกิดอุบัติเหตุ",
}


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def found(actor: Person, subject: str, narrative: str = "", now: object = NOW, limit: int = 5) -> list[Duplicate]:
    return likely_duplicates(actor, load_directory(), subject, narrative, now, limit)  # type: ignore[arg-type]


def numbers(duplicates: list[Duplicate]) -> list[str]:
    return [duplicate.register_number for duplicate in duplicates]


@pytest.mark.parametrize(
    "subject",
    [
        "ไฟถนนหน้าวัดตัวอย่างดับ",
        "ไฟดับหน้าวัดตัวอย่าง",
        "ไฟหน้าวัดตัวอยางดับ ๕ ดวง",
        "หน้าวัดตัวอย่างไฟถนนดับหลายดวง",
    ],
)
def test_the_same_matter_in_other_words_is_found_across_channels(chain: Chain, subject: str) -> None:
    make_case(subject="ขยะไม่มาเก็บ", narrative="รถขยะไม่เข้าซอยสองสัปดาห์")
    case = make_case(Channel.WEB, **LIGHTS)
    [duplicate] = found(chain.clerk, subject)
    assert duplicate == Duplicate(case.register_number, NOW, Channel.WEB, CoarseState.CHECKING, LIGHTS["subject"])


def test_what_the_narrative_tells_counts_where_the_subject_is_short(chain: Chain) -> None:
    case = make_case(**LIGHTS)
    told = "ซอยมืดมาก ไฟถนนหน้าวัดตัวอย่างดับหลายดวง ขอให้ซ่อม"
    assert numbers(found(chain.clerk, "ไฟส่องสว่าง", told)) == [case.register_number]


def test_the_likest_comes_first_and_no_more_than_asked_for(chain: Chain) -> None:
    same = make_case(**LIGHTS)
    others = [make_case(subject="ไฟถนนหน้าตลาดดับ", narrative="ไฟถนนหน้าตลาดดับ") for _ in range(3)]
    assert numbers(found(chain.clerk, LIGHTS["subject"]))[0] == same.register_number
    assert numbers(found(chain.clerk, "ไฟถนนหน้าตลาดดับ", limit=2)) == [
        others[2].register_number,
        others[1].register_number,
    ]


def test_another_matter_is_no_duplicate(chain: Chain) -> None:
    make_case(**LIGHTS)
    assert found(chain.clerk, "น้ำประปาไม่ไหล") == []
    assert found(chain.clerk, "ไฟ") == []
    assert found(chain.clerk, "!?") == []


@pytest.mark.parametrize("category", [Category.CORRUPTION, Category.BRIBERY, Category.SERVICE])
def test_a_confidential_case_never_shows(chain: Chain, category: Category) -> None:
    make_case(category=category, **LIGHTS)
    assert found(chain.clerk, LIGHTS["subject"], LIGHTS["narrative"]) == []


def test_a_case_that_accuses_somebody_or_tells_who_wrote_it_never_shows(chain: Chain) -> None:
    make_case(**LIGHTS, accused=(AccusedDraft("นายใครคนหนึ่ง"),))
    make_case(
        subject=LIGHTS["subject"],
        narrative="ดิฉันสมศรี ใจกล้า ขอแจ้งว่าไฟดับ",
        complainant=make_complainant(first_name="สมศรี", last_name="ใจกล้า"),
    )
    make_case(subject=f"{LIGHTS['subject']} แจ้งโดย นางสมศรี ใจกล้า", complainant=make_complainant())
    assert found(chain.clerk, LIGHTS["subject"]) == []


def test_a_case_that_bars_the_clerk_never_shows(chain: Chain) -> None:
    case = make_case(**LIGHTS)
    db.session.add(Recusal(case_id=case.id, staff_id=chain.clerk.id, at=NOW))
    db.session.commit()
    assert found(chain.clerk, LIGHTS["subject"]) == []


def test_what_was_found_and_ordered_is_not_compared(chain: Chain) -> None:
    """Whoever may only see the coarse state could try words of the finding, and be told that they stand there."""
    case = make_case(subject="เรื่องหนึ่ง", narrative="รายละเอียด")
    submit(case)
    order = make_order(OrderKind.DISMISS, reason=LIGHTS["subject"])
    give_order(OFFICE, chain.supervisor, case.register_number, order, NOW)
    assert found(chain.clerk, LIGHTS["subject"], LIGHTS["narrative"]) == []


def test_twelve_months_are_looked_back_and_not_a_second_more(chain: Chain) -> None:
    case = make_case(received_at=NOW - DAY, **LIGHTS)
    last_moment = case.received_at + DUPLICATES_OF
    assert numbers(found(chain.clerk, LIGHTS["subject"], now=last_moment)) == [case.register_number]
    assert found(chain.clerk, LIGHTS["subject"], now=last_moment + SECOND) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
def test_only_who_logs_complaints_may_ask(chain: Chain, role: Role) -> None:
    make_case(**LIGHTS)
    with pytest.raises(NotAllowed):
        found(Person(404, "someone", "ใครคนหนึ่ง", frozenset({role})), LIGHTS["subject"])
