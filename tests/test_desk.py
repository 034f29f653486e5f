"""The front desk: who answers what, before consent and after, at rest, in a run and while something is awaited."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.content import load_library
from bot.places import load_zones
from bot.render import Renderer
from flows.desk import COMMANDS, Desk
from flows.effects import Button, Cancel, Edit, Effect, Forget, HandOut, Picture, RecordRun, Remind, Rows, Say, Tell
from flows.events import Blocked, Commanded, Due, Edited, Event, InGroup, Pressed, Said, Unblocked, Unreadable
from flows.kept import Kept, Want
from flows.kinds import KINDS
from flows.moment import Moment
from flows.news import Redeemed
from flows.privacy import WORDING
from flows.scoring import Exercise, Grading, ItemVerdict, Turn, Verdict
from flows.session import Person, Session
from flows.teams.team import digest

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
PAIRED = 18  # characters of a label that shares its row, at 360 px


class Middling:
    """Scores everything as half done."""

    version = "middling"

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        items = (f"{exercise.phase}.{number}" for number in (1, 2, 3))
        return Verdict(tuple(ItemVerdict(item, 1, 1, 1.0, None, "Ein Anfang.", "Noch etwas mehr.") for item in items))

    def grader(self, task: str, items: object, examples: object, version: str) -> Grading:
        raise NotImplementedError


LIBRARY = load_library(Middling(), {})
DESK = Desk(LIBRARY, load_zones())
RENDERER = Renderer()

STRANGER = Session()
KNOWN = Session(person=Person("Kim", NOW))
LINK = "abcdefgh-" + "S" * 43
NAMELESS = Session(person=Person("", NOW), awaiting="name")


class Chat:
    """One person's chat with the desk."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = NOW
        self.effects: list[Effect] = []

    def gets(self, event: Event, later: timedelta = timedelta(minutes=2)) -> list[str]:
        """The templates said after `event`; time passes before it, so that excuses are not held back."""
        self.now += later
        self.session, self.effects = DESK.step(self.session, event, self._moment(event))
        return said(self.effects)

    def _moment(self, event: Event) -> Moment:
        """Nothing is kept here, but all that is wanted is known."""
        wants = DESK.wants(self.session, event, "person:1")
        kept = Kept(
            {kind: {} for kind in KINDS if kind in wants},
            {want.kind: () for want in wants if isinstance(want, Want)},
        )
        return Moment(self.now, Random(1), kept=kept, actor="person:1")


def said(effects: Iterable[Effect]) -> list[str]:
    return [effect.template for effect in effects if isinstance(effect, Say | Edit | Picture | HandOut)]


def rows(effects: Iterable[Effect]) -> Rows:
    return tuple(row for effect in effects if isinstance(effect, Say | Edit | Picture) for row in effect.rows)


def buttons(effects: Iterable[Effect]) -> list[Button]:
    return [button for row in rows(effects) for button in row]


def in_a_run() -> Session:
    """A session in the midst of the first customer's course, begun as a trainee would, by the first buttons."""
    chat = Chat(KNOWN)
    chat.gets(Commanded("rollenspiel"))
    for _ in range(5):
        if chat.session.run:
            return chat.session
        first = buttons(chat.effects)[0]
        chat.gets(Pressed(first.action, first.argument, first.mark))
    raise AssertionError("five buttons do not begin a run")


RUNNING = in_a_run()


@pytest.mark.parametrize("words", ["Was soll ich hier machen?", "was muss ich tun", "Wie geht das hier?"])
def test_a_question_to_the_bot_is_no_answer(words: str) -> None:
    """Who asks what to do gets help; the run stands as it stood."""
    chat = Chat(RUNNING)
    assert chat.gets(Said(words, 1)) == ["hilfe"]
    assert chat.session.run == RUNNING.run


# --- commands and words ----------------------------------------------------------------------------------------

PLAYS = "*"  # the role-play answers, in its own words

