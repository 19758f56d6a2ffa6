"""Facts: the tables."""

from complaint_center.models import case, complainant, deadline, journal, outbox, rate, retention, staff

__all__ = ["case", "complainant", "deadline", "journal", "outbox", "rate", "retention", "staff"]
