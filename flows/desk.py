"""The front desk: every event comes here first and goes to the flow it concerns."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from flows import groups, privacy, reception, settings
from flows.activities.activities import Activities
from flows.activities.cards import retimed
from flows.assignments.assignments import Assignments
from flows.assignments.plays import ended
from flows.coaching.coach import Coach
from flows.coaching.unfinished import BREAK_OFF, put_back
from flows.customers.customers import Customers
from flows.effects import Button, Cancel, Edit, Effect, HandOver, HandOverTable, Picture, RecordRun, Say, Voice
from flows.events import (
    Blocked,
    Commanded,
    Due,
    Edited,
    Event,
    Fetched,
    Pressed,
    Received,
    Said,
    Told,
    Unblocked,
    Unreadable,
)
from flows.excuse import excuse
from flows.flow import Flow, first, lay_aside, owner, take_up
from flows.goals.goals import Goals
from flows.kept import Want, Wants
from flows.library import Library
from flows.moment import NUMBERS, Moment
from flows.news import ToPerson
from flows.progress.progress import Progress
from flows.reflection.reflexion import Reflexion
from flows.repetition.repetition import Repetition, recall
from flows.roleplay.reminder import KEY, remind
from flows.roleplay.roleplay import WORDS, Roleplay
from flows.roleplay.run import GIVEN_UP, Run
from flows.session import Session, Sheet, Step
from flows.teams import calls
from flows.teams.belonging import Belonging, reach
from flows.teams.team import MEMBER
from flows.teams.teams import Teams
from flows.zones import Zones

COMMANDS: Mapping[str, str] = {
    "rollenspiel": "Ein Verkaufsgespräch üben",
    "weiter": "Dort weitermachen, wo du aufgehört hast",
    "fortschritt": "Was du geübt hast und wo es noch hakt",
    "ziele": "Deine Verkaufsziele rechnen und verfolgen",
    "kunden": "Deine echten Kundinnen und Kunden",
    "aktivitaeten": "Was du vorhast, wann und mit wem",
    "reflexion": "Fragen, die zum Nachdenken bringen",
    "wiederholung": "Was noch nicht saß, kommt wieder",
    "aufgaben": "Was deine Coaches dir aufgegeben haben",
    "team": "Deine Teams und wer was sieht",
    "coach": "Ein Team leiten: einladen, Aufgaben, Durchsicht",
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
"""Without anything open there is nothing they could do."""

ADMIN = Commanded("admin")
"""For those whom the settings name; to everybody else it is no command."""

SIMILAR = 60
CONTINUE_OR_ANEW = ((Button("weiter", "zum_rollenspiel"),), (Button("rollenspiel", "neu_beginnen", "neu"),))


class Desk:
    """Decides who answers: the reception, a room of the desk, the role-play, or another flow."""

    def __init__(self, library: Library, zones: Zones, admins: frozenset[str] = frozenset()) -> None:
        self._library = library
        self._admins = admins
        self._zones = zones
        self._roleplay = Roleplay(library)
        self._teams = Teams()
        self.flows: Mapping[str, Flow] = {
            "fortschritt": Progress(library),
            "ziele": Goals(),
            "kunden": Customers(library),
            "aktivitaeten": Activities(library),
            "reflexion": Reflexion(library),
            "wiederholung": Repetition(library),
            "aufgaben": Assignments(library, self._roleplay),
            "team": Belonging(),
            "coach": Coach(library),
        }

    def wants(self, session: Session, event: Event, actor: str) -> Wants:
        """What the step of `event`, which is the actor's, has to know."""
        if self._teams.concerns(session, event):
            return self._teams.wants(event)
        if groups.concerns(session, event):
            return groups.wants(event)
        if session.person is None:
            return frozenset()
        if event == ADMIN:
            return frozenset({NUMBERS}) if actor in self._admins else frozenset()
        if _of_belonging(event):
            return frozenset({Want(MEMBER, about_me=True)})
        event = self._meant(session, event)
        name = self._concerned(session, event)
        return self.flows[name].wants(take_up(session, name), event) if name else frozenset()

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """Where the session stands after `event`, and what follows."""
        if self._teams.concerns(session, event):
            return session, self._teams.step(event, moment)
        if groups.concerns(session, event):
            return groups.step(session, event, moment)
        if session.person is None:
            return reception.step(session, event, moment)
        after, effects = self._admitted(session, self._meant(session, event), moment)
        if after.person is None:
            return after, effects
        effects = [*effects, *ended(session, effects), *recall(session.trainee, after.person, effects, moment)]
        if after.person == session.person:
            return after, effects
        after, timers = remind(after, moment)
        return after, [*effects, *timers, retimed(moment.now)]

    def _meant(self, session: Session, event: Event) -> Event:
        """A command said as a plain word, or by its button, is the command; a file nobody can want is its caption."""
        match event:
            case Pressed(action, argument, "") if action in COMMANDS:
                return Commanded(action, argument)
            case Said() if self._is_command(session, event.word):
                return Commanded(event.word)
            case Received() if session.sheet is None or session.awaiting in settings.QUESTIONS:
                return self._meant(session, event.otherwise)
        return event

    def _is_command(self, session: Session, word: str) -> bool:
        if session.awaiting in settings.QUESTIONS:
            return word == "abbrechen"
        if _hears(session):
            return word in PLAIN_WORDS
        if session.run:
            return word in PLAIN_WORDS - WORDS.keys()
        return word in PLAIN_WORDS | self.flows.keys()

    def _concerned(self, session: Session, event: Event) -> str:
        """The flow that may have to answer; empty if it is none."""
        match event:
            case Commanded("weiter"):
                name = owner(_latest(session))
            case Commanded(key) | Pressed(key) | Due(key) | Fetched(key):
                name = first(key)
            case Said() | Edited() | Received():
                name = owner(session.sheet)
            case Unreadable() if _takes_voice(session, event):
                name = owner(session.sheet)
            case Told(_, ToPerson() as news):
                name = first(news.flow)
            case _:
                name = ""
        return name if name in self.flows else ""

    def _admitted(self, session: Session, event: Event, moment: Moment) -> Step:
        match event:
            case Due(privacy.DELETION):
                return privacy.due(session, moment)
            case Blocked() | Unblocked():
                return session, reach(moment, reachable=isinstance(event, Unblocked))
            case Told(_, ToPerson() as news):
                return self._remind(session, first(news.flow), event, moment)
            case Due(key) | Fetched(key) if first(key) in self.flows:
                return self._remind(session, first(key), event, moment)
            case Received():
                otherwise = self._meant(session, event.otherwise)
                return self._offer(session, event, moment) or self._admitted(session, otherwise, moment)
            case _ if session.run and not self._library.holds(session.run.edition):
                return self._let_go(session, session.run, event, moment)
            case Commanded(name, argument):
                return self._command(session, name, argument, moment)
            case Pressed():
                return self._press(session, event, moment)
            case Said():
                return self._hear(session, event, moment)
            case Unreadable() if _takes_voice(session, event):
                return self._visit(session, owner(session.sheet), event, moment)
            case Unreadable(kind) if session.awaiting in settings.QUESTIONS or _hears(session) or not session.run:
                return excuse(session, moment, Say("unlesbar", {"art": kind}))
            case Edited() if (changed := self._offer(session, event, moment)) is not None:
                return changed
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
            case _ if name in self.flows:
                return self._visit(session, name, Commanded(name, argument), moment)
            case "rollenspiel" if session.run and argument != "neu":
                return session, [Say("rollenspiel_offen", {"kunde": self._customer(session)}, CONTINUE_OR_ANEW)]
            case "rollenspiel":
                return self._roleplay.offer(lay_aside(session), moment)
            case "abbrechen" if awaited:
                return session, [Say("abgebrochen", rows=((settings.way_back(session),),))]
            case "abbrechen" if session.sheet or (session.shelf and not session.run):
                return self._close(session)
            case "weiter" | "abbrechen" if session.run:
                return self._roleplay.step(lay_aside(session), Commanded(name, argument), moment)
            case "weiter" if latest := _latest(session):
                return self._visit(session, owner(latest), Commanded(name, argument), moment)
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
            case ADMIN.name if moment.actor in self._admins:
                return session, [Say("admin", {"zahlen": moment.numbers}, ((settings.way_back(session),),))]
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
            case Pressed(calls.READ):  # in passing, so that what is open goes on
                return self.flows["team"].step(session, event, moment)
            case Pressed("erinnerungen", wanted):
                return settings.switch_reminders(session, wanted, moment)
            case Pressed(action) if first(action) in self.flows:
                after, effects = self._visit(replace(session, awaiting=""), first(action), event, moment)
                return (after, effects) if effects else (session, [Say("alter_knopf", rows=reception.menu(session))])
            case _ if session.run or self._roleplay.handles(event):
                return self._roleplay.step(lay_aside(replace(session, awaiting="")), event, moment)
            case _:
                return session, [Say("alter_knopf", rows=reception.menu(session))]

    def _hear(self, session: Session, event: Said, moment: Moment) -> Step:
        if session.awaiting in settings.QUESTIONS:
            return self._set(session, session.awaiting, event.text, moment)
        if event.word in CALLS_FOR_HELP:
            return self._help(session)
        if _hears(session):
            return self._visit(replace(session, awaiting=""), owner(session.sheet), event, moment)
        if session.run:
            return self._roleplay.step(lay_aside(replace(session, awaiting="")), event, moment)
        return excuse(session, moment, Say("nichts_erwartet", rows=reception.menu(session)))

    def _set(self, session: Session, key: str, text: str, moment: Moment) -> Step:
        """Set something; the first answer to the question for a name ends the reception."""
        nameless = session.awaiting == "name" and not session.trainee.name
        after, effects = settings.answer(session, key, text, moment, self._zones)
        return reception.greet(after) if nameless and not after.awaiting else (after, effects)

    def _visit(self, session: Session, name: str, event: Event, moment: Moment) -> Step:
        """A step of another flow, which has the ear as long as its sheet is open; then the open run is offered."""
        before = take_up(session, name)
        after, effects = self.flows[name].step(before, event, moment)
        run_goes_on = before.run and after.run and before.run.id == after.run.id
        if effects and before.sheet and not after.sheet and run_goes_on and not _lead_back(effects):
            values = {"kunde": self._customer(after)}
            effects = [*effects, Say("zurueck_im_rollenspiel", values, ((settings.way_back(after),),))]
        return after, effects

    def _offer(self, session: Session, event: Event, moment: Moment) -> Step | None:
        """What the open sheet makes of a file or an edit, if anything."""
        name = owner(session.sheet)
        after, effects = self._visit(session, name, event, moment) if name else (session, [])
        return (after, effects) if effects else None

    def _remind(self, session: Session, name: str, event: Event, moment: Moment) -> Step:
        """What comes by itself takes nobody's ear: a sheet it opens waits until the person takes it up."""
        front = owner(session.sheet)
        after, effects = self.flows[name].step(take_up(session, name), event, moment)
        return (after if front == name else take_up(lay_aside(after), front)), effects

    def _close(self, session: Session) -> Step:
        """The open sheet ends, the latest first."""
        name = owner(_latest(session))
        before = take_up(session, name)
        session = replace(before, sheet=None)
        values = {"blatt": name, "kunde": self._customer(session)}
        freed = put_back(before, BREAK_OFF, session)
        return session, [*freed, Say("blatt_zu", values, ((settings.way_back(session),),))]

    def _help(self, session: Session) -> Step:
        values = {
            "erwartet": session.awaiting,
            "blatt": owner(session.sheet),
            "gefragt": session.sheet.awaits if session.sheet else "",
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


def _of_belonging(event: Event) -> bool:
    """Whether what happened to a person concerns all her teams."""
    match event:
        case Blocked() | Unblocked() | Due(privacy.DELETION):
            return True
        case Commanded(privacy.DELETION) | Pressed(privacy.DELETION):
            return True
    return False


def _hears(session: Session) -> bool:
    """Whether the open sheet awaits a text."""
    return bool(session.sheet and session.sheet.awaits)


def _takes_voice(session: Session, event: Unreadable) -> bool:
    """Whether the open sheet hands on the voice note."""
    asked = session.awaiting in settings.QUESTIONS
    return bool(event.file) and not asked and getattr(session.sheet, "voiced", False)


def _latest(session: Session) -> Sheet | None:
    """The sheet that is open, or was last laid aside."""
    return session.sheet or (session.shelf[-1] if session.shelf else None)


def _lead_back(effects: Sequence[Effect]) -> bool:
    """Whether there is a button to the open run."""
    said = [effect for effect in effects if isinstance(effect, Say | Edit | Picture | HandOver | HandOverTable | Voice)]
    return any(button.action == "weiter" for effect in said for row in effect.rows for button in row)


def _suggest(session: Session, name: str) -> Step:
    """An unknown command, and the known one it may have meant."""
    nearest = process.extractOne(name, COMMANDS.keys(), scorer=ratio, score_cutoff=SIMILAR)
    meant = nearest[0] if nearest else "menue"
    values = {"befehl": name[:32], "gemeint": nearest[0] if nearest else ""}
    return session, [Say("unbekannter_befehl", values, ((Button(meant, meant),),))]
