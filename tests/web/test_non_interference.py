"""Whoever a hidden case accuses cannot learn it from anything that they can open or are told.

Two worlds are lived from the first complaint on, alike but for one case: in one it accuses a member of staff, in the
other somebody else of the same rank. Where the case is hidden from that member in both, everything they can open is
the same, and so is everything they were told. A register number that is missing from what they can open is a gap,
and gaps are seen by all (decision 8).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import unified_diff
from http import HTTPStatus
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import ForbiddenMove, NotVisible
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.outbox import OutboxMessage
from complaint_center.models.staff import StaffMember
from complaint_center.services.case_queries import find_case
from complaint_center.services.directory import load_directory, person
from complaint_center.services.escalation import sweep
from complaint_center.services.letters import compose
from complaint_center.services.staff import name_centre_head
from complaint_center.web.exports import FileKind
from complaint_center.web.people import PUBLIC_ENDPOINTS
from tests.documents.reading import pages_of
from tests.make import CALLER, DAY, NOW, OFFICE, case_of, make_case, make_staff, make_unit, submit
from tests.web.desk import put_session

pytestmark = pytest.mark.one_database

FreshApp = Callable[[], AbstractContextManager[Flask]]

OPEN_TO_ALL_STAFF = 15
HIDDEN = "เรื่องที่ต้องไม่รู้"
LOOKED_AT = NOW + 30 * DAY
"""After all that happens; the clock stands while somebody looks around, so that both worlds are seen at one moment."""
SHOWS_ALL = {Role.EXECUTIVE, Role.PALAD, Role.AUDITOR, Role.CLERK}
"""Roles that a case is hidden from only where they are recused: by its number a clerk is shown the state of any."""


@dataclass(frozen=True)
class World:
    """What happens in both. An event is a complaint of a category, a finding by the holder of an earlier case, or the
    hidden complaint; the clock is swept after each, so many hours later."""

    roles: frozenset[Role]
    leads_the_second_officer: bool
    """Only where the member is a supervisor, who sees what that officer holds: no officer directly below somebody
    accused is given a case that accuses them, and who sees every officer's cases may guess so from their loads."""
    is_recused: bool
    by_unit: bool
    channel: Channel
    category: Category
    events: list[tuple[str, int, int]]
    hidden_at: int


EVENTS = st.tuples(st.sampled_from(["complaint", "finding"]), st.integers(0, 3), st.integers(0, 60))
WORLDS = st.builds(
    World,
    roles=st.frozensets(st.sampled_from(Role), max_size=1),
    leads_the_second_officer=st.booleans(),
    is_recused=st.booleans(),
    by_unit=st.booleans(),
    channel=st.sampled_from(Channel),
    category=st.sampled_from([Category.BRIBERY, Category.PROCUREMENT, Category.CONFLICT_OF_INTEREST]),
    events=st.lists(EVENTS, min_size=1, max_size=5),
    hidden_at=st.integers(0, 4),
)
CATEGORIES = [Category.GENERAL, Category.BRIBERY, Category.SERVICE, Category.SUGGESTION]


@dataclass(frozen=True)
class Seen:
    """What the member could open, and what they were told; `is_hidden` where the case was neither."""

    pages: Mapping[str, tuple[int, str]]
    told: list[tuple[str, str, str]]
    is_hidden: bool


