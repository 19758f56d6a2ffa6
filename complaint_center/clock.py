"""The clock. Only adapters call it; domain and services are handed `now`."""

from datetime import UTC, datetime

from complaint_center.domain.calendar import BANGKOK

__all__ = ["BANGKOK", "now"]


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)
