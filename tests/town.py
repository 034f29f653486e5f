"""Several people, their teams and groups, each at the desk, who hear what the others tell them: for dialogues."""

from collections import deque
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from bot.worker import LINK
from flows.desk import Desk
from flows.effects import Effect, Forget, Invite, Tell
from flows.events import Due, Event, InGroup, Told
from flows.kept import Found, Want
from flows.library import Library
from flows.session import Person, Session
from flows.teams.team import digest
from tests.stage import NOON
from tests.visitor import RENDERER, Visitor, desk

SECRET = "S" * 40


class Dweller(Visitor):
    """A person, team or group of a town. `told` are the news she heard."""

    def __init__(self, town: "Town", actor: str, desk: Desk) -> None:
        super().__init__(desk, seed=len(town.dwellers) + 1, actor=actor)
        self.town = town
        self.now = town.now
        self.told: list[Told] = []
        self.links: list[str] = []

    def meets(self, event: Event) -> "Dweller":
        """The event is handled, then everything that follows from it anywhere."""
        self.handles(event)
        effects = self.effects
        self.town.deliver()
        self.effects = [*effects, *self.effects] if effects is not self.effects else effects
        return self

    def handles(self, event: Event) -> None:
        """The event alone."""
        self.now = self.town.now
        if isinstance(event, Told):
            self.told.append(event)
        super().meets(event)
        for effect in self.effects:
            match effect:
                case Tell(to, news):
                    assert msgspec.json.decode(msgspec.json.encode(Told(self.actor, news)), type=Told)
                    self.town.letters += [(actor, Told(self.actor, news)) for actor in to]
                case Invite(news, team, template, values):
                    secret = f"{SECRET}{len(self.town.secrets):03}"
                    self.town.secrets.append(secret)
                    self.links.append(f"{team.partition(':')[2]}-{secret}")
                    assert LINK in RENDERER.message(template, {**values, "link": LINK})
                    RENDERER.keyboard(effect.rows)
                    self.town.letters.append((team, Told(self.actor, replace(news, digest=digest(secret)))))
                case Forget():
                    self.town.forget(self.actor)

    def finds(self, want: Want) -> list[Found]:
        """Among all that is kept in the town."""
        return [found for dweller in self.town.dwellers.values() for found in dweller.kept_for(want, self.actor)]

    def waits(self, **span: float) -> "Dweller":
        """The whole town waits."""
        self.town.waits(**span)
        return self


class Town:
    """Where letters are delivered in order, and time passes for everybody at once."""

    def __init__(self, house: Library | Desk | None = None) -> None:
        self.now = NOON
        self.letters: deque[tuple[str, Told]] = deque()
        self.dwellers: dict[str, Dweller] = {}
        self.secrets: list[str] = []
        self._desk = desk(house)

    def person(self, number: int, name: str) -> Dweller:
        """Somebody who has consented."""
        dweller = self.dweller(f"person:{number}")
        dweller.session = Session(Person(name, NOON))
        return dweller

    def dweller(self, actor: str) -> Dweller:
        """Whoever this is; a stranger who has not consented, if nobody was here before."""
        if actor not in self.dwellers:
            self.dwellers[actor] = Dweller(self, actor, self._desk)
            self.dwellers[actor].session = Session()
        return self.dwellers[actor]

    @property
    def team(self) -> Dweller:
        """The first team that was founded."""
        return next(dweller for actor, dweller in self.dwellers.items() if actor.startswith("team:"))

    def deliver(self) -> None:
        """Until nothing is on its way; what each heard is in its `effects`."""
        heard: dict[str, list[Effect]] = {}
        while self.letters:
            actor, told = self.letters.popleft()
            dweller = self.dweller(actor)
            dweller.handles(told)
            heard.setdefault(actor, []).extend(dweller.effects)
        for actor, effects in heard.items():
            self.dwellers[actor].effects = effects

    def waits(self, **span: float) -> None:
        """Timers of everybody come in order, on time."""
        until = self.now + timedelta(**span)
        while due := [
            (timer.due, actor, timer)
            for actor, dweller in self.dwellers.items()
            for timer in dweller.timers.values()
            if timer.due <= until
        ]:
            at, actor, timer = min(due, key=lambda each: each[:2])
            dweller = self.dwellers[actor]
            del dweller.timers[timer.key]
            self.now = max(self.now, at)
            dweller.meets(Due(timer.key, timer.due, timer.argument))
        self.now = until

    def forget(self, actor: str) -> None:
        """Everything the actor keeps goes, and everything others keep about her."""
        for dweller in self.dwellers.values():
            for key in list(dweller.kept):
                if dweller is self.dwellers[actor] or dweller.about[key] == actor:
                    for memory in (dweller.kept, dweller.about, dweller.since):
                        memory.pop(key)
        self.dwellers[actor].timers.clear()

    def group(self, number: int, link: str, title: str = "Vertrieb") -> Dweller:
        """The bot is added to a group by a link."""
        group = self.dweller(f"group:{number}")
        group.meets(InGroup("start", link, title))
        return group
