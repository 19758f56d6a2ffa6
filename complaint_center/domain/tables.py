"""A result as people read it, before it becomes a page, a spreadsheet or a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | date | None
"""`datetime` is a `date`, too; an instant is aware. None is an empty cell."""


@dataclass(frozen=True)
class Table:
    """Rows under headings, as they were at `as_of`. `sums` is a last row that adds the others up.

    `is_secret`: it tells of cases, so papers bear the mark of secrecy. `signatures`: who signs it, by position.
    `name` is a short one, for its sheet of a spreadsheet.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    as_of: datetime
    sums: Sequence[Cell] | None = None
    notes: Sequence[str] = ()
    is_secret: bool = False
    signatures: Sequence[str] = ()
    name: str = ""

    @property
    def body(self) -> list[Sequence[Cell]]:
        """All rows, the sums last."""
        return [*self.rows, *([self.sums] if self.sums else [])]

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers only, or nothing, and so is set to the right."""
        return bool(self.body) and all(isinstance(row[column], int | float | None) for row in self.body)
