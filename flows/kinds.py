"""All kinds of things a person or a team can keep."""

from collections.abc import Mapping

from flows.activities.activity import Activity, Wishes
from flows.assignments.order import Order
from flows.coaching.draft import DRAFT, Draft
from flows.customers.customer import Customer, CustomerList, Pending
from flows.customers.grades import Distribution
from flows.goals.standing import Actual, Goal
from flows.kept import Kind
from flows.reflection.sheet import Kept
from flows.repetition.cards import Card, Day
from flows.teams import texts
from flows.teams.calls import CALL, Call
from flows.teams.team import GROUP, INVITATION, MEMBER, TEAM, GroupOf, Invitation, Member, Team
from flows.teams.work import (
    ASSIGNMENT,
    CARD,
    EXERCISE,
    ORDER,
    PART,
    PLAN,
    SAMPLE,
    WAITING,
    Assignment,
    Part,
    Plan,
    Published,
    Sample,
    Waiting,
)
from flows.teams.work import Card as ReviewCard

KINDS: Mapping[str, Kind] = {
    "ziel": Kind(Goal),
    "zielstand": Kind(Actual),
    "aktivitaet": Kind(Activity),
    "aktivitaetenwunsch": Kind(Wishes),
    "reflexion": Kind(Kept),
    "karte": Kind(Card),
    "wiederholung": Kind(Day),
    "kunde": Kind(Customer),
    "kundenliste": Kind(CustomerList),
    "kundenklassen": Kind(Distribution),
    "kundenimport": Kind(Pending),
    TEAM: Kind(Team),
    MEMBER: Kind(Member),
    GROUP: Kind(GroupOf),
    INVITATION: Kind(Invitation),
    EXERCISE: Kind(Published),
    ASSIGNMENT: Kind(Assignment),
    PLAN: Kind(Plan),
    PART: Kind(Part),
    CARD: Kind(ReviewCard, bare=texts.card),
    WAITING: Kind(Waiting),
    SAMPLE: Kind(Sample, bare=texts.sample),
    CALL: Kind(Call, bare=texts.call),
    ORDER: Kind(Order, bare=texts.order),
    DRAFT: Kind(Draft),
}
"""By the name `Keep`, `Drop` and `wants` call them."""
