"""What the worker does, one function a job: call the service, log one line with counts."""

from __future__ import annotations

from dataclasses import asdict

import structlog
from flask import Flask

from complaint_center import clock
from complaint_center.extensions import office, senders
from complaint_center.services.delivery import deliver
from complaint_center.services.digest import send_digests
from complaint_center.services.escalation import sweep

_log = structlog.get_logger()


def run_sweep(app: Flask) -> None:
    """Every tick: an officer for every case, and every rung whose time has come."""
    with app.app_context():
        counts = sweep(office(), clock.now())
    _log.info("sweep", **asdict(counts))


def run_delivery(app: Flask) -> None:
    """One delivery pass."""
    with app.app_context():
        counts = deliver(office(), senders(), clock.now)
    _log.info("delivery", **asdict(counts))


def run_digests(app: Flask) -> None:
    """Today's digests, if they are due and have not been queued."""
    with app.app_context():
        queued = send_digests(office(), clock.now())
    _log.info("digest", queued=queued)
