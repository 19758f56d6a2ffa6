"""What of a case can be searched."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model


class SearchText(Model):
    """The words of a case, folded by `domain.search_key`; as readable as the narrative, and destroyed with it.

    `text` holds all of them; `accused` again those that are shown before an officer has declared no interest. The
    database keeps an index of the trigrams of `text` by itself.
    """

    __tablename__ = "search_texts"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    accused: Mapped[str] = mapped_column(sa.Text, default="")
