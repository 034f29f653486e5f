"""An answer put into the plan: taken, asked about, or refused with a reason."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from flows.goals.plan import CENT, FIELDS, ROW_OF, WISHES, How, Key, Plan, Table, Wish, reckon, settle
from flows.numbers import Number, Unit, Way

MOST = Decimal(10) ** 13
TOLERANCE = Decimal("0.005")
"""An average told by heart may be off by this share of the reckoned one; then the reckoned one is meant."""


class Fault(StrEnum):
    """Why a figure cannot be taken."""

    NEGATIVE = "negativ"
    SHARE_OF_TODAY = "prozent_heute"
    GAIN_OF_NOTHING = "zuwachs_heute"
    SHARE_OF_ZERO = "prozent_von_null"
    NO_CUSTOMERS = "null_kunden"
    NO_CUSTOMERS_THEN = "null_dann"
    BELOW_ZERO = "unter_null"
    HUGE = "zu_gross"
    CURRENCY = "waehrung"
    PAST = "vergangen"


class Refused(Struct, frozen=True):
    """The plan stays as it was."""

    fault: Fault


class Lower(Struct, frozen=True):
    """The goal would be less than today, which may be meant; `plan` if it is."""

    plan: Plan
    less: Decimal


class Clash(Struct, frozen=True):
    """An average that contradicts the rest. By each of `ways` the plan agrees with itself again."""

    given: Decimal
    reckoned: Decimal
    ways: tuple[tuple[Key, Plan], ...]


Taken = Plan | Refused | Lower | Clash


def take(plan: Plan, key: Key, number: Number) -> Taken:
    """The plan with `number` as the answer to `key`."""
    if number.currency and number.currency != plan.currency:
        if _has_money(plan):
            return Refused(Fault.CURRENCY)
        plan = replace(plan, currency=number.currency)
    if key in WISHES:
        return _wish(plan, key, number)
    now = _today(plan, key)
    if number.unit is Unit.PERCENT:
        return Refused(Fault.SHARE_OF_TODAY)
    if number.way is Way.BY and key is not Key.NEW:
        if now is None:
            return Refused(Fault.GAIN_OF_NOTHING)
        number = replace(number, value=now + number.value)
    if number.value < 0:
        return Refused(Fault.NEGATIVE)
    if key is Key.AVERAGE:
        return _average(plan, number.value)
    return _checked(settle(replace(plan, **{FIELDS[key]: number.value})))


def gain_or_total(plan: Plan, key: Key, number: Number) -> tuple[Number, ...]:
    """The two meanings of a bare number beyond today's figure: the new total, or a gain; none if there is no doubt."""
    now = _today(plan, key) if key in WISHES else None
    if not now or number.unit is Unit.PERCENT or number.way is not Way.PLAIN or number.value <= now:
        return ()
    return replace(number, way=Way.TO), replace(number, way=Way.BY)


def take_date(plan: Plan, due: date, today: date) -> Plan | Refused:
    """The plan with its day; a goal lies ahead."""
    return Refused(Fault.PAST) if due <= today else replace(plan, due=due)


def leave_open(plan: Plan, key: Key) -> Plan:
    """The plan without an answer to `key`."""
    return settle(replace(plan, **{FIELDS[key]: None}))


def _today(plan: Plan, key: Key) -> Decimal | None:
    return reckon(plan).line(ROW_OF[key]).now


def _has_money(plan: Plan) -> bool:
    money = (plan.existing, plan.new, plan.average)
    wishes = (plan.more_existing, plan.more_average)
    return any(money) or any(wish is not None and wish.how is not How.PERCENT for wish in wishes)


