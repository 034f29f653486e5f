"""What comes back and when: one day after it went amiss, then three days, then seven after it went well.

Plain intervals instead of a memory model such as FSRS: that one pays off with hundreds of cards over months and
parameters learned from thousands of reviews. Here a trainee has a handful of cards for some weeks, hears in plain
words when one comes again, and can hold us to it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from flows.course import Phase
from flows.progress.figures import Tried, attempts
from flows.record import Answer

CARD_KIND, DAY_KIND = "karte", "wiederholung"
INTERVALS = (1, 3, 7)
MOST = 5  # of a day
COURSE = "wiederholung"
"""The course under which answers given in repetition are recorded."""

QUESTION, PHASE = "frage", "phase"
"""What stands in front of a card's id: "frage:<question>", "phase:<phase>"."""


class Card(Struct, frozen=True, omit_defaults=True):
    """Something to be asked again. It rests while `due` is None, and still knows which wording came last.

    `items` are those of a phase that went amiss; `seen` is the latest recorded answer that was looked at for it.
    """

    wording: int | None = None
    box: int = 0
    due: date | None = None
    asked: date | None = None
    items: tuple[str, ...] = ()
    seen: datetime | None = None


class Day(Struct, frozen=True):
    """The day on which the daily message came last."""

    day: date


def of_question(id_: str) -> str:
    """The id of its card."""
    return f"{QUESTION}:{id_}"


def of_phase(id_: str) -> str:
    """The id of its card."""
    return f"{PHASE}:{id_}"


def missed(card: Card, today: date) -> Card:
    """From the beginning: tomorrow."""
    return replace(card, box=0, due=today + timedelta(days=INTERVALS[0]))


def answered(card: Card, level: int | None, today: date) -> Card:
    """Asked again today: after going well it waits longer and rests in the end; if not clear, as long as before."""
    card = replace(card, asked=today)
    if level == 0:
        return missed(card, today)
    box = card.box + (level == 2)
    if box == len(INTERVALS):
        return replace(card, box=0, due=None, items=())
    return replace(card, box=box, due=today + timedelta(days=INTERVALS[box]))


def next_wording(last: int | None, count: int, start: int) -> int:
    """In turn, so that none comes twice in a row; the first is as chance (`start`) has it."""
    return start % count if last is None else (last + 1) % count


def due(cards: Mapping[str, Card], today: date) -> list[str]:
    """What is to be asked today, the oldest first, as many as the day still has room for."""
    left = MOST - sum(card.asked == today for card in cards.values())
    ready = [(card.due, id_) for id_, card in cards.items() if card.due is not None and card.due <= today]
    return [id_ for _, id_ in sorted(ready)][: max(left, 0)]


def next_day(cards: Mapping[str, Card]) -> date | None:
    """When the next one is due; None if all rest."""
    return min((card.due for card in cards.values() if card.due is not None), default=None)


def gather(
    cards: Mapping[str, Card], answers: Iterable[Answer], phases: Mapping[str, Phase], zone: str
) -> dict[str, Card | None]:
    """The cards that recorded answers change: opened by what went amiss since, None where all answers were deleted."""
    tried = attempts(answers, phases)
    played = _last_of_each([each for each in tried if each.answers[0].course != COURSE])
    changed: dict[str, Card | None] = {}
    for each in played:
        id_ = of_phase(each.phase.id)
        card = changed.get(id_) or cards.get(id_) or Card()
        given = each.answers[-1].given
        if card.seen is not None and given <= card.seen:
            continue
        failed = [item.id for item, level in zip(each.phase.items, each.levels, strict=True) if level == 0]
        card = replace(card, seen=given)
        if failed:
            items = (*card.items, *(item for item in failed if item not in card.items))
            card = missed(replace(card, items=items), given.astimezone(ZoneInfo(zone)).date())
        changed[id_] = card
    known = {each.phase.id for each in tried}
    gone = {id_: None for id_ in cards if id_.startswith(f"{PHASE}:") and id_.partition(":")[2] not in known}
    return changed | gone


def _last_of_each(tried: Iterable[Tried]) -> list[Tried]:
    """The last attempt at each station of each run, in order of time."""
    last = {(each.run, each.answers[0].station): each for each in tried}
    return sorted(last.values(), key=lambda each: each.answers[-1].given)
