"""The gallery as one HTML file that needs nothing beside it."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from itertools import groupby

from babel.dates import format_date
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from bot.gallery.scenes import Scene
from bot.gallery.trainee import Shown
from bot.render import GERMAN, zahl
from bot.simulator import Attachment, Bubble
from bot.simulator.control import ZONE
from bot.simulator.markup import Entity

TAGS = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
STAND_INS = {
    "photo": ("🖼", "Foto"),
    "voice": ("🎤", "Sprachnachricht, 0:04"),
    "sticker": ("👍", ""),
    "document": ("📄", "notizen.pdf"),
    "location": ("📍", "Standort"),
    "poll": ("📊", "Umfrage"),
    "video": ("🎬", "Video"),
}
"""What people send besides text, as the phone page draws it."""


class Played(Struct, frozen=True):
    """A scene and what was to be seen in it."""

    scene: Scene
    messages: tuple[Shown, ...]


def render(played: Sequence[Played]) -> str:
    """The whole page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "formatted": formatted,
        "embedded": embedded,
        "size": lambda attachment: f"{zahl(round(len(attachment.content) / 1024))} KB",
        "clock": lambda moment: format(moment.astimezone(ZONE), "%H:%M"),
        "day": day,
    }
    template = environment.from_string(_file("bot.gallery", "page.html"))
    chapters = [(name, list(group)) for name, group in groupby(played, key=lambda each: each.scene.chapter)]
    return template.render(chapters=chapters, style=Markup(_style()), stand_ins=STAND_INS)


def formatted(bubble: Bubble) -> Markup:
    """The text with its entities as HTML; their offsets count UTF-16 units."""
    return Markup().join(_parts(bubble.text.encode("utf-16-le"), bubble.entities, 0, len(bubble.text) * 2))


def _parts(text: bytes, entities: Sequence[Entity], start: int, end: int) -> Iterator[Markup]:
    for index, entity in enumerate(entities):
        first, last = entity["offset"], entity["offset"] + entity["length"]
        if start <= first < end:
            yield _plain(text, start, first)
            inner = Markup().join(_parts(text, entities[index + 1 :], first, last))
            yield _element(entity, inner)
            start = last
    yield _plain(text, start, end)


def _plain(text: bytes, start: int, end: int) -> Markup:
    return escape(text[2 * start : 2 * end].decode("utf-16-le"))


def _element(entity: Entity, inner: Markup) -> Markup:
    tag = TAGS.get(entity["type"], "span")
    return Markup('<{0} class="{1}">{2}</{0}>').format(Markup(tag), entity["type"], inner)


def embedded(attachment: Attachment) -> str:
    """The picture itself, as an address."""
    return f"data:{attachment.mime};base64,{b64encode(attachment.content).decode()}"


def day(moment: datetime) -> str:
    """Mittwoch, 4. März."""
    return format_date(moment.astimezone(ZONE), "EEEE, d. MMMM", locale=GERMAN)


def _style() -> str:
    """The look of the phone page; its dark theme may begin anywhere, not just at the root."""
    return _file("bot.simulator", "page/style.css").replace(':root[data-theme="dark"]', '[data-theme="dark"]')


def _file(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text("utf-8")