@pytest.mark.parametrize("role", Role)
@settings(
    max_examples=2,
    deadline=None,
    # Looking for a smaller example takes longer than reading this one.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(world=WORLDS)
def test_a_hidden_case_shows_nowhere_whom_it_accuses(fresh_app: FreshApp, role: Role, world: World) -> None:
    world = replace(world, roles=world.roles | {role})
    innocent = _live(fresh_app, world, "stranger")
    assume(innocent.is_hidden)
    accused = _live(fresh_app, world, "member")
    assert accused.is_hidden
    assert accused.told == innocent.told
    assert accused.pages.keys() == innocent.pages.keys()
    # Pages that only lead to another one would be alike in all worlds.
    assert sum(status == HTTPStatus.OK for status, _ in innocent.pages.values()) >= OPEN_TO_ALL_STAFF
    different = {address for address, page in innocent.pages.items() if accused.pages[address] != page}
    assert not different, _told_apart(innocent, accused, sorted(different))


def _told_apart(innocent: Seen, accused: Seen, addresses: list[str]) -> str:
    """The lines that differ, for whoever has to find the leak."""
    lines = []
    for address in addresses:
        before, after = (seen.pages[address][1].splitlines() for seen in (innocent, accused))
        lines += [address, *(line for line in unified_diff(before, after, lineterm="", n=0))]
    return "\n".join(lines)


def _live(fresh_app: FreshApp, world: World, accused: str) -> Seen:
    with fresh_app() as app:
        member = _people(world)
        number = _happens(world, member, accused)
        with time_machine.travel(LOOKED_AT, tick=False):
            return _look_around(app, member, number)


def _people(world: World) -> Person:
    mayor = _add(Role.EXECUTIVE, "mayor")
    palad = _add(Role.PALAD, "palad", reports_to=mayor)
    head = _add(Role.SUPERVISOR, "head", reports_to=palad)
    make_unit("กองของสมาชิก")
    make_unit("กองของคนอื่น")
    member = _add(*sorted(world.roles), "member", reports_to=palad, unit="กองของสมาชิก")
    _add(*sorted(world.roles), "stranger", reports_to=palad, unit="กองของคนอื่น", handles="")
    _add(Role.OFFICER, "first", reports_to=head)
    _add(Role.OFFICER, "second", reports_to=member if _leads(world) else head)
    _add(Role.CLERK, "clerk", reports_to=head)
    _add(Role.ADMIN, "admin")
    name_centre_head(None, head.id, NOW)
    return member


def _leads(world: World) -> bool:
    sees_by_rank = world.is_recused or world.roles & SHOWS_ALL
    return world.leads_the_second_officer and Role.SUPERVISOR in world.roles and not sees_by_rank


def _add(*roles_and_name: str, **known: Any) -> Person:
    *roles, username = roles_and_name
    unit = known.pop("unit", None)
    unit_id = db.session.scalar(sa.text("SELECT id FROM units WHERE name = :name"), {"name": unit}) if unit else None
    return make_staff(
        *map(Role, roles), username=username, name=f"นาย{username}", phone="", email=f"{username}@example.go.th",
        unit=unit_id, **known,
    )  # fmt: skip


def _happens(world: World, member: Person, accused: str) -> str:
    """Everything that happens, in turn; returns the number of the hidden case."""
    now, hidden = NOW, ""
    for place, (event, which, hours) in enumerate(world.events):
        if place == min(world.hidden_at, len(world.events) - 1):
            hidden = _hidden_complaint(world, member, accused, now)
        elif event == "complaint":
            clerk = person(_id_of("clerk"))
            make_case(Channel.WALK_IN, CATEGORIES[which], actor=clerk, now=now, submission_id=f"event-{place}")
        else:
            _finding(which, now)
        now += timedelta(hours=hours)
        sweep(OFFICE, now)
    sweep(OFFICE, now + 8 * DAY)
    return hidden


def _hidden_complaint(world: World, member: Person, accused: str, now: Any) -> str:
    unit = "กองของสมาชิก" if accused == "member" else "กองของคนอื่น"
    draft = AccusedDraft(unit=unit) if world.by_unit else AccusedDraft(name=f"นาย{accused}")
    logged_by = person(_id_of("clerk")) if world.channel.needs_staff else None
    case = make_case(
        *(world.channel, world.category),
        actor=logged_by, now=now, subject=HIDDEN, accused=(draft,), submission_id="the hidden one",
    )  # fmt: skip
    if world.is_recused or world.roles & SHOWS_ALL:
        db.session.add(Recusal(case_id=case.id, staff_id=member.id, at=now))
        db.session.commit()
    return case.register_number


def _finding(which: int, now: Any) -> None:
    """The holder of an earlier case submits, if there is one who may; never that of the hidden case."""
    numbers = db.session.scalars(sa.select(Case.register_number).where(Case.subject != HIDDEN).order_by(Case.id)).all()
    if numbers:
        case = case_of(numbers[which % len(numbers)])
        try:
            if case.officer_id:
                submit(case, now)
        except ForbiddenMove:
            db.session.rollback()


def _id_of(username: str) -> int:
    return db.session.scalars(sa.select(StaffMember.id).where(StaffMember.username == username)).one()


def _look_around(app: Flask, member: Person, hidden: str) -> Seen:
    messages = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.staff_id == member.id).order_by(OutboxMessage.id)
    )
    sent = [outgoing for outgoing in (compose(message, OFFICE) for message in messages) if outgoing]
    told = [(outgoing.to, outgoing.subject, outgoing.body) for outgoing in sent]
    is_told = any(hidden in subject + body for _, subject, body in told)
    opened = _may_open(member, hidden)
    addresses = list(_addresses(app))
    client = app.test_client()
    put_session(client, member.id)
    pages = {}
    for address in addresses:
        db.session.rollback()
        answer = client.get(address)
        pages[address] = (answer.status_code, _bare(_read(answer)))
    app.config["WTF_CSRF_ENABLED"] = False
    for sought in (HIDDEN, HIDDEN[:-2], HIDDEN[:2], "ถนนชำรุด", "ถนชำรุด", CALLER, hidden, "กองของสมาชิก", "member"):
        for address in ("/desk/search", "/desk/search/offers"):
            db.session.rollback()
            answer = client.post(address, data={"sought": sought})
            pages[f"{address} {sought}"] = (answer.status_code, _bare(_read(answer)))
    return Seen(pages, told, not is_told and not opened)


