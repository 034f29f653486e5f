"""A Telegram group: it can belong to one team, hears what the team tells it, and answers nothing else."""

from flows.effects import Drop, Effect, Keep, Poll, Say, Tell
from flows.events import Event, Expelled, InGroup, Moved, Told
from flows.excuse import excuse
from flows.exercises.exercise import ReflectionExercise
from flows.kept import Wants
from flows.moment import Moment
from flows.news import GroupBound, GroupFound, GroupFreed, GroupLost, GroupMoved, Posted, Quizzed, Summed, ToGroup
from flows.session import Session, Step
from flows.teams.team import GROUP, GroupOf, invitation

QUESTION, OPTION, WHY = 300, 100, 200
"""Characters of a quiz, as Telegram takes them."""


def concerns(session: Session, event: Event) -> bool:
    """Whether the event is one for a group; news of people are none, and groups have nobody in their session."""
    match event:
        case Told(_, news):
            return isinstance(news, ToGroup) or session.person is None
    return isinstance(event, InGroup | Expelled | Moved)


def wants(event: Event) -> Wants:
    """Which team it belongs to, where that matters."""
    return frozenset({GROUP}) if isinstance(event, Told | Expelled | Moved) else frozenset()


def step(session: Session, event: Event, moment: Moment) -> Step:
    """What follows in the group."""
    match event:
        case InGroup("start", argument) if link := invitation(argument):
            team, digest = link
            return session, [Tell((team,), GroupFound(digest, event.title))]
        case InGroup():
            return excuse(session, moment, Say("gruppe"))
        case Moved(old):
            return session, [Tell((team,), GroupMoved(old)) for team in _teams(moment)]
        case Expelled():
            return session, [*_lose(moment, but=""), Drop(GROUP, GROUP)]
        case Told(sender, GroupBound(name)):
            bound = Keep(GROUP, GROUP, GroupOf(sender))
            return session, [*_lose(moment, but=sender), bound, Say("gruppe_verbunden", {"team": name})]
        case Told(sender, GroupFreed(name)) if sender in _teams(moment):
            return session, [Drop(GROUP, GROUP), Say("gruppe_getrennt", {"team": name})]
        case Told(sender, Posted(title, due)) if sender in _teams(moment):
            return session, [Say("gruppe_aufgabe", {"titel": title, "bis": due})]
        case Told(sender, Summed() as news) if sender in _teams(moment):
            values = {"team": news.team, "abgegeben": news.handed_in, "bestanden": news.passed, "offen": news.open}
            return session, [Say("gruppe_woche", values)]
        case Told(sender, Quizzed(exercise)) if sender in _teams(moment):
            return session, [quiz(exercise)]
    return session, []


def quiz(exercise: ReflectionExercise) -> Poll:
    """A question with choices as Telegram's quiz, cut to what it takes."""
    keys = list(exercise.choices)
    return Poll(
        _cut(exercise.situation, QUESTION),
        tuple(_cut(label, OPTION) for label in exercise.choices.values()),
        tuple(keys.index(key) for key in exercise.question.right if key in keys),
        _cut(exercise.question.reason, WHY),
    )


def _teams(moment: Moment) -> list[str]:
    """The team it belongs to, if any."""
    return [group.team for group in moment.kept.all(GROUP).values()]


def _lose(moment: Moment, but: str) -> list[Effect]:
    """The team it belonged to until now is told."""
    return [Tell((team,), GroupLost()) for team in _teams(moment) if team != but]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
