"""What an administrator keeps: staff, units, boxes, calendar, head of the centre, terms of retention. Never a case."""

from complaint_center.web.admin import boxes, calendar, centre, retention, staff, units
from complaint_center.web.admin.blueprint import admin

__all__ = ["admin", "boxes", "calendar", "centre", "retention", "staff", "units"]
