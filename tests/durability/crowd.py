"""The people of the soak: they practise, plan, lead teams, hand in, stay away, block the bot and leave for good."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.simulator.phone import Phone
from bot.simulator.world import Bubble, Button
from tests.durability.ledger import Ledger
from tests.durability.trainee import ANSWERS

ZONES = {"Berlin": "Europe/Berlin", "Lissabon": "Europe/Lisbon", "New York": "America/New_York", "Tokio": "Asia/Tokyo"}
QUIET = ("20–8 Uhr", "21–7 Uhr", "22–6 Uhr", "Keine")
LINK = re.compile(r"start(?:group)?=([\w-]+)")
REMEMBERED = 8  # messages on a phone
LOOK = 15.0  # seconds between two looks at the phone
LOOKS = 240
DAY = timedelta(days=1)
GOAL = ("40", "auf 50", "31.12.2026", "800.000", "10 %", "120k")
FOUNDINGS = 20  # tries, if Telegram fails just then
CHOICES = ("kurs", "kunde", "phase")


class Missing(LookupError):
    """What a person wants to press is not there: something was lost on the way, or came late."""


class Member:
    """Somebody with a phone, a zone and habits."""

    def __init__(self, phone: Phone, chance: Random, clock: Clock, ledger: Ledger) -> None:
        self.phone = phone
        self._chance = chance
        self._clock = clock
        self._ledger = ledger
        self._zone = chance.choice(list(ZONES))

    # --- acts

    async def says(self, text: str) -> None:
        """Then waits for what the bot makes of it."""
        await self.does(lambda: self.phone.says(text))

    async def taps(self, label: str) -> None:
        """The newest button that begins so."""
        for bubble in reversed(self.phone.messages):
            for button in bubble.buttons:
                if button.text.startswith(label):
                    await self.presses(bubble, button)
                    return
        raise Missing(f"{label} is not on the phone of {self.phone.person.id}")

    async def presses(self, bubble: Bubble, button: Button) -> None:
        """One of ten presses twice."""
        for _ in range(1 + (self._chance.random() < 0.1)):
            self.phone.presses(bubble.id, button.data or "")
        await self.does(lambda: None)

    async def does(self, act: Callable[[], object]) -> None:
        """Waits until the bot has shown something and is silent, an hour at most."""
        before = self._screen()
        act()
        latest = before
        for _ in range(LOOKS):
            await asyncio.sleep(LOOK)
            shown = self._screen()
            if shown != before and shown == latest:
                break
            latest = shown
        for old in list(self.phone.chat.messages)[:-REMEMBERED]:
            del self.phone.chat.messages[old]

    def _screen(self) -> list[tuple[int, str, list[Button]]]:
        return [(each.id, each.source, each.buttons) for each in self.phone.messages if each.from_bot]

    def _newest(self) -> tuple[Bubble | None, dict[str, Button]]:
        """The newest message with buttons, and these by their action."""
        for bubble in reversed(self.phone.messages[-4:]):
            if bubble.buttons:
                return bubble, {(button.data or "").partition("|")[0]: button for button in bubble.buttons}
        return None, {}

    # --- a life

    async def lives(self, begin: datetime, end: datetime, link: Callable[[], str]) -> None:
        """From the first day to the last."""
        await self._sleep_until(begin)
        await self._joins(link())
        leaves = self._some_day(begin, end) if self._chance.random() < 0.06 else end
        blocks = self._some_day(begin, end) if self._chance.random() < 0.12 else end
        while (at := self._next_hour()) < end:
            await self._sleep_until(at)
            if at >= leaves:
                await self._leaves()
                return
            if at >= blocks:
                blocks = end
                await self._stays_away()
                continue
            await self._tries(self._chance.choices(self._habits, self._weights)[0])

    _weights: Sequence[int] = (6, 3, 1, 4, 1, 2)

    @property
    def _habits(self) -> Sequence[Callable[[], object]]:
        return (
            self._practises, self._plans, self._sets_goals, self._hands_in, self._looks_around, self._answers_reminder
        )  # fmt: skip

    async def _tries(self, habit: Callable[[], object]) -> None:
        """Something she wants to press may not be there; then she does something else another time."""
        try:
            await habit()  # type: ignore[misc]
        except Missing:
            self._ledger.counts["visits cut short"] += 1
        self._ledger.counts["visits"] += 1

    def _some_day(self, begin: datetime, end: datetime) -> datetime:
        return begin + (end - begin) * self._chance.uniform(0.1, 0.8)

    def _next_hour(self) -> datetime:
        """Some time in the waking hours of tomorrow or, now and then, a later day."""
        days = self._chance.choice((1, 1, 1, 1, 1, 2))
        local = self._clock.now().astimezone(ZoneInfo(ZONES[self._zone])) + timedelta(days=days)
        return local.replace(hour=self._chance.randrange(7, 22), minute=self._chance.randrange(60))

    async def _sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self._clock.now()).total_seconds()))

    async def _joins(self, link: str) -> None:
        await self.does(lambda: self.phone.starts(link))
        with suppress(Missing):
            await self.taps("Einverstanden")
            await self.says(self.phone.person.first_name)
            await self.says("/einstellungen")
            await self.taps("Zeitzone")
            await self.says(self._zone)
            await self.taps("Ruhezeit")
            await self.taps(self._chance.choice(QUIET))

    async def _leaves(self) -> None:
        with suppress(Missing):
            await self.says("/loeschen")
            await self.taps(self._chance.choice(("Sofort löschen", "In sieben Tagen")))

    async def _stays_away(self) -> None:
        self.phone.blocks()
        await asyncio.sleep(self._chance.uniform(1, 5) * DAY.total_seconds())
        self.phone.unblocks()
        await self.says("/menue")

    # --- habits

    async def _practises(self) -> None:
        """A role-play or a single phase, from the first button on for a while."""
        await self.says("/weiter" if self._chance.random() < 0.3 else "/rollenspiel")
        for _ in range(self._chance.randrange(6, 24)):
            bubble, actions = self._newest()
            if bubble is None:
                return
            choices = [each for each in bubble.buttons if (each.data or "").partition("|")[0] in CHOICES]
            if begin := next((actions[each] for each in ("start", "fortsetzen", "bleiben") if each in actions), None):
                await self.presses(bubble, begin)
            elif choices:
                await self.presses(bubble, self._chance.choice(choices))
            elif "stand" in actions and "einzelheiten" not in actions and "ueberspringen" not in actions:
                await self._answers()
            elif "einzelheiten" in actions:
                moves = [actions[each] for each in ("naechste", "naechste", "naechste", "nochmal") if each in actions]
                await self.presses(bubble, self._chance.choice(moves))
            elif "ueberspringen" in actions:
                await self.says("Ein Satz für den Zettel.")
            elif "weiter" in actions:
                await self.presses(bubble, actions["weiter"])
            elif "rollenspiel" in actions and self._chance.random() < 0.5:
                await self.presses(bubble, actions["rollenspiel"])
            else:
                return

    async def _answers(self) -> None:
        """One numbered answer, perhaps in two messages, perhaps corrected."""
        sight = next((bubble.text for bubble in reversed(self.phone.messages) if bubble.from_bot), "")
        number = self._ledger.gives(self.phone.person.id, sight, self._clock.now())
        levels = " ".join(self._chance.choice("0122?") for _ in range(3))
        text = f"{levels} {self._chance.choice(ANSWERS[:10])} [{number}]"
        hasty = self._chance.random() < 0.1
        message = 0

        def act() -> None:
            nonlocal message
            message = self.phone.says(text)
            if hasty:
                self.phone.says("Und noch etwas.")

        await self.does(act)
        if message in self.phone.chat.messages and self._chance.random() < 0.1:
            await self.does(lambda: self.phone.edits(message, f"{text} Genau."))

    async def _plans(self) -> None:
        """An activity of the next days, with its reminders."""
        local = self._clock.now().astimezone(ZoneInfo(ZONES[self._zone]))
        day = local + timedelta(days=self._chance.randrange(1, 5))
        hour = self._chance.randrange(8, 20)
        await self.says(f"/aktivitaeten Am {day.day}.{day.month}. um {hour}:00 Uhr rufe ich Frau Keller an")
        if self._chance.random() < 0.3:
            await self.taps("Erinnerung")

    async def _sets_goals(self) -> None:
        await self.says("/ziele")
        for answer in GOAL:
            await self.says(answer)
        await self.taps("Passt so")
        await self.taps("Ja, beides")

    async def _hands_in(self) -> None:
        """The first of her assignments that can be done by writing."""
        await self.says("/aufgaben")
        bubble, _ = self._newest()
        for button in bubble.buttons if bubble else ():
            if (button.data or "").startswith("aufgaben:zeigen"):
                await self.presses(bubble, button)  # type: ignore[arg-type]
                break
        else:
            return
        page, actions = self._newest()
        if not page or "aufgaben:los" not in actions:
            return
        await self.presses(page, actions["aufgaben:los"])
        for _ in range(4):
            await self.says(f"2 1 2 {self._chance.choice(ANSWERS[:10])}")
        await self.taps("Abgeben")
        self._ledger.counts["handed in"] += 1

    async def _looks_around(self) -> None:
        for command in ("/fortschritt", "/wiederholung", "/kunden", "/export"):
            await self.says(command)

    async def _answers_reminder(self) -> None:
        """What came by itself has buttons too."""
        for bubble in reversed(self.phone.messages):
            for button in bubble.buttons:
                if button.text.startswith(("Erledigt", "Später", "Einen Tag")):
                    await self.presses(bubble, button)
                    return


class Leader(Member):
    """A coach: founds a team, gives something every week, writes to everybody, reviews."""

    def __init__(self, phone: Phone, chance: Random, clock: Clock, ledger: Ledger) -> None:
        super().__init__(phone, chance, clock, ledger)
        self.link = ""

    _weights = (1, 2, 4)

    @property
    def _habits(self) -> Sequence[Callable[[], object]]:
        return (self._writes, self._gives, self._reviews)

    async def lives(self, begin: datetime, end: datetime, link: Callable[[], str]) -> None:
        """First the team, then every day."""
        await self._sleep_until(begin)
        await self._joins("")
        for _ in range(FOUNDINGS):
            if not self.link:
                with suppress(Missing):
                    await self._founds()
        while (at := self._next_hour()) < end:
            await self._sleep_until(at)
            await self._tries(self._chance.choices(self._habits, self._weights)[0])

    async def _founds(self) -> None:
        await self.says("/coach")
        bubble, _ = self._newest()
        if bubble and any(button.text.startswith("Team gründen") for button in bubble.buttons):
            await self.taps("Team gründen")
            await self.says("Vertrieb")
        await self._team()
        await self.taps("Einladen")
        await self.taps("Trainees")
        await self.taps("Für 50")
        for shown in self.phone.messages:
            if found := LINK.search(shown.source):
                self.link = found.group(1)
        await self._team()
        await self._gives(week="Jeden ")

    async def _team(self) -> None:
        await self.says("/coach")
        await self.taps("Vertrieb")

    async def _gives(self, week: str = "") -> None:
        await self._team()
        await self.taps("Aufgabe geben")
        await self.taps("Phasen")
        bubble, _ = self._newest()
        offered = (
            [each for each in bubble.buttons if (each.data or "").startswith("coach:vergabe:was")] if bubble else []
        )
        if not bubble or not offered:
            raise Missing("no exercises")
        await self.presses(bubble, self._chance.choice(offered))
        if week:
            await self.taps("Wann")
            await self.taps(week)
        await self.taps("Geben …")
        await self.taps("Ja, geben")
        self._ledger.counts["assignments given"] += 1

    async def _writes(self) -> None:
        await self._team()
        await self.taps("Nachricht")
        await self.says("Morgen um neun treffen wir uns im Lager.")
        await self.taps("Ja, senden")
        self._ledger.counts["messages to teams"] += 1

    async def _reviews(self) -> None:
        await self._team()
        await self.taps("Durchsicht")
        for _ in range(5):
            await self.taps("Älteste")
            await self.taps("Alles")
            await self.taps("Absenden")
            self._ledger.counts["reviews"] += 1
            await self._team()
            await self.taps("Durchsicht")
