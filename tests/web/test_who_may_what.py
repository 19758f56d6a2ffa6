"""Every route, for every role, of one's own case, another's, one that accuses oneself and one that one is recused from.

The routes come from the route map, the answers from the tables below, which say what decision 8 of the design says. A
route that no table knows fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Person, Role
from complaint_center.domain.case_exports import ExportFormat
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear
from complaint_center.domain.intake import OpeningDraft
from complaint_center.domain.publication import Place, PublicationDraft
from complaint_center.extensions import db, open_rows, store
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.discretion import DiscretionSample, SampledAct
from complaint_center.models.interest import InterestDeclaration, Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.retention import DisposalBatch, DisposalItem
from complaint_center.models.staff import StaffMember
from complaint_center.models.staff_voice import StaffVoice
from complaint_center.services import journal
from complaint_center.services.absences import AbsenceDraft, arrange_absence, list_absences
from complaint_center.services.box_openings import record_opening
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.case_exports import request_export
from complaint_center.services.disposal import item_of
from complaint_center.services.intake_drafts import save_draft
from complaint_center.services.publication import note_publication
from complaint_center.services.report_facts import Filters
from complaint_center.web.people import PUBLIC_ENDPOINTS
from tests.announcements import announce
from tests.files import drafts, jpeg
from tests.make import NOW, OFFICE, case_of, make_complainant, make_unit
from tests.services.test_case_exports import WORDS
from tests.web.desk import Centre, counted_statements, days_ago, make_case_received

pytestmark = pytest.mark.one_database

CLERK, OFFICER, SUPERVISOR = {Role.CLERK}, {Role.OFFICER}, {Role.SUPERVISOR}
LEADERS = {Role.EXECUTIVE, Role.PALAD}
COMMANDERS = SUPERVISOR | LEADERS
AUDITOR, ADMIN = {Role.AUDITOR}, {Role.ADMIN}
EVERYBODY = set(Role)
READERS = OFFICER | COMMANDERS | AUDITOR


class Relation(StrEnum):
    """What the case is to the person: within what their role opens, outside it, or shut by a conflict."""

    OWN = "own"
    OTHER = "other"
    ACCUSED = "accused"
    RECUSED = "recused"


OPENED: Mapping[Role, set[Relation]] = {
    Role.CLERK: {Relation.OWN},
    Role.OFFICER: {Relation.OWN},
    Role.SUPERVISOR: {Relation.OWN},
    Role.EXECUTIVE: {Relation.OWN, Relation.OTHER},
    Role.PALAD: {Relation.OWN, Relation.OTHER},
    Role.AUDITOR: {Relation.OWN, Relation.OTHER},
    Role.ADMIN: set(),
}
"""Which cases a role opens. Own: logged by the clerk and with no officer yet; held by the officer; held below the
supervisor."""

OF_A_CASE: Mapping[str, set[Role]] = {
    "GET desk.show_case": READERS | CLERK,
    "GET desk.review_act": LEADERS,
    "POST desk.review_act": LEADERS,
    "GET desk.suggestion": OFFICER | COMMANDERS,
    "POST desk.suggestion": OFFICER | COMMANDERS,
    "GET desk.suggestion_consent": OFFICER | COMMANDERS | CLERK,
    "POST desk.suggestion_consent": OFFICER | COMMANDERS | CLERK,
    "POST desk.publish_suggestion": COMMANDERS,
    "POST desk.take_down_suggestion": COMMANDERS,
    "POST desk.close_answered": COMMANDERS,
    "GET desk.procurement": OFFICER | COMMANDERS,
    "POST desk.procurement": OFFICER | COMMANDERS,
    "GET desk.inquiry": COMMANDERS,
    "POST desk.inquiry": COMMANDERS,
    "GET desk.receipt_paper": READERS | CLERK,
    "GET desk.memo_paper": READERS | CLERK,
    "GET desk.form_paper": OFFICER | COMMANDERS,
    "POST desk.form_paper": OFFICER | COMMANDERS,
    "GET desk.acknowledgement_paper": OFFICER | COMMANDERS,
    "POST desk.acknowledgement_paper": OFFICER | COMMANDERS,
    "GET desk.result_paper": OFFICER | COMMANDERS,
    "POST desk.result_paper": OFFICER | COMMANDERS,
    "GET desk.cover_paper": READERS | CLERK,
    "GET desk.case_paper": READERS | CLERK,
    "GET desk.messages": READERS | CLERK,
    "GET desk.conversation": READERS | CLERK,
    "POST desk.write": OFFICER,
    "POST desk.answer": OFFICER,
    "POST desk.mark_read": OFFICER,
    "GET desk.declaration": OFFICER,
    "POST desk.declare_no_interest": OFFICER,
    "GET desk.step_back": OFFICER | COMMANDERS,
    "POST desk.step_back": OFFICER | COMMANDERS,
    "GET desk.finding": OFFICER,
    "POST desk.finding": OFFICER,
    "GET desk.category": OFFICER | COMMANDERS,
    "POST desk.category": OFFICER | COMMANDERS,
    "GET desk.identity": OFFICER | COMMANDERS,
    "POST desk.identity": OFFICER | COMMANDERS,
    "GET desk.evidence": READERS | CLERK,
    "POST desk.hand_in": OFFICER | COMMANDERS | CLERK,
    "GET desk.download": READERS | CLERK,
    "GET desk.original": OFFICER | COMMANDERS,
    "POST desk.original": OFFICER | COMMANDERS,
    "GET desk.accused": COMMANDERS,
    "POST desk.accused": COMMANDERS,
    "GET desk.link_accused": COMMANDERS,
    "POST desk.link_accused": COMMANDERS,
    "GET desk.unlink_accused": LEADERS,
    "POST desk.unlink_accused": LEADERS,
    "GET desk.assign": COMMANDERS,
    "POST desk.assign": COMMANDERS,
    "GET desk.order": COMMANDERS,
    "POST desk.order": COMMANDERS,
    "GET desk.received_at": COMMANDERS,
    "POST desk.received_at": COMMANDERS,
    "GET desk.reopen": COMMANDERS,
    "POST desk.reopen": COMMANDERS,
    "GET desk.withdraw": COMMANDERS,
    "POST desk.withdraw": COMMANDERS,
    "GET desk.access_copy": OFFICER | COMMANDERS,
    "POST desk.access_copy": OFFICER | COMMANDERS,
    "GET desk.redacted": OFFICER | COMMANDERS,
    "POST desk.redacted": OFFICER | COMMANDERS,
    "GET desk.set_hold": COMMANDERS,
    "POST desk.set_hold": COMMANDERS,
    "GET desk.lift_hold": COMMANDERS,
    "POST desk.lift_hold": COMMANDERS,
    "GET desk.retention_batch": LEADERS,
    "POST desk.approve_batch": LEADERS,
    "POST desk.withdraw_batch": LEADERS,
}
"""Who may, of those to whom the case is opened."""

BY_NUMBER: Mapping[str, set[Role]] = {
    "GET desk.show_case": CLERK,
    "GET desk.receipt_paper": CLERK,
    "GET desk.code": CLERK,
    "POST desk.code": CLERK,
    "GET desk.suggestion_consent": CLERK,
    "POST desk.suggestion_consent": CLERK,
    "GET desk.survey": CLERK,
    "POST desk.survey": CLERK,
    "GET desk.call_task": CLERK,
    "POST desk.show_number": CLERK,
    "POST desk.record_call": CLERK,
}
"""Who may of any case that does not bar them: a clerk is shown the coarse state of one whose number is told."""

OF_NO_CASE: Mapping[str, set[Role]] = {
    "GET accounts.change_password": EVERYBODY,
    "POST accounts.change_password": EVERYBODY,
    "GET accounts.show_security": EVERYBODY,
    "GET accounts.set_up_second_factor": EVERYBODY,
    "POST accounts.set_up_second_factor": EVERYBODY,
    "GET accounts.renew_recovery_codes": EVERYBODY,
    "POST accounts.renew_recovery_codes": EVERYBODY,
    "GET accounts.show_recovery_codes": EVERYBODY,
    "GET accounts.remove_second_factor": EVERYBODY,
    "POST accounts.remove_second_factor": EVERYBODY,
    "POST accounts.stay": EVERYBODY,
    "POST receipt.form_to_sign": CLERK,
    "GET desk.home": EVERYBODY,
    "GET desk.browse_cases": EVERYBODY,
    "GET desk.supervise": COMMANDERS | AUDITOR,
    "GET desk.oversee": EVERYBODY,
    "GET desk.read_report": COMMANDERS | AUDITOR,
    "POST desk.request_export": COMMANDERS | AUDITOR,
    "GET desk.show_export": COMMANDERS | AUDITOR,
    "GET desk.load_export": COMMANDERS | AUDITOR,
    "POST desk.export_report": COMMANDERS | AUDITOR,
    "GET desk.show_performance": READERS,
    "POST desk.export_performance": READERS,
    "GET desk.show_discretion": COMMANDERS | AUDITOR,
    "POST desk.export_discretion": COMMANDERS | AUDITOR,
    "GET desk.list_procurement": LEADERS | AUDITOR,
    "POST desk.export_procurement": LEADERS | AUDITOR,
    "GET desk.show_conflict_register": COMMANDERS | AUDITOR,
    "POST desk.export_conflict_register": COMMANDERS | AUDITOR,
    "GET desk.absences": OFFICER | COMMANDERS,
    "POST desk.absences": OFFICER | COMMANDERS,
    "POST desk.end_absence": OFFICER | COMMANDERS,
    "GET desk.show_sample": COMMANDERS | AUDITOR,
    "POST desk.export_sample": COMMANDERS | AUDITOR,
    "POST desk.draw_sample": LEADERS,
    "GET desk.announcements": COMMANDERS | AUDITOR,
    "POST desk.post_announcement": COMMANDERS,
    "GET desk.announcement_file": COMMANDERS | AUDITOR,
    "GET desk.take_down_announcement": COMMANDERS,
    "POST desk.take_down_announcement": COMMANDERS,
    "GET desk.list_suggestions": COMMANDERS | AUDITOR,
    "GET desk.comments": COMMANDERS | AUDITOR,
    "GET desk.publication": COMMANDERS | AUDITOR,
    "POST desk.note_publication": COMMANDERS,
    "POST desk.take_publication_back": COMMANDERS,
    "POST desk.note_guideline_review": COMMANDERS,
    "GET desk.voice": EVERYBODY,
    "POST desk.voice": EVERYBODY,
    "GET desk.voices": {Role.PALAD},
    "GET desk.read_voice": {Role.PALAD},
    "POST desk.read_voice": {Role.PALAD},
    "GET desk.retention": LEADERS,
    "POST desk.retention": LEADERS,
    "GET desk.retention_batches": LEADERS,
    "GET desk.show_journal": AUDITOR,
    "POST desk.export_journal": AUDITOR,
    "GET desk.search": READERS | CLERK,
    "POST desk.search": READERS | CLERK,
    "POST desk.offer_cases": READERS | CLERK,
    "GET desk.call_tasks": CLERK,
    "POST desk.save_intake_draft": CLERK,
    "POST desk.discard_intake_draft": CLERK,
    "POST desk.show_hints": CLERK,
    "GET desk.box_openings": CLERK | COMMANDERS | AUDITOR,
    "POST desk.record_opening": CLERK,
    "GET desk.box_opening": CLERK | COMMANDERS | AUDITOR,
    "GET desk.log_walk_in": CLERK,
    "POST desk.log_walk_in": CLERK,
    "GET desk.log_phone": CLERK,
    "POST desk.log_phone": CLERK,
    "GET desk.log_box": CLERK,
    "POST desk.log_box": CLERK,
    "GET admin.list_staff": ADMIN,
    "GET admin.add_staff": ADMIN,
    "POST admin.add_staff": ADMIN,
    "GET admin.change_staff": ADMIN,
    "POST admin.change_staff": ADMIN,
    "GET admin.set_password": ADMIN,
    "POST admin.set_password": ADMIN,
    "GET admin.take_away_second_factor": ADMIN,
    "POST admin.take_away_second_factor": ADMIN,
    "GET admin.deactivate_staff": ADMIN,
    "POST admin.deactivate_staff": ADMIN,
    "POST admin.reactivate_staff": ADMIN,
    "GET admin.list_units": ADMIN,
    "GET admin.add_unit": ADMIN,
    "POST admin.add_unit": ADMIN,
    "GET admin.change_unit": ADMIN,
    "POST admin.change_unit": ADMIN,
    "GET admin.list_boxes": ADMIN,
    "GET admin.add_box": ADMIN,
    "POST admin.add_box": ADMIN,
    "GET admin.change_box": ADMIN,
    "POST admin.change_box": ADMIN,
    "GET admin.keep_calendar": ADMIN,
    "POST admin.keep_calendar": ADMIN,
    "POST admin.remove_holiday": ADMIN,
    "POST admin.fill_calendar": ADMIN,
    "GET admin.keep_retention": ADMIN,
    "POST admin.keep_retention": ADMIN,
    "GET admin.keep_item_numbers": ADMIN,
    "POST admin.keep_item_numbers": ADMIN,
    "GET admin.keep_centre": ADMIN,
    "POST admin.keep_centre": ADMIN,
}

LET_IN = {200, 302, 303, 409, 422}
"""An act that is let in and told nothing is asked for what is missing; one that the state forbids is told so."""

VOICE_ID = 1

MISSING_NUMBER, MISSING_ID = "70-9999", 999_999


@dataclass(frozen=True)
class Town:
    """One centre, and for each role its cases by what they are to it."""

    centre: Centre
    cases: Mapping[tuple[Role, Relation], str]
    staff_id: int
    unit_id: int
    opening_id: int
    draft: str
    absence_id: int
    announcement_id: int
    publication_id: int
    exports: Mapping[Role, str]


@pytest.fixture
def town(app: Flask, client: FlaskClient) -> Town:
    client.application.config["WTF_CSRF_ENABLED"] = False
    centre = Centre(client)
    for role in (Role.AUDITOR, Role.ADMIN):
        centre.add_person(role, role.value)
    elsewhere = centre.add_person(Role.SUPERVISOR, "elsewhere", reports_to=centre.people["palad"])
    stranger = centre.add_person(Role.OFFICER, "stranger", reports_to=elsewhere)
    unit = make_unit("กองของการทดสอบ")
    cases = {(role, relation): _case(centre, role, relation, stranger) for role in Role for relation in Relation}
    opening = OpeningDraft("หน้าอาคาร", days_ago(1), "นายเปิด กล่อง")
    opening_id = record_opening(centre.people["clerk"], opening, 3, now())
    db.session.add(StaffVoice(id=VOICE_ID, month="2026-11", text="เสียงของบุคลากร"))
    db.session.commit()
    draft = save_draft(centre.people["clerk"], Channel.WALK_IN, "a draft", {"subject": "ร่าง"}, 0, now())
    absence_id = _absence(centre, stranger)
    announcement_id = announce(centre.people["palad"], now=now())
    numbers = (opening_id, draft.reference, absence_id, announcement_id, _publication(centre), _exports(centre))
    return Town(centre, cases, stranger.id, unit, *numbers)


def _exports(centre: Centre) -> Mapping[Role, str]:
    """Whoever reads reports has a list of their own, written."""
    year = FiscalYear.of(now())
    filters = Filters(year.starts_at, year.ends_at)
    asked = {
        role: request_export(centre.people[role.value], filters, ExportFormat.CSV, WORDS, now())
        for role in (*COMMANDERS, *AUDITOR)
    }
    assert write_exports(store(), open_rows(), now) == len(asked)
    return asked


def _publication(centre: Centre) -> int:
    """The statistics of the half-year that is over last are on the website since today."""
    draft = PublicationDraft(HalfYear.of(now()).before(), Place.WEBSITE, now().astimezone(BANGKOK).date())
    return note_publication(centre.people["palad"], draft, now())


def _absence(centre: Centre, stand_in: Person) -> int:
    """The officer of the centre goes away in a week; nothing moves before."""
    officer, first_day = centre.people["officer"], (now() + timedelta(days=7)).date()
    arrange_absence(OFFICE, officer, AbsenceDraft(officer.id, stand_in.id, first_day), now())
    return list_absences()[0].id


def _case(centre: Centre, role: Role, relation: Relation, stranger: Person) -> str:
    """A case that is this to the one of that role, whatever else would have become of it."""
    person = centre.people[role.value]
    is_clerks = role is Role.CLERK and relation is not Relation.OTHER
    number = make_case_received(
        1,
        Category.BRIBERY,
        subject=_subject(role, relation),
        complainant=make_complainant(phone=None),
        evidence=drafts(store(), ("photo.jpg", jpeg())),
    )
    case = case_of(number)
    case.logged_by_id = person.id if is_clerks else None
    holder = stranger if relation is Relation.OTHER else centre.people["officer"]
    case.officer_id = None if is_clerks else holder.id
    case.declarations = [InterestDeclaration(staff_id=holder.id, at=NOW)]
    is_accused = relation is Relation.ACCUSED
    staff_id = person.id if is_accused else None
    case.accused = [Accused(name="ใครคนหนึ่ง", staff_id=staff_id, is_stranger=not is_accused, linked_at=NOW)]
    if relation is Relation.RECUSED:
        case.recusals = [Recusal(staff_id=person.id, at=NOW)]
    db.session.commit()
    return number


def _subject(role: Role, relation: Relation) -> str:
    return f"เรื่อง-{role}-{relation}"


def asked_for(app: Flask) -> Iterator[tuple[str, str, set[str]]]:
    """Endpoint, method and the parts of the address, of every guarded way to ask."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC_ENDPOINTS:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, set(rule.arguments)


