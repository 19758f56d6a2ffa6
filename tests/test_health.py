"""What the watcher outside is told."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from complaint_center import clock
from complaint_center.extensions import head_file
from complaint_center.services.escalation import SWEEP, beat
from tests.make import NOW, make_case, make_chain
from tests.tampering import change, drop_guards


def test_the_database_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"database": "ok"}


def test_a_service_that_never_swept_is_reported(client: FlaskClient) -> None:
    answer = client.get("/healthz/deadlines")
    assert answer.status_code == 503
    assert answer.json == {"last_sweep": None, "would_escalate": 0}


def test_a_recent_sweep_is_healthy_and_an_old_one_is_not(app: Flask) -> None:
    beat(SWEEP, clock.now())
    assert app.test_client().get("/healthz/deadlines").status_code == 200
    beat(SWEEP, clock.now() - timedelta(minutes=6))
    assert app.test_client().get("/healthz/deadlines").status_code == 503


def test_a_sweep_dated_in_the_future_does_not_hide_that_no_other_one_follows(app: Flask) -> None:
    beat(SWEEP, clock.now() + timedelta(days=1))
    assert app.test_client().get("/healthz/deadlines").status_code == 503


def test_a_journal_that_no_longer_holds_what_was_exported_is_reported(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz/journal").status_code == 200
    make_chain()
    make_case()
    assert client.get("/healthz/journal").json == {"journal": "as exported"}
    drop_guards()
    change("DELETE FROM journal_head")
    assert client.get("/healthz/journal").status_code == 503


def test_a_head_that_cannot_be_read_is_reported(app: Flask) -> None:
    head_file().path.write_text("nonsense")
    assert app.test_client().get("/healthz/journal").status_code == 503


def test_metrics_are_totals_in_plain_lines(app: Flask) -> None:
    make_chain()
    make_case()
    beat(SWEEP, NOW)
    page = app.test_client().get("/metrics")
    values = dict(line.split() for line in page.text.splitlines() if not line.startswith("#"))
    assert page.content_type.startswith("text/plain")
    assert values["complaint_center_cases"] == "1"
    assert values["complaint_center_last_sweep_seconds"] == f"{NOW.timestamp():.0f}"
    assert values["complaint_center_would_escalate"] == "0"
    assert int(values["complaint_center_messages_waiting"]) > 0
    assert values["complaint_center_messages_failed"] == "0"
