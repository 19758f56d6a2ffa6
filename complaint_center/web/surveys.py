"""The questions of the survey, as the complainant answers them and as a clerk asks them on the telephone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from complaint_center.domain.survey import COMMENT_LENGTH, SurveyDraft
from complaint_center.web.forms import OfficeForm, OptionsField, required, text

RATING_LABELS = (
    (5, _l("Very satisfied")),
    (4, _l("Satisfied")),
    (3, _l("Neither one nor the other")),
    (2, _l("Not satisfied")),
    (1, _l("Not satisfied at all")),
)
"""The best first, as the office's paper forms have it."""


class SurveyForm(OfficeForm):
    handling = OptionsField(
        _l("How satisfied are you with how your case was handled?"),
        [required()],
        choices=list(RATING_LABELS),
        coerce=int,
    )
    result = OptionsField(
        _l("How satisfied are you with the result?"), [required()], choices=list(RATING_LABELS), coerce=int
    )
    comment = text(_l("Anything else you would like to say"), COMMENT_LENGTH)

    def draft(self) -> SurveyDraft:
        return SurveyDraft(self.handling.data, self.result.data, self.comment.data)