def test_every_guarded_route_is_in_a_table_and_no_table_knows_another(app: Flask) -> None:
    ways = {f"{method} {endpoint}" for endpoint, method, _ in asked_for(app)}
    assert ways == set(OF_A_CASE) | set(BY_NUMBER) | set(OF_NO_CASE)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_what(town: Town, role: Role) -> None:
    app, visitor = town.centre.client.application, town.centre.visit(role.value)
    wrong: list[tuple[Any, ...]] = []
    for endpoint, method, parts in asked_for(app):
        way = f"{method} {endpoint}"
        if way in OF_NO_CASE:
            address = _address(app, endpoint, _of_office(town, role, parts))
            status = _ask(visitor.client, method, address).status_code
            expected = LET_IN if role in OF_NO_CASE[way] else {403}
            wrong += [(way, status)] if status not in expected else []
            continue
        for relation in Relation:
            case = town.cases[role, relation]
            address = _address(app, endpoint, _of_case(case, parts))
            ghost = _address(app, endpoint, _of_ghost(parts))
            answer, nothing = _ask(visitor.client, method, address), _ask(visitor.client, method, ghost)
            if not _is_as_the_table_has_it(way, role, relation, answer, nothing):
                wrong.append((way, relation, answer.status_code, nothing.status_code))
    assert wrong == []


