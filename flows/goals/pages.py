"""What the templates and pictures of /ziele are filled with."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flows.effects import Button, Picture, Rows, pairs
from flows.goals.plan import FIELDS, ROW_OF, UNIT_OF, WISHES, How, Key, Line, Moved, Plan, Row, Table, Wish, reckon
from flows.goals.sheet import GoalSheet
from flows.goals.standing import Goal, Mark
from flows.numbers import Number, Unit, Way

NAME = "ziele"
ANSWER, UNKNOWN, BACK, READING = f"{NAME}:antwort", f"{NAME}:offen", f"{NAME}:zurueck", f"{NAME}:lesart"
LESS, WAY, KEEP = f"{NAME}:weniger", f"{NAME}:weg", f"{NAME}:lassen"
PICK, FIGURE, FITS, JUDGE = f"{NAME}:auswahl", f"{NAME}:zahl", f"{NAME}:passt", f"{NAME}:urteil"
STAND, TELL, STACK, HISTORY = f"{NAME}:wie", f"{NAME}:stand", f"{NAME}:stapel", f"{NAME}:verlauf"
CHANGE, ANEW, ERASE, SURE, RHYTHM, LATER = (
    f"{NAME}:{act}" for act in ("aendern", "neu", "loeschen", "wirklich", "rhythmus", "spaeter")
)

OVERVIEW = Button(NAME, "zum_ziel")
COLUMNS = Line.__struct_fields__


def lines(table: Table) -> list[tuple[str, dict[str, Decimal | None]]]:
    """The lines of which anything is known."""
    return [
        (row.value, {column: getattr(line, column) for column in COLUMNS})
        for row, line in table.lines()
        if line != Line()
    ]


def movements(moves: Sequence[Moved], stated: Key | None, plan: Plan) -> list[tuple[str, list[Moved]]]:
    """What is new or another by an answer, line by line, but for the figure that was stated itself."""
    told = _stated(stated, plan)
    shown = [move for move in moves if (move.row, move.column) not in told and move.after is not None]
    return [(row.value, found) for row in Row if (found := [move for move in shown if move.row is row])]


def _stated(key: Key | None, plan: Plan) -> set[tuple[Row, str]]:
    if key is None or key not in ROW_OF:
        return set()
    given, row = getattr(plan, FIELDS[key]), ROW_OF[key]
    if isinstance(given, Wish):
        return {(row, {How.BY: "gain", How.TO: "then", How.PERCENT: "percent"}[given.how])}
    return {(row, "gain"), (row, "then")} if key is Key.NEW else {(row, "now")}


def question(sheet: GoalSheet) -> dict[str, Any]:
    """The values of a question: what is known already, and what was answered here before."""
    key = sheet.key or Key.CUSTOMERS
    given = getattr(sheet.plan, FIELDS[key])
    return {
        "schluessel": key.value,
        "zeilen": lines(reckon(sheet.plan)),
        "bisher": given,
        "waehrung": sheet.plan.currency,
        "aendern": sheet.changing,
    }


def question_rows(sheet: GoalSheet, today: date) -> Rows:
    """Ready answers for the day, and the ways out of every question."""
    mark, key = sheet.mark, sheet.key or Key.CUSTOMERS
    given = getattr(sheet.plan, FIELDS[key]) is not None
    days = (
        [Button(ANSWER, "tag", day.isoformat(), mark, {"tag": day}) for day in _days(today)] if key is Key.DUE else []
    )
    ways = [Button(UNKNOWN, "weiss_nicht", "", mark)]
    if sheet.asked or sheet.changing:
        ways.append(Button(BACK, "zurueck", "", mark))
    return (*((day,) for day in days), *(((Button(KEEP, "so_lassen", "", mark),),) if given else ()), tuple(ways))


def _days(today: date) -> list[date]:
    """The next ends of a half year, and a year from today."""
    ends = [date(year, month, day) for year in (today.year, today.year + 1) for month, day in ((6, 30), (12, 31))]
    following = date(today.year + 1, today.month, min(today.day, 28))
    return sorted({*[end for end in ends if (end - today).days > 30][:2], following})


def reading_rows(sheet: GoalSheet) -> Rows:
    """A button for each reading of a number or a day."""
    numbers = [Button(READING, "lesart", str(place), sheet.mark, reading(sheet.plan, number))
               for place, number in enumerate(sheet.readings)]  # fmt: skip
    days = [Button(READING, "tag", str(place), sheet.mark, {"tag": day}) for place, day in enumerate(sheet.days)]
    return (*((button,) for button in (*numbers, *days)), (Button(BACK, "zurueck", "", sheet.mark),))


def reading(plan: Plan, number: Number) -> dict[str, Any]:
    """A number as a button shows it."""
    sign = "+" if number.way is Way.BY and number.value > 0 else "auf " if number.way is Way.TO else ""
    currency = number.currency or plan.currency
    return {"wert": number.value, "einheit": number.unit.value, "zeichen": sign, "waehrung": currency}


def lower(sheet: GoalSheet) -> dict[str, Any]:
    """The line that would be less than today."""
    key = sheet.key or Key.CUSTOMERS
    table = reckon(sheet.lower.plan if sheet.lower else sheet.plan)
    return {"schluessel": key.value, "zeile_neu": table.line(ROW_OF[key]), "waehrung": sheet.plan.currency}


def lower_rows(sheet: GoalSheet) -> Rows:
    """Whether less than today is meant."""
    return ((Button(LESS, "weniger_ja", "ja", sheet.mark), Button(LESS, "weniger_nein", "nein", sheet.mark)),)


def clash(sheet: GoalSheet) -> dict[str, Any]:
    """An average and what contradicts it, with what each way out would change."""
    if sheet.clash is None:
        raise LookupError("nothing contradicts")
    before = reckon(sheet.plan)
    ways = []
    for key, plan in sheet.clash.ways:
        row, column = ROW_OF[key], "then" if key in WISHES or key is Key.NEW else "now"
        old, new = getattr(before.line(row), column), getattr(reckon(plan).line(row), column)
        ways.append((key.value, Moved(row, column, old, new)))
    return {
        "schluessel": (sheet.key or Key.AVERAGE).value,
        "genannt": sheet.clash.given,
        "gerechnet": sheet.clash.reckoned,
        "wege": ways,
        "waehrung": sheet.plan.currency,
    }


def clash_rows(sheet: GoalSheet) -> Rows:
    """A button for each way out, and one to leave everything as it is."""
    ways = sheet.clash.ways if sheet.clash else ()
    return (
        *((Button(WAY, f"weg_{key.value}", key.value, sheet.mark),) for key, _ in ways),
        (Button(WAY, "bei_rechnung_bleiben", "", sheet.mark),),
    )


def table(plan: Plan) -> dict[str, Any]:
    """The whole table, and what strikes one about it."""
    reckoned = reckon(plan)
    return {
        "zeilen": lines(reckoned),
        "bis": plan.due,
        "waehrung": plan.currency,
        "auffaellig": remarks(plan, reckoned),
    }


def remarks(plan: Plan, table: Table) -> list[str]:
    """Nothing that would be wrong, but worth a second look."""
    customers, average = table.customers, table.average
    found = {
        "neu_ohne_neue": bool(plan.new) and customers.gain is not None and customers.gain <= 0,
        "neue_ohne_umsatz": plan.new == 0 and customers.gain is not None and customers.gain > 0,
        "schnitt_sinkt": average.gain is not None and average.gain < 0,
        "nichts_mehr": table.total.gain == 0 and customers.gain == 0,
        "von_null": customers.now == 0 and bool(customers.then),
        "aufgerundet": _is_rounded(plan, customers),
    }
    return [remark for remark, holds in found.items() if holds]


def _is_rounded(plan: Plan, customers: Line) -> bool:
    wish = plan.more_customers
    if wish is None or wish.how is not How.PERCENT or customers.now is None or customers.gain is None:
        return False
    return customers.now * wish.value / 100 != customers.gain


def table_rows(sheet: GoalSheet) -> Rows:
    """What can be done with the finished table."""
    last = [Button(BACK, "zurueck", "", sheet.mark)] if sheet.asked else []
    fits = ((Button(FITS, "passt_so", "", sheet.mark),),) if is_told(sheet.plan) else ()
    return (*fits, (Button(PICK, "zahl_aendern", "", sheet.mark), *last))


def is_told(plan: Plan) -> bool:
    """Whether any figure was given."""
    return any(getattr(plan, field) is not None for key, field in FIELDS.items() if key is not Key.DUE)


def picking_rows(sheet: GoalSheet) -> Rows:
    """A button for each figure."""
    figures = [Button(FIGURE, f"zahl_{key.value}", key.value, sheet.mark) for key in Key]
    return (*pairs(figures), (Button(BACK, "zur_tabelle", "", sheet.mark),))


def judging_rows(sheet: GoalSheet) -> Rows:
    """Challenging and reachable, or one of them not."""
    return (
        (Button(JUDGE, "beides", "beides", sheet.mark),),
        (Button(JUDGE, "zu_leicht", "zu_leicht", sheet.mark), Button(JUDGE, "zu_hoch", "zu_hoch", sheet.mark)),
    )


def picture(goal: Goal, marks: Sequence[Mark], template: str) -> list[Picture]:
    """From today to the goal, a bar for each quantity, with `marks` where one stands; none without a quantity."""
    reached = {mark.row: mark for mark in marks}
    bars = [
        {
            "row": row.value,
            "money": UNIT_OF[row] is Unit.MONEY,
            "now": str(line.now or 0),
            "then": str(line.then),
            "percent": None if line.percent is None else str(line.percent),
            "actual": str(reached[row].actual) if row in reached else None,
            "expected": _text(reached[row].expected) if row in reached else None,
        }
        for row, line in reckon(goal.plan).lines()
        if line.then is not None and (line.now is not None or row is Row.NEW)
    ]
    values: Mapping[str, Any] = {
        "bars": bars,
        "currency": goal.plan.currency,
        "due": None if goal.plan.due is None else goal.plan.due.isoformat(),
    }
    return [Picture("ziel", values, template)] if bars else []


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