ANSWERS = {
    #                before consent          at rest               in a run             while a name is awaited
    "start":         ("willkommen",          "menue",              "menue",             "frage_name"),
    "rollenspiel":   ("willkommen",          PLAYS,                "rollenspiel_offen", PLAYS),
    "weiter":        ("willkommen",          "nichts_offen",       PLAYS,               "nichts_offen"),
    "menue":         ("willkommen",          "menue",              "menue",             "menue"),
    "hilfe":         ("willkommen",          "hilfe",              "hilfe",             "hilfe"),
    "einstellungen": ("willkommen",          "einstellungen",      "einstellungen",     "einstellungen"),
    "abbrechen":     ("willkommen",          "nichts_offen",       PLAYS,               "abgebrochen"),
    "datenschutz":   ("datenschutz",         "datenschutz",        "datenschutz",       "datenschutz"),
    "export":        ("nichts_gespeichert",  "export",             "export",            "export"),
    "loeschen":      ("nichts_gespeichert",  "loeschen",           "loeschen",          "loeschen"),
    "ueber":         ("ueber",               "ueber",              "ueber",             "ueber"),
    "fortschritt":   ("willkommen",          "fortschritt_leer",   "fortschritt_leer",  "fortschritt_leer"),
    "ziele":         ("willkommen",          "ziele_frage",        "ziele_frage",       "ziele_frage"),
    "kunden":        ("willkommen",          "kunden",             "kunden",            "kunden"),
    "aktivitaeten":  ("willkommen",          "aktivitaeten_satz",  "aktivitaeten_satz", "aktivitaeten_satz"),
    "reflexion":     ("willkommen",          "reflexion",          "reflexion",         "reflexion"),
    "wiederholung":  ("willkommen",          "wiederholung_leer",  "wiederholung_leer", "wiederholung_leer"),
    "aufgaben":      ("willkommen",          "aufgaben",           "aufgaben",          "aufgaben"),
    "team":          ("willkommen",          "team_liste",         "team_liste",        "team_liste"),
    "coach":         ("willkommen",          "coach",              "coach",             "coach"),
    "quatsch":       ("willkommen",          "unbekannter_befehl", "unbekannter_befehl", "unbekannter_befehl"),
}  # fmt: skip

DESK_TEMPLATES = {answer for row in ANSWERS.values() for answer in row} - {PLAYS}


@pytest.mark.parametrize(
    ("command", "session", "answer"),
    [
        pytest.param(command, session, answer, id=f"/{command} {standing}")
        for command, row in ANSWERS.items()
        for (standing, session), answer in zip(
            {"before consent": STRANGER, "at rest": KNOWN, "in a run": RUNNING, "asked for a name": NAMELESS}.items(),
            row,
            strict=True,
        )
    ],
)
def test_a_command_is_always_answered(command: str, session: Session, answer: str) -> None:
    """Wherever a person stands, a command gets the answer of the table and keeps an open run."""
    chat = Chat(session)
    lines = chat.gets(Commanded(command))
    assert lines
    assert lines == [answer] if answer != PLAYS else not DESK_TEMPLATES & set(lines)
    assert (chat.session.run is None) == (session.run is None)


def test_every_command_of_the_menu_is_in_the_table() -> None:
    """The menu promises nothing that is not tested here."""
    assert set(COMMANDS) <= set(ANSWERS)


@pytest.mark.parametrize("session", [KNOWN, RUNNING], ids=["at rest", "in a run"])
@pytest.mark.parametrize("word", ["Hilfe", "hilfe!", "menü", "Menue", "weiter", "Abbrechen.", "Rollenspiel"])
def test_plain_words_are_commands(word: str, session: Session) -> None:
    """A single word says as much as the command."""
    command = word.strip("!.").lower().replace("ü", "ue")
    assert Chat(session).gets(Said(word, 1)) == Chat(session).gets(Commanded(command))


def test_a_word_within_a_sentence_is_no_command() -> None:
    """In a run only the bare word is a command; a sentence with it is an answer."""
    chat = Chat(RUNNING)
    assert not DESK_TEMPLATES & set(chat.gets(Said("Ich brauche Ihre Hilfe bei den Zahlen.", 1)))


