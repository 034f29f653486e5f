"""What people write stays what they wrote: no markup, no mathematics, no formula, no path, and no flood."""

import ast
import csv
import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import openpyxl
import pytest
from icalendar import Calendar
from PIL import Image

from bot.charts import Charts
from bot.render import FaultyTemplate, Renderer
from bot.simulator import Simulator
from bot.simulator.markup import parse_html
from flows.activities.activity import Activity, When
from flows.activities.calendar import calendar
from flows.customers.table import UNPACKED, Unusable
from flows.customers.upload import Row, print_list, read_list
from flows.effects import Picture
from tests import samples
from tests.edge.conftest import admit, running
from tests.samples import KIM, NOW

ROOT = Path(__file__).parent.parent
SHEET = "xl/worksheets/sheet1.xml"

# --- names in messages -----------------------------------------------------------------------------------------

MARKUP = "<script>{{7*7}}</b>&lt;\"'{% raise %}"


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all texts within values: in mappings, sequences and structs."""
    match value:
        case str():
            yield path
        case Mapping():
            for key, entry in value.items():
                yield from leaves(entry, (*path, key))
        case list() | tuple():
            for place, entry in enumerate(value):
                yield from leaves(entry, (*path, place))
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from leaves(getattr(value, name), (*path, name))


def planted(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """A copy with `text` at the end of `path`."""
    if not path:
        return text
    here, *rest = path
    match value:
        case Mapping():
            return {**value, here: planted(value[here], tuple(rest), text)}
        case list() | tuple():
            copy = list(value)
            copy[here] = planted(copy[here], tuple(rest), text)
            return type(value)(copy) if type(value) in (list, tuple) else type(value)(*copy)
    return msgspec.structs.replace(value, **{here: planted(getattr(value, here), tuple(rest), text)})


@pytest.fixture(scope="module")
def values() -> dict[str, list[Mapping[str, Any]]]:
    """What each template is rendered with, in a few of the samples."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for template, given, _ in samples.said():
        found.setdefault(template, []).append(given)
    return {template: given[:: max(1, len(given) // 2)][:2] for template, given in found.items()}


TEMPLATES = sorted(
    path.stem
    for path in (ROOT / "prompts" / "de").glob("*.j2")
    if not any(f'{{% from "{path.stem}.j2"' in other.read_text("utf-8") for other in path.parent.glob("*.j2"))
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_value_of_a_message_becomes_markup(template: str, values: Mapping[str, list[Mapping[str, Any]]]) -> None:
    """Whichever text of whichever template is hostile, Telegram reads it as text.

    Some texts are no words but choose words (a phase, a mark); for these a stranger is no sample and may be refused.
    """
    renderer = Renderer()
    for given in values.get(template, ()):  # that each is said in the samples is promised elsewhere
        for path in islice(leaves(given), 25):
            try:
                text = renderer.message(template, planted(given, path, MARKUP))
            except FaultyTemplate:
                continue
            seen, _ = parse_html(text)
            assert "<script>" not in text
            assert "49" not in seen or "49" in renderer.message(template, given)


def test_the_hostile_text_is_seen_as_it_is(values: Mapping[str, list[Mapping[str, Any]]]) -> None:
    """The test above does not pass because nothing arrives."""
    renderer = Renderer()
    arrived = {
        template
        for template, (given, *_) in values.items()
        for path in islice(leaves(given), 10)
        if MARKUP in _seen(renderer, template, planted(given, path, MARKUP))
    }
    assert len(arrived) > 30


def _seen(renderer: Renderer, template: str, given: Mapping[str, Any]) -> str:
    try:
        return parse_html(renderer.message(template, given))[0]
    except FaultyTemplate:
        return ""


# --- names in pictures -----------------------------------------------------------------------------------------

DOLLARS = ("$\\frac{1}{0}$", "\\$x$_{a_b^c", "x" * 300)
NAMES = {"title", "subtitle", "customer", "name"}
"""Keys of values that may be words of people or of their content."""


@pytest.fixture(scope="module")
def pictures() -> dict[str, Mapping[str, Any]]:
    """One set of values for each chart that is drawn in the samples."""
    return {
        effect.chart: effect.values for story in samples.stories() for effect in story if isinstance(effect, Picture)
    }


@pytest.mark.parametrize("text", DOLLARS, ids=["fraction", "unclosed", "long"])
def test_no_value_of_a_picture_is_mathematics_or_breaks_it(
    text: str, pictures: Mapping[str, Mapping[str, Any]]
) -> None:
    """Names with dollars and backslashes, and names that are too long, are drawn somehow."""
    charts = Charts()
    assert set(pictures) == set(charts._charts)
    for chart, given in pictures.items():
        for path in [path for path in leaves(given) if path[-1] in NAMES][:2]:
            picture = Image.open(io.BytesIO(charts.draw(chart, planted(given, path, text))))
            assert picture.format == "PNG"


# --- names in files --------------------------------------------------------------------------------------------

FORMULAS = ("=1+1", "+49 30 123", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "'=1+1")


@pytest.mark.parametrize("name", FORMULAS, ids=range(len(FORMULAS)))
def test_no_name_in_a_list_is_a_formula(name: str) -> None:
    """A spreadsheet that opens the file shows the name; the file still reads back as the list it is."""
    shown = " ".join(name.split())
    content = print_list([Row(shown, Decimal(5))], ["A"], ("Name", "Umsatz", "P", "K"))
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    (read,) = read_list(content.replace(b";K\r\n", b";Klasse\r\n")).rows
    assert read.name == shown.removeprefix("'") if shown.startswith("'") else read.name == shown


BREAKS = ("Kim\r\nEND:VEVENT\r\nBEGIN:VALARM", "Kim;,:\\n", 'ATTENDEE:"mailto:x"', "\u2028\u2029", "=1+1")


@pytest.mark.parametrize("name", BREAKS, ids=range(len(BREAKS)))
def test_no_text_in_a_calendar_is_more_than_a_text(name: str) -> None:
    """It stays in its property; nothing else comes into the file."""
    when = When(NOW.date(), NOW.time())
    activity = Activity(name, when, NOW, NOW, NOW, whom=name)
    plain = Activity("x", when, NOW, NOW, NOW)
    file = Calendar.from_ical(calendar({"a1": activity}, {"a1": name}, KIM, NOW))
    usual = Calendar.from_ical(calendar({"a1": plain}, {"a1": "x"}, KIM, NOW))
    assert [part.name for part in file.walk()] == [part.name for part in usual.walk()]
    (event,) = file.walk("VEVENT")
    assert set(event) == set(usual.walk("VEVENT")[0])
    assert str(event["summary"]).split() == name.split()


# --- files that people send ------------------------------------------------------------------------------------


def parts(*rows: tuple[object, ...]) -> dict[str, bytes]:
    """A workbook, unpacked."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("Kunde", "Umsatz"), *rows):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    with ZipFile(saved) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(contents: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return packed.getvalue()


def flood() -> bytes:
    """A sheet of hundreds of megabytes' worth of nothing."""
    return zipped(parts(("A", 1)) | {SHEET: b" " * (UNPACKED + 1)})


def among_pictures() -> bytes:
    """The same, where pictures are, and the workbook points there."""
    contents = parts(("A", 1))
    contents["xl/media/sheet1.xml"] = contents.pop(SHEET) + b" " * UNPACKED
    return zipped({name: content.replace(b"worksheets/sheet1", b"media/sheet1") for name, content in contents.items()})


def lying() -> bytes:
    """A part that says it is small."""
    content = bytearray(flood())
    place = content.rindex(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(SHEET)] != SHEET.encode():
        place = content.rindex(b"PK\x01\x02", 0, place)
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def laughing() -> bytes:
    """Entities of entities of entities."""
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY l0 "%s">%s]>' % (b"ha" * 50, entities)
    return _with_text(head, b"&l9;")


def outside() -> bytes:
    """An entity that names a file of this machine."""
    return _with_text(b'<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]>', b"&l;")


def _with_text(head: bytes, text: bytes) -> bytes:
    contents = parts(("Platz", 1))
    sheet = re.sub(rb"^<\?xml.*?\?>", b"", contents[SHEET])
    assert b"Platz" in sheet
    contents[SHEET] = head + sheet.replace(b"Platz", text)
    return zipped(contents)


def nested() -> bytes:
    """A workbook in a workbook in a workbook."""
    content = zipped(parts(("A", 1)))
    for _ in range(20):
        content = zipped({"xl/workbook.xml": content})
    return content


@pytest.mark.parametrize("made", [flood, among_pictures, lying, laughing, outside, nested])
def test_a_workbook_that_unpacks_to_a_flood_is_refused(made: Callable[[], bytes]) -> None:
    """Before it is unpacked; what it holds besides is not even looked at."""
    with pytest.raises(Unusable):
        read_list(made())


def test_a_picture_in_a_workbook_is_no_flood() -> None:
    """A logo is large and packs badly."""
    contents = parts(("A", 1)) | {"xl/media/image1.png": random.Random(1).randbytes(1_500_000)}
    assert [row.name for row in read_list(zipped(contents)).rows] == ["A"]


def test_paths_in_a_workbook_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is unpacked to a disk."""
    monkeypatch.chdir(tmp_path)
    contents = parts(("A", 1)) | {"../out.txt": b"x", "/tmp/out-of-a-workbook.txt": b"x", "..\\out.txt": b"x"}
    assert [row.name for row in read_list(zipped(contents)).rows] == ["A"]
    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/out-of-a-workbook.txt").exists()


def within(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


NAMES_OF_FILES = (
    "../../bot.sqlite3",
    "/etc/passwd",
    "C:\\x.csv",
    "a\r\nX: y.csv",
    "<b>x</b>.csv",
    "=1+1.csv",
    "\u202efdp.csv",
)


async def test_the_name_of_a_file_is_only_a_name(tmp_path: Path) -> None:
    """Whatever it is called, it is read as what it holds, and nothing is written beside the database."""
    async with Simulator() as simulator, running(simulator, tmp_path):
        kim = await admit(simulator)
        before = within(tmp_path)
        for name in NAMES_OF_FILES:
            kim.says("/kunden")
            await kim.reply(60)
            kim.taps("Liste schicken")
            await kim.reply(60)
            kim.sends_file(name, b"Firma;Umsatz\r\nAdler;1000\r\n")
            await kim.until(lambda kim: "Übernehmen" in [button.text for button in kim.last.buttons], 60)
            kim.taps("Verwerfen")
            await kim.reply(60)
        assert within(tmp_path) == before
    assert not simulator.violations


# --- the table -------------------------------------------------------------------------------------------------


def test_every_proof_in_the_security_table_is_there() -> None:
    """Each threat has at least one test, and each test that is named exists."""
    rows = [line for line in (ROOT / "docs" / "sicherheit.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    for row in rows[2:]:
        proofs = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert proofs, row
        for file, name in proofs:
            tree = ast.parse((ROOT / file).read_text("utf-8"))
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
            assert name in names, f"{file} has no {name}"
