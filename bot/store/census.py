"""How much there is of everything, for admins: numbers, never what they count."""

from collections.abc import Mapping

from sqlalchemy import Connection, Select, func, select

from bot.store.standing import COUNTED, PERSON
from bot.store.tables import actors, answers, kept, runs
from flows.teams.team import MEMBER, TEAM
from flows.teams.work import ASSIGNMENT, CARD, PART


def count(connection: Connection) -> dict[str, int]:
    """By the names under which the template `admin` shows them."""
    return {name: connection.scalar(counted) or 0 for name, counted in _SHOWN.items()}


def _kept(kind: str) -> Select[int]:
    return select(func.count()).where(kept.c.kind == kind)


_SHOWN: Mapping[str, Select[int]] = {
    "personen": select(func.count()).select_from(actors).where(*PERSON),
    "unerreichbar": COUNTED["unreachable"],
    "teams": _kept(TEAM),
    "mitglieder": _kept(MEMBER),
    "aufgaben": _kept(ASSIGNMENT),
    "teilnahmen": _kept(PART),
    "durchsicht": _kept(CARD),
    "antworten": select(func.count()).select_from(answers),
    "rollenspiele": select(func.count()).select_from(runs),
    "offen": COUNTED["open"],
    "geparkt": COUNTED["parked"],
    "wartend": COUNTED["waiting"],
    "unzustellbar": COUNTED["dead"],
}
