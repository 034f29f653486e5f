"""What comes again and again, and words that name no time."""

from datetime import datetime

from msgspec.structs import replace

from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, Sort, Vague
from flows.dates.reading import Doubt
from flows.dates.rules.counted import Within, nth_weekday
from flows.dates.rules.dates import this_month
from flows.dates.rules.days import CODES, every_weekday
from flows.dates.rules.stretches import which_stretch
from flows.dates.words import Part, Period, Stretch, Which

rule = GRAMMAR.rule


@rule("repeat", "immer am? WEEKDAY", "jeden/jeder/jedem/jede/jedes WEEKDAY", "jeden/alle ORDINAL WEEKDAY")
def _every(now: datetime, *values: int) -> Days:
    days = every_weekday(now, values[-1])
    return _spaced(days, values[0]) if len(values) > 1 else days


def _spaced(days: Days, interval: int) -> Days:
    return replace(days, rule=f"FREQ=WEEKLY;INTERVAL={interval};{days.rule.partition(';')[2]}")


@rule("repeat", "jeden <nth> WEEKDAY im/des monat/monats")
def _every_nth(now: datetime, which: int, weekday: int) -> Days:
    within = Within(which_stretch(now, Which.DIESER, Stretch.MONAT), again=Period(months=1))
    days = nth_weekday(now, which, weekday, within)
    rule = f"FREQ=MONTHLY;BYDAY={which}{CODES[weekday]}"
    return replace(days, repeated=True, doubt=Doubt.WIEDERKEHREND, rule=rule)


@rule("repeat", "jeden <nth> WEEKDAY im/des jahr/quartal")
def _every_nth_rarely(now: datetime, which: int, weekday: int) -> Days:
    return replace(_every_nth(now, which, weekday), rule="")


@rule("repeat", "am? ORDINAL jeden/jedes monats/monat", "jeden ORDINAL im/des monat/monats", "immer am ORDINAL",
      "an? jedem ORDINAL", "jeden ORDINAL",
      "jeden monat am ORDINAL")  # fmt: skip
def _every_month(now: datetime, number: int) -> Days:
    rule = f"FREQ=MONTHLY;BYMONTHDAY={number}"
    return replace(this_month(now, number), repeated=True, doubt=Doubt.WIEDERKEHREND, ambiguous=False, rule=rule)


@rule("repeat", "stuendlich", "jede stunde")
def _over_and_over(now: datetime) -> Days:
    return Days(now.date(), now.date(), Sort.STRETCH, Doubt.WIEDERKEHREND, repeated=True)


@rule("repeat", "taeglich", "jeden tag")
def _daily(now: datetime) -> Days:
    return _every_so_often(now, Period(days=1))


@rule("repeat", "woechentlich", "jede woche")
def _weekly(now: datetime) -> Days:
    return _every_so_often(now, Period(days=7))


@rule("repeat", "zweiwoechentlich", "vierzehntaegig")
def _fortnightly(now: datetime) -> Days:
    return _every_so_often(now, Period(days=14))


@rule("repeat", "monatlich", "jeden monat")
def _monthly(now: datetime) -> Days:
    return _every_so_often(now, Period(months=1))


@rule("repeat", "vierteljaehrlich", "quartalsweise", "jedes quartal")
def _quarterly(now: datetime) -> Days:
    return _every_so_often(now, Period(months=3))


@rule("repeat", "halbjaehrlich", "jedes halbjahr")
def _half_yearly(now: datetime) -> Days:
    return _every_so_often(now, Period(months=6))


@rule("repeat", "jaehrlich", "jedes jahr")
def _yearly(now: datetime) -> Days:
    return _every_so_often(now, Period(months=12))


@rule("repeat", "werktags", "jeden/jede/jedes werktag/arbeitstag")
def _every_workday(now: datetime) -> Days:
    return replace(_over_and_over(now), rule=f"FREQ=WEEKLY;BYDAY={','.join(CODES[:5])}")


@rule("repeat", "alle <period>")
def _every_so_often(now: datetime, period: Period) -> Days:
    return replace(_over_and_over(now), rule=_rule(period))


