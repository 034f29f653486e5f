"""Everything the bot says can be said: it renders, Telegram accepts it, and it keeps to our words."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from bot.render import Renderer
from tests import samples

PHONE = 900  # characters that fit a phone without endless scrolling
LONG = {"einzelheiten"}  # asked for by a tap
FOLDED = re.compile(r"<blockquote expandable>.*?</blockquote>", re.DOTALL)  # three lines of it show until it is tapped
PAIRED = 18
TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a"),
    *("blockquote", "tg-spoiler", "span", "tg-emoji", "tg-time"),
}

FOLDER = files("prompts") / "de"
SOURCES = {
    file.name.removesuffix(".j2"): file.read_text("utf-8") for file in FOLDER.iterdir() if file.name.endswith(".j2")
}
MACROS = {name for source in SOURCES.values() for name in re.findall(r'{% from "(\w+)\.j2"', source)}
TEMPLATES = sorted(SOURCES.keys() - MACROS)
LABELS = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))
GLOSSARY = tomllib.loads((files("flows.content") / "de" / "glossary.toml").read_text("utf-8"))["woerter"]


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str, list[list[str]]]]:
    """The samples rendered: template, text, and the labels of the buttons row by row."""
    renderer = Renderer()
    return [
        (template, renderer.message(template, values), [[button["text"] for button in row] for row in rendered])
        for template, values, rows in samples.said()
        for rendered in [renderer.keyboard(rows)]
    ]


@pytest.fixture(scope="module")
def texts(said: list[tuple[str, str, list[list[str]]]]) -> dict[str, set[str]]:
    """Every text of the samples, by template."""
    texts: dict[str, set[str]] = {}
    for template, text, _ in said:
        texts.setdefault(template, set()).add(text)
    return texts


class Markup(HTMLParser):
    """Collects what Telegram would refuse."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}> is not allowed")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_entityref(self, name: str) -> None:
        if name not in {"lt", "gt", "amp", "quot"}:
            self.faults.append(f"&{name}; is not allowed")


def test_every_template_is_said(texts: dict[str, set[str]]) -> None:
    """No template escapes the tests below, and none is said that is not there."""
    assert sorted(texts) == TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_message_is_fit_to_be_sent(template: str, texts: dict[str, set[str]]) -> None:
    """Allowed tags only, nothing left of Jinja, no holes, short enough for a phone."""
    for text in texts[template]:
        assert Markup(text).faults == [], text
        assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bTrue\b|\bFalse\b", text)
        assert not re.search(r"\n\n\n|\S  +\S| +\n", text), text
        assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096, text
        assert template in LONG or len(FOLDED.sub("", text)) <= PHONE, text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_message_speaks_as_we_do(template: str, texts: dict[str, set[str]]) -> None:
    """The words of the glossary, German quotation marks, and no shouting."""
    words = _read_aloud(SOURCES[template])
    assert _forbidden(words) == []
    assert not set('"”»«') & set(words)
    assert max(text.count("!") for text in texts[template]) <= 1


def test_labels_that_share_a_row_fit_a_narrow_phone(said: list[tuple[str, str, list[list[str]]]]) -> None:
    """At 360 px a label beside another has room for eighteen characters, and one alone for twice as many."""
    rows = [row for _, _, keyboard in said for row in keyboard]
    assert [row for row in rows if len(row) > 1 and max(map(len, row)) > PAIRED] == []
    assert [row for row in rows if max(map(len, row)) > 2 * PAIRED] == []


@pytest.mark.parametrize("key", LABELS)
def test_a_label_is_short_and_plain(key: str) -> None:
    """A label is one line of plain text in our words."""
    label = _read_aloud(LABELS[key])
    assert len(label) <= 30
    assert "\n" not in label
    assert _forbidden(label) == []


def _read_aloud(source: str) -> str:
    """A template without markup and Jinja: what is ours in it."""
    return re.sub(r"<[^>]*>|{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)


def _forbidden(text: str) -> list[str]:
    """Where the right word holds a wrong one ("noch nicht bestanden"), it is right."""
    return [
        f"{word}: say {entry['sag']}"
        for entry in GLOSSARY
        for word in entry["statt"]
        if re.search(
            rf"(?<!\w){re.escape(word)}(?!\w)", re.sub(entry["sag"], " ", text, flags=re.IGNORECASE), re.IGNORECASE
        )
    ]
