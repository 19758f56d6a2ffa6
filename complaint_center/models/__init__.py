"""Facts: the tables."""

from complaint_center.models import case, complainant, deadline, journal, outbox, staff

__all__ = ["case", "complainant", "deadline", "journal", "outbox", "staff"]
