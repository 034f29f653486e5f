"""What the flows say, as text and buttons: templates, labels and German ways of writing numbers and dates."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from jinja2 import (
    BaseLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)

from flows.effects import Rows, Values

GERMAN = Locale("de")
CALLBACK_BYTES = 64


class FaultyTemplate(ValueError):
    """A template or label that cannot be rendered; the message names it and what is wrong."""


class Renderer:
    """Renders templates and labels of one language; keeps nothing between calls and may run in any thread."""

    def __init__(self, language: str = "de") -> None:
        self._folder = f"prompts/{language}"
        self._messages = _environment(PackageLoader("prompts", language), escaped=True)
        plain = _environment(None, escaped=False)
        texts = tomllib.loads(files("prompts").joinpath(language, "labels.toml").read_text("utf-8"))
        self._labels: Mapping[str, Template] = {key: plain.from_string(text) for key, text in texts.items()}

    def message(self, template: str, values: Values) -> str:
        """The text of a message in Telegram's HTML; every value is escaped."""
        try:
            return self._messages.get_template(f"{template}.j2").render(values).strip()
        except Exception as error:
            raise FaultyTemplate(f"{self._folder}/{template}.j2: {_sentence(error)}") from error

    def label(self, key: str, values: Values) -> str:
        """The plain text of a button."""
        try:
            return self._labels[key].render(values)
        except Exception as error:
            raise FaultyTemplate(f"{self._folder}/labels.toml: {key}: {_sentence(error)}") from error

    def keyboard(self, rows: Rows) -> list[list[dict[str, str]]]:
        """The buttons as Telegram's inline keyboard; pressing one gives back action, mark and argument."""
        return [
            [
                {
                    "text": self.label(button.label, button.values),
                    "callback_data": _callback(button.action, button.mark, button.argument),
                }
                for button in row
            ]
            for row in rows
        ]


def datum(day: date) -> str:
    """3. März 2026."""
    return format_date(day, "long", locale=GERMAN)


def tag(day: date) -> str:
    """3. März."""
    return format_skeleton("MMMMd", day, locale=GERMAN)


def uhrzeit(moment: time | datetime) -> str:
    """7:05, as it is on the clock of `moment`; the zone is not changed."""
    return format_time(moment.replace(tzinfo=None), "H:mm", locale=GERMAN)


def ort(zone: str) -> str:
    """Europe/Lisbon is Lissabon."""
    return get_timezone_location(zone, locale=GERMAN, return_city=True)


def zahl(number: float | Decimal) -> str:
    """12.345,6."""
    return format_decimal(number, locale=GERMAN)


def prozent(share: float) -> str:
    """0.456 is 46 %."""
    return format_percent(share, locale=GERMAN)


def prozentsatz(points: Decimal) -> str:
    """12.5 is 12,5 %."""
    return f"{format_decimal(points, '#,##0.##', locale=GERMAN)}\N{NO-BREAK SPACE}%"


def geld(amount: float | Decimal, currency: str = "EUR") -> str:
    """12.500 €, with cents only where there are some."""
    pattern = "#,##0\N{NO-BREAK SPACE}¤" if amount == int(amount) else "#,##0.00\N{NO-BREAK SPACE}¤"
    return format_currency(amount, currency, pattern, locale=GERMAN, currency_digits=False)


def geld_kurz(amount: Decimal, currency: str = "EUR") -> str:
    """12,5 Mio. €, and whole units below ten millions: for pictures, where room is scarce."""
    if abs(amount) < 10_000_000:
        return geld(round(amount), currency)
    return format_compact_currency(amount, currency, locale=GERMAN, fraction_digits=1)


def liste(things: Iterable[str]) -> str:
    """A, B und C."""
    return format_list(list(things), locale=GERMAN)


def mehrzahl(number: int, one: str, other: str) -> str:
    """1 Phase, 3 Phasen."""
    return f"{zahl(number)} {one if GERMAN.plural_form(number) == 'one' else other}"


FILTERS = (datum, tag, uhrzeit, ort, zahl, prozent, prozentsatz, geld, liste, mehrzahl)


def _environment(loader: BaseLoader | None, *, escaped: bool) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update({function.__name__: function for function in FILTERS})
    return environment


def _callback(*parts: str) -> str:
    data = "|".join(parts)
    if len(data.encode()) > CALLBACK_BYTES:
        raise ValueError(f"callback data {data!r} takes {len(data.encode())} bytes, expected at most {CALLBACK_BYTES}")
    return data


def _sentence(error: Exception) -> str:
    match error:
        case TemplateNotFound():
            return f"there is no template {error}"
        case TemplateSyntaxError():
            return f"line {error.lineno}: {error.message}"
        case KeyError():
            return f"{error} is missing"
        case _:
            return str(error)
