"""A small grammar: rules in one line each over tokens, tried in the order they are written.

A pattern is a row of items: `um/gegen` is one of these words (`//` at the end: a stroke), `NUMBER` a class of token
(see `words.CLASSES`), `<day>` what another rule makes, `?` behind an item that it may be missing. Classes and `<…>` are
handed to the function, in order (None if missing), after `now` where it has such a parameter. A function that returns
None declines. No rule may come back to itself: a long text would nest too deep.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from inspect import signature
from typing import Any, TypeVar

from msgspec import Struct

from flows.dates.meaning import Never, NoTime
from flows.dates.tokens import Token

Make = TypeVar("Make", bound=Callable[..., Any])


class _Item(Struct, frozen=True):
    kind: str  # "class", "rule" or "words"
    name: str
    words: frozenset[str]
    optional: bool

    @classmethod
    def read(cls, notation: str) -> "_Item":
        name = notation.removesuffix("?")
        optional = notation != name
        if name.startswith("<"):
            return cls("rule", name[1:-1], frozenset(), optional)
        if name.isupper():
            return cls("class", name, frozenset(), optional)
        return cls("words", name, frozenset(word or "/" for word in name.split("/")), optional)


class _Rule(Struct, frozen=True):
    items: tuple[_Item, ...]
    make: Callable[..., Any]
    at_now: bool


class Grammar:
    """The rules by the name of what they make."""

    def __init__(self) -> None:
        self._rules: dict[str, list[_Rule]] = {}

    def rule(self, name: str, *patterns: str) -> Callable[[Make], Make]:
        """Makes the function one that makes a `name` from each of `patterns`."""

        def add(make: Make) -> Make:
            at_now = "now" in signature(make).parameters
            for pattern in patterns:
                items = tuple(map(_Item.read, pattern.split()))
                self._rules.setdefault(name, []).append(_Rule(items, make, at_now))
            return make

        return add

    def rules(self, name: str) -> Sequence[_Rule]:
        """The rules that make a `name`."""
        return self._rules[name]


GRAMMAR = Grammar()


class Parser:
    """Reads one text. What was read once at a place is remembered."""

    def __init__(self, tokens: Sequence[Token], now: datetime) -> None:
        self._tokens = tokens
        self._now = now
        self._known: dict[tuple[str, int], dict[int, Any]] = {}

    def parse(self, name: str, at: int) -> dict[int, Any]:
        """Every way to read a `name` from the token `at` on: the value by the token after it. The first rule wins."""
        if (name, at) not in self._known:
            ways: dict[int, Any] = {}
            for rule in GRAMMAR.rules(name):
                if not self._may_begin(rule.items[0], at):
                    continue
                for end, values in self._match(rule.items, 0, at):
                    if end not in ways:
                        made = self._make(rule, values)
                        if made is not None:
                            ways[end] = made
            self._known[name, at] = ways
        return self._known[name, at]

    def _may_begin(self, item: _Item, at: int) -> bool:
        """Whether it is worth a try: most rules fail at the first word."""
        if item.optional or item.kind == "rule":
            return True
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        return token.text in item.words if item.kind == "words" else item.name in token.classes

    def _make(self, rule: _Rule, values: tuple[Any, ...]) -> Any:
        """What is made of something that is no time is no time for the same reason."""
        failed = next((value for value in values if isinstance(value, Never)), None)
        if failed is not None:
            return failed
        try:
            return rule.make(self._now, *values) if rule.at_now else rule.make(*values)
        except NoTime as none:
            return Never(none.doubt)

    def _match(self, items: tuple[_Item, ...], index: int, at: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        if index == len(items):
            yield at, ()
            return
        item = items[index]
        if at < len(self._tokens):
            token = self._tokens[at]
            if item.kind == "words":
                if token.text in item.words:
                    yield from self._match(items, index + 1, at + 1)
            elif item.kind == "class":
                if item.name in token.classes:
                    for end, values in self._match(items, index + 1, at + 1):
                        yield end, (token.classes[item.name], *values)
            else:
                for middle, value in self.parse(item.name, at).items():
                    for end, values in self._match(items, index + 1, middle):
                        yield end, (value, *values)
        if item.optional:
            for end, values in self._match(items, index + 1, at):
                yield end, values if item.kind == "words" else (None, *values)