def _wish(plan: Plan, key: Key, number: Number) -> Taken:
    """A gain, a total or a share, whichever was said; a bare number is a gain."""
    now = _today(plan, key)
    share = number.unit is Unit.PERCENT
    if share and number.way is not Way.TO and now == 0:
        return Refused(Fault.SHARE_OF_ZERO)
    wish = Wish(How.PERCENT if share else How.TO if number.way is Way.TO else How.BY, number.value)
    if share and number.way is Way.TO:  # "auf 120 %"
        wish = Wish(How.PERCENT, number.value - 100)
    changed = replace(plan, **{FIELDS[key]: wish})
    if key is Key.MORE_AVERAGE and (clash := _target_clash(plan, changed)):
        return clash
    checked = _checked(settle(changed))
    gain = reckon(changed).line(ROW_OF[key]).gain
    if isinstance(checked, Plan) and gain is not None and gain < 0:
        return Lower(checked, -gain)
    return checked


def _average(plan: Plan, given: Decimal) -> Taken:
    """Today's average; if it is reckoned already, something else has to give way."""
    bare = replace(plan, average=None)
    reckoned = reckon(bare).average.now
    if bare.customers == 0:
        return Refused(Fault.NO_CUSTOMERS) if given else bare
    if reckoned is None:
        return _checked(settle(replace(plan, average=given)))
    if _agree(given, reckoned):
        return bare
    table = reckon(bare)
    ways: dict[Key, Plan] = {}
    if table.customers.now:
        ways[Key.EXISTING] = replace(bare, existing=_cents(given * table.customers.now))
    if given and table.existing.now:
        customers = (table.existing.now / given).to_integral_value(ROUND_HALF_UP)
        ways[Key.CUSTOMERS] = replace(bare, customers=customers)
    return _clash(given, reckoned, ways)


def _target_clash(plan: Plan, changed: Plan) -> Clash | Plan | None:
    """A wished average beside a total and customers that give another one."""
    bare = replace(plan, more_average=None)
    table = reckon(bare)
    reckoned, wished = table.average.then, _wished_average(changed, table)
    if reckoned is None or wished is None:
        return None
    if _agree(wished, reckoned):
        return bare
    total = _cents(wished * (table.customers.then or 0))
    ways: dict[Key, Plan] = {}
    if table.existing.then is not None:
        ways[Key.NEW] = replace(bare, new=total - table.existing.then)
    if table.new.then is not None and plan.customers != 0:
        ways[Key.MORE_EXISTING] = replace(bare, more_existing=Wish(How.TO, total - table.new.then))
    if wished and table.total.then is not None:
        customers = (table.total.then / wished).to_integral_value(ROUND_CEILING)
        ways[Key.MORE_CUSTOMERS] = replace(bare, more_customers=Wish(How.TO, customers))
    return _clash(wished, reckoned, ways)


def _wished_average(changed: Plan, table: Table) -> Decimal | None:
    wish, now = changed.more_average, table.average.now
    if wish is None or (wish.how is not How.TO and now is None):
        return None
    if wish.how is How.TO or now is None:
        return wish.value
    return _cents(now + (wish.value if wish.how is How.BY else now * wish.value / 100))


def _clash(given: Decimal, reckoned: Decimal, ways: dict[Key, Plan]) -> Clash:
    checked = tuple((key, plan) for key, plan in ways.items() if isinstance(_checked(plan), Plan))
    return Clash(given, reckoned, checked)


def _checked(plan: Plan) -> Plan | Refused:
    """The plan, if all of it can be."""
    table = reckon(plan)
    if table.customers.now == 0 and plan.existing:
        return Refused(Fault.NO_CUSTOMERS)
    figures = [value for line in table for value in (line.now, line.then) if value is not None]
    if any(abs(value) >= MOST for value in figures):
        return Refused(Fault.HUGE)
    if any(value < 0 for value in figures):
        return Refused(Fault.BELOW_ZERO)
    if table.customers.then == 0 and table.total.then:
        return Refused(Fault.NO_CUSTOMERS_THEN)
    return plan


def _agree(given: Decimal, reckoned: Decimal) -> bool:
    return abs(given - reckoned) <= max(reckoned * TOLERANCE, CENT)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
