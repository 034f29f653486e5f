"""What was planned for a customer, on its way to become an activity."""

from datetime import date, datetime

from msgspec import Struct

from flows.activities.activity import When
from flows.activities.checker import Checker
from flows.activities.readings import retold, undated
from flows.customers.customer import STEP, Customer


class Handed(Struct, frozen=True):
    """What is to be done, on which day if that is known; `origin` is the phase of the plan, or „schritt“."""

    text: str
    day: date | None
    origin: str

    def told(self, now: datetime) -> str:
        """A sentence with the day in it, which takes the place of whatever the text says of when; a day that is over
        is left out, to be asked for.
        """
        if self.day is None:
            return self.text
        if self.day < now.date():
            return undated(self.text, now)
        text = retold(self.text, When(self.day, zone=str(now.tzinfo)), now)
        if text != self.text:
            return text
        year = self.day.year if self.day.year != now.year else ""
        return f"Am {self.day.day}.{self.day.month}.{year} {self.text}"


def handover(customer: Customer, phase: str, checker: Checker) -> Handed | None:
    """What is planned for `phase` and not handed over yet; for the phase he stands in, or none, the next step else."""
    planned = next((each for each in customer.plan if each.phase == phase and not each.handed), None)
    if planned is not None:
        ready = checker.words.feedback["handover"].get(planned.made, "").format(kunde=customer.name)
        return Handed(planned.text or ready, planned.day, phase)
    if customer.step and not customer.step_handed and phase in ("", STEP, customer.phase):
        return Handed(customer.step, customer.step_day, STEP)
    return None
