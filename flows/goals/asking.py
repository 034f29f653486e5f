"""The questions of a goal, one at a time, the table they fill, and whether it is challenging and reachable."""

import re
from datetime import date, datetime
from typing import Any

from flows import dates, replies
from flows.goals import pages
from flows.goals.answers import Clash, Lower, Refused, Taken, gain_or_total, leave_open, take, take_date
from flows.goals.plan import ROW_OF, UNIT_OF, Key, Plan, moved, next_key, reckon
from flows.goals.sheet import Stage
from flows.goals.talk import Talk
from flows.numbers import Doubt, Number, Refusal, read_number
from flows.replies import TO_BACK

YEAR = re.compile(r"(?:(?:bis|im jahr|in) )?(20\d\d)\.?", re.IGNORECASE)
YES = replies.YES | {"ja so gewollt", "ja beides"}
NO = replies.NO | {"falsch"}
TO_TABLE = frozenset({"tabelle", "fertig", "zur tabelle"})
FIGURE_WORDS = {
    **dict.fromkeys(("kunden", "kunden heute", "kundenzahl"), Key.CUSTOMERS),
    **dict.fromkeys(("neue kunden", "kunden dazu"), Key.MORE_CUSTOMERS),
    **dict.fromkeys(("bis wann", "termin", "datum", "tag"), Key.DUE),
    **dict.fromkeys(("umsatz", "umsatz heute"), Key.EXISTING),
    "umsatz dazu": Key.MORE_EXISTING,
    **dict.fromkeys(("umsatz neu", "umsatz mit neuen"), Key.NEW),
    **dict.fromkeys(("schnitt", "durchschnitt", "schnitt heute"), Key.AVERAGE),
    **dict.fromkeys(("schnitt dazu", "schnitt dann"), Key.MORE_AVERAGE),
}


