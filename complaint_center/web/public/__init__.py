"""What residents see, and the files that every page is drawn with: nobody signs in here."""

from complaint_center.web.fonts import fonts
from complaint_center.web.language import languages
from complaint_center.web.public import complaints, home, leaving, pages, receipt, track

BLUEPRINTS = (
    home.home,
    complaints.complaints,
    receipt.receipts,
    track.tracking,
    leaving.leaving,
    pages.pages,
    languages,
    fonts,
)
