"""Sweeps are loops over small transactions, and one that fails never stops the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from complaint_center.extensions import db

T = TypeVar("T")
D = TypeVar("D")
_log = structlog.get_logger()


def safely(step: Callable[[], T], otherwise: D, what_failed: str, row_id: int) -> T | D:
    """What the step returns; when it fails, the failure is logged, undone, and `otherwise` returned."""
    try:
        return step()
    except Exception:
        db.session.rollback()
        _log.exception(what_failed, row_id=row_id)
        return otherwise
