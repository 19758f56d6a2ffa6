"""What is about to go wrong, on one page that can be printed; and the way to act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.attention import Attention
from complaint_center.domain.calendar import bangkok_midnight, next_bangkok_midnight
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.models.case import Case
from complaint_center.services.absences import list_absences
from complaint_center.services.announcements import list_owed
from complaint_center.services.attention import count_needing
from complaint_center.services.boxes import list_neglected
from complaint_center.services.case_lists import count_failed_messages, list_failed_messages, list_needing
from complaint_center.services.escalation import is_silent, last_sweep_at
from complaint_center.services.history import count_lookups, list_barred_superiors, list_reveals
from complaint_center.services.loads import Load, list_loads
from complaint_center.services.publication import list_stale
from complaint_center.web.charts import Chart, Series
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.dues import Due, next_due
from complaint_center.web.desk.history import tell
from complaint_center.web.desk.offers import open_orders
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

SHOWN = 20
"""Cases of one section on the page; the rest are in the list of cases, a press away."""

EXPECTED = (
    *(Attention.OVERDUE, Attention.DUE_TODAY, Attention.NEAR_DUE, Attention.ESCALATED, Attention.UNASSIGNED),
    *(Attention.AWAITING_ORDER, Attention.RETURNED, Attention.WITHOUT_DATE, Attention.REFER_OUTSIDE),
)
"""What is looked for every morning: its number is shown when it is none, too."""

TONES: Mapping[Attention, str] = {
    **dict.fromkeys((Attention.LOST, Attention.OVERDUE, Attention.INFECTED), "danger"),
    **dict.fromkeys((Attention.DUE_TODAY, Attention.UNASSIGNED, Attention.UNREAD_WEB), "warning"),
    **dict.fromkeys((Attention.WITHOUT_DATE, Attention.REFER_OUTSIDE), "warning"),
}

Act = tuple[str, LazyString]
"""Endpoint and words of what a commander does about a case from the list."""

_ORDER: Act = ("desk.order", _l("Give an order"))
_CHOOSE: Act = ("desk.assign", _l("Choose an officer"))
_CHANGE: Act = ("desk.assign", _l("Change the officer"))


@dataclass(frozen=True)
class Section:
    """Cases that need attention for one reason: the soonest due of them, and how many there are.

    `due_in`: what is owed in a case for which it stands here. `act_of` None: the reader commands nobody.
    """

    attention: Attention
    count: int
    cases: list[Case]
    tone: str
    due_in: Callable[[Case], Due | None]
    act_of: Callable[[Case], Act] | None

    @property
    def has_more(self) -> bool:
        return self.count > len(self.cases)


@desk.get("/supervision")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def supervise() -> str:
    person, directory, moment = current_person(), current_directory(), now()
    loads, swept_at = list_loads(person, directory, moment), last_sweep_at()
    return render_template(
        "desk/supervision.html",
        sections=list(_sections(moment)),
        loads=loads,
        load_chart=_drawn(loads),
        absences=list_absences(),
        boxes=list_neglected(moment),
        failed=list_failed_messages(person, directory, SHOWN),
        failed_count=count_failed_messages(person, directory),
        reveals=[(entry.case, tell(entry, directory)) for entry in list_reveals(person, directory)],
        lookups=count_lookups(person, directory, moment),
        barred=[(entry.case, tell(entry, directory)) for entry in list_barred_superiors(person, directory)],
        last_sweep_at=swept_at,
        is_silent=is_silent(swept_at, moment),
        owed_announcements=[label(subject) for subject in list_owed(moment)],
        stale_items=[label(item) for item in list_stale(moment)],
    )


def _sections(moment: datetime) -> Iterator[Section]:
    person, directory = current_person(), current_directory()
    counts = count_needing(person, directory, moment)
    for attention, count in counts.items():
        if count or attention in EXPECTED:
            cases = list_needing(attention, person, directory, moment, SHOWN) if count else []
            due_in = partial(next_due, now=moment, since=_since(attention, moment))
            act_of = partial(_act_on, attention) if person.commands else None
            yield Section(attention, count, cases, TONES.get(attention, ""), due_in, act_of)


def _since(attention: Attention, moment: datetime) -> datetime | None:
    """What fell due before is not why a case stands in these two."""
    begins = {Attention.DUE_TODAY: bangkok_midnight, Attention.NEAR_DUE: next_bangkok_midnight}.get(attention)
    return begins(moment) if begins else None


def _act_on(attention: Attention, case: Case) -> Act:
    """What moves the case on: an order where one can be given and is wanted, else somebody who works on it."""
    refers = attention is Attention.REFER_OUTSIDE and OrderKind.REFER in open_orders(case)
    if refers or case.status is CaseStatus.AWAITING_ORDER:
        return _ORDER
    return _CHANGE if case.officer_id else _CHOOSE


def _drawn(loads: list[Load]) -> Chart:
    names = [load.officer.name for load in loads]
    others = Series(_("Other open cases"), [load.open_cases - load.overdue for load in loads])
    overdue = Series(str(label(Attention.OVERDUE)), [load.overdue for load in loads])
    return Chart(_("Open cases of each officer"), names, [others, overdue])
