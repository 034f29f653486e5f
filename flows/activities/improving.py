"""A sentence on its way to an activity: what it still lacks, an answer put into a gap, and a better version."""

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from flows.activities.check import Check, Fault
from flows.activities.checker import Checker
from flows.activities.sentence import key
from flows.activities.verbs import Form

PIECES = ("wann", "wen", "was")
"""In the order in which a rewriting has them; asked is in the same order."""
_MARKS = re.compile(r"(?<!\d)[.!]+$")  # but „am 5.3.“ ends with its dot
_LONGEST_NAME = 6  # words
_DATIVE = frozenset(("von", "bei", "mit", "zu", "aus", "nach", "gegenuber"))
_CONTRACTED = {"vom": "mit dem", "beim": "mit dem", "zum": "mit dem", "zur": "mit der"}
_ARTICLES = frozenset(("dem", "der", "den", "meinem", "meiner", "meinen", "unserem", "unserer", "unseren", "allen"))
_FOR_ITSELF = frozenset((Fault.EMPTY, Fault.NONSENSE))


class Judged(Struct, frozen=True):
    """A sentence, with the pieces it lacks; `text` may have gaps for them."""

    text: str
    missing: tuple[str, ...]
    check: Check


class Improver:
    """Knows the gaps by which the check shows what is missing."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        feedback = checker.words.feedback
        self._gaps, self._stand_ins, self._better = feedback["gaps"], feedback["stand_ins"], feedback["better"]
        self._plainly = feedback["reasons"]["fehlt"].partition("{")[0]

    def reason(self, judged: Judged) -> str:
        """What the check says of what is there; nothing, if the question for the one missing piece says it all."""
        check = judged.check
        plain = check.fault is None and len(judged.missing) == 1 and check.reason.startswith(self._plainly)
        return check.reason if check.missing and not plain else ""

    def judge(self, text: str, now: datetime, whom: str = "") -> Judged:
        """What `text`, which may have gaps, lacks. `whom` is taken for somebody although the check does not know it."""
        gaps = [piece for piece in PIECES if self._gaps[piece] in text]
        whole = text
        for piece in gaps:
            whole = whole.replace(self._gaps[piece], self._stand_ins[piece])
        check = self._checker.check(whole, now)
        lacking = {*gaps, *check.missing} - ({"wen"} if whom and whom in text else set())
        return Judged(text, tuple(piece for piece in PIECES if piece in lacking), check)

    def opened(self, judged: Judged) -> str:
        """The sentence with a gap for each piece it lacks."""
        lacking = [piece for piece in PIECES if piece in judged.missing and self._gaps[piece] not in judged.text]
        if judged.check.rewriting and lacking == list(judged.missing) and len(lacking) < len(PIECES):
            return judged.check.rewriting
        if len(lacking) == len(PIECES):
            return " ".join(self._gaps[piece] for piece in PIECES)
        front, *rest = (self._gaps[piece] if piece in lacking else "" for piece in PIECES)
        return " ".join(part for part in (front, judged.text, *rest) if part)

    def dated(self, text: str) -> str:
        """The sentence with a gap for its time."""
        return f"{self._gaps['wann']} {text}"

    def filled(self, text: str, piece: str, answer: str) -> str:
        """The sentence with `answer` in the gap for `piece`."""
        whole = text.replace(self._gaps[piece], tidy(answer))
        return whole[:1].upper() + whole[1:]

    def names(self, answer: str) -> bool:
        """Whether the answer to „wen?“ can be somebody: a few words, and none of them is anybody."""
        words = [key(word.strip(".,!?")) for word in answer.split()]
        known = self._checker.words
        vague = any(known.is_anybody(word) or word in known.sets["pronouns"] for word in words)
        named = any(word.isalpha() and len(word) > 1 and word not in known.known for word in words)
        acting = any(shape.form is Form.INFINITIVE for word in words[-1:] for shape in known.forms.shapes(word))
        return 0 < len(words) <= _LONGEST_NAME and named and not vague and not acting

    def better(self, judged: Judged, now: datetime) -> list[str]:
        """Better versions of a sentence whose act is none; what else it lacks stays a gap."""
        if "was" not in judged.missing or judged.check.fault in _FOR_ITSELF:
            return []
        opened = self.opened(judged)
        if self._gaps["was"] not in opened:
            return []
        found = (self.filled(text, "was", act) for text, act in self._instead(opened, judged.check))
        return [text for text in dict.fromkeys(found) if "was" not in self.judge(text, now).missing]

    def unled(self, text: str, check: Check) -> str:
        """The sentence without the preposition of the act that was none: of „auf Frau Keller warten“.

        Somebody with an article in the dative is done something with: „vom Küster“ is „mit dem Küster“.
        """
        if not check.whom or not (led := re.search(rf"(\w+) {re.escape(check.whom)}", text)):
            return text
        lead, told = key(led[1]), key(check.whom.split()[0])
        if lead in _CONTRACTED:
            return text.replace(led[0], f"{_CONTRACTED[lead]} {check.whom}")
        if lead in _DATIVE and told in _ARTICLES:
            return text.replace(led[0], f"mit {check.whom}")
        whole = text.replace(led[0], check.whom) if lead in self._checker.words.sets["to"] else text
        return whole[:1].upper() + whole[1:]

    def _instead(self, opened: str, check: Check) -> Iterator[tuple[str, str]]:
        """What was meant itself, if only how it was said spoils it; then what is done instead."""
        if check.what and check.fault in (Fault.HEDGED, Fault.CONDITION, Fault.QUESTION, Fault.ATTEMPT, Fault.NEGATED):
            yield opened, check.what
        unled, kind = self.unled(opened, check), check.fault.value if check.fault else "sonst"
        together = check.whom is not None and re.search(rf"\bmit (?:de[mr] )?{re.escape(check.whom)}", unled)
        acts = self._better["mit"] if together else self._better.get(kind, self._better["sonst"])
        yield from ((unled, act) for act in acts.split("; "))


def tidy(text: str) -> str:
    """In one line, without a mark at its end."""
    return _MARKS.sub("", " ".join(text.split()))
