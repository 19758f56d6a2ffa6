"""Tables as spreadsheets: CSV that Excel opens in the right letters, and XLSX with real numbers and dates."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, RawIOBase, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.case_exports import ExportFormat, RowFile, RowFileHead
from complaint_center.domain.tables import Cell, Table

UTF8_MARK = "\ufeff"
"""Excel takes a file for UTF-8 only when it begins with this."""

SECRECY = "ลับ"
"""The mark of secrecy, in whatever language the rest is, as on paper."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

# Thai words, the Buddhist calendar, Arabic digits.
_DAY = "[$-107041E]d mmm yyyy"
_MOMENT = "[$-107041E]d mmm yyyy h:mm"

_PLAIN, _BOLD = (Font(name="TH SarabunPSK", size=14, bold=bold) for bold in (False, True))
_RED = Font(name="TH SarabunPSK", size=26, bold=True, color="B00020")
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
_NARROW, _WIDEST = 18, 60
_WRAPPED_AT = 14
"""Letters beyond which a heading does not widen its column, but is broken."""
_UPRIGHT = 6
"""Columns that an upright sheet of paper holds."""


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of CSV, days and instants in ISO 8601 by the clock of Bangkok; the mark is the caller's."""
    text = StringIO()
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def as_csv(table: Table) -> bytes:
    """One table: headings, rows and sums, nothing else, so that programs can read it."""
    return (UTF8_MARK + csv_lines([table.columns, *table.body])).encode()


def as_xlsx(tables: Sequence[Table], tell_as_of: Callable[[datetime], str]) -> bytes:
    """A sheet for each table: title and date in words above it, the headings kept in sight, notes below."""
    book = Workbook(write_only=True)
    for table in tables:
        _add_sheet(book, table, tell_as_of(table.as_of))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def open_row_file(format: ExportFormat, head: RowFileHead, write: Callable[[bytes], object]) -> RowFile:
    """A file whose rows come bit by bit, so that no more than some of them are in memory."""
    if format is ExportFormat.CSV:
        return _CsvRows(head.columns, write)
    return _XlsxRows(head, write)


class _CsvRows:
    def __init__(self, columns: Sequence[str], write: Callable[[bytes], object]) -> None:
        self._write = write
        write((UTF8_MARK + csv_lines([columns])).encode())

    def append(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._write(csv_lines(rows).encode())

    def finish(self) -> None:
        """Every row has been written."""


class _XlsxRows:
    """The rows lie in a temporary file of the library until the end, for the sheet is packed as a whole."""

    def __init__(self, head: RowFileHead, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._book = Workbook(write_only=True)
        widths = [min(max(len(column) + 2, _NARROW), _WIDEST) for column in head.columns]
        self._sheet = _begin_sheet(self._book, head, widths)

    def append(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            self._sheet.append([self._bare(cell) for cell in row])

    def _bare(self, value: Cell) -> Any:
        """More than its value only where that would be misread: a style for each cell costs most of all."""
        is_formula = isinstance(value, str) and value.startswith("=")
        return _cell(self._sheet, value) if is_formula or isinstance(value, date) else value

    def finish(self) -> None:
        self._book.save(_Stream(self._write))


class _Stream(RawIOBase):
    """What a zip file can be packed into without going back in it."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._take = write

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._take(bytes(data))
        return len(data)


def _begin_sheet(book: Workbook, head: RowFileHead, widths: Iterable[int]) -> Any:
    """Mark of secrecy, title and date above, the headings kept in sight, and on every sheet of paper."""
    sheet = book.create_sheet(_sheet_name(head))
    headings = 4 if head.is_secret else 3
    sheet.freeze_panes = f"A{headings + 1}"
    sheet.print_title_rows = f"{headings}:{headings}"
    _as_wide_as_a_sheet(sheet, len(head.columns))
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if head.is_secret:
        mark = _cell(sheet, SECRECY)
        mark.font = _RED
        sheet.append([mark])
    sheet.append([_cell(sheet, head.title, bold=True)])
    sheet.append([_cell(sheet, head.as_of)])
    row = [_cell(sheet, heading, bold=True) for heading in head.columns]
    for cell in row:
        cell.alignment = _WRAPPED
    sheet.append(row)
    return sheet


def _as_wide_as_a_sheet(sheet: Any, columns: int) -> None:
    """Printed on A4, turned where the columns are many, and made smaller until every column is on it."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    is_turned = columns > _UPRIGHT
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE if is_turned else Worksheet.ORIENTATION_PORTRAIT
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _sheet_name(head: RowFileHead) -> str:
    """The first of these that fits, so that no word is cut: name, title, as much of it as fits, the first heading."""
    told = (head.name, head.title, head.title[: _LONGEST_NAME + 1].rpartition(" ")[0], head.columns[0])
    names = [name.translate(_FORBIDDEN_IN_NAMES).strip() for name in told]
    return next((name for name in names if 0 < len(name) <= _LONGEST_NAME), names[-1][:_LONGEST_NAME])


def _add_sheet(book: Workbook, table: Table, as_of: str) -> None:
    head = RowFileHead(table.name, table.title, as_of, table.columns, table.is_secret)
    sheet = _begin_sheet(book, head, _widths(table))
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    if table.sums:
        sheet.append([_cell(sheet, cell, bold=True) for cell in table.sums])
    for note in table.notes:
        sheet.append([_cell(sheet, note)])


def _cell(sheet: Any, value: Cell, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_local(value))
    if isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DAY
    elif isinstance(value, str):
        # Text stays text, however much it looks like a formula.
        cell.data_type = "s"
    cell.font, cell.alignment = _BOLD if bold else _PLAIN, _TOP
    return cell


def _local(value: Cell) -> Cell:
    """A spreadsheet knows no time zones: the clock of Bangkok."""
    return value.astimezone(BANGKOK).replace(tzinfo=None) if isinstance(value, datetime) else value


def _widths(table: Table) -> Iterator[int]:
    for number, heading in enumerate(table.columns):
        longest = max((len(str(row[number])) for row in table.body), default=0)
        yield min(max(min(len(heading), _WRAPPED_AT), longest) + 2, _WIDEST)


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.astimezone(BANGKOK).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return _harmless(cell) if isinstance(cell, str) else cell


def _harmless(text: str) -> str:
    """A spreadsheet would run text that begins like a formula; behind an apostrophe it is text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
