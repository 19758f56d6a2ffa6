"""The worker process. Any number of them may run, on any number of machines: the database keeps order."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.job import Job
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from complaint_center.clock import now
from complaint_center.scheduler.jobs import (
    run_breakdowns,
    run_case_exports,
    run_digests,
    run_housekeeping,
    run_journal_head,
    run_mails,
    run_retention_pass,
    run_samples,
    run_scans,
    run_survey_calls,
    run_sweep,
    run_texts,
)

SWEEP_SECONDS = 30
DELIVERY_SECONDS = 5
EXPORT_SECONDS = 2
DIGEST_SECONDS = 60
RETENTION_SECONDS = 60
SAMPLE_SECONDS = 600
BREAKDOWN_SECONDS = 3600
SCAN_SECONDS = 300
SURVEY_SECONDS = 600
HOUSEKEEPING_SECONDS = 3600

_log = structlog.get_logger()


def run_worker(app: Flask) -> None:
    """Run the jobs until SIGTERM or SIGINT; a job that has begun is let finish."""
    logging.getLogger("apscheduler.scheduler").addFilter(_is_news)
    scheduler = BlockingScheduler(timezone="UTC")
    _every(SWEEP_SECONDS, run_sweep, app, scheduler)
    _every(DELIVERY_SECONDS, run_texts, app, scheduler)
    _every(DELIVERY_SECONDS, run_mails, app, scheduler)
    _every(EXPORT_SECONDS, run_case_exports, app, scheduler)
    _every(DIGEST_SECONDS, run_digests, app, scheduler)
    _every(RETENTION_SECONDS, run_retention_pass, app, scheduler)
    _every(DIGEST_SECONDS, run_journal_head, app, scheduler)
    _every(SAMPLE_SECONDS, run_samples, app, scheduler)
    _every(BREAKDOWN_SECONDS, run_breakdowns, app, scheduler)
    _every(SCAN_SECONDS, run_scans, app, scheduler)
    _every(SURVEY_SECONDS, run_survey_calls, app, scheduler)
    _every(HOUSEKEEPING_SECONDS, run_housekeeping, app, scheduler)
    scheduler.add_listener(_log_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    for received in (signal.SIGTERM, signal.SIGINT):
        signal.signal(received, lambda *_: scheduler.shutdown(wait=False))
    _log.info("worker_started")
    scheduler.start()
    _log.info("worker_stopped")


def _every(seconds: int, job: Callable[[Flask], None], app: Flask, scheduler: BlockingScheduler) -> None:
    # A missed tick is made up for by one later tick, since every job catches up by itself.
    scheduler.add_job(
        job,
        "interval",
        seconds=seconds,
        args=[app],
        id=job.__name__,
        next_run_time=now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Not that lists are still being written when their next tick comes: a long one takes minutes."""
    skipped = record.args[0] if isinstance(record.args, tuple) and record.args else None
    return not (isinstance(skipped, Job) and skipped.id == run_case_exports.__name__)


def _log_trouble(event: JobExecutionEvent) -> None:
    _log.error("job_failed", job=event.job_id, error=type(event.exception).__name__)
