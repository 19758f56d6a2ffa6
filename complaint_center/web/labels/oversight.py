"""What people read where the office looks at its own work."""

from __future__ import annotations

from flask_babel import lazy_pgettext as _p

from complaint_center.domain.announcements import Subject
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.performance import Outcome
from complaint_center.domain.publication import Item, Place

DISCRETION = {
    Discretion.CATEGORY_CHANGED: _p("discretion", "Category changed"),
    Discretion.RECEIPT_CORRECTED: _p("discretion", "Time of receipt corrected"),
    Discretion.ACCUSED_UNLINKED: _p("discretion", "Identification of an accused taken away"),
    Discretion.IDENTITY_REVEALED: _p("discretion", "Complainant's identity revealed"),
    Discretion.REASSIGNED: _p("discretion", "Given to an officer by hand"),
    Discretion.NOT_ACCEPTED: _p("discretion", "Not accepted"),
    Discretion.CLOSED: _p("discretion", "Ended by an order"),
    Discretion.WITHDRAWN: _p("discretion", "Withdrawal recorded"),
    Discretion.REOPENED: _p("discretion", "Reopened"),
}

OUTCOMES = {
    Outcome.IN_TIME: _p("outcome", "In time"),
    Outcome.LATE: _p("outcome", "Late"),
    Outcome.OVERDUE: _p("outcome", "Overdue now"),
    Outcome.RUNNING: _p("outcome", "Not yet due"),
    Outcome.ENDED: _p("outcome", "Owed no more"),
}

SUBJECTS = {
    Subject.DISCRETION: _p("announcement", "Measure 1: scrutiny of the use of discretion"),
    Subject.AGREEMENTS: _p("announcement", "Measure 2: performance agreements"),
    Subject.PUBLICATION: _p("announcement", "Measure 3: publication of information"),
    Subject.PROCUREMENT: _p("announcement", "Measure 4: transparency in procurement"),
    Subject.COMPLAINTS: _p("announcement", "Measure 5: handling of complaints of corruption"),
    Subject.CONFLICTS: _p("announcement", "Measure 6: prevention of conflicts of interest"),
    Subject.PARTICIPATION: _p("announcement", "Measure 7: participation of those concerned"),
    Subject.HANDBOOK: _p("announcement", "Handbook on the prevention of conflicts of interest"),
}

ITEMS = {
    Item.GUIDELINE: _p("item", "Guideline on complaints of corruption"),
    Item.CHANNEL: _p("item", "Channel for complaints of corruption"),
    Item.STATISTICS: _p("item", "Statistics of complaints of corruption"),
    Item.PARTICIPATION: _p("item", "Participation of those concerned"),
}

PLACES = {
    Place.WEBSITE: _p("place", "Website"),
    Place.LINE: _p("place", "LINE"),
    Place.FACEBOOK: _p("place", "Facebook"),
}
