"""What the office announces: posted, replaced and taken down by those who command, and looked at by auditors."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.widgets import FileInput

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.announcements import (
    OWED_AFTER_MONTHS,
    TITLE_LENGTH,
    AnnouncementDraft,
    Subject,
    fiscal_years,
)
from complaint_center.domain.errors import NotAsShown
from complaint_center.domain.evidence import EvidenceDraft
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.storage import SealedFile
from complaint_center.extensions import scanner, store
from complaint_center.services import announcements as services
from complaint_center.storage.examination import Refusal, examine_pdf
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.downloads import hand_over
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, ThaiDayField, line, required
from complaint_center.web.labels import choices, label
from complaint_center.web.people import current_person, permission_required
from complaint_center.web.uploads import EvidenceField, from_staff, takes_evidence


class PdfField(EvidenceField):
    """One PDF for everybody to read."""

    widget = FileInput()

    def examine(self, sent: Sequence[tuple[str, SealedFile]]) -> tuple[list[EvidenceDraft], list[Refusal]]:
        return examine_pdf(sent, scanner())

    def note_infected(self, files: int) -> None:
        services.note_refused(current_person(), now())


class AnnouncementForm(OfficeForm):
    subject = ChoiceField(_l("What is announced"), [required()])
    fiscal_year = ChoiceField(_l("Fiscal year"), [required()])
    title = line(_l("Title of the announcement"), TITLE_LENGTH, required())
    announced_on = ThaiDayField(_l("Date of the announcement"), [required()])
    file = PdfField(_l("PDF file"), [required()], render_kw={"accept": ".pdf,application/pdf"})

    def __init__(self) -> None:
        super().__init__()
        self.subject.choices = [("", _("(choose)")), *choices(Subject)]
        self.fiscal_year.choices = [(str(year), str(year)) for year in fiscal_years(now())]

    def draft(self) -> AnnouncementDraft:
        return AnnouncementDraft(
            subject=Subject(self.subject.data),
            fiscal_year=int(self.fiscal_year.data),
            title=self.title.data,
            announced_on=self.announced_on.data,
            file=self.file.drafts[0],
        )


@desk.get("/announcements")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def announcements() -> Response:
    return _page(AnnouncementForm())


@desk.post("/announcements")
@permission_required(Permission.COMMAND)
@takes_evidence(from_staff)
def post_announcement() -> Response:
    form = AnnouncementForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.post_announcement(current_person(), form.draft(), now())
            flash(_("“%(title)s” is published.", title=form.title.data), "success")
            return redirect(url_for("desk.announcements"), 303)
    return _page(form)


@desk.get("/announcements/<int:announcement_id>.pdf")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def announcement_file(announcement_id: int) -> Response:
    """Of those that have ended, too."""
    return hand_over(services.open_kept(current_person(), announcement_id, store()), "announcement")


@desk.route("/announcements/<int:announcement_id>/take-down", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def take_down_announcement(announcement_id: int) -> Response:
    person = current_person()
    announcement = services.find_announcement(person, announcement_id)
    if not announcement.is_current:
        raise NotAsShown
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            title = announcement.title
            services.take_down(person, announcement_id, form.reason.data, now())
            flash(_("“%(title)s” is published no longer.", title=title), "success")
            return redirect(url_for("desk.announcements"), 303)
    return form_page("desk/announcements/take_down.html", form, announcement=announcement)


def _page(form: AnnouncementForm) -> Response:
    person, year = current_person(), FiscalYear.of(now()).number
    return form_page(
        "desk/announcements/list.html",
        form,
        announcements=services.list_all(person),
        owed=[label(subject) for subject in services.list_owed(now())],
        owed_after=OWED_AFTER_MONTHS,
        fiscal_year=year,
        may_post=services.may_post(person),
    )