class Asking(Talk):
    """From the first question to the finished table; `judged` once it is to be saved."""

    judged = False

    def tell(self, values: dict[str, Any]) -> None:
        """Say what belongs to the stage."""
        sheet = self.sheet
        match sheet.stage:
            case Stage.ASKING:
                usual = {"fehler": "", "bewegt": [], "uebergangen": "", "erste": False}
                self.say("ziele_frage", pages.question(sheet) | usual | values, pages.question_rows(sheet, self.today))
            case Stage.DOUBT:
                doubt = {"grund": "", "schluessel": sheet.awaits, "anzahl": len(sheet.readings) + len(sheet.days)}
                self.say("ziele_zweifel", doubt | values, pages.reading_rows(sheet))
            case Stage.LOWER:
                self.say("ziele_weniger", pages.lower(sheet), pages.lower_rows(sheet))
            case Stage.CLASH:
                self.say("ziele_widerspruch", pages.clash(sheet), pages.clash_rows(sheet))
            case Stage.PICKING:
                self.say("ziele_auswahl", {"urteil": values.get("urteil", "")}, pages.picking_rows(sheet))
            case Stage.JUDGING:
                self.say("ziele_pruefung", {"bis": sheet.plan.due}, pages.judging_rows(sheet))
            case _:
                usual = {"bewegt": [], "uebergangen": "", "unverstanden": False, "gesagt": pages.is_told(sheet.plan)}
                self.say("ziele_tabelle", pages.table(sheet.plan) | usual | values, pages.table_rows(sheet))

    def act(self, action: str, argument: str) -> bool:
        """Do what a button says; False if the stage has no such button."""
        sheet = self.sheet
        match action, sheet.stage:
            case pages.ANSWER, Stage.ASKING if sheet.key is Key.DUE:
                self._take_day(argument)
            case pages.UNKNOWN, Stage.ASKING:
                self._pass()
            case pages.KEEP, Stage.ASKING:
                self._go_on(sheet.plan)
            case pages.BACK, _:
                self._back()
            case pages.READING, Stage.DOUBT:
                self._choose_reading(argument)
            case pages.LESS, Stage.LOWER:
                self._settle_lower(meant=argument == "ja")
            case pages.WAY, Stage.CLASH:
                self._choose_way(argument)
            case pages.PICK, Stage.TABLE:
                self._show(Stage.PICKING)
            case pages.FIGURE, Stage.PICKING if argument in list(Key):
                self._pick(Key(argument))
            case pages.FITS, Stage.TABLE if pages.is_told(sheet.plan):
                self._show(Stage.JUDGING)
            case pages.JUDGE, Stage.JUDGING:
                self._judge(argument)
            case _:
                return False
        return True

    def answer(self, text: str, word: str) -> None:
        """Take a text; `word` is "offen" if she does not know."""
        sheet, stage = self.sheet, self.sheet.stage
        only_one = len(sheet.readings) + len(sheet.days) == 1
        if word in TO_BACK:
            self._back()
        elif stage is Stage.JUDGING and word in YES:
            self._judge("beides")
        elif stage in (Stage.TABLE, Stage.PICKING, Stage.JUDGING):
            self._hear_at_table(word)
        elif stage is Stage.LOWER and word in YES | NO:
            self._settle_lower(meant=word in YES)
        elif stage is Stage.DOUBT and word in YES and only_one:
            self._choose_reading("0")
        elif word == "offen":
            self._pass()
        elif word in TO_TABLE:
            self.change(key=None, changing=False)
            self._show(Stage.TABLE)
        elif sheet.key is Key.DUE:
            self._read_day(text)
        else:
            self._read(text)

    # --- what she writes ---------------------------------------------------------------------------------------

    def _hear_at_table(self, word: str) -> None:
        """The name of a figure picks it; what fits is „passt“."""
        at_table = self.sheet.stage is Stage.TABLE
        if word in FIGURE_WORDS:
            self._pick(FIGURE_WORDS[word])
        elif word in YES | TO_TABLE and at_table and pages.is_told(self.sheet.plan):
            self._show(Stage.JUDGING)
        elif word in NO:
            self._show(Stage.PICKING)
        else:
            self._show(Stage.TABLE, unverstanden=True)

    def _read(self, text: str) -> None:
        key = self.sheet.key or Key.CUSTOMERS
        match read_number(text, UNIT_OF[ROW_OF[key]]):
            case Number() as number:
                self._take(number)
            case Doubt(why, readings):
                self.change(readings=readings, days=())
                self._show(Stage.DOUBT, grund=why.value)
            case Refusal(why):
                self._show(Stage.ASKING, fehler=why.value)

    def _read_day(self, text: str) -> None:
        """A day, or the end of a stretch; in doubt it is asked. A bare year is probably meant to its end."""
        reading = dates.read(text, self.local)
        year = YEAR.fullmatch(text.strip())
        named = (date(int(year[1]), 12, 31),) if year else (reading.end, reading.when)
        days = tuple(dict.fromkeys(_day(each) for each in named if each is not None and _day(each) > self.today))
        if not days:
            past = reading.doubt is dates.Doubt.VERGANGEN or any(named)
            self._show(Stage.ASKING, fehler="vergangen" if past else "kein_tag")
        elif reading.ambiguous or year:
            self.change(readings=(), days=days)
            self._show(Stage.DOUBT, grund="tag")
        else:
            self._taken(take_date(self.sheet.plan, days[0], self.today))

    def _take(self, number: Number) -> None:
        plan, key = self.sheet.plan, self.sheet.key or Key.CUSTOMERS
        if meanings := gain_or_total(plan, key, number):
            self.change(readings=meanings, days=())
            self._show(Stage.DOUBT, grund="plus_oder_ziel")
        else:
            self._taken(take(plan, key, number))

    def _take_day(self, text: str) -> None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.show()
        else:
            self._taken(take_date(self.sheet.plan, day, self.today))

    # --- what follows ------------------------------------------------------------------------------------------

    def _taken(self, taken: Taken) -> None:
        match taken:
            case Plan():
                self._go_on(taken)
            case Refused(fault):
                self._show(Stage.ASKING, fehler=fault.value)
            case Lower():
                self.change(lower=taken)
                self._show(Stage.LOWER)
            case Clash():
                self.change(clash=taken)
                self._show(Stage.CLASH)

    def _go_on(self, plan: Plan, uebergangen: str = "") -> None:
        """With the new plan to the next open question, or to the table."""
        sheet = self.sheet
        moves = pages.movements(moved(reckon(sheet.plan), reckon(plan)), sheet.key, plan)
        passed = sheet.passed if uebergangen else tuple(key for key in sheet.passed if key is not sheet.key)
        asked = (*sheet.asked, sheet.key) if sheet.key and not sheet.changing else sheet.asked
        following = None if sheet.changing else next_key(plan, frozenset(passed))
        self.change(plan=plan, passed=passed, asked=asked, key=following, changing=False)
        self._show(Stage.ASKING if following else Stage.TABLE, bewegt=moves, uebergangen=uebergangen)

    def _pass(self) -> None:
        """Left open, with a sentence of what then stays empty."""
        sheet = self.sheet
        key = sheet.key or Key.CUSTOMERS
        self.change(passed=(*(each for each in sheet.passed if each is not key), key))
        self._go_on(leave_open(sheet.plan, key), uebergangen=key.value)

    def _back(self) -> None:
        """To the question before; from a doubt to its question, from a picked figure to the table."""
        sheet = self.sheet
        if sheet.stage in (Stage.DOUBT, Stage.LOWER, Stage.CLASH):
            self._show(Stage.ASKING)
        elif sheet.stage in (Stage.PICKING, Stage.JUDGING) or sheet.changing:
            self.change(key=None, changing=False)
            self._show(Stage.TABLE)
        elif sheet.asked:
            self.change(key=sheet.asked[-1], asked=sheet.asked[:-1])
            self._show(Stage.ASKING)
        else:
            self.show()

    def _choose_reading(self, place: str) -> None:
        sheet = self.sheet
        chosen = int(place) if place.isdecimal() and len(place) < 3 else -1
        if 0 <= chosen < len(sheet.readings):
            self._take(sheet.readings[chosen])
        elif 0 <= chosen < len(sheet.days):
            self._taken(take_date(sheet.plan, sheet.days[chosen], self.today))
        else:
            self.show()

    def _settle_lower(self, *, meant: bool) -> None:
        lower = self.sheet.lower
        if meant and lower is not None:
            self._go_on(lower.plan)
        else:
            self._show(Stage.ASKING)

    def _choose_way(self, name: str) -> None:
        """What gives way to the average; nothing, if the reckoned one is to stay."""
        clash = self.sheet.clash
        plans = {key.value: plan for key, plan in clash.ways} if clash else {}
        self._go_on(plans.get(name, self.sheet.plan))

    def _pick(self, key: Key) -> None:
        self.change(key=key, changing=True)
        self._show(Stage.ASKING)

    def _judge(self, judgement: str) -> None:
        """Only the person can say whether it is both."""
        if judgement == "beides":
            self.judged = True
        else:
            self._show(Stage.PICKING, urteil=judgement)

    def _show(self, stage: Stage, **values: Any) -> None:
        self.change(stage=stage)
        self.show(**values)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
