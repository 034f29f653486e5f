"""A trainee who plays for as long as it takes, quickly and not always sensibly."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from random import Random

from bot.simulator.phone import Phone
from bot.simulator.world import Bubble, Button

ANSWERS = (
    "Guten Tag, schön, dass Sie sich Zeit nehmen. Wie war Ihre Anreise?",
    "Was beschäftigt Sie im Moment am meisten, wenn Sie an die Anlage denken?",
    "Verstehe ich richtig, dass Ihnen der laufende Betrieb am wichtigsten ist?",
    "Wer entscheidet bei Ihnen außer Ihnen noch mit?",
    "Welche Ziele wollen Sie bis Ende des Jahres erreichen, und woran messen Sie das?",
    "Ich schlage Ihnen zwei Wege vor. Der erste spart Zeit, der zweite Geld. Was passt besser zu Ihnen?",
    "Dass Ihnen der Preis hoch vorkommt, kann ich nachvollziehen. Womit vergleichen Sie ihn?",
    "Wenn wir uns heute einig werden, liefere ich Ihnen in sechs Wochen. Wollen wir das so machen?",
    "Ich schicke Ihnen morgen eine Zusammenfassung und rufe am Donnerstag um zehn Uhr an.",
    "Ich nehme mir vor dem Gespräch zehn Minuten und schreibe auf, was ich über den Kunden weiß.",
    "Ja.",
    "Das müssen Sie jetzt kaufen, alles andere wäre dumm.",
)
NUMBERED = re.compile(r"\[(\d+)\]")
BEGIN = ("einverstanden", "start", "fortsetzen", "bleiben")
CHOOSE = ("kurs", "kunde", "phase")
ANEW = ("auswahl", "rollenspiel")
PLAY = ("naechste", "tipp", "nochmal", "einzelheiten", "stand")
PATIENCE = 8.0  # seconds without news until a trainee does something anyway


class Trainee:
    """Says numbered things and presses buttons, whatever the bot shows last."""

    def __init__(self, phone: Phone, chance: Random) -> None:
        self.phone = phone
        self._chance = chance
        self.said = 0

    async def play(self, enough: Callable[["Trainee"], bool]) -> None:
        """Until it is enough."""
        self.phone.starts()
        before = self._screen()
        while not enough(self):
            hasty = self._chance.random() < 0.15
            with suppress(TimeoutError):
                await self.phone.until(lambda _: self._has_news(before, hasty), PATIENCE)  # noqa: B023 - awaited here
            self._act()
            before = self._screen()

    def _has_news(self, before: list[tuple[int, str]], hasty: bool) -> bool:
        """Something new is there to press or, for the hasty, to read."""
        last = self.phone.messages[-1]
        return self._screen() != before and (hasty or (last.from_bot and bool(last.buttons)))

    def _screen(self) -> list[tuple[int, str]]:
        return [(bubble.id, bubble.text) for bubble in self.phone.messages[-4:] if bubble.from_bot]

    def _act(self) -> None:
        bubble = next((bubble for bubble in reversed(self.phone.messages[-3:]) if bubble.buttons), None)
        if bubble is None:
            self._say()
            return
        actions = {_action(button): button for button in bubble.buttons}
        choices = [button for button in bubble.buttons if _action(button) in CHOOSE]
        moves = [actions[action] for action in PLAY if action in actions]
        if begin := _first(actions, BEGIN):
            self._press(bubble, begin)
        elif choices:
            self._press(bubble, self._chance.choice(choices[:3]))
        elif moves and self._chance.random() < (0.8 if moves[0] is actions.get("naechste") else 0.15):
            self._press(bubble, moves[0] if self._chance.random() < 0.8 else self._chance.choice(moves))
        elif not moves and (anew := _first(actions, ANEW)):
            self._press(bubble, anew)
        else:
            self._say()

    def _say(self) -> None:
        for _ in range(self._chance.choices((1, 2, 3), (8, 2, 1))[0]):
            self.said += 1
            self.phone.says(f"{self._chance.choice(ANSWERS)} [{self.said}]")

    def _press(self, bubble: Bubble, button: Button) -> None:
        for _ in range(self._chance.choices((1, 2), (9, 1))[0]):
            self.phone.presses(bubble.id, button.data or "")


def _action(button: Button) -> str:
    return (button.data or "").partition("|")[0]


def _first(actions: Mapping[str, Button], wanted: Sequence[str]) -> Button | None:
    return next((actions[action] for action in wanted if action in actions), None)
