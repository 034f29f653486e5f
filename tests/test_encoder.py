"""What the encoder promises: words whole, numbers the same, likeness where meaning is alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import load_encoder
from flows.scoring.encoder import LONGEST, Encoder
from flows.scoring.pieces import Pieces

ENCODER = load_encoder()
LIKELIHOODS = {"<s>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -3.0, "▁Kauf": -1.0, "Kauf": -4.0, "preis": -2.0, "▁p": -5.0}
PIECES = Pieces([*LIKELIHOODS], [*LIKELIHOODS.values()], {"\u00ad": "", "\u2026": "..."})


def likeness(encoder: Encoder, one: str, other: str) -> float:
    first, second = encoder.encode(one).meaning, encoder.encode(other).meaning
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


@pytest.mark.parametrize(
    ("text", "pieces", "spans"),
    [
        pytest.param("Kaufpreis", ["▁Kauf", "preis"], [(0, 9), (0, 9)], id="the-likeliest-cut"),
        pytest.param("  Kauf\npreis", ["▁Kauf", "▁", "preis"], [(2, 6), (7, 12), (7, 12)], id="space-of-any-kind"),
        pytest.param("Kauf\u00adpreis", ["▁Kauf", "preis"], [(0, 10), (0, 10)], id="invisible-signs"),
        pytest.param("Kauf?", ["▁Kauf", "<unk>"], [(0, 5), (0, 5)], id="unknown-signs"),
        pytest.param("", [], [], id="nothing"),
    ],
)
def test_pieces(text: str, pieces: list[str], spans: list[tuple[int, int]]) -> None:
    """A word is cut into its likeliest pieces, each of which knows where its word stands."""
    found, where = PIECES(text)
    assert [[*LIKELIHOODS][place] for place in found] == pieces
    assert where == spans


@given(st.text(max_size=200))
def test_any_text_is_cut(text: str) -> None:
    """Every piece belongs to a word of the text, in order."""
    places, spans = PIECES(text)
    assert len(places) == len(spans)
    assert spans == sorted(spans)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


def test_the_same_text_is_the_same_numbers() -> None:
    again = load_encoder()
    for text in ("", "Was kostet die Wartung im Jahr?", "🚲" * 5, "wie läuft's denn so"):
        assert np.array_equal(ENCODER.encode(text).late, again.encode(text).late)


def test_meaning_counts_more_than_letters() -> None:
    """A question in other words is nearer than a statement in nearly the same ones."""
    asked = "Was kostet die Maschine?"
    assert likeness(ENCODER, asked, "Wie teuer ist das Gerät?") > likeness(ENCODER, asked, "Ich gehe gern angeln.")


def test_an_endless_text_is_read_from_its_beginning() -> None:
    assert len(ENCODER.encode("Wort " * 5000).early) < LONGEST + 10
