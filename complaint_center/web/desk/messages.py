"""Every message of a case and what became of it."""

from __future__ import annotations

from flask import render_template

from complaint_center.services.call_tasks import list_calls, list_tasks
from complaint_center.services.case_lists import list_messages
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.people import staff_required


@desk.get("/cases/<register_number>/messages")
@staff_required
def messages(register_number: str) -> str:
    case = open_case(register_number)
    told = {"messages": list_messages(case), "tasks": list_tasks(case), "calls": list_calls(case)}
    return render_template("desk/messages/list.html", case=case, **told)
