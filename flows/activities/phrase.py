"""The parts of a sentence in the trainee's own words."""

from collections.abc import Iterable, Sequence

from flows.activities.acts import Act
from flows.activities.people import Whom
from flows.activities.sentence import Sentence, Token
from flows.activities.words import Words

_LINKS = ("und", ",", "u", "&")


class Phrase:
    """`when`, `whom` and `what` as they were written; `led` is `whom` with its preposition. Empty if missing."""

    def __init__(
        self,
        words: Words,
        sentence: Sentence,
        spans: Sequence[tuple[int, int]],
        whom: Sequence[Whom],
        act: Act | None,
    ) -> None:
        self._sentence, self._words, self._sets = sentence, words, words.sets
        people = _together(sentence.tokens, whom)
        self.whom = self._text(range(people[0].first, people[-1].last)) if people else ""
        self.led = self._text(range(people[0].lead, people[-1].last)) if people else ""
        self.when = self._when(spans)
        self.what = "" if act is None else self._what(act, people)

    def _when(self, spans: Sequence[tuple[int, int]]) -> str:
        if not spans:
            return ""
        before = [token for token in self._sentence.tokens if token.end <= spans[0][0]]
        led = [before[-1].text] if before and before[-1].key in self._sets["before_date"] else []
        return " ".join(led + [self._sentence.raw[start:end].strip() for start, end in spans])

    def _what(self, act: Act, people: Sequence[Whom]) -> str:
        """What stands beside the verb, and the verb in the infinitive."""
        spoken = {place for person in people for place in range(person.lead, person.last)}
        spoken |= set(act.places) if act.moves else set()
        spoken |= set() if people else self._vague()
        first = act.clause.first
        places = [at for at in range(first, first + len(act.clause.tokens)) if at not in spoken and not self._dates(at)]
        while places and self._loose(self._sentence.tokens[places[0]]):
            places.pop(0)
        while places and not self._sentence.tokens[places[-1]].is_word:
            places.pop()
        return " ".join(part for part in (self._text(places), act.infinitive if act.moves else "") if part)

    def _vague(self) -> set[int]:
        """The tokens that stand for somebody nobody could point at."""
        tokens = self._sentence.tokens
        nouns = {at for at, token in enumerate(tokens) if self._words.is_anybody(token.key)}
        articles = {
            at - 1 for at in nouns if at and tokens[at - 1].key in self._sets["articles"] | self._sets["indefinite"]
        }
        return nouns | articles | {at for at, token in enumerate(tokens) if token.key in self._sets["pronouns"]}

    def _dates(self, at: int) -> bool:
        """Whether the token only says when, or helps the verb."""
        token, after = self._sentence.tokens[at], self._sentence.tokens[at + 1 : at + 2]
        leads = token.key in self._sets["before_date"] and bool(after) and after[0].dated
        return token.dated or leads or token.key in self._sets["auxiliary"]

    def _loose(self, token: Token) -> bool:
        return not token.is_word or token.key in self._sets["loose"]

    def _text(self, places: Iterable[int]) -> str:
        """The tokens, with the spaces they had."""
        text, end = "", -1
        for place in places:
            token = self._sentence.tokens[place]
            word = token.text.lower() if place == 0 and token.key in self._sets["small"] else token.text
            text += word if not text or end == token.start else f" {word}"
            end = token.end
        return text


def _together(tokens: Sequence[Token], whom: Sequence[Whom]) -> list[Whom]:
    """The first who is no guess, with those named in the same breath."""
    if not whom:
        return []
    best = max(whom, key=lambda person: (person.sure > 1, -person.first))
    together = [best]
    for person in whom[whom.index(best) + 1 :]:
        between = tokens[together[-1].last : person.first]
        if len(between) != 1 or between[0].key not in _LINKS:
            break
        together.append(person)
    return together
