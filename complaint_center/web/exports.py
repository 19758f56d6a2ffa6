"""Tables on their way to whoever asked for them: one way for each kind of file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _

from complaint_center.documents.spreadsheets import as_csv, as_xlsx
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.tables import Cell, Table
from complaint_center.domain.thai import format_date, format_datetime
from complaint_center.extensions import office, typeset
from complaint_center.web.language import current_language

_WIDE = 6
"""Columns beyond which a sheet of paper is turned."""

_NUMBER = re.compile(r"(?<!\S)[0-9][0-9./-]{0,11}(?!\S)", re.ASCII)

_NARROWEST = 7
_WIDEST = 24


class FileKind(StrEnum):
    """The files that a table can be had as; each is also the end of its address."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"


CONTENT_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}


def send_table(table: Table, kind: FileKind, name: str) -> Response:
    """The table as a file; `name` is that of the file without its day and its end."""
    return send_tables([table], kind, name)


def send_tables(tables: Sequence[Table], kind: FileKind, name: str, title: str = "") -> Response:
    """Several tables in one file: a sheet each in XLSX, one behind the other in JSON and PDF. CSV holds the first.

    `title` is the whole's, on paper; without one the first table's is.
    """
    if kind is FileKind.JSON:
        return jsonify([as_json(table) for table in tables] if len(tables) > 1 else as_json(tables[0]))
    response = make_response(_content(tables, kind, title))
    response.content_type = CONTENT_TYPES[kind]
    day = tables[0].as_of.astimezone(BANGKOK).date()
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}_{day}.{kind}")
    return response


def _content(tables: Sequence[Table], kind: FileKind, title: str) -> bytes:
    if kind is FileKind.CSV:
        return as_csv(tables[0])
    return as_xlsx(tables, _as_of) if kind is FileKind.XLSX else as_pdf(tables, title)


def asked_kind(kinds: Sequence[FileKind]) -> FileKind:
    """The one of these files that the button pressed stands for; the first of them for whatever else was sent."""
    return next((kind for kind in kinds if kind == request.form.get("file")), kinds[0])


def as_pdf(tables: Sequence[Table], title: str = "") -> bytes:
    """On A4, turned where the columns are many; headings are repeated on every sheet.

    Where the whole has a title, each table has its short one; else the first table's stands for all.
    """
    first = tables[0]
    headings = [table.name or table.title for table in tables] if title else ["", *(one.title for one in tables[1:])]
    return typeset()(
        "table",
        {
            "title": title or first.title,
            "office": office().name,
            "as_of": _as_of(first.as_of),
            "secret": any(table.is_secret for table in tables),
            "wide": any(len(table.columns) > _WIDE for table in tables),
            "tables": [_typeset(table, heading) for table, heading in zip(tables, headings, strict=True)],
            "notes": list(dict.fromkeys(note for table in tables for note in table.notes)),
            "signatures": list(first.signatures),
        },
    )


def _as_of(moment: datetime) -> str:
    return _("As of %(moment)s", moment=format_datetime(moment, language=current_language()))


def _typeset(table: Table, heading: str) -> dict[str, Any]:
    columns = range(len(table.columns))
    return {
        "heading": heading,
        "groups": _groups(table.columns),
        "widths": [_width(table, column) for column in columns],
        "numbers": [_longest_number(table, column) for column in columns],
        "numeric": [table.is_number(column) for column in columns],
        "rows": [[_told(cell) for cell in row] for row in table.rows],
        "sums": [_told(cell) for cell in table.sums or ()],
    }


def _groups(columns: Sequence[str]) -> list[dict[str, Any]]:
    """Neighbours called `duty: figure`, by their duty; every other column has a group of its own without a name."""
    parted = [column.partition(": ") for column in columns]
    return [
        {"of": name if is_parted else "", "columns": [rest if is_parted else name for name, _mark, rest in group]}
        for (name, is_parted), group in groupby(parted, key=lambda one: (one[0], bool(one[1])))
    ]


def as_json(table: Table) -> dict[str, Any]:
    """The same cells as in every other file; headings are in the reader's language."""
    return {
        "title": table.title,
        "as_of": _coded(table.as_of),
        "columns": list(table.columns),
        "rows": [[_coded(cell) for cell in row] for row in table.rows],
        "sums": [_coded(cell) for cell in table.sums] if table.sums else None,
        "notes": list(table.notes),
    }


def _coded(cell: Cell) -> str | int | float | None:
    """Days and instants as ISO 8601, by the clock of Bangkok."""
    if isinstance(cell, datetime):
        return cell.astimezone(BANGKOK).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _told(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return format_datetime(cell, short=True, language=current_language())
    if isinstance(cell, date):
        return format_date(cell, short=True, language=current_language())
    return "\N{EN DASH}" if cell is None else str(cell)


def _longest_number(table: Table, column: int) -> str:
    """The longest of the numbers in it, as those of the register, which no line parts."""
    numbers = (number for row in table.body for number in _NUMBER.findall(_told(row[column])))
    return max(numbers, key=len, default="")


def _width(table: Table, column: int) -> int:
    """The share of the sheet, by the longest cell; a heading over numbers is broken where its words end."""
    longest = max((len(_told(row[column])) for row in table.body), default=0)
    if table.is_number(column):
        return max(longest, _NARROWEST)
    words = max(map(len, table.columns[column].split()), default=0)
    return min(max(longest, words, _NARROWEST), _WIDEST)
