"""What is destroyed is gone from every table and from the file, and what is kept still counts and still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.database import forget_overwritten
from complaint_center.domain.access import Role
from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conversation import ComplainantMessage
from complaint_center.domain.delivery import PermanentFailure
from complaint_center.domain.errors import AlreadyDecided, NotVisible
from complaint_center.domain.intake import AccusedDraft, OpeningDraft
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.retention import BatchState
from complaint_center.domain.status import OrderKind
from complaint_center.domain.survey import SurveyDraft
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import Base, db, store
from complaint_center.models.case import Case
from complaint_center.models.complainant import Complainant
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.finding import Finding
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal
from complaint_center.services.accused import add_accused
from complaint_center.services.assignment import declare_no_interest, reassign
from complaint_center.services.call_tasks import record_call
from complaint_center.services.conversation import ask_complainant, record_answer, write_as_complainant
from complaint_center.services.delivery import deliver
from complaint_center.services.destruction import OF_CASE, OF_ITS_ROWS, destroy, destroy_approved
from complaint_center.services.disposal import approve, propose, withdraw
from complaint_center.services.escalation import sweep
from complaint_center.services.evidence_care import delete_left_over
from complaint_center.services.findings import save_finding, submit_finding
from complaint_center.services.holds import set_hold
from complaint_center.services.identity import reveal_identity
from complaint_center.services.orders import give_order, reopen
from complaint_center.services.orders import withdraw as withdraw_complaint
from complaint_center.services.procurement import ProcurementDraft, note_procurement
from complaint_center.services.purges import purge_drafts, purge_messages
from complaint_center.services.retention import change_terms
from complaint_center.services.survey import record as record_survey
from complaint_center.services.survey import say
from complaint_center.services.tracking import recognise, reissue_code
from tests.crowd import Env, in_doomed_process, in_processes, in_threads
from tests.files import PDF, drafts, jpeg
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    Recorder,
    make_case,
    make_chain,
    make_complainant,
    make_draft,
    make_finding,
    make_order,
    make_staff,
    submit,
)
from tests.services.test_retention import DUE_AT, batch_of, case_of, journalled, make_ended_case

SECRET = "ลับมากห้ามรั่ว"
"""Part of every text of the case that is destroyed."""
KEPT = {
    *("cases.register_number", "cases.tracking_code_hash", "cases.submission_hash", "cases.channel"),
    *("cases.category", "cases.status", "cases.before_question", "findings.opinion"),
    *("orders.kind", "orders.agency", "orders.ground", "deadlines.kind", "deadlines.ended_by", "escalations.tier"),
    *("outbox.unique_key", "outbox.kind", "outbox.medium", "outbox.state", "outbox.error_code"),
    *("call_tasks.unique_key", "call_tasks.kind", "calls.outcome", "assignments.choice"),
    *("evidence.type", "evidence.sha256", "evidence.copy_type", "evidence.copy_sha256", "evidence.scan_state"),
    *("conversation_entries.kind", "conversation_entries.author"),
    *("sampled_acts.reference", "disciplinary_inquiries.outcome"),
    *("journal.what", "journal.detail", "journal.reason_digest", "journal.mac"),
}
"""Words about a case that stay: what it was, what was done with it, and the chain. The codes are made unusable."""


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def secret(what: str) -> str:
    return f"{what} {SECRET}"


def make_full_case(chain: Chain) -> str:
    """A case in which everything that can be written has been, and which ended at `NOW`."""
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    case = make_case(
        Channel.BOX,
        Category.BRIBERY,
        complainant=make_complainant(
            first_name=secret("ชื่อ"),
            last_name=secret("สกุล"),
            address=secret("ที่อยู่"),
            email="secret@example.com",
            phone=parse_phone("042 970107"),
        ),
        box_opening=OpeningDraft("ตู้", NOW - 10 * DAY, "ผู้เปิด", "พยาน"),
        accused=(AccusedDraft(secret("ผู้ถูกร้อง"), secret("ตำแหน่ง"), secret("กอง")),),
        **{
            name: secret(name)
            for name in ("subject", "narrative", "remedy", "incident_date", "incident_place")
            + ("previously_reported_to", "evidence_description")
        },
    )
    number, officer = case.register_number, chain.officer
    sweep(OFFICE, NOW - 2 * DAY)
    first = case.officer_id
    reassign(OFFICE, chain.supervisor, number, (other if first == officer.id else officer).id, secret("เปลี่ยน"), NOW)
    holder = other if first == officer.id else officer
    add_accused(OFFICE, chain.supervisor, number, AccusedDraft(secret("อีกคน")), secret("พยาน"), NOW)
    declare_no_interest(holder, number, NOW)
    reveal_identity(holder, number, secret("นัดพบ"), NOW)
    ask_complainant(OFFICE, holder, number, secret("ถาม"), NOW)
    record_answer(OFFICE, holder, number, secret("ตอบ"), NOW)
    code_hash = case_of(number).tracking_code_hash
    write_as_complainant(OFFICE, code_hash, ComplainantMessage(secret("เขียน"), secret("ส่ง")), NOW)
    texts = {name: secret(name) for name in ("facts", "evidence_summary", "opinion_reason")}
    save_finding(holder, number, make_finding(**texts), NOW)
    submit_finding(OFFICE, holder, number, make_finding(**texts), NOW)
    give_order(OFFICE, chain.supervisor, number, make_order(OrderKind.RETURN, reason=secret("ส่งกลับ")), NOW)
    save_finding(holder, number, make_finding(**texts), NOW)
    deliver(OFFICE, Recorder(failures=[PermanentFailure("21614", secret("ผิดพลาด"))]).senders, lambda: NOW)
    record_call(OFFICE, chain.clerk, number, CallReport(CallOutcome.TOLD, secret("โทร")), NOW)
    withdraw_complaint(OFFICE, chain.supervisor, number, secret("ถอน"), NOW)
    say(code_hash, SurveyDraft(1, 1, secret("ไม่พอใจ")), NOW)
    return number


def test_the_vendor_of_a_voided_declaration_goes_too(chain: Chain) -> None:
    number, other = make_case(category=Category.PROCUREMENT).register_number, ProcurementDraft("", "ร้านอื่น")
    note_procurement(chain.supervisor, number, ProcurementDraft("", secret("ผู้ขาย")), NOW)
    declare_no_interest(chain.officer, number, NOW)
    note_procurement(chain.supervisor, number, other, NOW)
    withdraw_complaint(OFFICE, chain.supervisor, number, "ถอน", NOW)
    approved(chain, number)
    destroy_approved(DUE_AT)
    [voided] = case_of(number).declarations
    assert (voided.vendor, voided.voided_at) == ("", NOW)


def approved(chain: Chain, *numbers: str) -> str:
    [reference] = propose(chain.palad, numbers, DUE_AT)
    approve(chain.executive, reference, DUE_AT)
    return reference


def dump() -> str:
    """Every row of every table."""
    db.session.rollback()
    tables = sa.inspect(db.session.connection()).get_table_names()
    rows = (row for table in tables for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"')))  # noqa: S608
    return "\n".join(str(tuple(row)) for row in rows)


def counts() -> dict[str, Any]:
    """What statistics are made of."""
    db.session.rollback()
    grouped = (
        *(Case.register_number, Case.fiscal_year, Case.status, Case.category, Case.channel, Case.is_late),
        *(Case.received_at, Case.registered_at, Case.status_changed_at, Case.has_finding, Complainant.is_anonymous),
    )
    query = sa.select(*grouped, sa.func.count()).join(Case.complainant).group_by(*grouped).order_by(*grouped)
    rows = {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model))
        for model in (Case, Deadline, Escalation, Finding, OutboxMessage)
    }
    deadlines = sa.select(Deadline.kind, Deadline.due_at, Deadline.met_at, Deadline.ended_by).order_by(Deadline.id)
    return {"cases": db.session.execute(query).all(), "deadlines": db.session.execute(deadlines).all(), **rows}


def test_nothing_that_was_told_or_written_is_left_in_any_table(chain: Chain) -> None:
    number = make_full_case(chain)
    purge_drafts(DUE_AT)
    assert dump().count(SECRET) > 20
    before = counts()
    reference = approved(chain, number)
    assert destroy_approved(DUE_AT) == (1, 0, 0)
    assert SECRET not in dump()
    assert counts() == before
    assert journal.verify().is_whole
    case = case_of(number)
    vault = db.session.execute(sa.text("SELECT * FROM complainants")).mappings().one()
    fields = ("prefix", "first_name", "last_name", "address", "phone", "email", "national_id")
    assert [vault[name] for name in (*fields, "phone_index", "national_id_index")] == [None] * 9
    assert (case.disposed_at, batch_of(reference).state, journalled("case_disposed")) == (DUE_AT, BatchState.DONE, 1)
    assert all(entry.reason is None or entry.reason.text is None for entry in _entries_of(case))


def _entries_of(case: Case) -> list[JournalEntry]:
    return list(db.session.scalars(sa.select(JournalEntry).where(JournalEntry.case_id == case.id)))


def test_its_evidence_has_lost_its_keys_and_the_files_go_with_the_next_housekeeping(
    chain: Chain, instance: Path
) -> None:
    number = make_ended_case(chain, evidence=drafts(store(), ("a.jpg", jpeg()), ("b.pdf", PDF)))
    files = instance / "attachments"
    assert len(list(files.iterdir())) == 3
    approved(chain, number)
    destroy_approved(DUE_AT)
    assert all(not row.is_served and not row.object_key and row.sha256 for row in case_of(number).evidence)
    db.session.rollback()
    assert delete_left_over(store(), datetime.now(UTC) + 2 * DAY) == 3
    assert not list(files.iterdir())


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
def test_nothing_of_it_is_left_in_the_file_either(chain: Chain, app: Flask) -> None:
    number = make_full_case(chain)
    approved(chain, number)
    db.session.rollback()
    path = Path(db.engine.url.database or "")
    files = [path, path.with_name(f"{path.name}-wal")]
    assert any(SECRET.encode() in file.read_bytes() for file in files)
    destroy_approved(DUE_AT)
    db.session.remove()
    forget_overwritten()
    assert not any(SECRET.encode() in file.read_bytes() for file in files)


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
def test_no_trigram_of_it_is_left_in_the_index_that_is_searched(chain: Chain, app: Flask) -> None:
    """SQLite's index only notes that a text was taken out, and goes on holding its letters, three and three."""
    number = make_ended_case(chain, narrative="ความลับคือ ฝฮฟผ")
    approved(chain, number)
    db.session.rollback()
    path = Path(db.engine.url.database or "")
    destroy_approved(DUE_AT)
    db.session.remove()
    # No word of ours has these letters side by side.
    left = "ฟผ".encode()
    assert left in path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()
    forget_overwritten()
    assert left not in path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()


