"""Text as Telegram reads it: HTML into plain text and entities, lengths in UTF-16 units, keyboards within limits."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

ENTITY_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SCHEMES = ("http", "https", "tg", "mailto", "")
MAX_ENTITIES = 100

_TOKEN = re.compile(r"&(?:#x[0-9a-fA-F]+|#[0-9]+|[a-zA-Z]+);?|<")
_TAG_END = re.compile(r"[\s>]")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(?:(=)\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]*)(?=[\s>])))?""")


class Unparsable(ValueError):
    """The text is no HTML as Telegram wants it; the message is Telegram's."""


def utf16(text: str) -> int:
    """The length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, without white space around; raises Unparsable."""
    return stripped(*_Parser(source).parsed())


def stripped(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram stores it, the entities moved along."""
    lead = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    length = utf16(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, kept[:MAX_ENTITIES]


class _Parser:
    """One pass over the source; open tags are kept on a stack with the offset where they began."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[str, str, int, int]] = []  # tag, argument, offset, number of parts before it
        self._entities: list[Entity] = []

    def parsed(self) -> tuple[str, list[Entity]]:
        position = 0
        while token := _TOKEN.search(self._source, position):
            self._add(self._source[position : token.start()])
            if token.group() == "<":
                position = self._tag(token.start())
            else:
                self._add(_decoded(token.group()))
                position = token.end()
        self._add(self._source[position:])
        if self._open:
            raise Unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return "".join(self._parts), self._entities

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += utf16(text)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self._source[:position].encode('utf-8', 'surrogatepass'))}"

    def _tag(self, begin: int) -> int:
        closing = self._source.startswith("</", begin)
        end = _TAG_END.search(self._source, begin)
        if closing and not self._open:
            raise Unparsable(f"Unexpected end tag {self._at(begin)}")
        if end is None:
            raise Unparsable(f"Unclosed {'end' if closing else 'start'} tag {self._at(begin)}")
        name = self._source[begin + 1 + closing : end.start()].lower()
        return self._close(name, begin, end.start()) if closing else self._start(name, begin, end.start())

    def _start(self, name: str, begin: int, position: int) -> int:
        if name not in ENTITY_TYPES:
            raise Unparsable(f'Unsupported start tag "{name}" {self._at(begin)}')
        attributes, position = self._attributes(name, begin, position)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise Unparsable(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self._open.append((name, _argument(name, attributes), self._length, len(self._parts)))
        return position

    def _attributes(self, name: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            match = _ATTRIBUTE.match(self._source, position)
            assert match is not None  # every part of the pattern is optional
            position = match.end()
            if match.group(1):
                valueless = name == "blockquote" and match.group(1) == "expandable"
                if match.group(2) is None and not valueless:
                    raise Unparsable(
                        f'Expected equal sign in declaration of an attribute of the tag "{name}" {self._at(begin)}'
                    )
                value = next((group for group in match.groups()[2:] if group is not None), "")
                attributes[match.group(1).lower()] = _TOKEN.sub(lambda token: _decoded(token.group()), value)
            elif self._source.startswith(">", position):
                return attributes, position + 1
            elif position >= len(self._source):
                raise Unparsable(f"Unclosed start tag {self._at(begin)}")
            else:
                raise Unparsable(f'Empty attribute name in the tag "{name}" {self._at(begin)}')

    def _close(self, name: str, begin: int, position: int) -> int:
        end = self._source.find(">", position)
        if end < 0 or self._source[position:end].strip():
            raise Unparsable(f"Unclosed end tag {self._at(begin)}")
        tag, argument, offset, parts = self._open.pop()
        if name and name != tag:
            raise Unparsable(f'Unmatched end tag {self._at(begin)}, expected "</{tag}>", found "</{name}>"')
        if self._length > offset:
            self._entity(tag, argument, offset, "".join(self._parts[parts:]))
        return end + 1

    def _entity(self, tag: str, argument: str, offset: int, text: str) -> None:
        entity: Entity = {"type": ENTITY_TYPES[tag], "offset": offset, "length": self._length - offset}
        if tag == "a":
            entity["url"] = argument or text
            if urlsplit(entity["url"]).scheme not in SCHEMES:
                return  # Telegram keeps the text and drops the link
        elif tag == "tg-emoji":
            if not argument.isdigit():
                raise Unparsable("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = argument
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        self._entities.append(entity)


def _argument(tag: str, attributes: Mapping[str, str]) -> str:
    if tag == "blockquote":
        return "expandable" if "expandable" in attributes else ""
    return attributes.get({"a": "href", "tg-emoji": "emoji-id"}.get(tag, "class"), "")


def _decoded(reference: str) -> str:
    """The character a reference like &amp; or &#228; stands for; anything else stays as it is."""
    body = reference[1:].removesuffix(";")
    if not body.startswith("#"):
        return NAMED.get(body, reference)
    digits = body[1:]
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if not 0 < code < 0x10FFFF:
        return reference
    if 0xD800 <= code <= 0xDFFF:
        raise Unparsable("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code)
