"""What there is to oversee by: the way to each register, list and report that this person may open."""

from __future__ import annotations

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from complaint_center.domain.access import Permission
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.people import current_person, staff_required

OVERSIGHT: tuple[tuple[str, LazyString, LazyString, frozenset[Permission]], ...] = (
    (
        "desk.supervise",
        _l("Supervision"),
        _l("What is overdue, near due, waiting or has failed, and who has how much work."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.show_discretion",
        _l("Discretionary decisions"),
        _l("Measure 1: what was decided as somebody saw fit, by whom and why."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.show_sample",
        _l("Monthly sample"),
        _l("Measure 1: decisions of each month, drawn at random, that a superior looks at."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.show_performance",
        _l("Punctuality"),
        _l("Measure 2: findings within seven days and notices to complainants, by officer, unit and month."),
        frozenset({Permission.EXAMINE, Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.read_report",
        _l("Reports"),
        _l("Cases by channel, state, category, unit and month, and how long they took."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.absences",
        _l("Absences"),
        _l("Who is away and who stands in. Work moves at once, and back again."),
        frozenset({Permission.EXAMINE, Permission.COMMAND}),
    ),
    (
        "desk.announcements",
        _l("Announcements"),
        _l("Measure 3: what was announced of each measure, and what is missing in this fiscal year."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.publication",
        _l("Publication"),
        _l("Measure 3: where the statistics were published, texts to paste, and the guideline's review."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.list_procurement",
        _l("Complaints about procurement"),
        _l("Measure 4: the yearly list for the audit of procurement, with the declarations of relation."),
        frozenset({Permission.READ_ALL}),
    ),
    (
        "desk.show_conflict_register",
        _l("Register of conflicts of interest"),
        _l("Measure 6: declarations, recusals, superiors who were passed over, outcomes of disciplinary inquiries."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.list_suggestions",
        _l("Suggestions"),
        _l("Measure 7: which suggestions are answered, and which are published."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.comments",
        _l("What complainants say"),
        _l("Measure 7: comments on closed cases, which the officer of the case does not see."),
        frozenset({Permission.COMMAND, Permission.READ_ALL}),
    ),
    (
        "desk.voices",
        _l("Voices of the staff"),
        _l("Measure 7: read by the municipal clerk alone."),
        frozenset({Permission.READ_VOICES}),
    ),
    (
        "desk.show_journal",
        _l("Journal"),
        _l("Every act, who did it and when."),
        frozenset({Permission.READ_JOURNAL}),
    ),
)
"""Endpoint, words, what it is for, and the permissions of which one opens it."""


@desk.get("/oversight")
@staff_required
def oversee() -> str:
    person = current_person()
    open_to = [place for place in OVERSIGHT if any(map(person.may, place[3]))]
    return render_template("desk/oversight.html", places=open_to)