def test_every_word_about_a_case_has_an_answer(app: Flask) -> None:
    """A column that somebody adds is destroyed or kept on purpose; here or in `KEPT` it must be named."""
    destroyed = {
        f"{column.class_.__tablename__}.{column.key}"
        for columns in (OF_CASE, *OF_ITS_ROWS.values())
        for column in columns
    }
    unanswered = {word for word in _words_about_cases() if word not in destroyed | KEPT}
    assert unanswered == set()


def _words_about_cases() -> Iterator[str]:
    """Columns of text in the cases' own table and in all tables that refer to it, however far off."""
    about, before = {"cases"}, set[str]()
    tables = Base.metadata.tables
    while about != before:
        before = set(about)
        about |= {
            name
            for name, table in tables.items()
            if any(key.column.table.name in before for key in table.foreign_keys) and name != "staff"
        }
    for name in sorted(about):
        for column in tables[name].columns:
            kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
            if isinstance(kind, sa.String | sa.JSON | sa.LargeBinary):
                yield f"{name}.{column.name}"


def test_a_disposed_case_can_neither_be_acted_on_nor_followed(chain: Chain) -> None:
    code = make_draft()
    number = make_ended_case(chain, submission_id=code.submission_id)
    tracking = reissue_code(chain.clerk, number, PersonCheck.ID_CARD, "บัตรประชาชน", "ทำหาย", NOW)
    assert recognise(tracking)
    approved(chain, number)
    destroy_approved(DUE_AT)
    assert recognise(tracking) is None
    for act in (
        lambda: reopen(OFFICE, chain.supervisor, number, "ขอดูอีกครั้ง", DUE_AT),
        lambda: set_hold(chain.supervisor, number, "เก็บไว้", DUE_AT),
        lambda: reveal_identity(chain.supervisor, number, "ใคร", DUE_AT),
        lambda: reissue_code(chain.clerk, number, PersonCheck.ID_CARD, "บัตรประชาชน", "ทำหาย", DUE_AT),
        lambda: record_survey(chain.clerk, number, SurveyDraft(1, 1), DUE_AT),
    ):
        with pytest.raises(AlreadyDecided):
            act()
        db.session.rollback()
    assert case_of(number).complainant.language == "th"


