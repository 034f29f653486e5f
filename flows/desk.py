"""The front desk: every event comes here first and goes to the flow it concerns."""

from collections.abc import Mapping

from msgspec.structs import replace
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from flows import privacy, reception, settings
from flows.effects import Button, Cancel, Effect, RecordRun, Say
from flows.events import Blocked, Commanded, Due, Edited, Event, InGroup, Pressed, Said, Unblocked, Unreadable
from flows.excuse import excuse
from flows.library import Library
from flows.moment import Moment
from flows.roleplay.reminder import KEY, remind
from flows.roleplay.roleplay import WORDS, Roleplay
from flows.roleplay.run import GIVEN_UP, Run
from flows.session import Session, Step
from flows.zones import Zones

COMMANDS: Mapping[str, str] = {
    "rollenspiel": "Ein Verkaufsgespräch üben",
    "weiter": "Dort weitermachen, wo du aufgehört hast",
    "menue": "Was du hier tun kannst",
    "hilfe": "Was jetzt gerade möglich ist",
    "einstellungen": "Name, Zeitzone, Ruhezeit, Erinnerungen",
    "abbrechen": "Beenden, was gerade läuft",
    "datenschutz": "Was ich speichere und wer es sieht",
    "export": "Alle deine Daten als Datei",
    "loeschen": "Alle deine Daten löschen",
    "ueber": "Worauf dieses Training beruht",
}
"""The commands of the bot's menu, in its order; each is also the action of a button."""

PLAIN_WORDS = frozenset({"rollenspiel", "weiter", "menue", "hilfe", "einstellungen", "abbrechen"})
CALLS_FOR_HELP = frozenset(
    {
        *("was soll ich tun", "was soll ich machen", "was muss ich tun", "was muss ich machen"),
        *("was soll ich hier tun", "was soll ich hier machen", "was muss ich hier tun", "was muss ich hier machen"),
        *("wie geht das hier", "hilfe bitte"),
    }
)
"""Said alone, none of this is an answer to a customer."""

ASIDES = frozenset({"hilfe", "datenschutz", "ueber"})
"""Read in passing: what was awaited before is awaited still."""

OF_A_RUN = frozenset({"weiter", "abbrechen"})
"""Without an open run there is nothing they could do."""

SIMILAR = 60
CONTINUE_OR_ANEW = ((Button("weiter", "zum_rollenspiel"),), (Button("rollenspiel", "neu_beginnen", "neu"),))


