"""What the watcher outside is told."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from complaint_center import clock
from complaint_center.services.escalation import SWEEP, beat


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
