"""The form of every discretionary act: why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.web.forms import OfficeForm, required, text


class ReasonForm(OfficeForm):
    reason = text(_("Reason"), REASON_LENGTH, required())
