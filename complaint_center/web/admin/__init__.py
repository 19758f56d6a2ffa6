"""What an administrator keeps: staff, units, boxes, working days, the centre's head, numbers, terms. Never a case."""

from complaint_center.web.admin import boxes, calendar, centre, publication, retention, staff, units
from complaint_center.web.admin.blueprint import admin

__all__ = ["admin", "boxes", "calendar", "centre", "publication", "retention", "staff", "units"]
