"""Everything the bot says can be said: it renders, Telegram accepts it, and it keeps to our words."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from bot.render import Renderer
from tests.samples import LABELS, MESSAGES

PHONE = 900  # characters that fit a phone without endless scrolling
LONG = {"hilfe"}
TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a"),
    *("blockquote", "tg-spoiler", "span", "tg-emoji", "tg-time"),
}

FOLDER = files("prompts") / "de"
TEMPLATES = sorted(file.name.removesuffix(".j2") for file in FOLDER.iterdir() if file.name.endswith(".j2"))
GLOSSARY = tomllib.loads((files("flows.content") / "de" / "glossary.toml").read_text("utf-8"))["woerter"]
RENDERER = Renderer()

SAID = [
    pytest.param(name, RENDERER.message(name, values), id=f"{name}-{number}")
    for name, samples in MESSAGES.items()
    for number, values in enumerate(samples)
]
LABELLED = [
    pytest.param(RENDERER.label(key, LABELS.get(key, {})), id=key)
    for key in tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))
]


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


def test_every_template_has_a_sample() -> None:
    """No template escapes the tests below, and no sample outlives its template."""
    assert sorted(MESSAGES) == TEMPLATES


@pytest.mark.parametrize(("template", "text"), SAID)
def test_a_message_is_fit_to_be_sent(template: str, text: str) -> None:
    """Allowed tags only, nothing left of Jinja, no holes, short enough for a phone."""
    assert Markup(text).faults == []
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bTrue\b|\bFalse\b", text)
    assert "\n\n\n" not in text
    assert "  " not in text
    assert 0 < len(text.encode("utf-16-le")) // 2 <= (4096 if template in LONG else PHONE)


@pytest.mark.parametrize(("template", "text"), SAID)
def test_a_message_speaks_as_we_do(template: str, text: str) -> None:
    """The words of the glossary, German quotation marks, and no shouting."""
    assert _forbidden(text) == []
    plain = re.sub(r"<[^>]*>", "", text)
    assert not set('"”»«') & set(plain.replace("&quot;", ""))
    assert plain.count("!") <= 1


@pytest.mark.parametrize("label", LABELLED)
def test_a_label_is_short_and_plain(label: str) -> None:
    """A label is one line of plain text in our words."""
    assert 0 < len(label) <= 40
    assert "&amp;" not in label
    assert "\n" not in label
    assert _forbidden(label) == []


def _forbidden(text: str) -> list[str]:
    return [
        f"{word}: say {entry['sag']}"
        for entry in GLOSSARY
        for word in entry["statt"]
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