@pytest.mark.parametrize(
    ("typed", "meant"), [("rolenspiel", "rollenspiel"), ("einstelungen", "einstellungen"), ("xyz", "menue")]
)
def test_an_unknown_command_gets_the_nearest_known_one(typed: str, meant: str) -> None:
    """One tap corrects a slip; without a near one the menu helps."""
    chat = Chat(KNOWN)
    assert chat.gets(Commanded(typed)) == ["unbekannter_befehl"]
    assert [button.action for button in buttons(chat.effects)] == [meant]


# --- the way in ------------------------------------------------------------------------------------------------


def test_the_way_in() -> None:
    """Welcome, consent, name, and there is the menu."""
    chat = Chat(STRANGER)
    assert chat.gets(Commanded("start", LINK)) == ["willkommen"]
    assert chat.gets(Pressed("einverstanden")) == ["frage_name"]
    assert chat.gets(Said("Ich heiße Kim.", 1)) == ["begruessung"]
    assert chat.session == Session(person=Person("Kim", chat.now - timedelta(minutes=2), wording=WORDING))
    assert [effect for effect in chat.effects if isinstance(effect, Tell)] == [
        Tell(("team:abcdefgh",), Redeemed(digest(LINK.partition("-")[2]), "Kim"))
    ]


def test_a_name_may_be_kept_to_oneself() -> None:
    """One tap goes on without a name."""
    chat = Chat(NAMELESS)
    assert chat.gets(Pressed("name", "Lieber ohne")) == ["begruessung"]
    assert chat.session == replace(NAMELESS, awaiting="")


def test_who_declines_leaves_nothing_behind() -> None:
    """Neither the invitation nor anything else is kept."""
    chat = Chat(STRANGER)
    chat.gets(Commanded("start", LINK))
    assert chat.gets(Pressed("lieber_nicht")) == ["ohne_einverstaendnis"]
    assert chat.session == Session()


@pytest.mark.parametrize("awaiting", ["name", ""], ids=["right away", "later"])
def test_a_second_tap_on_the_consent_changes_nothing(awaiting: str) -> None:
    """The date of the consent stays, and the trainee sees where she is."""
    session = replace(KNOWN, awaiting=awaiting)
    chat = Chat(session)
    assert chat.gets(Pressed("einverstanden")) == ["frage_name" if awaiting else "menue"]
    assert chat.session == session


@pytest.mark.parametrize("payload", ["Team_7-x", "a b", "x" * 65, "", LINK + "x", LINK.upper()])
def test_only_a_link_of_ours_is_an_invitation(payload: str) -> None:
    """Anything else is not kept."""
    chat = Chat(STRANGER)
    chat.gets(Commanded("start", payload))
    assert chat.session.invitation == ""


def test_of_an_invitation_no_secret_is_kept() -> None:
    """Its digest is enough to redeem it."""
    chat = Chat(STRANGER)
    chat.gets(Commanded("start", LINK))
    assert chat.session.invitation
    assert LINK.partition("-")[2] not in chat.session.invitation


# --- settings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "changed"),
    [
        ("name", "Toni", {"name": "Toni"}),
        ("zeitzone", "Lissabon", {"zone": "Europe/Lisbon"}),
        ("ruhezeit", "21 bis 7", {"quiet_from": time(21), "quiet_until": time(7)}),
        ("erinnerungszeit", "18:15", {"reminder_time": time(18, 15)}),
    ],
)
def test_a_wish_is_asked_for_and_kept(key: str, text: str, changed: dict[str, object]) -> None:
    """A tap asks, a text answers, the settings show it."""
    chat = Chat(KNOWN)
    assert chat.gets(Pressed(key)) == [f"frage_{key}"]
    assert chat.gets(Said(text, 1)) == ["einstellungen"]
    assert chat.session == replace(KNOWN, person=replace(KNOWN.trainee, **changed))


def test_settings_lead_back_to_the_run() -> None:
    """Whoever steps aside finds the way back, and her answers are not mistaken for settings."""
    chat = Chat(RUNNING)
    chat.gets(Pressed("zeitzone"))
    chat.gets(Said("Wien", 1))
    assert Button("weiter", "zum_rollenspiel") in buttons(chat.effects)
    assert not DESK_TEMPLATES & set(chat.gets(Said("Guten Tag, mein Name ist Kim.", 2)))


