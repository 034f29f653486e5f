"""Somebody who plays scenes: she reads what the bot answers before she acts again, and knows every model answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import time, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from bot.simulator import Bubble, Phone, Simulator
from bot.simulator.control import tomorrow_at
from flows.course import PhaseScript, Variant
from flows.library import Edition

PATIENCE = 2000.0  # seconds of the hasty loop
THOUGHT = timedelta(seconds=70)
OVER = "Neues Rollenspiel"  # the button under every review
NAME = "Kim"


class Task(NamedTuple):
    """What the bot asks for in one phase."""

    phase: str
    text: str
    model_answer: str


class Shown(NamedTuple):
    """A message, or what stood in its place until it was edited."""

    bubble: Bubble
    replaced: bool


def _ends(news: Sequence[Bubble]) -> bool:
    """Whether the bot has said everything: there are buttons under the last it said."""
    return bool(news and news[-1].rows)


def _news(phone: Phone, before: Mapping[int, Bubble]) -> list[Bubble]:
    """What the bot has written or rewritten since."""
    return [
        bubble
        for bubble in phone.messages
        if bubble.from_bot and (bubble.id not in before or bubble.edited != before[bubble.id].edited)
    ]


class Trainee:
    """A phone and the person behind it; every act waits until the bot has answered to it."""

    def __init__(self, simulator: Simulator, phone: Phone, tasks: Sequence[Task]) -> None:
        self.phone = phone
        self._simulator = simulator
        self._tasks = tasks
        self._hidden = 0
        self._earlier: dict[int, list[Bubble]] = {}

    @property
    def shown(self) -> Iterator[Shown]:
        """What a spectator sees."""
        for bubble in self.phone.messages:
            if bubble.id > self._hidden:
                yield from (Shown(old, replaced=True) for old in self._earlier.get(bubble.id, ()))
                yield Shown(replace(bubble), replaced=False)

    @property
    def task(self) -> Task:
        """The newest task on the phone."""
        texts = (bubble.text for bubble in reversed(self.phone.messages) if bubble.from_bot)
        return next(task for text in texts for task in self._tasks if task.text in text)

    @property
    def labels(self) -> list[str]:
        """The newest buttons."""
        return [button.text for button in self.phone.last.buttons]

    # --- acts

    async def says(self, text: str) -> int:
        """Writes. Returns the message's id."""
        await self.does(lambda phone: phone.says(text))
        return max(bubble.id for bubble in self.phone.messages if not bubble.from_bot)

    async def taps(self, label: str) -> None:
        """Presses a button."""
        await self.does(lambda phone: phone.taps(label))

    async def sends(self, kind: str) -> None:
        """Sends something without words."""
        await self.briefly(lambda phone: phone.sends(kind))

    async def briefly(self, act: Callable[[Phone], object]) -> None:
        """Does something that is answered by one message, with buttons or without."""
        await self.does(act, answered=bool)

    async def does(
        self, act: Callable[[Phone], object], answered: Callable[[Sequence[Bubble]], object] = _ends
    ) -> None:
        """Thinks a while and acts; then waits until what is new on the phone answers it."""
        self.lets_pass(THOUGHT)
        before = {bubble.id: replace(bubble) for bubble in self.phone.messages}
        act(self.phone)
        await self.phone.until(lambda phone: answered(_news(phone, before)), PATIENCE)
        for old in before.values():
            if self.phone.chat.messages[old.id].edited != old.edited:
                self._earlier.setdefault(old.id, []).append(old)

    def lets_pass(self, by: timedelta) -> None:
        """Does nothing for so long."""
        self._simulator.advance(by)

    async def sleeps_over_it(self, until: time) -> None:
        """Does nothing until so late the next day; the bot is the first to speak."""
        now = self._simulator.clock.now()
        await self.briefly(lambda _: self.lets_pass(tomorrow_at(until, now) - now))

    def joins(self, title: str) -> None:
        """Opens a group on the phone, in place of the chat with the bot."""
        self.phone = self.phone.within(self._simulator.group(-self.phone.person.id, title))

    # --- habits

    async def enters(self, name: str = NAME) -> None:
        """Consents and says her name, which everybody has seen in another scene."""
        self.phone.starts()
        await self.phone.reply(PATIENCE)
        await self.taps("Einverstanden")
        await self.says(name)
        self._hidden = self.phone.last.id

    async def begins(self, course: str, customer: str, phase: str = "") -> None:
        """Chooses by the labels of the buttons, unseen as well, and starts."""
        await self.says("/rollenspiel")
        for label in filter(None, (course, customer, phase)):
            await self.taps(label)
        self._hidden = self.phone.last.id
        await self.taps("Los geht’s")

    async def plays_well(self, until: str = "") -> None:
        """A model answer for each phase, up to the review or the phase `until`."""
        await self._plays(lambda task: task.model_answer, until)

    async def plays_badly(self, answer: str) -> None:
        """The same answer to everything, up to the review."""
        await self._plays(lambda _: answer)

    async def _plays(self, answer: Callable[[Task], str], until: str = "") -> None:
        while OVER not in self.labels and self.task.phase != until:
            await self.says(answer(self.task))
            await self.taps("Weiter")


def tasks(edition: Edition) -> list[Task]:
    """All that can be asked, in every scenario."""
    return [
        Task(phase, version.task, version.model_answer)
        for scenario in edition.scenarios.values()
        for phase, script in scenario.phases.items()
        for version in _versions(script)
    ]


def _versions(script: PhaseScript) -> list[PhaseScript | Variant]:
    return [script, *script.variants.values()]
