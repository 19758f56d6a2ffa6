"""What the library says of its jobs, and what of that reaches the log."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from complaint_center.scheduler.runner import _is_news


def skipped(job_name: str, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether the log tells that a tick came while the job was still at work."""
    logger, came, may_end = logging.getLogger("apscheduler.scheduler"), Event(), Event()
    scheduler = BackgroundScheduler(timezone="UTC")
    logger.addFilter(_is_news)
    try:
        scheduler.add_listener(lambda _event: came.set(), 2**16)
        scheduler.add_job(may_end.wait, "interval", seconds=0.05, id=job_name, max_instances=1)
        scheduler.start()
        assert came.wait(10)
        may_end.set()
        scheduler.shutdown()
    finally:
        logger.removeFilter(_is_news)
    return "maximum number of running instances" in caplog.text


def test_a_list_that_takes_longer_than_a_tick_is_no_news_but_every_other_job_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not skipped("run_case_exports", caplog)
    assert skipped("run_sweep", caplog)