def test_what_was_awaited_is_dropped_when_the_run_goes_on() -> None:
    """A question for the time zone left open does not swallow an answer in the run."""
    chat = Chat(RUNNING)
    chat.gets(Pressed("zeitzone"))
    chat.gets(Commanded("weiter"))
    assert not DESK_TEMPLATES & set(chat.gets(Said("Guten Tag, mein Name ist Kim.", 2)))


def test_an_open_question_holds_back_no_reminder() -> None:
    """The reminder of the run comes although the desk waits for a time zone."""
    chat = Chat(RUNNING)
    chat.gets(Pressed("zeitzone"))
    assert chat.gets(Due("rollenspiel", chat.now)) != []


@pytest.mark.parametrize("aside", ["hilfe", "datenschutz", "ueber", "quatsch"])
def test_looking_something_up_keeps_the_question_open(aside: str) -> None:
    """Help in between does not cost the question."""
    chat = Chat(NAMELESS)
    chat.gets(Commanded(aside))
    assert chat.gets(Said("Kim", 1)) == ["begruessung"]


def test_switching_reminders_twice_is_switching_once() -> None:
    """The button says what it wants, so a second tap does no harm."""
    chat = Chat(KNOWN)
    chat.gets(Pressed("erinnerungen", "aus"))
    chat.gets(Pressed("erinnerungen", "aus"))
    assert not chat.session.trainee.reminders


@pytest.mark.parametrize(
    ("press", "effect"),
    [
        (Pressed("zeitzone", "Europe/Lisbon"), Remind),
        (Pressed("erinnerungszeit", "19:00"), Remind),
        (Pressed("erinnerungen", "aus"), Cancel),
    ],
    ids=["zone", "time", "off"],
)
def test_the_reminder_follows_the_wishes(press: Pressed, effect: type[Remind | Cancel]) -> None:
    """A new zone or hour moves what comes by itself, the reminder of the open run too; without reminders none does."""
    chat = Chat(RUNNING)
    chat.gets(press)
    assert "rollenspiel" in [timer.key for timer in chat.effects if isinstance(timer, effect)]


# --- leaving ---------------------------------------------------------------------------------------------------


def test_everything_goes_at_once() -> None:
    """After the question one tap deletes, with a farewell."""
    chat = Chat(RUNNING)
    chat.gets(Commanded("loeschen"))
    assert chat.gets(Pressed("loeschen", "sofort")) == ["abschied"]
    assert Forget() in chat.effects
    assert chat.session == Session()
    assert chat.gets(Pressed("loeschen", "sofort")) == ["nichts_gespeichert"]


def test_everything_goes_in_seven_days() -> None:
    """The wish is kept, the day comes, and nothing is left."""
    chat = Chat(KNOWN)
    chat.gets(Commanded("loeschen"))
    assert chat.gets(Pressed("loeschen", "spaeter")) == ["loeschen_vorgemerkt"]
    (timer,) = (effect for effect in chat.effects if isinstance(effect, Remind))
    assert timer.due == chat.session.leaving == chat.now + timedelta(days=7)
    assert chat.gets(Due(timer.key, timer.due), later=timedelta(days=7)) == ["abschied"]
    assert Forget() in chat.effects


def test_a_wish_to_leave_can_be_withdrawn() -> None:
    """Even when the timer has already come into the inbox."""
    chat = Chat(KNOWN)
    chat.gets(Commanded("loeschen"))
    chat.gets(Pressed("loeschen", "spaeter"))
    assert chat.gets(Pressed("loeschen", "bleiben")) == ["geblieben"]
    assert Cancel("loeschen") in chat.effects
    assert chat.gets(Due("loeschen", chat.now), later=timedelta(days=7)) == []
    assert chat.session == KNOWN


