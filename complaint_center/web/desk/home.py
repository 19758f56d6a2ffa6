"""One's own work: what is overdue and what waits for this person, by the roles they have."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template

from complaint_center.clock import now
from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.calendar import bangkok_midnight
from complaint_center.services import call_tasks, case_lists, discretion_sample, disposal, staff_voices
from complaint_center.services.announcements import list_owed
from complaint_center.services.boxes import list_neglected
from complaint_center.services.calendar import unprepared_year
from complaint_center.services.intake_drafts import list_drafts
from complaint_center.services.publication import list_stale
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.dues import next_due
from complaint_center.web.desk.intake_drafts import page_of
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, staff_required


@desk.get("/")
@staff_required
def home() -> str:
    person, directory = current_person(), current_directory()
    work: dict[str, Any] = {}
    if person.commands:
        work |= _of_commander(person, directory, now())
    if person.may(Permission.READ_VOICES):
        work["unread_voices"] = staff_voices.count_unread(person)
    if person.may(Permission.DISPOSE):
        work["batches"] = disposal.list_waiting(person, directory)
    if person.may(Permission.EXAMINE):
        work["held"] = case_lists.list_held(person, directory)
        work["answered"] = case_lists.list_answered(person, directory)
        unread = case_lists.list_needing(Attention.UNREAD_WEB, person, directory, now())
        work["unread"] = [case for case in unread if case.officer_id == person.id]
    if person.may(Permission.ADMINISTER):
        work["unprepared_year"] = unprepared_year(now())
    if person.may(Permission.LOG_COMPLAINTS):
        work["logged"] = case_lists.list_logged(person, directory).cases[:10]
        work |= {"drafts": list_drafts(person), "page_of_draft": page_of}
        work["boxes"] = list_neglected(now())
        work["waiting"] = call_tasks.list_waiting(person, directory)
    return render_template("desk/home.html", **work)


def _of_commander(person: Person, directory: Directory, moment: datetime) -> dict[str, Any]:
    return {
        "due_in_day": partial(next_due, now=moment, since=bangkok_midnight(moment)),
        "overdue": case_lists.list_needing(Attention.OVERDUE, person, directory, moment),
        "due_today": case_lists.list_needing(Attention.DUE_TODAY, person, directory, moment),
        "awaiting": case_lists.list_needing(Attention.AWAITING_ORDER, person, directory, moment),
        "unassigned": case_lists.list_needing(Attention.UNASSIGNED, person, directory, moment),
        "unlinked": case_lists.list_unlinked(person, directory),
        "owed_announcements": [label(subject) for subject in list_owed(moment)],
        "stale_items": [label(item) for item in list_stale(moment)],
        "sampled": discretion_sample.list_waiting(person, directory),
        "failed": case_lists.list_failed_messages(person, directory),
    }
