"""The forms of whoever follows a case: the code, a message, files, and the survey."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf

from complaint_center.domain.conversation import ComplainantMessage
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.services.tracking import recognise
from complaint_center.web.forms import OfficeForm, required, submission_id, text, tidy
from complaint_center.web.public.following import followed
from complaint_center.web.surveys import SurveyForm
from complaint_center.web.uploads import EvidenceField, evidence_field


class TrackForm(OfficeForm):
    code = StringField(_l("Tracking code"), filters=[tidy])

    def code_hash(self) -> str:
        """The digest of the code that was typed, else of the one that was given before; empty when there is none."""
        return (recognise(self.code.data) if self.code.data else followed()) or ""


class MessageForm(TrackForm):
    """`question` is in the button that sends the text as its answer."""

    submission_id = submission_id()
    text = text(_l("Your message"), REASON_LENGTH, required())
    question = IntegerField()

    def message(self) -> ComplainantMessage:
        return ComplainantMessage(self.text.data, self.submission_id.data, self.question.data)


class EvidenceForm(TrackForm):
    """More files, with a button of their own."""

    evidence: EvidenceField = evidence_field(required())


class ConsentForm(TrackForm):
    """Whether a suggestion may be published; the answer is in the button."""

    agree = StringField(validators=[AnyOf(("yes", "no"))])


class RatingForm(SurveyForm, TrackForm):
    """The survey, to whoever has the code."""
