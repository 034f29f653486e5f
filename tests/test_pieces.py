"""A text that is too long for one message goes in several, none of them broken."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from bot.pieces import pieces, plain, units

WORDS = st.text(st.sampled_from("aäß😀<&> .\n"), max_size=40)


@st.composite
def texts(draw: st.DrawFn, depth: int = 2) -> str:
    """Text in Telegram's HTML, tags nested."""
    parts = [escape(draw(WORDS), quote=False)]
    if depth:
        for tag in draw(st.lists(st.sampled_from(["b", "i", 'a href="https://example.com"']), max_size=3)):
            parts.append(f"<{tag}>{draw(texts(depth - 1))}</{tag.split()[0]}>")
            parts.append(escape(draw(WORDS), quote=False))
    return "".join(parts)


def balanced(html: str) -> bool:
    """Whether every tag that opens is closed, innermost first."""
    opened: list[str] = []
    for part in html.split("<")[1:]:
        name = part.split(">")[0].split()[0]
        if not name.startswith("/"):
            opened.append(name)
        elif not opened or opened.pop() != name[1:]:
            return False
    return not opened


@given(texts(), st.integers(2, 60))
def test_no_piece_is_too_long_or_broken_and_no_word_is_lost(html: str, limit: int) -> None:
    """Every piece fits and closes its tags; together they say what the text said."""
    found = pieces(html, limit)
    assert "".join("".join(map(plain, found)).split()) == "".join(plain(html).split())
    if len(found) > 1:
        assert all(units(plain(piece)) <= limit for piece in found)
        assert all(balanced(piece) for piece in found)


def test_a_short_text_stays_as_it_is() -> None:
    """Nothing is parsed or rewritten without need."""
    assert pieces("<b>Kurz</b> & gut") == ["<b>Kurz</b> & gut"]


def test_a_text_is_cut_where_it_hurts_least() -> None:
    """Between paragraphs rather than sentences, between sentences rather than words; tags go on."""
    html = "<b>Erster Absatz.\n\nZweiter Absatz. Der ist länger.</b>"
    assert pieces(html, 27) == [
        "<b>Erster Absatz.</b>",
        "<b>Zweiter Absatz.</b>",
        "<b>Der ist länger.</b>",
    ]


def test_an_emoji_counts_twice() -> None:
    """Telegram counts UTF-16 units."""
    assert units("😀") == 2
    assert [len(piece) for piece in pieces("😀" * 4096)] == [2048, 2048]