def test_a_person_who_was_barred_stays_barred(chain: Chain) -> None:
    number = make_ended_case(chain, category=Category.BRIBERY, accused=(AccusedDraft(name=chain.executive.name),))
    [reference] = propose(chain.palad, [number], DUE_AT)
    approve(make_staff(Role.PALAD), reference, DUE_AT)
    destroy_approved(DUE_AT)
    with pytest.raises(NotVisible):
        reopen(OFFICE, chain.executive, number, "ขอดู", DUE_AT)


def test_without_a_second_word_nothing_is_destroyed(chain: Chain) -> None:
    number = make_ended_case(chain)
    propose(chain.palad, [number], DUE_AT)
    assert destroy_approved(DUE_AT + 400 * DAY) == (0, 0, 0)
    assert case_of(number).narrative


def test_what_must_be_kept_after_all_leaves_its_batch(chain: Chain) -> None:
    held, lengthened = make_ended_case(chain), make_ended_case(chain, category=Category.SERVICE)
    reference = approved(chain, held, lengthened)
    set_hold(chain.supervisor, held, "ศาลขอ", DUE_AT)
    change_terms(chain.admin, {Category.SERVICE: 20}, "ยังจำเป็น", DUE_AT)
    assert destroy_approved(DUE_AT) == (0, 1, 0)
    assert batch_of(reference).kept_in == []
    assert case_of(held).narrative
    assert case_of(lengthened).narrative


