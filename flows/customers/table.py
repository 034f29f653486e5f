"""A file as lines of cells, whatever program it comes from: CSV of any delimiter and encoding, or XLSX."""

import csv
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_LINES = 20_000
MOST_CELLS = 60  # of a line
LONGEST_LINE = 10_000
LONGEST_RECORD = 8  # lines a quoted cell may run over
UNPACKED = 12 * 1024 * 1024
"""Bytes the text in an XLSX file may unpack to; ten thousand customers take less than two million."""

DELIMITERS = ";\t,|"
SAMPLE = 40

Cell = str | Decimal


class Why(StrEnum):
    """Why a file is no list at all."""

    EMPTY = "leer"
    OLD_EXCEL = "altes_excel"
    NO_TABLE = "keine_tabelle"
    WEB_PAGE = "webseite"
    BROKEN = "kaputt"
    TOO_LONG = "zu_lang"
    UNPACKS = "zu_gross_entpackt"
    NO_NAME = "keine_namen"
    NO_REVENUE = "kein_umsatz"


class Unusable(ValueError):
    """Nothing can be read from the file; `why` says what to tell the person."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"the file cannot be read as a list: {why.value}")
        self.why = why


class Line(NamedTuple):
    """A line that is not empty, by the number a person sees beside it."""

    number: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """The lines of a sheet, and the numbers of those with quotation marks that never close."""

    lines: list[Line]
    torn: tuple[int, ...] = ()


def read_tables(content: bytes) -> list[Table]:
    """The tables in a file: of a CSV file one for each delimiter that may be meant, of XLSX one for each sheet.

    Raises Unusable for what is neither.
    """
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unusable(Why.EMPTY)
    if content.startswith(b"PK"):
        return _sheets(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable(Why.OLD_EXCEL)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"\x1f\x8b", b"7z\xbc")):
        raise Unusable(Why.NO_TABLE)
    text = decode(content)
    if text.count("\0") or re.match(r"\s*<(?:!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise Unusable(Why.NO_TABLE if "\0" in text else Why.WEB_PAGE)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) - lines.count("") > MOST_LINES:
        raise Unusable(Why.TOO_LONG)
    told = re.fullmatch(r"\"?sep=(.)\"?", lines[0].strip(" "), re.IGNORECASE)
    if told:
        lines[0] = ""
        return [_parsed(lines, told[1])]
    sample = [line for line in lines if line.strip()][:SAMPLE]
    likely = sorted(DELIMITERS, key=lambda sign: -_evenness(sample, sign))
    return [_parsed(lines, sign) for sign in likely[:2]]


# --- text ------------------------------------------------------------------------------------------------------


def decode(content: bytes) -> str:
    """The text of a file: by its BOM, as UTF-16 without one, as UTF-8, as that of old DOS, or else as cp1252."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return content.decode("utf-32", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:2000]
    if head.count(0) > len(head) / 4:
        return content.decode("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    dos = re.search(rb"[A-Za-z][\x81\x84\x94][a-z]", content) is not None
    return content.decode("cp850" if dos else "cp1252", "replace")


def _evenness(sample: Sequence[str], sign: str) -> int:
    """How many lines have as many cells as most, if that is more than one."""
    counts = [len(_cells(line, sign)) for line in sample]
    usual = max(set(counts), key=counts.count, default=0)
    return counts.count(usual) if usual > 1 else 0


def _parsed(lines: Sequence[str], sign: str) -> Table:
    quote = re.compile(rf'(?:^|{re.escape(sign)}) *"')
    found: list[Line] = []
    torn: list[int] = []
    place = 0
    while place < len(lines):
        start, record = place, [lines[place]]
        place += 1
        within = _is_open(record[0], quote, within=False)
        while within and place < min(len(lines), start + LONGEST_RECORD):
            within = _is_open(lines[place], quote, within=True)
            record.append(lines[place])
            place += 1
        if within or sum(map(len, record)) > LONGEST_LINE:
            place = start + 1
            torn.append(place)
            continue
        cells = _cells("\n".join(record), sign)
        if any(cells):
            found.append(Line(start + 1, cells))
    return Table(found, tuple(torn))


def _cells(record: str, sign: str) -> tuple[str, ...]:
    try:
        rows = list(csv.reader([record], delimiter=sign, skipinitialspace=sign != "\t"))
    except csv.Error:
        return (record.strip(),)
    return tuple(" ".join(cell.split()) for row in rows for cell in row)


CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"')


def _is_open(line: str, quote: re.Pattern[str], *, within: bool) -> bool:
    """Whether a cell in quotation marks goes on after `line`; `within` if one did before it."""
    place = 0
    while True:
        if not within:
            opened = quote.search(line, place)
            if opened is None:
                return False
            place = opened.end()
        closed = CLOSING.match(line, place)
        if closed is None:
            return True
        place, within = closed.end(), False


# --- XLSX ------------------------------------------------------------------------------------------------------


def _sheets(content: bytes) -> list[Table]:
    _weigh(content)
    import openpyxl  # here, since it takes a fifth of a second that only those who send a workbook should pay

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions we do not look at
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return [Table(list(_rows(sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Unusable:
        raise
    except Exception as error:  # whatever is wrong inside, openpyxl has no error of its own for most of it
        raise Unusable(Why.BROKEN) from error


def _weigh(content: bytes) -> None:
    """Refuse what is no workbook, or would unpack to more than anybody's customers."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise Unusable(Why.OLD_EXCEL)
    except (BadZipFile, NotImplementedError, ValueError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(Why.BROKEN) from error
    if "xl/workbook.xml" not in names:
        raise Unusable(Why.NO_TABLE)
    if sum(part.file_size for part in parts if not _is_picture(part)) > UNPACKED:
        raise Unusable(Why.UNPACKS)


def _is_picture(part: ZipInfo) -> bool:
    """Whether the part is what its folder says; a text hidden there would unpack to many times its size."""
    return part.filename.startswith("xl/media/") and part.file_size <= 4 * part.compress_size


def _rows(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write wrong ones
    count = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_CELLS, values_only=True), 1):
        cells = tuple(_cell(value) for value in row)
        if any(cell != "" for cell in cells):
            count += 1
            yield Line(number, cells)
        if count > MOST_LINES or number > 10 * MOST_LINES:
            raise Unusable(Why.TOO_LONG)


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case int():
            return Decimal(value)
        case float():
            number = Decimal(repr(value))
            return number if number.is_finite() else ""
        case datetime() | date():
            return value.strftime("%d.%m.%Y")
        case _:
            return " ".join(str(value).split())
