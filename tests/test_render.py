"""Templates, labels, keyboards and the German way of writing numbers and dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from bot.render import FaultyTemplate, Renderer, datum, geld, liste, mehrzahl, ort, prozent, uhrzeit, zahl
from flows.effects import Button


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def test_values_are_escaped_in_messages(renderer: Renderer) -> None:
    """What a person calls herself cannot become markup."""
    text = renderer.message("unbekannter_befehl", {"befehl": "<b>&", "gemeint": ""})
    assert "&lt;b&gt;&amp;" in text


def test_labels_are_plain_text(renderer: Renderer) -> None:
    """A button shows an ampersand as one character."""
    assert renderer.label("antwort", {"antwort": "Haus & <Hof>"}) == "Haus & <Hof>"


def test_a_button_carries_action_mark_and_argument(renderer: Renderer) -> None:
    """What is pressed comes back as action|mark|argument."""
    rows = ((Button("weiter", "weiter", mark="7"), Button("hilfe", "hilfe", "x")),)
    assert renderer.keyboard(rows) == [
        [{"text": "Weiter", "callback_data": "weiter|7|"}, {"text": "Hilfe", "callback_data": "hilfe||x"}]
    ]


@pytest.mark.parametrize(("argument", "fits"), [("ü" * 29, True), ("ü" * 29 + "x", False)], ids=["64", "65"])
def test_callback_data_is_counted_in_bytes(renderer: Renderer, argument: str, fits: bool) -> None:
    """64 bytes are Telegram's limit; one more is refused before it is stored."""
    rows = ((Button("hilf", "hilfe", argument),),)
    if fits:
        assert len(renderer.keyboard(rows)[0][0]["callback_data"].encode()) == 64
    else:
        with pytest.raises(ValueError, match="takes 65 bytes, expected at most 64"):
            renderer.keyboard(rows)


@pytest.mark.parametrize(
    ("render", "sentence"),
    [
        (lambda r: r.message("gibt_es_nicht", {}), "prompts/de/gibt_es_nicht.j2: there is no template"),
        (lambda r: r.message("unbekannter_befehl", {"gemeint": ""}), "unbekannter_befehl.j2: 'befehl' is undefined"),
        (lambda r: r.label("gibt_es_nicht", {}), "prompts/de/labels.toml: gibt_es_nicht: 'gibt_es_nicht' is missing"),
        (lambda r: r.label("antwort", {}), "prompts/de/labels.toml: antwort: 'antwort' is undefined"),
    ],
    ids=["no template", "no value", "no label", "no value for a label"],
)
def test_a_fault_names_its_template(renderer: Renderer, render: Callable[[Renderer], str], sentence: str) -> None:
    """Whoever reads the log knows which file to open."""
    with pytest.raises(FaultyTemplate, match=sentence):
        render(renderer)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (datum(date(2026, 3, 3)), "3. März 2026"),
        (datum(datetime(2026, 12, 24, 18, 0, tzinfo=UTC)), "24. Dezember 2026"),
        (uhrzeit(time(7, 5)), "7:05"),
        (uhrzeit(datetime(2026, 3, 3, 17, 30, tzinfo=UTC)), "17:30"),
        (ort("Europe/Lisbon"), "Lissabon"),
        (ort("UTC"), "UTC"),
        (zahl(12345.6), "12.345,6"),
        (prozent(0.456), "46\N{NO-BREAK SPACE}%"),
        (geld(12500), "12.500\N{NO-BREAK SPACE}€"),
        (geld(12.5), "12,50\N{NO-BREAK SPACE}€"),
        (liste([]), ""),
        (liste(["a"]), "a"),
        (liste(["a", "b", "c"]), "a, b und c"),
        (mehrzahl(0, "Phase", "Phasen"), "0 Phasen"),
        (mehrzahl(1, "Phase", "Phasen"), "1 Phase"),
        (mehrzahl(1200, "Phase", "Phasen"), "1.200 Phasen"),
    ],
    ids=lambda value: value,
)
def test_german_ways_of_writing(written: str, expected: str) -> None:
    """Numbers, dates and lists read as in a German newspaper."""
    assert written == expected
