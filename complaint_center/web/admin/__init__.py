"""What an administrator keeps: staff, units, boxes, the head of the centre and the terms of retention. Never a case."""

from complaint_center.web.admin import boxes, centre, retention, staff, units
from complaint_center.web.admin.blueprint import admin

__all__ = ["admin", "boxes", "centre", "retention", "staff", "units"]
