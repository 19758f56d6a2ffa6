"""Facts: the tables."""

from complaint_center.models import case, complainant, deadline, journal, outbox, rate, staff

__all__ = ["case", "complainant", "deadline", "journal", "outbox", "rate", "staff"]
