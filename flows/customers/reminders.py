"""Reminding of a customer whose contact was postponed, and of what is planned for a day."""

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flows.activities.readings import undated
from flows.customers import appointments, pages
from flows.customers.cards import Cards, today
from flows.customers.customer import ONLY, PENDING, customers
from flows.customers.lists import ABANDONED, PATIENCE
from flows.customers.sheet import CustomerSheet, Stage
from flows.customers.talk import contact_timer
from flows.effects import Button, Drop, Effect, Remind, Rows, Say
from flows.events import Due
from flows.moment import Moment
from flows.roleplay import reminder
from flows.session import Session, Step


class Reminders:
    """What comes by itself."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards

    def _later(self, session: Session, id_: str, moment: Moment) -> Step:
        """Once more tomorrow: of a customer or, with „plan“ and a day, of what was planned from that day on."""
        due = reminder.next_due(session.trainee, moment.now)
        said = Say("spaeter_erinnert", {"due": due.astimezone(ZoneInfo(session.trainee.zone))})
        what, _, day = id_.partition("/")
        if what == "plan":
            return session, [Remind(appointments.TIMER, due, day), said]
        if id_ not in customers(moment):
            return self._cards.gone(session, moment)
        return session, [Remind(contact_timer(id_), due), said]

    def come(self, session: Session, event: Due, moment: Moment) -> Step:
        """A contact that was postponed is to be thought of again, outside the quiet hours."""
        if event.key == ABANDONED:
            looking = isinstance(session.sheet, CustomerSheet) and session.sheet.stop.stage is Stage.PREVIEW
            return session, [Remind(ABANDONED, moment.now + PATIENCE)] if looking else [Drop(PENDING, ONLY)]
        if event.key == appointments.TIMER:
            return self._remind_plan(session, event, moment)
        id_ = event.key.rpartition(":")[2]
        customer = customers(moment).get(id_)
        if event.key != contact_timer(id_) or customer is None or customer.postponed is None:
            return session, []
        awake = reminder.awake(session.trainee, moment.now)
        if awake > moment.now:
            return session, [Remind(event.key, awake)]
        if not session.trainee.reminders:
            return session, []
        rows: Rows = (
            (Button(pages.NEXT, "schritt_vornehmen", id_),),
            (Button(pages.POSTPONE, "verschieben", id_), Button(pages.LATER, "spaeter", id_)),
        )
        return session, [Say("kunden_erinnerung", {"name": customer.name, "seit": customer.postponed}, rows)]

    def _remind_plan(self, session: Session, event: Due, moment: Moment) -> Step:
        """What is planned for today, and for the days before if the timer comes late; then the timer of the next."""
        awake = reminder.awake(session.trainee, moment.now)
        if awake > moment.now:
            return session, [Remind(event.key, awake, event.argument)]
        since = _day(event.argument) or today(session, moment)
        found = appointments.due(moment, since, today(session, moment))
        timer = appointments.following(customers(moment), session.trainee, moment.now)
        timers: list[Effect] = [timer] if timer else []
        if not found or not session.trainee.reminders:
            return session, timers
        values = {
            "eintraege": [
                {
                    "name": customer.name,
                    "text": undated(each.text, moment.now),
                    "aus": each.made,
                    "tag": each.day,
                    "heute": each.day == today(session, moment),
                }
                for _, customer, each in found[: appointments.SHOWN]
            ],
            "weitere": max(len(found) - appointments.SHOWN, 0),
        }
        return session, [*timers, Say("kunden_faellig", values, appointments.rows(found, since))]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PAGES: Mapping[str, Callable[[Reminders, Session, str, Moment], Step]] = {pages.LATER: Reminders._later}
