"""What a report or a list is of, in words: from when to when, and of which cases only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _

from complaint_center.clock import BANGKOK
from complaint_center.domain.access import Directory
from complaint_center.services.report_facts import Filters
from complaint_center.web.filters import calendar_day
from complaint_center.web.labels import CATEGORY_GROUPS, label


def scope_of(filters: Filters, directory: Directory) -> str:
    """The period and, behind it, what the cases were narrowed to."""
    narrowed = "; ".join(_narrowed(filters, directory))
    return f"{period_of(filters)} ({narrowed})" if narrowed else period_of(filters)


def period_of(filters: Filters) -> str:
    """From which day of receipt to which."""
    first = filters.starts_at.astimezone(BANGKOK).date()
    last = filters.ends_at.astimezone(BANGKOK).date() - timedelta(days=1)
    return _("received from %(first)s to %(last)s", first=calendar_day(first), last=calendar_day(last))


def _narrowed(filters: Filters, directory: Directory) -> Iterator[str]:
    if filters.channel:
        yield f"{_('Channel')}: {label(filters.channel)}"
    if group := filters.category_group:
        yield f"{_('Category')}: {group} {CATEGORY_GROUPS[group]}"
    if filters.unit_id is not None:
        yield f"{_('Unit')}: {directory.units[filters.unit_id].name}"
    if filters.officer_id is not None:
        yield f"{_('Officer')}: {directory.people[filters.officer_id].name}"
