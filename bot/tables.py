"""Tables as files that a German spreadsheet opens. No text in them is ever a formula, whoever wrote it."""

import csv
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from bot.render import prozent
from flows.customers.upload import FORMULA
from flows.table import Cell, Sort, Table

FORMATS = {Sort.SHARE: "0 %", Sort.TIME: "dd.mm.yyyy hh:mm"}
LONGEST_TITLE = 31
UNFIT_FOR_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def file(table: Table, name: str) -> bytes:
    """The table in the format that the ending of `name` says, a key of `WRITERS`. Raises KeyError for others."""
    return WRITERS[name.rpartition(".")[2]](table)


def media_type(name: str) -> str:
    """That of a file with this name. Raises KeyError where `file` does."""
    return MEDIA_TYPES[name.rpartition(".")[2]]


def _csv(table: Table) -> bytes:
    """With semicolons and a mark of UTF-8, as a German Excel wants it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_quoted(column.heading) for column in table.columns)
    for row in table.rows:
        writer.writerow(_printed(cell, column.sort) for cell, column in zip(row, table.columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _printed(cell: Cell, sort: Sort) -> str:
    if cell is None:
        return ""
    match sort:
        case Sort.TIME:
            return datetime.fromisoformat(str(cell)).strftime("%d.%m.%Y %H:%M")
        case Sort.SHARE:
            return prozent(float(cell))
        case Sort.NUMBER:
            return f"{cell:g}"
    return _quoted(str(cell))


def _quoted(text: str) -> str:
    """Said to be a text, if a spreadsheet would take it for a formula and reckon it."""
    plain = _plain(text)
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def _plain(text: str) -> str:
    """On one line and without what no spreadsheet takes."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _xlsx(table: Table) -> bytes:
    """One sheet with a filter over each column; its head stays in sight."""
    import openpyxl  # here, since it takes a fifth of a second that only those who want a workbook should pay
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _plain(table.title.translate(UNFIT_FOR_TITLES))[:LONGEST_TITLE] or "Tabelle"
    for number, column in enumerate(table.columns, 1):
        _write(sheet.cell(1, number), column.heading, Sort.TEXT)
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(table.rows, 2):
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True), 1):
            if cell is not None:
                _write(sheet.cell(line, number), cell, column.sort)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _write(place: Any, cell: str | float, sort: Sort) -> None:
    match sort:
        case Sort.TEXT:
            place.value = _plain(str(cell))
            place.data_type = "s"  # openpyxl takes what begins with "=" for a formula
            place.quotePrefix = place.value.startswith(FORMULA)  # and so does Excel once somebody edits it
        case Sort.TIME:
            place.value = datetime.fromisoformat(str(cell))
        case _:
            place.value = cell
    if sort in FORMATS:
        place.number_format = FORMATS[sort]


WRITERS: Mapping[str, Callable[[Table], bytes]] = {"csv": _csv, "xlsx": _xlsx}
MEDIA_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