def _is_as_the_table_has_it(
    way: str, role: Role, relation: Relation, answer: TestResponse, nothing: TestResponse
) -> bool:
    is_free = relation in (Relation.OWN, Relation.OTHER)
    if is_free and role in BY_NUMBER.get(way, set()):
        return answer.status_code in LET_IN
    if is_free and relation in OPENED[role]:
        expected = LET_IN if role in OF_A_CASE.get(way, set()) else {403}
        return answer.status_code in expected
    return answer.status_code in (403, 404) and _bare(answer) == _bare(nothing)


@pytest.mark.parametrize("relation", [Relation.ACCUSED, Relation.RECUSED])
def test_a_shut_case_is_looked_for_as_one_that_does_not_exist(town: Town, relation: Relation) -> None:
    """The same questions to the database, so that the time of the answer tells nothing either."""
    for role in Role:
        client, shut = town.centre.visit(role.value).client, town.cases[role, relation]
        with counted_statements(client.application) as of_shut:
            _ask(client, "GET", f"/desk/cases/{shut}")
        with counted_statements(client.application) as of_ghost:
            _ask(client, "GET", f"/desk/cases/{MISSING_NUMBER}")
        assert of_shut == of_ghost
        assert of_shut


def test_no_list_shows_a_case_that_is_shut_to_its_reader(town: Town) -> None:
    app = town.centre.client.application
    for role in Role:
        shut = [
            town.cases[role, relation]
            for relation in Relation
            if relation not in OPENED[role] and not (role is Role.CLERK and relation is Relation.OTHER)
        ]
        for endpoint, method, parts in asked_for(app):
            if method == "GET" and role in OF_NO_CASE.get(f"{method} {endpoint}", set()):
                page = town.centre.visit(role.value).get(_address(app, endpoint, _of_office(town, role, parts))).text
                assert not [number for number in shut if number in page], (role, endpoint)


