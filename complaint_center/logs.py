"""Logging: one line an event, as `event key=value`. Numbers of cases yes; names, telephones and addresses never."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

_SHARED = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


class _StandardError(logging.StreamHandler[TextIO]):
    """Standard error as it is at the time of the line: a test or a supervisor of processes may swap it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


_HANDLER = _StandardError()
_HANDLER.setFormatter(
    structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event")),
        ],
    )
)


def configure() -> None:
    """Our own lines from `info` up; of the libraries warnings only, for some write whole requests into theirs."""
    logging.getLogger().addHandler(_HANDLER)
    logging.getLogger("complaint_center").setLevel(logging.INFO)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
