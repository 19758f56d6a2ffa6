"""What the watcher outside is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center import clock
from complaint_center.extensions import head_file
from complaint_center.services.escalation import SWEEP, beat
from complaint_center.setting_values import SECRET_LENGTH
from tests.make import NOW, make_case, make_chain
from tests.tampering import change, drop_guards

pytestmark = pytest.mark.usefixtures("at_now")


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


@pytest.mark.parametrize("path", ["/metrics", "/healthz/deadlines"])
def test_totals_are_for_watchers_alone(make_app: Callable[..., Flask], path: str) -> None:
    def told(client: FlaskClient, **asking: Any) -> bool:
        return "would_escalate" in client.get(path, **asking).text

    here, elsewhere = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "203.0.113.9"}
    client = make_app().test_client()
    assert told(client, environ_base=here)
    assert not told(client, environ_base=elsewhere)
    assert not told(client, environ_base=here, headers={"X-Forwarded-For": "127.0.0.1"})
    behind_proxy = make_app(TRUSTED_PROXIES="1").test_client()
    assert not told(behind_proxy, environ_base=here, headers={"X-Forwarded-For": "127.0.0.1"})
    with_token = make_app(METRICS_TOKEN="for the watcher").test_client()
    assert told(with_token, environ_base=elsewhere, headers={"Authorization": "Bearer for the watcher"})
    assert not told(with_token, environ_base=here)
    assert not told(with_token, environ_base=here, headers={"Authorization": "Bearer ก"})


def test_watchers_are_told_when_production_texts_and_mails_nobody(
    make_app: Callable[..., Flask], env: dict[str, str]
) -> None:
    keys = {key: env[key].ljust(SECRET_LENGTH, "x") for key in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")}
    address, elsewhere = "https://complaints.example", {"REMOTE_ADDR": "203.0.113.9"}
    client = make_app(ENVIRONMENT="production", PUBLIC_URL=address, **keys).test_client()
    assert client.get("/healthz", base_url=address).json == {
        "database": "ok",
        "doubts": ["SMS_BACKEND is console: nobody is texted", "MAIL_URL is console: nobody is mailed"],
    }
    assert client.get("/healthz", base_url=address, environ_base=elsewhere).json == {"database": "ok"}


def test_to_others_there_are_no_metrics(client: FlaskClient) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404
