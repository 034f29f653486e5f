"""Texts in Telegram's HTML: their length as Telegram counts it, and cutting those that are too long."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

LIMIT = 4096
BREAKS = (("\n\n",), ("\n",), (". ", "! ", "? ", "… ", ".“ "), (" ",))
"""Where a text is best cut, best first."""


@dataclass
class _Glyph:
    """A character as it is seen and as it is written, with the tags before it."""

    seen: str
    written: str
    tags: list[tuple[str, str]] = field(default_factory=list)  # name and source, "/name" where one ends


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.glyphs: list[_Glyph] = []
        self._tags: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags.append((tag, self.get_starttag_text() or f"<{tag}>"))

    def handle_endtag(self, tag: str) -> None:
        self._tags.append((f"/{tag}", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        for character in data:
            self._see(character, character)

    def handle_entityref(self, name: str) -> None:
        self._see(unescape(f"&{name};"), f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._see(unescape(f"&#{name};"), f"&#{name};")

    def _see(self, seen: str, written: str) -> None:
        self.glyphs.append(_Glyph(seen, written, self._tags))
        self._tags = []


def units(text: str) -> int:
    """UTF-16 units: an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def tags(html: str) -> str:
    """`html` without what is seen of it, for a log."""
    return "".join(re.findall(r"<[^<>]*>", html))


def plain(html: str) -> str:
    """What is seen of `html`."""
    return "".join(glyph.seen for glyph in _Reader(html).glyphs)


def pieces(html: str, limit: int = LIMIT) -> list[str]:
    """`html` in pieces of at most `limit` visible units, cut between paragraphs, lines, sentences or words.

    Tags open at a cut are closed before and opened again after it. Only a text without any gap is cut within a word.
    """
    if units(html) <= limit:
        return [html]
    glyphs = _Reader(html).glyphs
    seen = "".join(glyph.seen for glyph in glyphs)
    found: list[str] = []
    opened: list[tuple[str, str]] = []
    start = 0
    while start < len(glyphs):
        end = _cut(seen, start, limit)
        following = len(seen) - len(seen[end:].lstrip())
        for gap in glyphs[end:following]:
            gap.written = ""
        piece, opened = _write(glyphs[start:following], opened)
        found.append(piece)
        start = following
    return found


def _cut(seen: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends."""
    end, left = start, limit
    while end < len(seen) and (left := left - units(seen[end])) >= 0:
        end += 1
    if end == len(seen):
        return end
    for gaps in BREAKS:
        best = max(seen.rfind(gap, start, end) + len(gap.rstrip()) for gap in gaps)  # the gap itself is dropped
        if best > start + (end - start) // 2:
            return best
    return end


def _write(glyphs: list[_Glyph], opened: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The source of a piece that begins within the tags `opened`, and the tags it ends in."""
    source = [tag for _, tag in opened]
    for glyph in glyphs:
        for name, tag in glyph.tags:
            opened = opened[:-1] if name.startswith("/") else [*opened, (name, tag)]
            source.append(tag)
        source.append(glyph.written)
    source += [f"</{name}>" for name, _ in reversed(opened)]
    return "".join(source), opened
