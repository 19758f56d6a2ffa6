"""What the log says, and what it never says."""

from __future__ import annotations

import logging

import pytest
import structlog

from complaint_center import logs


@pytest.fixture(autouse=True)
def _configured() -> None:
    logs.configure()


def test_an_event_is_one_line_of_keys_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("complaint_center.scheduler").info("sweep", escalated=2)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("timestamp=2")
    assert line.endswith("level=info event=sweep escalated=2")


def test_our_own_lines_of_the_standard_kind_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("complaint_center.messaging.console").info("SMS to %s", "08x-xxx-xx01")
    assert 'level=info event="SMS to 08x-xxx-xx01"' in capsys.readouterr().err


def test_libraries_only_warn(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("twilio.http_client").info("POST To=+66812345678")
    logging.getLogger("flask-limiter").info("exceeded by 192.0.2.1")
    assert capsys.readouterr().err == ""


def test_configuring_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logging.getLogger("complaint_center").warning("once")
    assert len(capsys.readouterr().err.splitlines()) == 1
