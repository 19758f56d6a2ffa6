"""What the worker does, one function a job: call the service, log one line with counts.

A pass that found nothing to do is logged at debug only; the sweep always says that it has looked at the clock.
"""

from __future__ import annotations

from dataclasses import asdict

import structlog
from flask import Flask

from complaint_center import clock
from complaint_center.database import forget_overwritten
from complaint_center.extensions import office, open_rows, scanner, senders, store
from complaint_center.models.outbox import Medium
from complaint_center.rate_limits import forget_expired
from complaint_center.services.breakdowns import publish_breakdowns
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.case_exports import forget_exports
from complaint_center.services.delivery import deliver
from complaint_center.services.digest import send_digests
from complaint_center.services.discretion_sample import draw_due
from complaint_center.services.ended_sessions import forget_ended_sessions
from complaint_center.services.escalation import sweep
from complaint_center.services.evidence_care import delete_left_over, scan_waiting
from complaint_center.services.journal_mail import mail_head
from complaint_center.services.retention_run import run_retention
from complaint_center.services.survey_calls import ask_due

_log = structlog.get_logger()


def run_sweep(app: Flask) -> None:
    """Every tick: an officer for every case, and every rung whose time has come."""
    with app.app_context():
        counts = sweep(office(), clock.now())
    _log.info("sweep", **asdict(counts))


def run_texts(app: Flask) -> None:
    """One delivery pass of the text messages."""
    _deliver(app, Medium.SMS)


def run_mails(app: Flask) -> None:
    """One delivery pass of the e-mails; apart, so that a silent mail server keeps no text waiting."""
    _deliver(app, Medium.MAIL)


def _deliver(app: Flask, medium: Medium) -> None:
    with app.app_context():
        counts = deliver(office(), senders(), clock.now, [medium])
    _log_work("delivery", asdict(counts), medium=medium)


def run_digests(app: Flask) -> None:
    """Today's digests, if they are due and have not been queued."""
    with app.app_context():
        queued = send_digests(office(), clock.now())
    _log_work("digest", {"queued": queued})


def run_retention_pass(app: Flask) -> None:
    """What two people approved to be destroyed, and what goes at its term without anybody's word."""
    with app.app_context():
        counts = run_retention(clock.now())
        if counts.disposed or counts.voices:
            forget_overwritten()
    _log_work("retention", asdict(counts))


def run_journal_head(app: Flask) -> None:
    """Today's mails of the journal's head, if they are due and have not been queued."""
    with app.app_context():
        queued = mail_head(office(), clock.now())
    _log_work("journal_head", {"queued": queued})


def run_samples(app: Flask) -> None:
    """The samples of discretionary decisions of months that have ended, each drawn once."""
    with app.app_context():
        drawn = draw_due(clock.now())
    _log_work("discretion_sample", {"drawn": drawn})


def run_survey_calls(app: Flask) -> None:
    """Calls to ask how satisfied complainants are whose cases have been over for some days."""
    with app.app_context():
        asked = ask_due(clock.now())
    _log_work("survey_calls", {"asked": asked})


def run_breakdowns(app: Flask) -> None:
    """The breakdowns of a fiscal year that has been over for long enough, published once."""
    with app.app_context():
        published = publish_breakdowns(clock.now())
    _log_work("breakdowns", {"published": published})


def run_scans(app: Flask) -> None:
    """Files that the virus scanner has said nothing of yet; where none is set up they stay so."""
    with app.app_context():
        asked = scanner()
        counts = asdict(scan_waiting(store(), asked, clock.now())) if asked else {}
    _log_work("scan", counts)


def run_case_exports(app: Flask) -> None:
    """The lists of cases that wait, each written whole."""
    with app.app_context():
        written = write_exports(store(), open_rows(), clock.now)
    _log_work("case_exports", {"written": written})


def run_housekeeping(app: Flask) -> None:
    """What has expired and nobody reads again."""
    with app.app_context():
        forgotten = forget_expired()
        ended = forget_ended_sessions(clock.now())
        lists = forget_exports(store(), clock.now())
        deleted = delete_left_over(store(), clock.now())
    _log_work("housekeeping", {"rate_counts": forgotten, "ended_sessions": ended, "lists": lists, "files": deleted})


def _log_work(job: str, counts: dict[str, int], **about: str) -> None:
    (_log.info if any(counts.values()) else _log.debug)(job, **about, **counts)
