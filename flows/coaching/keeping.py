"""What a team is called, how it welcomes, when its coaches get the news of the day, and its end."""

from datetime import time
from typing import Any

import msgspec
from msgspec.structs import replace

from flows.coaching.area import rest, to
from flows.coaching.founding import LONGEST_NAME, team_name
from flows.coaching.sheets import TeamSheet
from flows.effects import Button, Remind, Rows, Say, Tell, pairs
from flows.events import Commanded, Due, Event, Pressed, Said, Told
from flows.kept import Found, Wants
from flows.moment import Moment
from flows.news import Digest, DigestWanted, Disbanded, Renamed
from flows.roleplay.reminder import awake
from flows.session import Session, Step
from flows.teams.team import TEAM, Team

LONGEST_WELCOME = 400
HOURS = (time(7), time(12), time(17))
"""When the news of the day can come."""

ASKED = {"name": "team_umbenennen", "gruss": "begruessung_aendern"}
"""What can be asked for, with its button."""

DIGEST = "coach:teamdaten:tagesblick"


class Keeping:
    """The area `teamdaten`."""

    name = "teamdaten"

    def wants(self, session: Session, event: Event, team: str) -> Wants:
        """Nothing but the team itself."""
        return frozenset()

    def step(self, session: Session, event: Event, team: Found, moment: Moment) -> Step:
        """A page, two questions, and what the team tells by itself."""
        about: Team | None = moment.kept.one(TEAM, TEAM, team.owner)
        if about is None:
            return session, []
        match event:
            case Told(_, Digest() as news):
                return self._tell(session, news, team, moment)
            case Due(_, _, argument):
                news = msgspec.json.decode(rest(argument), type=Digest)
                return self._tell(session, news, team, moment)
            case Pressed("coach:teamdaten:name" | "coach:teamdaten:gruss" as action):
                asked = action.rpartition(":")[2]
                session = replace(session, sheet=TeamSheet(team.owner, asked))
                return session, [_ask(asked, about)]
            case Pressed("coach:teamdaten:um", argument):
                return session, [Tell((team.owner,), DigestWanted(_hour(rest(argument))))]
            case Pressed("coach:teamdaten:aufloesen", argument) if rest(argument) == "ja":
                return replace(session, sheet=None), [Tell((team.owner,), Disbanded())]
            case Pressed("coach:teamdaten:aufloesen"):
                yes = (to("teamdaten:aufloesen", "wirklich_aufloesen", team.owner, "ja"),)
                return session, [Say("team_aufloesen", {"team": about.name}, (yes, (_back(team),)))]
            case Said(text) if isinstance(session.sheet, TeamSheet):
                return _hear(session, session.sheet, text, about, team)
            case Commanded() if isinstance(session.sheet, TeamSheet):
                return session, [_ask(session.sheet.asked, about)]
            case Pressed():
                return session, [_page(about, team)]
        return session, []

    def _tell(self, session: Session, news: Digest, team: Found, moment: Moment) -> Step:
        """Outside her quiet hours."""
        quiet_until = awake(session.trainee, moment.now)
        if quiet_until > moment.now:
            argument = f"{team.owner}/{msgspec.json.encode(news).decode()}"
            return session, [Remind(DIGEST, quiet_until, argument)]
        values: dict[str, Any] = msgspec.structs.asdict(news)
        buttons = [to("durchsicht", "durchsicht", team.owner)] if news.waiting else []
        return session, [Say("tagesblick", values, ((*buttons, to("stand", "stand_der_aufgaben", team.owner)),))]


def _hear(session: Session, sheet: TeamSheet, text: str, about: Team, team: Found) -> Step:
    if sheet.asked == "name":
        name = team_name(text)
        if not name:
            stop: Rows = ((Button("abbrechen", "abbrechen"),),)
            return session, [Say("teamname_unklar", {"laenge": LONGEST_NAME}, stop)]
        return replace(session, sheet=None), [Tell((team.owner,), Renamed(name, about.welcome))]
    welcome = "" if text.strip().casefold() in ("keine", "nichts", "-") else text.strip()
    if len(welcome) > LONGEST_WELCOME:
        return session, [Say("team_gruss_zu_lang", {"laenge": LONGEST_WELCOME, "hat": len(welcome)})]
    return replace(session, sheet=None), [Tell((team.owner,), Renamed(about.name, welcome))]


def _ask(asked: str, about: Team) -> Say:
    template = "team_neuer_name" if asked == "name" else "team_gruss"
    values = {"team": about.name, "gruss": about.welcome, "laenge": LONGEST_WELCOME}
    return Say(template, values, ((Button("abbrechen", "abbrechen"),),))


def _page(about: Team, team: Found) -> Say:
    hours = [
        to("teamdaten:um", "tagesblick_um", team.owner, at.isoformat("minutes"), um=at)
        for at in HOURS
        if at != about.digest
    ]
    if about.digest is not None:
        hours.append(to("teamdaten:um", "tagesblick_nie", team.owner, "nie"))
    values = {"team": about.name, "gruss": about.welcome, "um": about.digest, "gruppe": about.group_title}
    names = [to(f"teamdaten:{key}", label, team.owner) for key, label in ASKED.items()]
    last = (to("teamdaten:aufloesen", "team_aufloesen", team.owner), to(TEAM, "zum_team", team.owner))
    return Say("team_daten", values, (*pairs(names), *pairs(hours), last))


def _hour(text: str) -> time | None:
    return next((at for at in HOURS if at.isoformat("minutes") == text), None)


def _back(team: Found) -> Button:
    return to("teamdaten", "zurueck", team.owner)