@pytest.mark.parametrize("wish", ["sofort", "spaeter"])
def test_an_old_button_deletes_nothing(wish: str) -> None:
    """Once something else has happened, the question is asked again first."""
    chat = Chat(KNOWN)
    chat.gets(Commanded("loeschen"))
    chat.gets(Commanded("menue"))
    assert chat.gets(Pressed("loeschen", wish)) == ["loeschen"]
    assert chat.session == replace(KNOWN, awaiting="loeschen")


def test_an_open_question_to_delete_swallows_no_answer() -> None:
    """Who writes on in the run has answered the run, and the question is closed."""
    chat = Chat(RUNNING)
    chat.gets(Commanded("loeschen"))
    assert not DESK_TEMPLATES & set(chat.gets(Said("Guten Tag, mein Name ist Kim.", 1)))
    assert chat.session.awaiting == ""


# --- the unexpected --------------------------------------------------------------------------------------------

JUNK: list[Event] = [
    Said("😀" * 2048, 1),
    Said("Wie ist das Wetter?", 2),
    Edited("anders", 1),
    Unreadable("voice"),
    Unreadable("sticker"),
    Unreadable("neuartig"),
]


@pytest.mark.parametrize("event", JUNK, ids=lambda event: str(event)[:40])
@pytest.mark.parametrize("session", [STRANGER, KNOWN], ids=["before consent", "at rest"])
def test_the_unexpected_gets_one_helpful_line_and_costs_nothing(event: Event, session: Session) -> None:
    """One line, and the session is as it was but for the time of the excuse."""
    chat = Chat(session)
    assert len(chat.gets(event)) == 1
    assert replace(chat.session, excused=None) == session


@pytest.mark.parametrize("session", [STRANGER, KNOWN], ids=["before consent", "at rest"])
def test_a_flood_gets_one_line_and_commands_still_work(session: Session) -> None:
    """500 messages within a minute are answered once; a command is answered all the same."""
    chat = Chat(session)
    lines = [line for _ in range(500) for line in chat.gets(Said("asdf", 1), later=timedelta(milliseconds=100))]
    assert len(lines) == 1
    assert chat.gets(Commanded("hilfe"), later=timedelta()) != []
    assert len(chat.gets(Said("asdf", 1))) == 1


def test_a_flood_of_nonsense_is_not_asked_about_each_time() -> None:
    """An awaited answer that makes no sense is asked again, but not 500 times a second."""
    chat = Chat(NAMELESS)
    lines = [line for _ in range(500) for line in chat.gets(Said("🤷", 1), later=timedelta(milliseconds=5))]
    assert lines == ["frage_name"]


@pytest.mark.parametrize("press", [Pressed("gibt_es_nicht"), Pressed("naechste", mark="12"), Pressed("")])
def test_an_old_button_is_always_answered(press: Pressed) -> None:
    """However often: someone taps and waits for something to happen."""
    chat = Chat(KNOWN)
    for _ in range(3):
        assert chat.gets(press, later=timedelta()) != []
    assert chat.session == KNOWN


@pytest.mark.parametrize("event", [Blocked(), Unblocked(), Due("rollenspiel", NOW), Due("unbekannt", NOW)], ids=repr)
@pytest.mark.parametrize("session", [STRANGER, KNOWN], ids=["before consent", "at rest"])
def test_what_needs_no_answer_gets_none(event: Event, session: Session) -> None:
    """A timer of something long over, or being blocked, changes nothing."""
    chat = Chat(session)
    assert chat.gets(event) == []
    assert chat.session == session


OUTDATED = msgspec.json.decode(
    msgspec.json.encode(RUNNING).replace(LIBRARY.current.hash.encode(), b"fedcba9876543210"), type=Session
)
"""A session whose run was begun with content that is no longer read."""


@pytest.mark.parametrize(
    "event", [Said("Guten Tag", 1), Commanded("weiter"), Pressed("naechste", mark="r1"), Unreadable("voice")], ids=repr
)
def test_a_run_whose_content_is_gone_ends_kindly(event: Event) -> None:
    """The person is told once, sees the menu, and can begin anew; the reminder goes."""
    chat = Chat(OUTDATED)
    assert chat.gets(event) == ["veraltet"]
    assert chat.session.run is None
    assert Cancel("rollenspiel") in chat.effects
    assert [effect.ending for effect in chat.effects if isinstance(effect, RecordRun)] == ["abgebrochen"]
    assert "rollenspiel" in {button.action for button in buttons(chat.effects)}
    assert chat.gets(Commanded("rollenspiel")) == ["kurswahl"]


