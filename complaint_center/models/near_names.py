"""Who may be meant by words that nobody has answered yet."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model


class NearlyNamed(Model):
    """A member of staff whose name or position an accused's words nearly are: barred until somebody says who is meant.

    Kept when the words were written or the member of staff changed, and never taken away: nobody is renamed out of a
    bar.
    """

    __tablename__ = "nearly_named"

    accused_id: Mapped[int] = mapped_column(sa.ForeignKey("accused.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, index=True)
