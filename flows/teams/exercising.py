"""The room for a team's own exercises: they are published, replaced by new versions, and withdrawn."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from flows.effects import Drop, Effect, Keep, Tell
from flows.exercises.exercise import Exercise, Item, OwnExercise
from flows.kept import Wants
from flows.moment import Moment
from flows.news import ExercisePublished, ExerciseWithdrawn, Filed, ToTeam
from flows.teams.room import Teller
from flows.teams.work import EXERCISE, Filing, Published

MOST = 200
"""Exercises a team can offer at once."""

MOST_STORED = 400
"""With the former versions and the withdrawn ones, of which the oldest go; assignments hold theirs whole."""

Shelf = Mapping[str, Published]


class Exercising:
    """The room for exercises."""

    hears: tuple[type[ToTeam], ...] = (ExercisePublished, ExerciseWithdrawn)

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """All of them."""
        return frozenset({EXERCISE})

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """See the news themselves."""
        shelf: Shelf = moment.kept.all(EXERCISE)
        match news:
            case ExercisePublished():
                return _publish(news, teller, shelf)
            case ExerciseWithdrawn(id_):
                return _withdraw(id_, teller, shelf)
        return []


def latest(shelf: Shelf) -> dict[str, Published]:
    """Each in the version that no other takes the place of, the withdrawn ones too."""
    former = {published.former for published in shelf.values()}
    return {id_: published for id_, published in shelf.items() if id_ not in former}


def successor(id_: str, shelf: Shelf) -> str:
    """The latest version of the exercise that was published as `id_`; empty if there is none."""
    following = {published.former: each for each, published in shelf.items() if published.former}
    while id_ in following:
        id_ = following[id_]
    return id_ if id_ in shelf else ""


def frozen(exercise: Exercise, id_: str) -> Exercise:
    """As it is published: all versions have one id, and items that are asked in the same words of the same situation
    are called alike in all of them, so that they go on learning from what coaches corrected.
    """
    if not isinstance(exercise, OwnExercise):
        return replace(exercise, id=id_)
    return replace(exercise, id=id_, items=tuple(_frozen(item, exercise.situation) for item in exercise.items))


def _frozen(item: Item, situation: str) -> Item:
    asked = "\0".join((situation, item.title, item.wording))
    return replace(item, id=sha256(asked.encode()).hexdigest()[:8])


def _publish(news: ExercisePublished, teller: Teller, shelf: Shelf) -> list[Effect]:
    """The same news a second time changes nothing; a version that was replaced already is not replaced again."""
    if there := shelf.get(news.id):
        return [_told(teller, news.id, Filing.VERSION if there.former else Filing.NEW, there)]
    present = latest(shelf)
    former = present.get(news.former)
    offered = sum(not published.withdrawn for id_, published in present.items() if id_ != news.former)
    if offered >= MOST:
        return [_told(teller, news.id, Filing.FULL, Published(news.exercise, teller.name))]
    exercise = frozen(news.exercise, former.exercise.id if former else news.id)
    number = former.number + 1 if former else 1
    published = Published(exercise, teller.name, number, news.former if former else "")
    fate = Filing.VERSION if former else Filing.BESIDE if news.former in shelf else Filing.NEW
    kept = Keep(EXERCISE, news.id, published)
    return [kept, *_make_room({**shelf, news.id: published}), _told(teller, news.id, fate, published)]


def _make_room(shelf: Shelf) -> list[Effect]:
    """The oldest that nobody can give go where there are too many."""
    present = latest(shelf)
    idle = [id_ for id_, published in shelf.items() if id_ not in present or published.withdrawn]
    return [Drop(EXERCISE, id_) for id_ in idle[: max(0, len(shelf) - MOST_STORED)]]


def _withdraw(id_: str, teller: Teller, shelf: Shelf) -> list[Effect]:
    published = latest(shelf).get(id_)
    if published is None:
        return [_told(teller, id_, Filing.GONE, shelf.get(id_))]
    told = _told(teller, id_, Filing.WITHDRAWN, published)
    return [told] if published.withdrawn else [Keep(EXERCISE, id_, replace(published, withdrawn=True)), told]


def _told(teller: Teller, id_: str, fate: Filing, published: Published | None) -> Tell:
    title, number = (published.exercise.title, published.number) if published else ("", 1)
    return Tell((teller.actor,), Filed(id_, fate, title, number))
