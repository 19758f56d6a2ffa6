"""What residents see, and the files that every page is drawn with: nobody signs in here."""

from complaint_center.web.fonts import fonts
from complaint_center.web.language import languages
from complaint_center.web.public import (
    announcements,
    complaints,
    conversation,
    evidence,
    guideline,
    home,
    leaving,
    pages,
    receipt,
    satisfaction,
    statistics,
    suggestions,
    survey,
    track,
    verification,
)

BLUEPRINTS = (
    home.home,
    complaints.complaints,
    receipt.receipts,
    verification.verification,
    track.tracking,
    evidence.handing_in,
    leaving.leaving,
    guideline.guidelines,
    pages.pages,
    announcements.announcements,
    statistics.statistics,
    satisfaction.satisfaction,
    suggestions.suggestions,
    languages,
    fonts,
)

__all__ = ["BLUEPRINTS", "conversation", "survey"]
