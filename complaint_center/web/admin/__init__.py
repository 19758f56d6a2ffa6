"""What an administrator keeps: staff, units, the head of the centre and the terms of retention. Never a case."""

from complaint_center.web.admin import centre, retention, staff, units
from complaint_center.web.admin.blueprint import admin

__all__ = ["admin", "centre", "retention", "staff", "units"]