def _may_open(member: Person, number: str) -> bool:
    try:
        find_case(number, member, load_directory())
    except NotVisible:
        return False
    return True


def _addresses(app: Flask) -> Iterator[str]:
    """Every page of every number that there is, and one that is not, the public ones, and their files that are text."""
    values = {
        "register_number": [*db.session.scalars(sa.select(Case.register_number).order_by(Case.id)), "70-9999"],
        "staff_id": list(db.session.scalars(sa.select(StaffMember.id).order_by(StaffMember.id))),
        "file_kind": [FileKind.CSV, FileKind.JSON, FileKind.PDF],
    }
    db.session.rollback()
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        parts = sorted(rule.arguments)
        if "GET" in (rule.methods or ()) and len(parts) <= 1 and rule.endpoint not in FILES:
            for value in values.get(parts[0], [1]) if parts else [None]:
                yield adapter.build(rule.endpoint, {parts[0]: value} if parts else {})
    yield "/desk/cases?q=%E0%B9%80%E0%B8%A3%E0%B8%B7%E0%B9%88%E0%B8%AD%E0%B8%87"
    yield "/desk/cases?overdue=1"
    yield "/desk/cases?category=A"


FILES = PUBLIC_ENDPOINTS & {"static", "bootstrap.static", "fonts.font", "language.switch", "complaints.file"}


def _read(answer: TestResponse) -> str:
    """A page, or the words of a paper."""
    return "\n".join(pages_of(answer.data)) if answer.mimetype == "application/pdf" else answer.text


_DRAWN_BY_LOT = re.compile(
    r"""<input[^>]*name="(?:csrf_token|submission_id)"[^>]*>|<svg.*?</svg>"""
    r"""|<img[^>]*src="data:[^>]*>|data-secret=.*?</p>""",
    re.DOTALL,
)


def _bare(text: str) -> str:
    """Without tokens, nonces and secrets drawn by lot."""
    return _DRAWN_BY_LOT.sub("", text)
