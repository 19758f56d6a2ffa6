"""What is about to go wrong, on one page."""

from __future__ import annotations

from flask import render_template

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.status import CaseStatus
from complaint_center.services import case_lists
from complaint_center.services.boxes import list_neglected
from complaint_center.services.escalation import last_sweep_at
from complaint_center.services.history import count_lookups, list_barred_superiors, list_reveals
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.dues import is_overdue
from complaint_center.web.desk.history import tell
from complaint_center.web.people import current_directory, current_person, permission_required


@desk.get("/supervision")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def supervise() -> str:
    person, directory, moment = current_person(), current_directory(), now()
    return render_template(
        "desk/supervision.html",
        lost=case_lists.list_without_superior(person, directory),
        overdue=[case for case in case_lists.list_overdue(person, directory, moment) if is_overdue(case, moment)],
        due_today=case_lists.list_due_on_day(person, directory, moment),
        awaiting=case_lists.list_by_status(person, directory, CaseStatus.AWAITING_ORDER),
        unassigned=case_lists.list_unassigned(person, directory),
        unread=case_lists.list_unread_web(person, directory, moment),
        boxes=list_neglected(moment),
        undated=case_lists.list_without_date(person, directory),
        outside=case_lists.list_refer_outside(person, directory),
        infected=case_lists.list_infected(person, directory),
        failed=case_lists.list_failed_messages(person, directory),
        reveals=[(entry.case, tell(entry, directory)) for entry in list_reveals(person, directory)],
        lookups=count_lookups(person, directory, moment),
        barred=[(entry.case, tell(entry, directory)) for entry in list_barred_superiors(person, directory)],
        last_sweep_at=last_sweep_at(),
    )