def test_a_command_is_obeyed_though_the_content_is_gone() -> None:
    """Whoever wants her data gets them along with the news."""
    assert Chat(OUTDATED).gets(Commanded("export")) == ["veraltet", "export"]


def test_nobody_is_reminded_of_a_run_that_cannot_go_on() -> None:
    """The timer passes in silence; the news waits until the person comes."""
    chat = Chat(OUTDATED)
    assert chat.gets(Due("rollenspiel", NOW)) == []
    assert chat.gets(Said("Guten Tag", 1)) == ["veraltet"]


def test_a_group_is_told_once_where_to_practise() -> None:
    """One polite line, and no person comes out of it."""
    chat = Chat(STRANGER)
    assert chat.gets(InGroup()) == ["gruppe"]
    assert chat.gets(InGroup("hilfe"), later=timedelta(seconds=1)) == []
    assert replace(chat.session, excused=None) == Session()


# --- anything at all -------------------------------------------------------------------------------------------

WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["hilfe", "weiter", "21 bis 7", "Lissabon", "Kim", "Welche Ziele haben Sie?", "18"]),
)
ACTIONS = st.sampled_from(
    [*COMMANDS, "einverstanden", "lieber_nicht", "name", "zeitzone", "naechste", "tipp", "quatsch"]
)
ARGUMENTS = st.sampled_from(["", "sofort", "spaeter", "bleiben", "neu", "an", "Berlin", "Unsinn"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Said, WORDS, st.integers(1, 9)),
    st.builds(Edited, WORDS, st.integers(1, 9)),
    st.builds(Pressed, ACTIONS, ARGUMENTS, st.sampled_from(["", "1", "2"])),
    st.builds(Commanded, ACTIONS, ARGUMENTS),
    st.builds(Unreadable, st.sampled_from(["voice", "sticker"])),
    st.builds(Due, st.sampled_from(["loeschen", "rollenspiel"]), st.just(NOW)),
    st.sampled_from([Blocked(), Unblocked(), InGroup()]),
)
STEPS = st.lists(st.one_of(EVENTS, st.integers(0, 9)), max_size=25)
"""Events, or the number of a button that was offered last."""


@given(STEPS, st.sampled_from([STRANGER, NAMELESS, KNOWN, RUNNING]))
def test_anything_may_happen(steps: list[Event | int], start: Session) -> None:
    """No order of events breaks a flow; every session can be stored, and everything said can be sent."""
    chat = Chat(start)
    offered = [Button("menue", "menue")]
    for step in steps:
        if isinstance(step, int):
            button = offered[step % len(offered)]
            step = Pressed(button.action, button.argument, button.mark)
        chat.gets(step, later=timedelta(seconds=20))
        assert msgspec.json.decode(msgspec.json.encode(chat.session), type=Session) == chat.session
        assert_sendable(chat.effects)
        offered = buttons(chat.effects) or offered


@given(st.lists(st.one_of(st.builds(Said, WORDS, st.integers(1, 9)), st.builds(Edited, WORDS, st.integers(1, 9)))))
def test_before_consent_no_word_is_kept(messages: list[Event]) -> None:
    """Whatever is written before the consent, nothing of it is in the session."""
    chat = Chat(STRANGER)
    for message in messages:
        chat.gets(message)
    assert replace(chat.session, excused=None) == STRANGER


def assert_sendable(effects: list[Effect]) -> None:
    """All of it renders, and labels that share a row fit a narrow phone."""
    for effect in effects:
        match effect:
            case Say(template, values) | Edit(_, template, values) | Picture(_, _, template, values):
                assert RENDERER.message(template, values)
            case HandOut(template):
                assert RENDERER.message(template, {})
    for row in RENDERER.keyboard(rows(effects)):
        assert len(row) == 1 or all(len(button["text"]) <= PAIRED for button in row)
