"""The check of a sentence that should be an activity: when, whom, what."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flows.activities.acts import Act, Acts
from flows.activities.check import Check, Fault
from flows.activities.people import People
from flows.activities.phrase import Phrase
from flows.activities.sentence import Clause, Sentence, cut
from flows.activities.words import Words
from flows.dates import Doubt, Found, find

_LONGEST = timedelta(days=31)  # a stretch of time in which one can still see whether it was done
_MOST = 2000  # characters; nobody needs more for one sentence
_DEADLINE = re.compile(r"\b(?:bis|spätestens|spaetestens)\b", re.IGNORECASE)
_DOUBTS = {Doubt.VAGE: "wann_vage", Doubt.VERGANGEN: "wann_vergangen", Doubt.UNMOEGLICH: "wann_unmoeglich"}
_HINTS = (Fault.WAITING, Fault.RESULT, Fault.TREND, Fault.ATTITUDE, Fault.THINKING, Fault.VAGUE, Fault.WISH)


_COMPLETE = (Fault.EMPTY, Fault.QUESTION, Fault.NONSENSE)  # their sentences already tell all that is needed
_ALL = ("wann", "wen", "was")


class Checker:
    """Tells activities from what only looks like them."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def check(self, sentence: str, now: datetime) -> Check:
        """What the beginning of `sentence` says of when, whom and what, seen from `now`. Never raises on any text."""
        sentence = sentence[:_MOST]
        found, read = dated(sentence, now)
        when, end, vague = _when(found, sentence)
        spans = found.spans if found else ()
        doing = Acts(self.words, read)
        whom = People(self.words, read, doing.places, personal=doing.personal, calling=doing.calling).find()
        acts = doing.find(whom)
        act = next((act for act in acts if act.fault is None), None)
        conditional = act is not None and self._conditional(read, act)
        fault = (
            Fault.CONDITION if conditional else None if act else self._fault(read, acts, nothing=not found and not whom)
        )
        missing = tuple(
            name
            for name, lacks in zip(
                _ALL, (when is None or fault is Fault.PAST, not whom, act is None or conditional), strict=True
            )
            if lacks
        )
        phrase = Phrase(self.words, read, spans, whom, act or next(iter(acts), None))
        return Check(
            suitable=not missing,
            when=when,
            end=end,
            whom=phrase.whom or None,
            what=phrase.what or None,
            missing=missing,
            fault=fault,
            reason=self._reason(read, missing, fault, vague),
            rewriting=self._rewriting(phrase, missing) if missing else "",
        )

    def _conditional(self, sentence: Sentence, act: Act) -> bool:
        """Whether the act depends on something; „wenn er aus dem Urlaub zurück ist“ only says when."""
        lexicons = self.words.lexicons
        for clause in sentence.clauses:
            if clause.said not in lexicons["condition"]:
                continue
            if _dates_itself(clause) or _bounded(clause, sentence):
                continue
            convenient = clause.said in lexicons["convenience"]
            before = clause.first < act.clause.first and clause.said not in lexicons["temporal"]
            if convenient or before:
                return True
        return False

    def _fault(self, sentence: Sentence, acts: Sequence[Act], *, nothing: bool) -> Fault | None:
        """Why there is no act; `nothing` says that there is neither a time nor anybody."""
        if not any(token.is_word for token in sentence.tokens):
            return Fault.EMPTY
        if any(clause.asks for clause in sentence.clauses):
            return Fault.QUESTION
        faults = [act.fault for act in acts if act.fault]
        strong = next((fault for fault in faults if fault is not Fault.VAGUE), None)
        if strong:
            return strong
        for fault in _HINTS:
            kind = self.words.kinds[fault]
            if any(clause.said in kind.phrases or clause.said in kind.hints for clause in sentence.clauses):
                return fault
        if faults:
            return faults[0]
        return Fault.NONSENSE if nothing else None

    def _reason(self, sentence: Sentence, missing: Sequence[str], fault: Fault | None, vague: str) -> str:
        reasons = self.words.feedback["reasons"]
        if not missing:
            return reasons["geeignet"]
        if fault is not None:
            also = [name for name in missing if name != "was" and not (fault is Fault.PAST and name == "wann")]
            if not also or fault in _COMPLETE:
                return reasons[fault]
            return f"{reasons[fault]} {reasons['auch_fehlt'].format(fehlt=self._list(also))}"
        kind = "fehlt"
        if "wann" in missing and vague:
            kind = vague
        elif "wen" in missing and any(self.words.is_anybody(token.key) for token in sentence.tokens):
            kind = "wen_vage"
        return reasons[kind].format(fehlt=self._list(missing))

    def _list(self, missing: Sequence[str]) -> str:
        names: Mapping[str, str] = self.words.feedback["missing"]
        *others, last = [names[name] for name in missing]
        return f"{', '.join(others)} {names['und']} {last}" if others else last

    def _rewriting(self, phrase: Phrase, missing: Sequence[str]) -> str:
        gaps = self.words.feedback["gaps"]
        if missing == _ALL:
            return gaps["alles"]
        when = gaps["wann"] if "wann" in missing else phrase.when
        whom = gaps["wen"] if "wen" in missing else phrase.led
        what = gaps["was"] if "was" in missing else phrase.what
        text = " ".join(part for part in (when, whom, what) if part)
        return text[:1].upper() + text[1:]


def dated(text: str, now: datetime) -> tuple[Found | None, Sentence]:
    """What `text` says of when, and its clauses.

    The day of a clause that only says why or after what counts where the act has none of its own: „Nachdem ich am
    Montag rechne, rufe ich am Dienstag an“ is Tuesday.
    """
    found = find(text, now)
    read = cut(text, found.spans if found else ())
    aside = [clause for clause in read.clauses if clause.subordinate]
    if not any(token.dated for clause in aside for token in clause.tokens):
        return found, read
    own = text
    for clause in aside:
        start, end = clause.tokens[0].start, clause.tokens[-1].end
        own = own[:start] + " " * (end - start) + own[end:]
    meant = find(own, now)
    if meant is None or meant.reading.when is None:
        return found, read
    return meant, cut(text, meant.spans)


def _dates_itself(clause: Clause) -> bool:
    """Whether a clause only says when: „Sobald ich am Montag im Büro bin“."""
    first, *others = clause.tokens
    own = any(token.key in ("ich", "wir") for token in others[:1])
    return first.key in ("wenn", "sobald") and own and any(token.dated for token in others)


def _bounded(clause: Clause, sentence: Sentence) -> bool:
    """Whether what is waited for has a last day: „Sobald die Muster da sind, spätestens aber am 24.11., …“."""
    latest = any(token.key == "spatestens" for token in sentence.tokens)
    return clause.tokens[0].key == "sobald" and latest and any(token.dated for token in sentence.tokens)


def _when(found: Found | None, text: str) -> tuple[date | datetime | None, date | datetime | None, str]:
    """When, until when, and what is wrong with it."""
    if found is None:
        return None, None, ""
    reading = found.reading
    if reading.when is None:
        return None, None, _DOUBTS.get(reading.doubt, "") if reading.doubt else ""
    wide = reading.end is not None and _day(reading.end) - _day(reading.when) > _LONGEST
    if wide and not _DEADLINE.search(text):
        return None, None, "wann_weit"
    return reading.when, reading.end, ""


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
