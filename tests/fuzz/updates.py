"""Updates nobody thought of: made after the description of the Bot API, taken from what people do, and mutilated."""

import copy
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from random import Random
from typing import Any

from flows.desk import COMMANDS
from tests.durability.trainee import ANSWERS

TYPES: Mapping[str, Mapping[str, Any]] = json.loads(files("bot.simulator").joinpath("bot_api.json").read_text())[
    "types"
]
DEEPEST = 6  # objects within objects
GROUPS = (-100, -1_000_000_000_100)
REMEMBERED = 30  # buttons of a chat

WORDS = (
    *ANSWERS,
    *COMMANDS,
    *("ja", "nein", "weiter", "hilfe", "abbrechen", "zurück", "keine", "alle", "ohne", "fertig", "stopp", "löschen"),
    *(
        "0",
        "1",
        "-1",
        "3,5",
        "1.000.000 €",
        "12 500,50",
        "1e999",
        "NaN",
        "½",
        "٣",
        "Ⅷ",
        "9" * 400,
        "-0",
        "0x10",
        "50 %",
    ),
    *("morgen um 8", "am 31.2.", "30.02.2026", "in 1000 Jahren", "gestern", "24:00", "25:61", "Mittwoch in 3 Wochen"),
    *("29.2.2100", "1.1.0001", "31.12.9999", "jeden zweiten Dienstag im Monat", "heute Nacht um halb drei", "21 bis 7"),
    *("Berlin", "Europe/Kirov", "Mars", "Kim", "Frau Müller-Lüdenscheidt", "Ich heiße <b>Kim</b>", "GmbH & Co. KG"),
    *("Am 20. März Frau Keller das Konzept zeigen", "Umsatz 1 Mio bis Ende des Jahres", "von 40 auf 50 Kunden"),
    *(
        "Sie Idiot!",
        "😀" * 50,
        "👩‍👩‍👧‍👦",
        "a\u0301" * 30,
        "\u202eedoc",
        "\u200b",
        "\0",
        "\ud83d",
        "\x1b[31m",
        " \n\t ",
    ),
    *(
        "{{ 7 * 7 }}",
        "{% raise %}",
        "<b>offen",
        "</b>",
        "&amp;&lt;",
        "<tg-emoji>",
        "$\\frac{1}{0}$",
        "_*[]()~`>#+-=|{}.!",
    ),
    *("=cmd|' /C calc'!A0", "@SUM(1)", "'; DROP TABLE inbox; --", "../../etc/passwd", "%s%n{0}", "\\N{BULLET}", "\r\n"),
    *("x" * 4096, "ä" * 4096, "wort " * 800, "?" * 300, "." * 300, "\n" * 300, "-" * 300, "„" * 100, "A\n\n\nB"),
)
FILES = (
    "kunden.csv",
    "KUNDEN.XLSX",
    "../../bot.sqlite3",
    "a/b\\c.csv",
    "con",
    "",
    "x" * 300 + ".csv",
    "=1+1.csv",
    ".csv",
)
LANGUAGES = ("de", "en", "de-AT", "", "xx")
EXTREMES: Sequence[Any] = (
    None, True, False, 0, -1, 2**31, 2**53, 2**63, -(2**63), 10**30, 0.5, -0.0, 1e308, "", "\0", "\ud800", "x" * 5000,
    [], {}, [[]], [None], {"": None}, {"id": 1}, [1, "a", {}], "12", "true",
)  # fmt: skip


