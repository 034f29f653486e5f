"""„Wie stehe ich?“: telling what was reached, figure by figure."""

from typing import Any

from msgspec.structs import replace

from flows.effects import Button, Rows
from flows.goals import pages
from flows.goals.memory import reached
from flows.goals.plan import ROW_OF, UNIT_OF, Key, Plan, reckon
from flows.goals.sheet import REACHED, Stage
from flows.goals.standing import Actual
from flows.goals.talk import Talk
from flows.numbers import Doubt, Number, Refusal, Unit, Way, read_number
from flows.replies import TO_BACK


class Telling(Talk):
    """From the first figure to the last; `told` once all were asked."""

    told: Actual | None = None

    def start(self, plan: Plan) -> None:
        """Ask for the first figure of the plan; there must be one."""
        self.begin(stage=Stage.STANDING, plan=plan, key=measured(plan)[0], actual=Actual(self.today))

    def tell(self, values: dict[str, Any]) -> None:
        """Say what belongs to the stage."""
        last = self._last()
        usual = {
            "schluessel": self._key.value,
            "zuletzt": last and last.value,
            "waehrung": self.sheet.plan.currency,
            "fehler": "",
            "erste": False,
        }
        self.say("ziele_wie_weit", usual | values, self._rows(last))

    def act(self, action: str, argument: str) -> bool:
        """Do what a button says; False if the stage has no such button."""
        match action:
            case pages.ANSWER:
                self._take(self._last())
            case pages.UNKNOWN:
                self._take(None)
            case pages.BACK:
                self._back()
            case _:
                return False
        return True

    def answer(self, text: str, word: str) -> None:
        """Take a text; `word` is "offen" if she does not know."""
        if word in TO_BACK:
            self._back()
        elif word == "offen":
            self._take(None)
        else:
            self._read(text)

    def _read(self, text: str) -> None:
        """What is reached by now; „+3“ is on top of what was told last."""
        match read_number(text, UNIT_OF[ROW_OF[self._key]]):
            case Number(unit=Unit.PERCENT):
                self.show(fehler="prozent_heute")
            case Number(value, unit, way):
                last = self._last()
                total = value + last.value if way is Way.BY and last else value
                if total < 0:
                    self.show(fehler="negativ")
                else:
                    self._take(Number(total, unit))
            case Doubt(why) | Refusal(why):
                self.show(fehler=why.value)

    def _take(self, number: Number | None) -> None:
        """The figure is told; on to the next, or done."""
        keys = measured(self.sheet.plan)
        following = keys[keys.index(self._key) + 1 :]
        actual = replace(self.sheet.actual or Actual(self.today), **{REACHED[self._key]: number and number.value})
        self.change(actual=actual)
        if following:
            self.change(key=following[0])
            self.show()
        else:
            self.told = actual

    def _back(self) -> None:
        keys = measured(self.sheet.plan)
        self.change(key=keys[max(keys.index(self._key) - 1, 0)])
        self.show()

    @property
    def _key(self) -> Key:
        keys = measured(self.sheet.plan)
        return self.sheet.key if self.sheet.key in keys else keys[0]

    def _last(self) -> Number | None:
        """What was told last time, or else where the goal started."""
        told = [each for actual in reached(self.moment) if (each := getattr(actual, REACHED[self._key])) is not None]
        value = told[-1] if told else reckon(self.sheet.plan).line(ROW_OF[self._key]).now
        return None if value is None else Number(value, UNIT_OF[ROW_OF[self._key]])

    def _rows(self, last: Number | None) -> Rows:
        sheet = self.sheet
        same = Button(pages.ANSWER, "wie_zuletzt", "", sheet.mark, pages.reading(sheet.plan, last)) if last else None
        ways = [Button(pages.UNKNOWN, "weiss_nicht", "", sheet.mark)]
        if self._key is not measured(sheet.plan)[0]:
            ways.append(Button(pages.BACK, "zurueck", "", sheet.mark))
        return (*(((same,),) if same else ()), tuple(ways))


def measured(plan: Plan) -> list[Key]:
    """What can be told of a goal: whatever has a start and a target."""
    table = reckon(plan)
    wanted = {Key.CUSTOMERS: table.customers, Key.EXISTING: table.existing, Key.NEW: table.new}
    return [key for key, line in wanted.items() if line.then is not None and (key is Key.NEW or line.now is not None)]
