"""The rules for clock times: from "15:30" to "kurz vor dreiviertel acht"."""

from msgspec.structs import replace

from flows.dates.grammar import GRAMMAR
from flows.dates.meaning import Clock, Hours, NoTime
from flows.dates.reading import Doubt
from flows.dates.words import Part

rule = GRAMMAR.rule

_DAY = 24 * 60


def _clock(hour: int, minute: int = 0, *, spoken: bool = True, sure: bool = False) -> Clock:
    if not (0 <= hour < 24 and 0 <= minute < 60) and (hour, minute) != (24, 0):
        raise NoTime(Doubt.KEINE_UHRZEIT)
    return Clock(hour * 60 + minute, sure or hour > 12 or (hour == 0 and minute == 0), spoken)


@rule("clock", "CLOCK uhr/h?")
def _written(written: tuple[int, int, bool]) -> Clock:
    hour, minute, zero = written
    return _clock(hour, minute, spoken=False, sure=zero)


@rule("clock", "DM uhr/h")
def _with_a_dot(written: tuple[int, int, bool]) -> Clock:
    return _clock(written[0], written[1], spoken=False)


@rule("clock", "NUMBER uhr/h NUMBER")
def _hour_and_minute(hour: int, minute: int) -> Clock | None:
    return _clock(hour, minute) if minute < 100 else None


@rule("clock", "NUMBER uhr/h", "ORDINAL uhr")
def _full_hour(hour: int) -> Clock | None:
    if hour > 99:  # 1030 Uhr
        return _clock(hour // 100, hour % 100, spoken=False) if hour < 2500 else None
    return _clock(hour)


@rule("clock", "ein uhr NUMBER?")
def _one(minute: int | None) -> Clock | None:
    return _clock(1, minute or 0) if (minute or 0) < 60 else None


@rule("twelve", "NUMBER", "ORDINAL")
def _on_the_dial(hour: int) -> int | None:
    return hour if 1 <= hour <= 12 else None


@rule("clock", "halb <twelve> uhr?")
def _half(hour: int) -> Clock:
    return _before(hour, 30)


@rule("clock", "SLASH <twelve> uhr?")
def _written_fraction(fraction: tuple[int, int], hour: int) -> Clock | None:
    return {(1, 2): _before(hour, 30), (3, 4): _before(hour, 15), (1, 4): _before(hour, 45)}.get(fraction)


@rule("clock", "dreiviertel <twelve> uhr?", "drei viertel <twelve> uhr?")
def _three_quarters(hour: int) -> Clock:
    return _before(hour, 15)


@rule("clock", "viertel <twelve> uhr?")
def _quarter(hour: int) -> Clock:
    """In the east and south a quarter of the hour that runs: viertel acht is 7:15."""
    return _before(hour, 45)


@rule("clock", "viertel nach/ueber/ab <hour_number> uhr?")
def _quarter_past(hour: int) -> Clock:
    return _clock(hour, 15)


@rule("clock", "viertel vor <hour_number> uhr?")
def _quarter_to(hour: int) -> Clock:
    return _before(hour, 15)


@rule("hour_number", "NUMBER")
def _hour_number(hour: int) -> int | None:
    return hour if 1 <= hour <= 24 else None


@rule("clock", "NUMBER minuten/min? nach halb <twelve> uhr?")
def _past_half(minutes: int, hour: int) -> Clock | None:
    return _before(hour, 30 - minutes) if minutes < 30 else None


@rule("clock", "NUMBER minuten/min? vor halb <twelve> uhr?")
def _to_half(minutes: int, hour: int) -> Clock | None:
    return _before(hour, 30 + minutes) if minutes < 30 else None


@rule("clock", "NUMBER minuten/min? nach <hour_number> uhr?")
def _past(minutes: int, hour: int) -> Clock | None:
    return _clock(hour, minutes) if 0 < minutes < 60 and hour < 24 else None


@rule("clock", "NUMBER minuten/min? vor <hour_number> uhr?")
def _to(minutes: int, hour: int) -> Clock | None:
    return _before(hour, minutes) if 0 < minutes < 60 else None


def _before(hour: int, minutes: int) -> Clock:
    """So many minutes before the full hour."""
    total = hour * 60 - minutes
    return Clock(total, sure=total >= 13 * 60)


@rule("clock", "mitternacht")
def _midnight() -> Clock:
    return Clock(_DAY, sure=True)


@rule("hour", "<clock>")
def _clock_hour(clock: Clock) -> Clock:
    return clock


@rule("hour", "NUMBER", "ORDINAL")
def _bare_hour(hour: int) -> Clock | None:
    return _clock(hour) if 1 <= hour <= 24 else None


@rule("hour", "DM")
def _bare_dotted_hour(written: tuple[int, int, bool]) -> Clock | None:
    return _clock(written[0], written[1], spoken=False) if written[1] < 60 and written[1] % 5 == 0 else None


@rule("clock", "um/punkt mittag", "high noon")
def _noon() -> Clock:
    return Clock(12 * 60, sure=True)


@rule("about", "ca/circa/zirka/etwa/ungefaehr/so/punkt/schlag/rund/genau/exakt/um/gegen/kurz .?")
def _about() -> bool:
    return True


@rule("hours", "<about>? <clock>")
def _at(_: bool | None, clock: Clock) -> Hours:
    return Hours(clock)


@rule("hours", "<about>? um/gegen <about>? <hour>", "<about>? punkt/schlag <about>? <hour>")
def _around(_: bool | None, __: bool | None, hour: Clock) -> Hours:
    return Hours(hour)


@rule("hours", "um/gegen? kurz vor <hour>")
def _shortly_before(hour: Clock) -> Hours:
    return Hours(replace(hour, minutes=(hour.minutes - 5) % _DAY))


@rule("hours", "um/gegen? kurz nach <hour>")
def _shortly_after(hour: Clock) -> Hours:
    return Hours(replace(hour, minutes=(hour.minutes + 5) % _DAY))


@rule("hours", "ab/nach/fruehestens um/ca/etwa? <clock>", "ab um? <spoken_hour>", "fruehestens um <hour>")
def _from(clock: Clock) -> Hours:
    return Hours(clock)


@rule("spoken_hour", "NUMBER")
def _spoken_hour(hour: int) -> Clock | None:
    return _clock(hour) if 6 <= hour <= 22 else None


@rule(
    "hours",
    "bis/vor/spaetestens spaetestens/um/ca/etwa/kurz? vor? <clock>",
    "bis/spaetestens spaetestens/um/ca/etwa? um <hour>",
)
def _until(clock: Clock) -> Hours:
    return Hours(None, clock)


@rule("hours", "zwischen <hour> und <hour> uhr?", "von <hour> bis/- um? <hour> uhr?", "<hour> bis/- um? <clock>",
      "um? <clock> bis/-/und um? <hour>", "um/ab <hour> bis/- um? <hour>")  # fmt: skip
def _from_to(first: Clock, last: Clock) -> Hours:
    return Hours(first, last)


@rule("hours", "um/gegen <hour> oder um/gegen? <hour>", "<hour> oder um/gegen? <clock>")
def _either(first: Clock, _: Clock) -> Hours:
    return Hours(first, doubt=Doubt.MEHRERE)


@rule("part", "am/in/gegen/zum/im/den? der/dem/aller? fruehen/spaeten/zeitigen? PART", "am/gegen/zum? PART",
      "den ganzen PART")  # fmt: skip
def _part(part: Part) -> Part:
    return part