class Source:
    """Makes updates, with ever new numbers; everything follows from the seed.

    `saw` tells it of the buttons that people were shown, so that it presses what is there as often as what is not.
    """

    def __init__(self, seed: int, people: int) -> None:
        self._chance = Random(seed)
        self._number = 1000
        self.people = range(1, people + 1)
        self._buttons: defaultdict[int, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._made: deque[dict[str, Any]] = deque(maxlen=50)

    def saw(self, chat: int, buttons: Sequence[str]) -> None:
        """The chat was shown buttons with this data."""
        self._buttons[chat].extend(buttons)

    def make(self) -> Any:
        """One more update."""
        kind: Callable[[], Any] = self._pick(
            {self._sensible: 70, self._described: 12, self._broken: 15, self._again: 3}
        )
        update = kind()
        self._made.append(update)
        return update

    def _pick(self, weights: Mapping[Any, int]) -> Any:
        return self._chance.choices(list(weights), list(weights.values()))[0]

    # --- what people do

    def _sensible(self) -> dict[str, Any]:
        body: Callable[[], dict[str, Any]] = self._pick(
            {self._press: 45, self._say: 40, self._edit: 4, self._document: 4, self._other: 3, self._membership: 2,
             self._in_group: 2}
        )  # fmt: skip
        return self._update(**body())

    def _update(self, **content: Any) -> dict[str, Any]:
        self._number += 1
        return {"update_id": self._number, **content}

    def _person(self) -> dict[str, Any]:
        chance = self._chance
        person = {"id": chance.choice(self.people), "is_bot": False, "first_name": chance.choice(WORDS)}
        return person | {"language_code": chance.choice(LANGUAGES)}

    def _message(self, **content: Any) -> dict[str, Any]:
        person = self._person()
        chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
        return {"message_id": self._chance.randint(1, 10**6), "date": 1, "chat": chat, "from": person, **content}

    def _text(self) -> str:
        chance = self._chance
        match chance.randrange(10):
            case 0 | 1:
                return f"/{chance.choice(list(COMMANDS))}"
            case 2:
                return f"/{chance.choice(('start', 'START', 'stop', 'löschen', 'x' * 70))} {chance.choice(WORDS)}"
            case 3:
                return " ".join(chance.choices(WORDS, k=chance.randint(2, 5)))[:4096]
            case _:
                return chance.choice(WORDS)

    def _say(self) -> dict[str, Any]:
        return {"message": self._message(text=self._text())}

    def _edit(self) -> dict[str, Any]:
        return {"edited_message": self._message(text=self._text(), edit_date=2)}

    def _document(self) -> dict[str, Any]:
        size = self._chance.choice((0, 10, 2**21, 2**21 + 1, 2**40, -1, "viel"))
        name = self._chance.choice(FILES)
        document = {"file_id": f"fuzz-{self._chance.randrange(10**6)}", "file_name": name, "file_size": size}
        caption = {"caption": self._text()} if self._chance.random() < 0.2 else {}
        return {"message": self._message(document=document, **caption)}

    def _other(self) -> dict[str, Any]:
        name = self._chance.choice(list(TYPES["Message"]["fields"]))
        return {"message": self._message(**{name: self._field(TYPES["Message"]["fields"][name], 2)})}

    def _press(self) -> dict[str, Any]:
        person = self._person()
        shown = self._buttons[person["id"]]
        data = self._chance.choice(shown) if shown and self._chance.random() < 0.9 else self._data()
        query = {"id": str(self._chance.randrange(10**9)), "from": person, "chat_instance": "1", "data": data}
        place = {"message": {"chat": {"id": person["id"], "type": "private"}, "message_id": 1, "date": 0}}
        return {"callback_query": query | (place if self._chance.random() < 0.9 else {})}

    def _data(self) -> str:
        """What no button has, or had long ago."""
        known = [data for buttons in self._buttons.values() for data in buttons]
        data = self._chance.choice(known) if known else "weiter|1|"
        parts = [*data.split("|", 2), "", ""][:3]
        parts[self._chance.randrange(3)] = self._chance.choice((*WORDS, "m1", "", "-1", "k1", "a|b"))
        return "|".join(parts)[:64]

    def _membership(self) -> dict[str, Any]:
        person, status = self._person(), self._chance.choice(("kicked", "member", "left", "restricted", "owner"))
        old = self._chance.choice(("kicked", "member", "left"))
        private = {"id": person["id"], "type": "private"}
        chat = private if self._chance.random() < 0.7 else self._group()
        members = {"old_chat_member": {"status": old}, "new_chat_member": {"status": status}}
        return {"my_chat_member": {"chat": chat, "from": person, "date": 1, **members}}

    def _in_group(self) -> dict[str, Any]:
        return {"message": self._message(text=self._text()) | {"chat": self._group()}}

    def _group(self) -> dict[str, Any]:
        kind = self._chance.choice(("group", "supergroup", "channel"))
        return {"id": self._chance.choice(GROUPS), "type": kind, "title": self._chance.choice(WORDS)}

    # --- what the description allows

    def _described(self) -> dict[str, Any]:
        name = self._chance.choice(list(TYPES["Update"]["fields"])[1:])
        return self._update(**{name: self._field(TYPES["Update"]["fields"][name], 0)})

    def _field(self, kinds: Sequence[str], depth: int) -> Any:
        return self._value(self._chance.choice([kind for kind in kinds if kind != "!"]), depth)

    def _value(self, kind: str, depth: int) -> Any:
        chance = self._chance
        if kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            return [self._value(inner, depth + 1) for _ in range(chance.randrange(3) if depth < DEEPEST else 0)]
        match kind:
            case "Integer":
                return chance.choice((0, 1, -1, chance.choice(self.people), *GROUPS, 2**40))
            case "Float":
                return chance.choice((0, 0.5, -1e9))
            case "Boolean":
                return True
            case "String":
                return chance.choice(("private", "group", "member", "kicked", self._text()))
        if kind == "Chat":
            return {"id": chance.choice((*self.people, *GROUPS)), "type": chance.choice(("private", "supergroup"))}
        if kind == "User":
            return self._person()
        return self._object(kind, depth)

    def _object(self, kind: str, depth: int) -> Any:
        described = TYPES[kind]
        if "one_of" in described:
            return self._value(self._chance.choice(described["one_of"]), depth)
        made = dict(described.get("fixed", {}))
        for name, kinds in described["fields"].items():
            wanted = "!" in kinds or self._chance.random() < 0.3 / (depth + 1)
            if name not in made and wanted and (depth < DEEPEST or "!" in kinds):
                made[name] = self._field(kinds, depth + 1) if depth < 2 * DEEPEST else None
        return made

    # --- what is broken

    def _broken(self) -> Any:
        """An update with a few of its parts replaced, removed, renamed or repeated."""
        update = copy.deepcopy(self._sensible())
        for _ in range(self._chance.randint(1, 4)):
            self._mutilate(update)
        update["update_id"] = self._number if self._chance.random() < 0.97 else self._extreme()
        return update if self._chance.random() < 0.98 else self._extreme()

    def _mutilate(self, update: dict[str, Any]) -> None:
        places = [(place, key) for place in _objects(update) for key in place]
        if not places:
            return
        place, key = self._chance.choice(places)
        match self._chance.randrange(5):
            case 0:
                del place[key]
            case 1:
                place[self._chance.choice(("aura", "id", "type", "text", ""))] = place[key]
            case 2:
                values = [value for where in _objects(update) for value in where.values()]
                place[key] = json.loads(json.dumps(self._chance.choice(values)))
            case 3:
                place[key] = [place[key]]
            case _:
                place[key] = self._extreme()

    def _extreme(self) -> Any:
        if self._chance.random() < 0.03:
            nested: Any = []
            for _ in range(self._chance.choice((100, 400, 700))):
                nested = [nested]
            return nested
        return copy.deepcopy(self._chance.choice(EXTREMES))

    def _again(self) -> Any:
        """What came before, perhaps under another number."""
        update = copy.copy(self._chance.choice(self._made)) if self._made else self._sensible()
        if isinstance(update, dict) and self._chance.random() < 0.5:
            self._number += 1
            update["update_id"] = self._number
        return update


def _objects(value: Any) -> list[dict[str, Any]]:
    """All objects within plain data, which may be nested deeply."""
    found, rest = [], [value]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            found.append(part)
            rest.extend(part.values())
        elif isinstance(part, list):
            rest.extend(part)
    return found
