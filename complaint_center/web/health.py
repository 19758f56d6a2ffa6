"""What a watcher outside asks: the database, the last look at the deadlines, the journal's head, and a few totals.

Totals are for watchers alone: counted every minute, they tell when a case has come in.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address

import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, request

from complaint_center import clock
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.outbox import MessageState, OutboxMessage
from complaint_center.services import journal
from complaint_center.services.escalation import is_silent, last_sweep_at, would_escalate

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def database() -> tuple[dict[str, object], int]:
    """Whether the database answers; to watchers also what production runs with and hardly ever should."""
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return {"database": "silent"}, 503
    doubts = current_app.config["DOUBTS"]
    return {"database": "ok", **({"doubts": doubts} if doubts and _is_watcher() else {})}, 200


@bp.get("/healthz/deadlines")
def deadlines() -> tuple[dict[str, object], int]:
    """503 when no sweep has finished for five minutes, with the number of deadlines it would have found."""
    now, finished_at = clock.now(), last_sweep_at()
    answer: dict[str, object] = {"last_sweep": finished_at.isoformat() if finished_at else None}
    if _is_watcher():
        answer["would_escalate"] = would_escalate(now)
    return answer, 503 if is_silent(finished_at, now) else 200


@bp.get("/healthz/journal")
def journal_head() -> tuple[dict[str, object], int]:
    """503 when the journal has lost or changed what this machine knows to have been in it."""
    is_whole = journal.is_as_exported()
    return {"journal": "as exported" if is_whole else "not as exported: run `audit verify`"}, 200 if is_whole else 503


@bp.get("/metrics")
def metrics() -> Response:
    """The same and a few totals, in the text format of Prometheus. No number here is cut finer than the whole."""
    if not _is_watcher():
        abort(404)
    now, finished_at = clock.now(), last_sweep_at()
    found: dict[str, float] = {
        "complaint_center_cases": _count(sa.select(Case.id)),
        "complaint_center_would_escalate": would_escalate(now),
        "complaint_center_last_sweep_seconds": finished_at.timestamp() if finished_at else 0,
        "complaint_center_messages_waiting": _count(_messages(OutboxMessage.next_attempt_at.is_not(None))),
        "complaint_center_messages_failed": _count(_messages(OutboxMessage.state == MessageState.FAILED)),
    }
    lines = (f"# TYPE {name} gauge\n{name} {value:.0f}\n" for name, value in found.items())
    return Response("".join(lines), content_type="text/plain; version=0.0.4")


def _is_watcher() -> bool:
    """Who brings the token of `METRICS_TOKEN`; where none is set, who asks on this machine and not through a proxy."""
    token = current_app.config["METRICS_TOKEN"]
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    came_by_proxy = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For"))
    return not came_by_proxy and ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104


def _messages(condition: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(OutboxMessage.id).where(condition)


def _count(ids: sa.Select[int]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0
