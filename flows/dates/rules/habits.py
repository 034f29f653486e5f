"""What comes again and again, and words that name no time."""

from datetime import datetime

from msgspec.structs import replace

from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Days, NoTime, Sort, Vague
from flows.dates.reading import Doubt
from flows.dates.rules.dates import this_month
from flows.dates.rules.days import every_weekday
from flows.dates.rules.stretches import nth_weekday, which_stretch
from flows.dates.words import Part, Stretch, Which

rule = GRAMMAR.rule


@rule("repeat", "immer am? WEEKDAY", "jeden/jeder/jedem/jede/jedes WEEKDAY", "jeden/alle ORDINAL WEEKDAY")
def _every(now: datetime, *values: int) -> Days:
    return every_weekday(now, values[-1])


@rule("repeat", "jeden <nth> WEEKDAY im/des monat/monats/jahr/quartal")
def _every_nth(now: datetime, which: int, weekday: int) -> Days:
    days = nth_weekday(now, which, weekday, replace(which_stretch(now, Which.DIESER, Stretch.MONAT), yearless=True))
    return replace(days, repeated=True, doubt=Doubt.WIEDERKEHREND)


@rule("repeat", "am? ORDINAL jeden/jedes monats/monat", "jeden ORDINAL im/des monat/monats", "immer am ORDINAL",
      "an? jedem ORDINAL", "jeden ORDINAL",
      "jeden monat am ORDINAL")  # fmt: skip
def _every_month(now: datetime, number: int) -> Days:
    return replace(this_month(now, number), repeated=True, doubt=Doubt.WIEDERKEHREND, ambiguous=False)


@rule("repeat", "taeglich", "woechentlich", "monatlich", "jaehrlich", "vierteljaehrlich", "stuendlich", "werktags",
      "quartalsweise", "halbjaehrlich", "zweiwoechentlich", "vierzehntaegig",
      "jeden/jede/jedes tag/woche/monat/jahr/quartal/werktag/arbeitstag/stunde/halbjahr")  # fmt: skip
def _over_and_over(now: datetime) -> Days:
    return Days(now.date(), now.date(), Sort.STRETCH, Doubt.WIEDERKEHREND, repeated=True)


@rule("repeat", "alle <period>", "jede/jeden/jedes/alle ORDINAL UNIT", "NUMBER -? taegig", "NUMBER -? woechentlich",
      "einmal/zweimal/dreimal/viermal/fuenfmal pro/die/in/am/im der? UNIT", "NUMBER x/mal pro/die/in/am/im der? UNIT",
      "jeden/jede PART", "jeden/jede ORDINAL UNIT")  # fmt: skip
def _every_period(now: datetime, *values: object) -> Days:
    part = next((value for value in values if isinstance(value, Part)), None)
    return replace(_over_and_over(now), part=part)


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
