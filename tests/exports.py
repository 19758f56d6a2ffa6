"""Files of tables, opened by the readers that other people use."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from complaint_center.documents.spreadsheets import SECRECY
from tests.documents.reading import bare, pages_of

_FIGURES = re.compile("(?<![ก-๛])[0-9][0-9.:-]*[0-9](?![ก-๛])")
"""Those of one digit are left out, for one of the readers takes some marks of Thai letters for digits."""


def read_csv(answer: TestResponse) -> list[list[str]]:
    """Every row, headings first, as Excel takes the letters: only with the mark are they UTF-8."""
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def read_xlsx(answer: TestResponse, sheet: int = 0) -> list[list[Any]]:
    """Every row of a sheet with its values, trailing empty cells left out; title and date are the first two, for
    the mark of secrecy is left out.
    """
    book = load_workbook(BytesIO(answer.data))
    rows = (list(row) for row in book.worksheets[sheet].iter_rows(values_only=True))
    return [row for row in map(_trimmed, rows) if row != [SECRECY]]


def secret_sheets(answer: TestResponse) -> list[bool]:
    """Of each sheet, whether its first cell is the mark of secrecy."""
    return [sheet["A1"].value == SECRECY for sheet in load_workbook(BytesIO(answer.data)).worksheets]


def sheet_names(answer: TestResponse) -> list[str]:
    return [str(name) for name in load_workbook(BytesIO(answer.data)).sheetnames]


def read_pdf(answer: TestResponse) -> str:
    """The text of all sheets without its blanks. Two readers find the same sheets and figures.

    Marks that stand above others are read by one of them only.
    """
    assert answer.content_type == "application/pdf"
    sheets = pages_of(answer.data)
    others = [page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages]
    assert [_FIGURES.findall(sheet) for sheet in sheets] == [_FIGURES.findall(other) for other in others]
    return bare("".join(sheets))


def on_paper(*cells: str) -> str:
    """A row as `read_pdf` finds it: cell after cell, without blanks."""
    return bare("".join(cells))


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row = row[:-1]
    return row