def _ask(client: FlaskClient, method: str, address: str) -> TestResponse:
    db.session.rollback()
    answer = client.open(address, method=method)
    with client.session_transaction() as session:
        # What an act left to be said would stand on the next page, which is another question.
        session.pop("_flashes", None)
    return answer


def _address(app: Flask, endpoint: str, values: Mapping[str, Any]) -> str:
    with app.test_request_context():
        return app.url_map.bind("localhost").build(endpoint, dict(values))


def _of_office(town: Town, role: Role, parts: set[str]) -> dict[str, Any]:
    known = {"staff_id": town.staff_id, "unit_id": town.unit_id, "opening_id": town.opening_id, "box_id": 1}
    known |= {"channel": "walk_in", "reference": town.draft, "absence_id": town.absence_id}
    known |= {
        "announcement_id": town.announcement_id,
        "publication_id": town.publication_id,
        "voice_id": VOICE_ID,
        "export_reference": town.exports.get(role, "none"),
        "year": 2570,
        "day": "2027-01-01",
    }
    return {part: known[part] for part in parts}


def _of_case(register_number: str, parts: set[str]) -> dict[str, Any]:
    """What the parts of an address are for one case; a part that is not known here has to be added."""
    case = case_of(register_number)
    known = {
        "register_number": lambda: register_number,
        "accused_id": lambda: case.accused[0].id,
        "evidence_id": lambda: case.evidence[0].id,
        "reference": lambda: _batch_with(case),
        "act_reference": lambda: _decision_on(case),
    }
    values = {part: known[part]() for part in parts}
    db.session.rollback()
    return values


