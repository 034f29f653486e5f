"""Tables become files that a spreadsheet opens and reckons nothing in."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from bot import tables
from flows.table import Cell, Column, Sort, Table

COLUMNS = (
    Column("Name"),
    Column("Termin", Sort.TIME),
    Column("Ergebnis", Sort.SHARE),
    Column("Versuch", Sort.NUMBER),
)
FORMULAS = ("=1+1", "+49 30 123", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", " =1+1", "\x00=1+1")


def table(*rows: tuple[Cell, ...], title: str = "Vertrieb") -> Table:
    return Table(title, COLUMNS, rows)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def cells(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.rows]


def test_a_german_spreadsheet_reads_the_csv() -> None:
    content = tables.file(table(("Kim Müller", "2026-12-04T23:59", 2 / 3, 2), ("Toni", None, None, None)), "a.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines(content) == [
        ["Name", "Termin", "Ergebnis", "Versuch"],
        ["Kim Müller", "04.12.2026 23:59", "67\N{NO-BREAK SPACE}%", "2"],
        ["Toni", "", "", ""],
    ]


def test_a_workbook_holds_times_and_numbers_to_sort_by() -> None:
    content = tables.file(table(("Kim", "2026-12-04T23:59", 2 / 3, 2), ("Toni", None, None, None)), "a.xlsx")
    assert cells(content)[1:] == [
        ["Kim", datetime(2026, 12, 4, 23, 59), 2 / 3, 2],
        ["Toni", None, None, None],
    ]


@pytest.mark.parametrize("name", FORMULAS, ids=range(len(FORMULAS)))
def test_no_name_is_a_formula(name: str) -> None:
    given = table((name, None, None, None))
    _, (shown, *_) = lines(tables.file(given, "a.csv"))
    assert shown == f"'{name.strip(chr(0)).strip()}"
    sheet = openpyxl.load_workbook(io.BytesIO(tables.file(given, "a.xlsx"))).active
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)
    assert sheet["A2"].value == name.strip("\x00").strip()


@pytest.mark.parametrize("title", ["", "[a]:b/c*d?e\\f'", "x" * 100, "=1+1"])
def test_whatever_a_team_is_called_it_has_a_sheet(title: str) -> None:
    assert cells(tables.file(table(title=title), "a.xlsx")) == [[column.heading for column in COLUMNS]]
