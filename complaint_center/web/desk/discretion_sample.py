"""The monthly sample of discretionary decisions: what was drawn, what was found, and the form of who looks."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH, InvalidInput
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.tables import Cell, Table
from complaint_center.extensions import db
from complaint_center.services import discretion_sample as services
from complaint_center.services.discretion import months_until
from complaint_center.services.discretion_sample import Drawn, Sample
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.discretion import FILES, month_choices
from complaint_center.web.desk.history import tell
from complaint_center.web.exports import asked_kind, send_table
from complaint_center.web.filters import moment
from complaint_center.web.filters import month as month_in_words
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, OptionsField, required, text
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

IN_ORDER, NOT_IN_ORDER = "1", "0"
FOUND = {IN_ORDER: _p("review", "In order"), NOT_IN_ORDER: _p("review", "Not in order")}


class ReviewForm(OfficeForm):
    is_in_order = OptionsField(_l("What was found"), [required()], choices=list(FOUND.items()))
    remark = text(_l("Remark"), REASON_LENGTH, required())


@desk.get("/discretion/sample")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def show_sample() -> str:
    month = _month(request.args.get("month", ""))
    sample = services.read_sample(current_person(), current_directory(), month)
    return render_template(
        "desk/discretion/sample.html",
        month=month,
        months=month_choices(_months()),
        sample=sample,
        rows=[(one, tell(one.act.entry, current_directory()), _found(one)) for one in sample.acts] if sample else [],
        may_review=current_person().may(Permission.REVIEW),
    )


@desk.post("/discretion/sample/draw")
@permission_required(Permission.REVIEW)
def draw_sample() -> Response:
    month = _month(request.form.get("month", ""))
    try:
        services.draw_month(current_person(), month, now())
    except InvalidInput:
        # Within the hour after the end of the month.
        db.session.rollback()
        flash(_("This month can be drawn an hour after its end."), "warning")
    return _back(month)


@desk.post("/discretion/sample/export")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def export_sample() -> Response:
    month = _month(request.form.get("month", ""))
    sample = services.read_sample(current_person(), current_directory(), month)
    if sample is None:
        # The page says so.
        return _back(month)
    table = _table(month, sample)
    services.note_export(current_person(), month, now())
    return send_table(table, asked_kind(FILES), f"discretion-sample-{month}")


@desk.route("/discretion/sample/<act_reference>", methods=["GET", "POST"])
@permission_required(Permission.REVIEW)
def review_act(act_reference: str) -> Response:
    drawn = services.find_act(current_person(), current_directory(), act_reference)
    form = ReviewForm()
    if form.validate_on_submit():
        with shown_on(form):
            is_in_order = form.is_in_order.data == IN_ORDER
            month = services.review(current_person(), act_reference, is_in_order, form.remark.data, now())
            flash(_("What you found is recorded."), "success")
            return _back(month)
    line = tell(drawn.act.entry, current_directory())
    return form_page("desk/discretion/review.html", form, drawn=drawn, line=line, found=_found(drawn))


def _month(asked: str) -> Month:
    """The month that was asked for, else the latest that can be drawn. 404 for one that is not over or never was."""
    if not asked:
        return services.last_month(now())
    found = next((month for month in _months() if str(month) == asked), None)
    if found is None:
        abort(404)
    return found


def _months() -> list[Month]:
    """The latest that can be drawn, and all before it since the journal began."""
    last = services.last_month(now())
    return [last, *(month for month in months_until(now()) if month < last)]


def _found(drawn: Drawn) -> str:
    """What was found, or why nothing can be."""
    if drawn.is_open:
        return (
            str(_("Nobody here may look at it: all made it themselves or are barred.")) if drawn.has_no_reviewer else ""
        )
    return str(FOUND[IN_ORDER if drawn.act.is_in_order else NOT_IN_ORDER])


def _back(month: Month) -> Response:
    return redirect(url_for("desk.show_sample", month=str(month)), 303)


def _table(month: Month, sample: Sample) -> Table:
    return Table(
        title=_("Sample of discretionary decisions, %(month)s", month=month_in_words(month)),
        columns=[
            *(_("Time"), _("Decision"), _("Details"), _("By"), _("Register number"), _("Reason")),
            *(_("What was found"), _("Remark"), _("Looked at by")),
        ],
        rows=[_cells(one) for one in sample.acts],
        as_of=now(),
        notes=[
            _("%(done)s of %(total)s looked at", done=sample.reviewed, total=len(sample.acts)),
            _("Drawn on %(moment)s with the seed %(seed)s", moment=moment(sample.drawn_at), seed=sample.seed),
            _("Cases that the reader may not see are not counted in."),
        ],
        is_secret=True,
        name=_("Sample of decisions"),
        signatures=[_("Who looked at them")],
    )


def _cells(one: Drawn) -> list[Cell]:
    line = tell(one.act.entry, current_directory())
    by = one.act.reviewed_by.name if one.act.reviewed_by else ""
    number = one.act.case.register_number
    return [line.at, str(label(one.kind)), line.more, line.who, number, line.reason, _found(one), one.act.remark, by]
