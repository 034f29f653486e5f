"""Days on which something is planned for customers: one timer for all of them, one message on each such day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flows.customers import pages
from flows.customers.customer import CUSTOMER, STEP, Customer, Planned, customers
from flows.effects import Button, Cancel, Drop, Effect, Keep, Remind, Rows
from flows.moment import Moment
from flows.quiet import on_day
from flows.roleplay.reminder import awake
from flows.session import Person

TIMER = f"{pages.NAME}:plan"
SHOWN = 6

Appointment = tuple[str, Customer, Planned]
"""The id of a customer, the customer, and what is planned for him."""


def due(moment: Moment, since: date, today: date) -> list[Appointment]:
    """Whatever has its day from `since` to `today`, by day."""
    found = [
        (id_, customer, each)
        for id_, customer in customers(moment).items()
        for each in customer.appointed()
        if each.day is not None and since <= each.day <= today
    ]
    return sorted(found, key=lambda each: each[2].day or today)


def retimed(effects: Sequence[Effect], person: Person, moment: Moment) -> list[Effect]:
    """The timer anew, if `effects` change a customer: on the next day after today on which anything is planned."""
    if not any(isinstance(effect, Keep | Drop) and effect.kind == CUSTOMER for effect in effects):
        return []
    known = dict(customers(moment))
    for effect in effects:
        match effect:
            case Keep(kind, id_, thing) if kind == CUSTOMER and isinstance(thing, Customer):
                known[id_] = thing
            case Drop(kind, id_) if kind == CUSTOMER:
                known.pop(id_, None)
    timer = following(known, person, moment.now)
    return [timer] if timer else [Cancel(TIMER)] if customers(moment) else []


def following(known: Mapping[str, Customer], person: Person, now: datetime) -> Remind | None:
    """The timer of the next such day; it carries the day."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    days = [each.day for customer in known.values() for each in customer.appointed() if each.day and each.day > today]
    if not days:
        return None
    at = awake(person, on_day(min(days), person.zone, person.reminder_time))
    return Remind(TIMER, at, min(days).isoformat())


def rows(found: Sequence[Appointment], since: date) -> Rows:
    """For one alone what can be done with it, for several a button for each customer."""
    later = (Button(pages.LATER, "spaeter", f"plan/{since.isoformat()}"),)
    if len(found) > 1:
        names = {id_: customer.name for id_, customer, _ in found[:SHOWN]}
        cards = [
            (Button(pages.ONE, "kunde_zeile", id_, "", {"name": pages.short(name, 28), "klasse": None}),)
            for id_, name in names.items()
        ]
        return (*cards, later)
    [(id_, _, planned)] = found
    phase = planned.phase or STEP
    done = Button(pages.DONE, "erledigt_heute", f"{id_}/{phase}")
    hand = Button(pages.ACTIVITIES, "in_aktivitaeten", f"{id_}/{phase}")
    return ((done, hand), (Button(pages.ONE, "zum_kunden", id_),), later)
