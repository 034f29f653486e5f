"""The room for messages of a coach to everybody in the team."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from flows.effects import Effect, Keep, Tell
from flows.kept import Wants
from flows.moment import Moment
from flows.news import Addressed, Called, ToTeam
from flows.teams.room import Teller, answer
from flows.teams.team import MEMBER, TEAM, Member, Team

LONGEST = 1500
"""Characters of a message."""

MOST, SPAN = 10, timedelta(days=1)
"""So many messages a team gets in a day."""


class Calling:
    """The room `nachricht`."""

    hears: tuple[type[ToTeam], ...] = (Addressed,)

    def wants(self, news: ToTeam, sender: str) -> Wants:
        """Who is in the team."""
        return frozenset({MEMBER})

    def hear(self, news: Any, teller: Teller, moment: Moment) -> list[Effect]:
        """To everybody else who can be reached."""
        team: Team | None = moment.kept.all(TEAM).get(TEAM)
        text = news.text.strip()[:LONGEST]
        if team is None or not text:
            return []
        lately = tuple(at for at in team.called if at > moment.now - SPAN)
        if len(lately) >= MOST:
            return [answer(teller, moment, "nachricht_genug", anzahl=MOST)]
        people, silent = receivers(moment.kept.all(MEMBER), teller.actor)
        return [
            Keep(TEAM, TEAM, replace(team, called=(*lately, moment.now))),
            *([Tell(people, Called(team.name, teller.name, text))] if people else []),
            answer(teller, moment, "nachricht_gesendet", anzahl=len(people), unerreichbar=silent),
        ]


def receivers(members: Mapping[str, Member], but: str) -> tuple[tuple[str, ...], int]:
    """Who gets a message, and how many do not because they blocked the bot."""
    others = {person: member for person, member in members.items() if person != but}
    return tuple(person for person, member in others.items() if member.reachable), sum(
        not member.reachable for member in others.values()
    )
