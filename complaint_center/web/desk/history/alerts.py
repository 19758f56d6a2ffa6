"""What the history tells of a reminder or an alert: of which clock it was, at which of its days, and who was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from complaint_center.domain.access import Directory
from complaint_center.domain.conflict_register import PASSED_OVER
from complaint_center.domain.deadlines import FINDING_DAYS, DeadlineKind
from complaint_center.web.desk.history.staff import name_of
from complaint_center.web.labels import label

Detail = Mapping[str, Any]


def tell_alert(detail: Detail, directory: Directory) -> str:
    """One rung of a ladder as a sentence, with whom it passed over."""
    told = name_of(detail["to"], directory) if detail["to"] else _("the administrators, for nobody else is left")
    kind = DeadlineKind(detail.get("deadline", DeadlineKind.FINDING))
    alert = _("%(clock)s: %(day)s, to %(name)s", clock=label(kind), day=_day(kind, detail["day"]), name=told)
    return str(alert) + tell_passed_over(detail, directory)


def tell_passed_over(detail: Detail, directory: Directory) -> str:
    """Which superiors were not told because of a conflict; empty where that was nobody."""
    names = ", ".join(name_of(one, directory) for one in detail.get(PASSED_OVER, ()))
    return str(_("; passed over for a conflict: %(names)s", names=names)) if names else ""


def _day(kind: DeadlineKind, day: int) -> str:
    """Rungs are named after the days of a finding; on another clock they keep their distance to its due instant."""
    over = day - FINDING_DAYS
    if kind is DeadlineKind.FINDING:
        return str(_("day %(day)s", day=day))
    if over == 0:
        return str(_("on the day it is due"))
    if over < 0:
        return str(ngettext("%(num)s day before it is due", "%(num)s days before it is due", -over))
    return str(ngettext("%(num)s day overdue", "%(num)s days overdue", over))
