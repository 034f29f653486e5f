"""How much there is of everything, for admins: numbers, never what they count."""

from sqlalchemy import ColumnElement, Connection, func, select

from bot.store.tables import actors, answers, inbox, kept, outbox, runs
from flows.teams.team import MEMBER, TEAM
from flows.teams.work import ASSIGNMENT, CARD, PART


def count(connection: Connection) -> dict[str, int]:
    """By the names under which the template `admin` shows them."""
    return {name: connection.scalar(select(func.count()).where(*where)) or 0 for name, where in _COUNTED.items()}


def _kept(kind: str) -> tuple[ColumnElement[bool], ...]:
    return (kept.c.kind == kind,)


_PERSON = (actors.c.chat > 0, actors.c.forgotten.is_(None))
_COUNTED: dict[str, tuple[ColumnElement[bool], ...]] = {
    "personen": _PERSON,
    "unerreichbar": (*_PERSON, ~actors.c.reachable),
    "teams": _kept(TEAM),
    "mitglieder": _kept(MEMBER),
    "aufgaben": _kept(ASSIGNMENT),
    "teilnahmen": _kept(PART),
    "durchsicht": _kept(CARD),
    "antworten": (answers.c.id > 0,),
    "rollenspiele": (runs.c.run != "",),
    "offen": (inbox.c.state == "open",),
    "geparkt": (inbox.c.state == "parked",),
    "wartend": (outbox.c.state == "waiting",),
    "unzustellbar": (outbox.c.state == "dead",),
}