@rule("repeat", "jede/jeden/jedes/alle ORDINAL UNIT")
def _every_second(now: datetime, number: int, unit: Period) -> Days:
    return _every_so_often(now, unit.times(number))


@rule("repeat", "NUMBER -? taegig")
def _every_so_many_days(now: datetime, number: int) -> Days:
    return _every_so_often(now, Period(days=number))


@rule("repeat", "NUMBER -? woechentlich")
def _every_so_many_weeks(now: datetime, number: int) -> Days:
    return _every_so_often(now, Period(days=7 * number))


@rule("repeat",
      "einmal/zweimal/dreimal/viermal/fuenfmal pro/die/in/am/im der? UNIT", "NUMBER x/mal pro/die/in/am/im der? UNIT",
      "jeden/jede PART")  # fmt: skip
def _often(now: datetime, *values: object) -> Days:
    part = next((value for value in values if isinstance(value, Part)), None)
    days = _over_and_over(now) if part is None else _daily(now)
    return replace(days, part=part)


def _rule(period: Period) -> str:
    """What RFC 5545 calls it; nothing for odd lengths."""
    months, days = period.months, period.days
    if period.clock or (months and days) or months != int(months) or days != int(days) or not (months or days):
        return ""
    for length, unit, name in ((months, 12, "YEARLY"), (months, 1, "MONTHLY"), (days, 7, "WEEKLY"), (days, 1, "DAILY")):
        if length and length % unit == 0:
            interval = int(length // unit)
            return f"FREQ={name}" + (f";INTERVAL={interval}" if interval > 1 else "")
    return ""


_VAGUE = (
    "bald", "baldigst", "alsbald", "demnaechst", "irgendwann", "zeitnah", "spaeter", "schnellstmoeglich", "asap",
    "baldmoeglichst", "baldmoeglich", "fruehestmoeglich", "ehestmoeglich", "naechstens", "langfristig", "kurzfristig",
    "mittelfristig", "rechtzeitig", "jederzeit", "schnellstens", "ehestens", "so bald/schnell/frueh wie moeglich",
    "sobald", "moeglichst/sehr/ganz schnell/bald/frueh/rasch/zeitnah", "in kuerze/baelde", "bei naechster? gelegenheit",
    "wenn/falls ich? mal? zeit", "wenn es mal? passt", "wenns passt", "wenn ich dazu komme", "eines tages",
    "die/dieser tage", "in naechster/absehbarer/kommender/nahe zeit/zukunft", "in der naechsten zeit", "in zukunft",
    "aus/nach/vor/waehrend/in dem/den/der/meinem/seinem/ihrem urlaub/ferien/messe/feier/pause",
    "im urlaub", "ueber kurz oder lang", "zu gegebener zeit", "mal wieder", "wieder mal", "irgendwann mal",
    "unter der woche", "in der woche", "wenn zeit ist", "zwischendurch", "nebenbei", "gelegentlich", "ab und zu",
    "manchmal", "oefter", "regelmaessig", "hin und wieder", "beizeiten", "auf die schnelle", "frueher oder spaeter",
)  # fmt: skip


@rule("vague", *_VAGUE)
def _vague() -> Vague:
    return Vague()


@rule(
    "vague", "in/vor/nach/alle ein? AMOUNT UNIT", "in/die? den/der? WHICH ein? AMOUNT UNIT", "ein AMOUNT UNIT spaeter"
)
def _some(*values: object) -> Vague | None:
    return Vague() if None in values and values[-2] is None else None


@rule("vague", "WHICH tage/tagen/wochen/monate/monaten/stunden/minuten/jahre/jahren")
def _next_ones(which: Which) -> Vague:
    if which is Which.LETZTER:
        raise NoTime(Doubt.VERGANGEN)
    return Vague()


@rule("plain", "vor kurzem/langem", "neulich/kuerzlich/vorhin/damals/letztens/vorgestern/juengst")
def _lately() -> Days:
    raise NoTime(Doubt.VERGANGEN)
