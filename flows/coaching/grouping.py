"""The Telegram group of a team, from a coach's side: bound by a link, asked a quiz, let go."""

from flows.coaching.area import rest, to
from flows.effects import Rows, Say, Tell
from flows.events import Event, Pressed
from flows.exercises.exercise import ReflectionExercise
from flows.kept import Found, Wants
from flows.library import Library
from flows.moment import Moment
from flows.news import GroupReleased, QuizAsked
from flows.session import Session, Step
from flows.teams.team import TEAM, Role, Team


class Grouping:
    """The area `gruppe`."""

    name = "gruppe"

    def __init__(self, library: Library) -> None:
        self._quizzes = {
            id_: exercise
            for id_, exercise in library.exercises.items()
            if isinstance(exercise, ReflectionExercise) and exercise.choices
        }

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """Nothing but the team itself."""
        return frozenset()

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """A page with what can be done; quizzes are shown before they go out."""
        about: Team | None = moment.kept.one(TEAM, TEAM, team.owner)
        if about is None or not isinstance(event, Pressed):
            return session, []
        match event:
            case Pressed("coach:gruppe:quiz", argument) if exercise := self._quizzes.get(rest(argument)):
                ask = to("gruppe:fragen", "quiz_senden", team.owner, rest(argument))
                rows = ((ask,), (to("gruppe", "zurueck", team.owner),))
                return session, [Say("gruppe_quiz", _shown(exercise, about), rows)]
            case Pressed("coach:gruppe:fragen", argument) if exercise := self._quizzes.get(rest(argument)):
                return session, [Tell((team.owner,), QuizAsked(exercise))]
            case Pressed("coach:gruppe:trennen"):
                return session, [Tell((team.owner,), GroupReleased())]
        return session, [self._page(about, team)]

    def _page(self, about: Team, team: Found) -> Say:
        values = {"team": about.name, "gruppe": about.group_title, "verbunden": bool(about.group)}
        bind = to("einladen:wen", "gruppe_andere" if about.group else "einladen_gruppe", team.owner, Role.GROUP)
        rows: Rows = ((bind,),)
        if about.group:
            quizzes = tuple(
                (to("gruppe:quiz", "quiz_zeile", team.owner, id_, titel=exercise.title),)
                for id_, exercise in self._quizzes.items()
            )
            rows = (*quizzes, (bind,), (to("gruppe:trennen", "gruppe_trennen", team.owner),))
        return Say("gruppe_seite", values, (*rows, (to(TEAM, "zum_team", team.owner),)))


def _shown(exercise: ReflectionExercise, about: Team) -> dict[str, object]:
    right = exercise.question.right
    return {
        "gruppe": about.group_title,
        "frage": exercise.situation,
        "wahl": [{"text": label, "richtig": key in right} for key, label in exercise.choices.items()],
    }