def test_a_batch_can_be_stopped_while_it_runs(chain: Chain) -> None:
    numbers = [make_ended_case(chain) for _ in range(3)]
    reference = approved(chain, *numbers)
    destroy(batch_of(reference).items[0].case_id, DUE_AT)
    withdraw(chain.palad, reference, "ขอตรวจอีกครั้ง", DUE_AT)
    assert destroy_approved(DUE_AT) == (0, 0, 0)
    assert [bool(case_of(number).disposed_at) for number in numbers] == [True, False, False]
    assert batch_of(reference).state is BatchState.WITHDRAWN


def test_one_case_that_fails_does_not_stop_the_others(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [make_ended_case(chain) for _ in range(3)]
    approved(chain, *numbers)
    bad, erase = case_of(numbers[1]).id, journal.erase_reasons

    def fail(reason_ids: list[int], *, case: Case, **about: Any) -> None:
        if case.id == bad:
            raise RuntimeError
        erase(reason_ids, case=case, **about)

    monkeypatch.setattr(journal, "erase_reasons", fail)
    assert destroy_approved(DUE_AT) == (2, 0, 1)
    assert case_of(numbers[1]).narrative
    monkeypatch.undo()
    assert destroy_approved(DUE_AT) == (1, 0, 0)


def test_a_hold_set_while_its_case_is_being_destroyed_wins_or_comes_too_late_and_is_told(
    chain: Chain, app: Flask
) -> None:
    number = make_ended_case(chain)
    approved(chain, number)
    case_id = case_of(number).id
    hold = partial(set_hold, chain.supervisor, number, "ศาลขอ", DUE_AT)
    held, outcome = in_threads(app, [hold, partial(destroy, case_id, DUE_AT)])
    db.session.rollback()
    case = case_of(number)
    if held is None:
        assert (outcome, case.disposed_at, bool(case.narrative)) == ("nothing", None, True)
    else:
        assert isinstance(held, AlreadyDecided)
        assert (outcome, case.disposed_at, case.hold) == ("destroyed", DUE_AT, None)


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
def test_a_hold_waits_for_the_destruction_that_began_before_it(
    chain: Chain, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make_ended_case(chain)
    approved(chain, number)
    case_id, begun, erase = case_of(number).id, Event(), journal.erase_reasons

    def slowly(reason_ids: list[int], **about: Any) -> None:
        begun.set()
        Event().wait(0.5)
        erase(reason_ids, **about)

    def hold() -> None:
        assert begun.wait(10)
        set_hold(chain.supervisor, number, "ศาลขอ", DUE_AT)

    monkeypatch.setattr(journal, "erase_reasons", slowly)
    outcome, refused = in_threads(app, [partial(destroy, case_id, DUE_AT), hold])
    assert outcome == "destroyed"
    assert isinstance(refused, AlreadyDecided)


def destroy_all(now: datetime) -> None:
    destroy_approved(now)


@pytest.mark.parametrize("statements", [3, 9, 16, 25, 33, 41])
def test_killed_half_way_it_goes_on_and_each_case_is_whole_or_gone(chain: Chain, env: Env, statements: int) -> None:
    numbers = [make_ended_case(chain) for _ in range(3)]
    reference = approved(chain, *numbers)
    assert in_doomed_process(env, destroy_all, DUE_AT, statements) == -9
    db.session.rollback()
    for number in numbers:
        case = case_of(number)
        gone = (case.narrative == "", case.complainant.first_name == "", bool(case.disposed_at))
        assert len(set(gone)) == 1
    destroy_approved(DUE_AT)
    assert batch_of(reference).state is BatchState.DONE
    assert journalled("case_disposed") == 3
    assert journal.verify().is_whole


def test_two_workers_at_once_destroy_each_case_once(chain: Chain, env: Env) -> None:
    reference = approved(chain, *(make_ended_case(chain) for _ in range(5)))
    assert in_processes(env, destroy_all, DUE_AT) == [0, 0]
    assert batch_of(reference).state is BatchState.DONE
    assert journalled("case_disposed") == 5


def test_a_draft_goes_30_days_after_the_end_of_its_case_unless_it_is_held(chain: Chain) -> None:
    open_one, ended, held = (make_case().register_number for _ in range(3))
    for number in (open_one, ended, held):
        save_finding(chain.officer, number, make_finding(), NOW)
    for number in (ended, held):
        withdraw_complaint(OFFICE, chain.supervisor, number, "ถอน", NOW)
    set_hold(chain.supervisor, held, "ศาลขอ", NOW)
    assert purge_drafts(NOW + 30 * DAY - SECOND) == (0, 0)
    assert purge_drafts(NOW + 30 * DAY) == (1, 0)
    assert purge_drafts(NOW + 400 * DAY) == (0, 0)
    assert [len(case_of(number).findings) for number in (open_one, ended, held)] == [1, 0, 1]
    assert journalled("draft_purged") == 1


def test_a_submitted_finding_is_no_draft(chain: Chain) -> None:
    case = make_case()
    submit(case)
    withdraw_complaint(OFFICE, chain.supervisor, case.register_number, "ถอน", NOW)
    assert purge_drafts(NOW + 400 * DAY) == (0, 0)


def test_what_a_message_carried_goes_two_years_after_it_was_sent(chain: Chain) -> None:
    plain, held = make_case().register_number, make_case().register_number
    set_hold(chain.supervisor, held, "ศาลขอ", NOW)
    recorder = Recorder(failures=[PermanentFailure("21614", "เบอร์นี้รับไม่ได้")])
    sweep(OFFICE, NOW + 8 * DAY)
    deliver(OFFICE, recorder.senders, lambda: NOW + 9 * DAY)
    db.session.execute(sa.update(OutboxMessage).values(next_attempt_at=None))
    db.session.commit()
    over = datetime.fromisoformat("2028-12-03T00:00:00+07:00")
    assert purge_messages(over - SECOND) == 0
    emptied = purge_messages(over)
    assert emptied == _messages(case_of(plain).id) > 0
    assert purge_messages(over) == 0
    carried = sa.select(OutboxMessage.params, OutboxMessage.provider_id, OutboxMessage.error_text)
    of_plain = carried.where(OutboxMessage.case_id == case_of(plain).id)
    assert set(map(str, db.session.execute(of_plain))) == {"({}, None, '')"}
    assert any(row.provider_id for row in db.session.execute(carried))
    assert journalled("messages_purged") == 1


def _messages(case_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(OutboxMessage.case_id == case_id)) or 0


def test_a_message_that_still_waits_to_be_sent_keeps_what_it_will_say(chain: Chain) -> None:
    make_case()
    assert purge_messages(NOW + timedelta(days=4000)) == 0