def _of_ghost(parts: set[str]) -> dict[str, Any]:
    return {part: MISSING_NUMBER if part == "register_number" else MISSING_ID for part in parts}


def _decision_on(case: Case) -> str:
    """A decision on the case that was drawn for review, made by somebody who reviews none."""
    known = db.session.scalar(sa.select(SampledAct.reference).where(SampledAct.case_id == case.id))
    if known:
        return known
    maker = db.session.scalars(sa.select(StaffMember).where(StaffMember.username == "elsewhere")).one().person()
    journal.record("withdrawn", actor=maker, at=NOW, case=case, reason="ขอถอน")
    journal.commit()
    seq = db.session.scalars(sa.select(sa.func.max(JournalEntry.seq))).one()
    month = f"2500-{case.id:02}"
    sample = DiscretionSample(month=month, seed="", drawn_at=NOW)
    db.session.add(SampledAct(reference=f"{case.id:016x}", sample=sample, seq=seq, case_id=case.id))
    db.session.commit()
    return f"{case.id:016x}"


def _batch_with(case: Case) -> str:
    """The batch in which the case waits to be destroyed; it is seen by whoever may see the case."""
    item = item_of(case)
    if item is None:
        someone = db.session.scalars(sa.select(StaffMember.id).limit(1)).one()
        batch = DisposalBatch(reference=f"{case.id:08x}", proposed_by_id=someone, proposed_at=NOW)
        item = DisposalItem(batch=batch, case_id=case.id)
        db.session.add(item)
        db.session.commit()
    return item.batch.reference


def _bare(answer: TestResponse) -> tuple[int, str]:
    """The answer without what differs between any two: the token, and the address that was asked for."""
    text = re.sub(r'value="[^"]{60,}"', "", answer.text)
    return answer.status_code, text.replace(answer.request.path, "")
