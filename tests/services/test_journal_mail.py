"""The journal's head by e-mail: once every day, to the auditors, or where none can be reached to the administrators."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.chain import Head
from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import db, head_file
from complaint_center.models.outbox import Medium, OutboxMessage
from complaint_center.services import journal
from complaint_center.services.delivery import deliver
from complaint_center.services.journal_mail import mail_head
from complaint_center.services.staff import deactivate_staff
from tests.crowd import in_threads
from tests.make import DAY, NOW, OFFICE, SECOND, Recorder, make_chain, make_staff

SATURDAY = datetime(2026, 11, 28, 8, 30, tzinfo=BANGKOK)


def queued() -> list[OutboxMessage]:
    db.session.rollback()
    query = sa.select(OutboxMessage).where(OutboxMessage.kind == MessageKind.JOURNAL_HEAD).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


@pytest.fixture
def auditor(app: Flask) -> Person:
    make_chain()
    make_staff(Role.AUDITOR, email="")
    return make_staff(Role.AUDITOR)


def test_every_day_at_half_past_eight_the_auditor_is_mailed_the_head(auditor: Person) -> None:
    assert mail_head(OFFICE, SATURDAY - SECOND) == 0
    assert mail_head(OFFICE, SATURDAY) == 1
    (message,) = queued()
    assert (message.staff_id, message.medium) == (auditor.id, Medium.MAIL)
    assert message.params == {"head": str(head_file().read()), "at": NOW.isoformat()}


def test_a_day_has_one_mail_and_the_next_day_another(auditor: Person) -> None:
    for hours in (0, 1, 15, 24, 30):
        mail_head(OFFICE, SATURDAY + timedelta(hours=hours))
    assert len(queued()) == 2


def test_where_no_auditor_can_be_reached_the_administrators_are(auditor: Person) -> None:
    admin = make_staff(Role.ADMIN)
    deactivate_staff(OFFICE, admin, auditor.id, "ย้าย", NOW)
    assert mail_head(OFFICE, SATURDAY) == len(queued()) == 2
    assert admin.id in {message.staff_id for message in queued()}


def test_where_nobody_can_be_reached_the_log_says_so(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    make_staff(Role.ADMIN, email="")
    assert mail_head(OFFICE, SATURDAY) == 0
    assert "journal_head_has_no_reader" in capsys.readouterr().err


def test_the_head_in_a_mail_finds_what_is_cut_later(auditor: Person) -> None:
    mail_head(OFFICE, SATURDAY)
    recorder = Recorder()
    deliver(OFFICE, recorder.senders, lambda: SATURDAY, [Medium.MAIL])
    (body,) = (mail.body for mail in recorder.sent if mail.to == queued()[0].staff.email)  # type: ignore[union-attr]
    mailed = Head.parse(body.rpartition("--head ")[2].split()[0])
    assert journal.verify([mailed]).is_whole
    assert not journal.verify([Head(mailed.seq + 1, mailed.mac)]).is_whole


def test_workers_at_once_queue_one_mail_a_day(app: Flask, auditor: Person) -> None:
    for day in range(3):
        outcomes = in_threads(app, [partial(mail_head, OFFICE, SATURDAY + day * DAY)] * 6)
        assert Counter(outcomes) == {1: 1, 0: 5}
        assert len(queued()) == day + 1
