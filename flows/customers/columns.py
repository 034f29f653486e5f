"""Which column of a list holds the name, the revenue and the potential, by its heading or by what is in it."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from flows.customers.amounts import take_apart
from flows.customers.table import Cell, Line
from flows.spelling import fold

HIGHEST = 15  # a heading stands among so many first lines
LOOKED_AT = 200  # lines that tell what is in a column

NO_NAME = re.compile(
    r"nr\b|nummer|number|\bno\b|\bid\b|id$|gruppe|typ\b|klasse|seit\b|betreu|verkaeufer|vertreter|code|mail|telefon|"
    r"status|land\b|branche|plz|\bort\b|stadt|str(?:asse)?\b|ansprech|kontakt|anzahl|umsatz|poten|datum|vorname|"
    r"first name|anrede|art\b|wert\b|sales|revenue"
)
NAMES = (
    re.compile(r"firma|firmenname|firmierung|unternehmen|unternehmensname|company|company name|firmenbezeichnung"),
    re.compile(
        r"kunde|kundin|kunden|kundschaft|kundenname|name des kunden|kunde name|customer|customer ?name|client|"
        r"client ?name|account|account ?name|debitor|debitorname|debitorenname|geschaeftspartner|auftraggeber|mandant|"
        r"abnehmer|klient|organisation|organization|kunden(?:bezeichnung)?|kundinnen und kunden|kunde in|kunden innen"
    ),
    re.compile(r"name|name ?1|nachname|familienname|bezeichnung|kurzname|suchname|last name|surname|wer"),
    re.compile(r".*(?:kund|firma|firmen|customer|client|company|debitor|unternehmen|account|name).*"),
)
FIRST_NAMES = re.compile(r"vorname|first ?name|rufname")
NO_REVENUE = re.compile(
    r"anteil|%|prozent|steuer|klasse|entwicklung|ziel|plan|soll\b|budget|forecast|poten[tz]|wachstum|"
    r"veraender|abweich|rang\b|rank|anzahl|menge|konto|waehrung|datum|stueck|possible|moeglich"
)
FORMER = re.compile(r"vorjahr|\bvj\b|previous|last year|vorperiode")
UNITS = (
    r"(?: (?:in|eur|euro|€|chf|\$|usd|t€|teur|k€|keur|tsd|t|mio|meur|\d{4}|netto|brutto|ist|jahr|pro|p a|gesamt|fy))*"
)
REVENUES = (
    re.compile(
        r"(?:umsatz|umsaetze|jahresumsatz|nettoumsatz|gesamtumsatz|kundenumsatz|revenues?|sales|turnover|erloese?|"
        r"annual revenue|total revenue|net sales|total sales)" + UNITS
    ),
    re.compile(r".*(?:umsatz|umsaetze|revenue|sales|turnover|erloes).*"),
    re.compile(r".*(?:volumen|betrag|amount|auftragswert|rechnungssumme|fakturiert|einkaeufe|einkauf).*"),
    re.compile(r"(?:wert|summe|netto|gesamt|total|value)" + UNITS),
)
POTENTIALS = (
    re.compile(r".*poten[tz]i[ae]l.*"),
    re.compile(r".*(?:moeglicher umsatz|zielumsatz|planumsatz|umsatzziel|possible).*"),
)
NO_POTENTIAL = re.compile(r"anteil|%|prozent|klasse|rang\b")
THOUSANDS = re.compile(r"\bt€|\bteur\b|\btsd\b|\btausend\b|\bin t\b|\bk€|\bkeur\b|\btchf\b")
MILLIONS = re.compile(r"\bmio\b|\bmeur\b|\bm€|\bmillionen\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Columns(Struct, frozen=True):
    """Where in a line what stands. `names` are tried in order; `first_name` goes before that in `last_name`."""

    names: tuple[int, ...]
    revenue: int
    potential: int | None = None
    first_name: int | None = None
    last_name: int | None = None
    headings: tuple[str, ...] = ()  # as they are written: of the name, the revenue, and the potential if there is one
    revenue_scale: Decimal = Decimal(1)
    potential_scale: Decimal = Decimal(1)
    width: int = 0  # cells of a line at most; 0 if that is not known
    body: int = 0  # index of the first line below the heading


class Missing(Struct, frozen=True):
    """No list: which of the two columns was found."""

    name: bool
    revenue: bool


def find_columns(lines: Sequence[Line]) -> Columns | Missing:
    """The columns by the heading, or else by what is in them."""
    seen = Missing(name=False, revenue=False)
    for index, line in enumerate(lines[:HIGHEST]):
        body = lines[index + 1 : index + 1 + LOOKED_AT]
        found = _by_heading(line, body, index)
        if isinstance(found, Columns):
            return found
        seen = Missing(name=seen.name or found.name, revenue=seen.revenue or found.revenue)
    return _by_content(lines) or seen


def _by_heading(line: Line, body: Sequence[Line], index: int) -> Columns | Missing:
    written = [cell if isinstance(cell, str) else "" for cell in line.cells]
    headings = [_plain(cell) for cell in written]
    revenues = _ranked(headings, REVENUES, NO_REVENUE, lambda _: True)
    revenue = next((place for place in revenues if _figures(body, place)), next(iter(revenues), None))
    names = _ranked(headings, NAMES, NO_NAME, lambda place: place != revenue)
    names = sorted(names, key=lambda place: _figures(body, place) > len(body) * 0.9)
    if revenue is None or not names:
        return Missing(name=bool(names), revenue=revenue is not None)
    others = {revenue, *names}
    potential = _best(headings, POTENTIALS, NO_POTENTIAL, lambda place: place not in others)
    first = next((place for place, text in enumerate(headings) if FIRST_NAMES.fullmatch(text)), None)
    told = [names[0], revenue, *([potential] if potential is not None else [])]
    filled = [place for place, text in enumerate(written) if text]
    return Columns(
        names=tuple(names),
        revenue=revenue,
        potential=potential,
        first_name=first,
        last_name=next((place for place in names if NAMES[2].fullmatch(headings[place])), None),
        headings=tuple(written[place][:40] for place in told),
        revenue_scale=_scale(headings[revenue]),
        potential_scale=Decimal(1) if potential is None else _scale(headings[potential]),
        width=filled[-1] + 1,
        body=index + 1,
    )


def _by_content(lines: Sequence[Line]) -> Columns | None:
    """Without a known heading: names, then revenue, then potential, and nothing else."""
    body = lines[:LOOKED_AT]
    if not body:
        return None
    width = max(len(line.cells) for line in body)
    kinds = [_figures(body, place) >= max(1, len(body) - 1) * 0.8 for place in range(width)]
    texts = [place for place, figures in enumerate(kinds) if not figures and _is_filled(body, place)]
    figures = [place for place, is_figures in enumerate(kinds) if is_figures]
    if len(texts) != 1 or len(figures) not in (1, 2) or texts[0] > figures[0]:
        return None
    return Columns(
        names=(texts[0],),
        revenue=figures[0],
        potential=figures[1] if len(figures) == 2 else None,
        body=0 if _figures(body[:1], figures[0]) else 1,
    )


def _is_filled(body: Sequence[Line], place: int) -> bool:
    return any(place < len(line.cells) and line.cells[place] != "" for line in body)


def _figures(body: Sequence[Line], place: int) -> int:
    """How many lines have an amount there."""
    return sum(place < len(line.cells) and _is_figure(line.cells[place]) for line in body)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, Decimal) or take_apart(cell) is not None


Patterns = Sequence[re.Pattern[str]]
Fits = Callable[[int], bool]


def _ranked(headings: Sequence[str], ranks: Patterns, never: re.Pattern[str], fits: Fits) -> list[int]:
    """The columns that match, the best first; of equals the first, but the latest year."""
    found: list[tuple[tuple[int, bool, int, int], int]] = []
    for place, heading in enumerate(headings):
        rank = next((rank for rank, pattern in enumerate(ranks) if heading and pattern.fullmatch(heading)), None)
        if rank is None or never.search(heading) or not fits(place):
            continue
        years = YEAR.findall(heading)
        latest = -int(max(years)) if years else 0
        found.append(((rank, FORMER.search(heading) is not None, latest, place), place))
    return [place for _, place in sorted(found)]


def _best(headings: Sequence[str], ranks: Patterns, never: re.Pattern[str], fits: Fits) -> int | None:
    return next(iter(_ranked(headings, ranks, never, fits)), None)


def _scale(heading: str) -> Decimal:
    if THOUSANDS.search(heading):
        return Decimal(1000)
    return Decimal(10) ** 6 if MILLIONS.search(heading) else Decimal(1)


def _plain(heading: str) -> str:
    """In lower case, with umlauts written out, and without signs."""
    return " ".join(re.sub(r"[^a-z0-9%€$]+", " ", fold(heading)).split())