class Desk:
    """Decides who answers: the reception, a room of the desk, or the role-play."""

    def __init__(self, library: Library, zones: Zones) -> None:
        self._library = library
        self._zones = zones
        self._roleplay = Roleplay(library)

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """The kinds of kept things that the step of `event` has to know."""
        return frozenset()

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Where the session stands after `event`, and what follows."""
        if isinstance(event, InGroup):
            return excuse(session, moment, Say("gruppe"))
        if session.person is None:
            return reception.step(session, event, moment)
        after, effects = self._admitted(session, event, moment)
        if after.person is None or after.person == session.person:
            return after, effects
        after, timers = remind(after, moment)
        return after, [*effects, *timers]

    def _admitted(self, session: Session, event: Event, moment: Moment) -> Step:
        match event:
            case Due(privacy.DELETION):
                return privacy.due(session, moment)
            case Blocked() | Unblocked():
                return session, []
            case _ if session.run and not self._library.holds(session.run.edition):
                return self._let_go(session, session.run, event, moment)
            case Commanded(name, argument):
                return self._command(session, name, argument, moment)
            case Pressed():
                return self._press(session, event, moment)
            case Said():
                return self._hear(session, event, moment)
            case Unreadable(kind) if session.awaiting in settings.QUESTIONS or not session.run:
                return excuse(session, moment, Say("unlesbar", {"art": kind}))
            case _ if session.run:
                return self._roleplay.step(session, event, moment)
            case Edited():
                return excuse(session, moment, Say("geaendert_zu_spaet"))
            case _:
                return session, []

    def _let_go(self, session: Session, run: Run, event: Event, moment: Moment) -> Step:
        """A run whose content no longer fits ends as soon as the person turns to us; a command is still obeyed."""
        if isinstance(event, Due):
            return session, []
        session = replace(session, run=None)
        ended: list[Effect] = [
            Say("veraltet", rows=reception.menu(session)),
            RecordRun(run.id, run.course, run.scenario, GIVEN_UP, {}),
            Cancel(KEY),
        ]
        if not isinstance(event, Commanded) or event.name in OF_A_RUN:
            return session, ended
        after, effects = self._admitted(session, event, moment)
        return after, [*ended, *effects]

    def _command(self, session: Session, name: str, argument: str, moment: Moment) -> Step:
        """A command, the button of the same name, or the plain word."""
        awaited = session.awaiting
        if name not in ASIDES and name in COMMANDS:
            session = replace(session, awaiting="")
        match name:
            case "rollenspiel" if session.run and argument != "neu":
                return session, [Say("rollenspiel_offen", {"kunde": self._customer(session)}, CONTINUE_OR_ANEW)]
            case "rollenspiel":
                return self._roleplay.offer(session, moment)
            case "abbrechen" if awaited:
                return session, [Say("abgebrochen", rows=((settings.way_back(session),),))]
            case "weiter" | "abbrechen" if session.run:
                return self._roleplay.step(session, Commanded(name, argument), moment)
            case "weiter" | "abbrechen":
                return session, [Say("nichts_offen", rows=reception.menu(session))]
            case "menue":
                return reception.show_menu(session)
            case "hilfe":
                return self._help(session)
            case "einstellungen":
                return settings.show(session, moment)
            case "datenschutz":
                return privacy.explain(session)
            case "export":
                return privacy.export(session)
            case "loeschen":
                return privacy.delete(replace(session, awaiting=awaited), argument, moment)
            case "ueber":
                return session, [Say("ueber", {"einverstanden": True}, ((settings.way_back(session),),))]
            case "start":
                return reception.welcome_back(session, argument)
            case _:
                return _suggest(session, name)

    def _press(self, session: Session, event: Pressed, moment: Moment) -> Step:
        match event:
            case Pressed("einverstanden"):
                return reception.welcome_back(session, "")
            case Pressed(action, "") if action in settings.QUESTIONS:
                return settings.ask(session, action)
            case Pressed(action, text) if action in settings.QUESTIONS:
                return self._set(session, action, text, moment)
            case Pressed("erinnerungen", wanted):
                return settings.switch_reminders(session, wanted, moment)
            case Pressed(action, argument, "") if action in COMMANDS:
                return self._command(session, action, argument, moment)
            case _ if session.run or self._roleplay.handles(event):
                return self._roleplay.step(replace(session, awaiting=""), event, moment)
            case _:
                return session, [Say("alter_knopf", rows=reception.menu(session))]

    def _hear(self, session: Session, event: Said, moment: Moment) -> Step:
        if session.awaiting in settings.QUESTIONS and event.word != "abbrechen":
            return self._set(session, session.awaiting, event.text, moment)
        if event.word in PLAIN_WORDS and not (session.run and event.word in WORDS):
            return self._command(session, event.word, "", moment)
        if event.word in CALLS_FOR_HELP:
            return self._help(session)
        if session.run:
            return self._roleplay.step(replace(session, awaiting=""), event, moment)
        return excuse(session, moment, Say("nichts_erwartet", rows=reception.menu(session)))

    def _set(self, session: Session, key: str, text: str, moment: Moment) -> Step:
        """Set something; the first answer to the question for a name ends the reception."""
        nameless = session.awaiting == "name" and not session.trainee.name
        after, effects = settings.answer(session, key, text, moment, self._zones)
        return reception.greet(after) if nameless and not after.awaiting else (after, effects)

    def _help(self, session: Session) -> Step:
        values = {
            "erwartet": session.awaiting,
            "person": session.trainee,
            "kunde": self._customer(session),
            "befehle": COMMANDS,
        }
        return session, [Say("hilfe", values, ((settings.way_back(session),),))]

    def _customer(self, session: Session) -> str:
        """Whom the trainee talks to in the open run; empty without one."""
        if session.run is None:
            return ""
        return self._library.edition(session.run.edition).scenarios[session.run.scenario].customer.dative


def _suggest(session: Session, name: str) -> Step:
    """An unknown command, and the known one it may have meant."""
    nearest = process.extractOne(name, COMMANDS.keys(), scorer=ratio, score_cutoff=SIMILAR)
    meant = nearest[0] if nearest else "menue"
    values = {"befehl": name[:32], "gemeint": nearest[0] if nearest else ""}
    return session, [Say("unbekannter_befehl", values, ((Button(meant, meant),),))]
