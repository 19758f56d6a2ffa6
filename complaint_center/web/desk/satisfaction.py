"""What complainants wrote about closed cases, for those above."""

from __future__ import annotations

from flask import render_template, request, url_for

from complaint_center.domain.access import Permission
from complaint_center.services.case_lists import Cursor
from complaint_center.services.satisfaction import list_comments
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.people import current_directory, current_person, permission_required


@desk.get("/satisfaction")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def comments() -> str:
    page = list_comments(current_person(), current_directory(), Cursor.parse(request.args.get("after", "")))
    next_page = url_for("desk.comments", after=str(page.after)) if page.after else ""
    return render_template("desk/survey/comments.html", page=page, next_page=next_page)
