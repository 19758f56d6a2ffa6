"""What an administrator keeps: staff, units and the head of the centre. Never a case."""

from complaint_center.web.admin import centre, staff, units
from complaint_center.web.admin.blueprint import admin

__all__ = ["admin", "centre", "staff", "units"]
