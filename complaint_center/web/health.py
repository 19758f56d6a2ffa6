"""What a watcher outside asks: does the database answer, and has anybody looked at the deadlines lately?"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint

from complaint_center import clock
from complaint_center.extensions import db
from complaint_center.models.deadline import Heartbeat
from complaint_center.services.escalation import SWEEP, would_escalate

bp = Blueprint("health", __name__)

SILENCE = timedelta(minutes=5)
"""A worker sweeps twice a minute; after this long without one somebody must be told."""


@bp.get("/healthz")
def database() -> tuple[dict[str, object], int]:
    """Whether the database answers."""
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return {"database": "silent"}, 503
    return {"database": "ok"}, 200


@bp.get("/healthz/deadlines")
def deadlines() -> tuple[dict[str, object], int]:
    """503 when no sweep has finished for five minutes, with the number of deadlines it would have found."""
    now = clock.now()
    heartbeat = db.session.get(Heartbeat, SWEEP)
    finished_at = heartbeat.finished_at if heartbeat else None
    is_silent = finished_at is None or now - finished_at > SILENCE
    answer: dict[str, object] = {
        "last_sweep": finished_at.isoformat() if finished_at else None,
        "would_escalate": would_escalate(now),
    }
    return answer, 503 if is_silent else 200
