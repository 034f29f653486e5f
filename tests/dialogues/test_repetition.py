"""/wiederholung, played: what went amiss comes back on its day, once a day, in other words, until it sits."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.effects import Cancel, Effect, Remind, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Received, Said, Unreadable
from flows.kept import encode
from flows.kinds import KINDS
from flows.repetition.cards import MOST, Card, of_phase, of_question
from flows.repetition.sheet import RepetitionSheet
from flows.session import Person, Session
from tests.stage import NOON, shipped
from tests.visitor import Visitor

HOUSE = shipped()
CONTENT = HOUSE.reflection
BERLIN = ZoneInfo("Europe/Berlin")
WHY = of_question("verkaufspsychologie.warum")
TALK = of_phase("beziehung")


def failed(*phases: str, levels: str = "0 2 2", visitor: Visitor | None = None) -> Visitor:
    """Has played some phases, each by itself, and not done well."""
    visitor = visitor or Visitor(HOUSE)
    for phase in phases:
        visitor.plays("einzeln", "klavier", levels, phase=phase)
    return visitor


def missed(visitor: Visitor | None = None) -> Visitor:
    """Did not know why people buy."""
    visitor = (visitor or Visitor(HOUSE)).commands("reflexion").taps("Psychologie").says("weiß ich nicht")
    return visitor.commands("abbrechen")


def cards(visitor: Visitor) -> dict[str, Card]:
    return visitor.things("karte")


def sheet(visitor: Visitor) -> RepetitionSheet:
    assert isinstance(visitor.session.sheet, RepetitionSheet)
    return visitor.session.sheet


def local(visitor: Visitor) -> datetime:
    return visitor.now.astimezone(BERLIN)


class Calendar:
    """Lets days go by hour by hour, and notes when the daily message came."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.came: list[datetime] = []

    def passes(self, **span: float) -> "Calendar":
        until = self.visitor.now + timedelta(**span)
        while timers := [timer for timer in self.visitor.timers.values() if timer.due <= until]:
            timer = min(timers, key=lambda each: each.due)
            del self.visitor.timers[timer.key]
            self.visitor.now = max(self.visitor.now, timer.due)
            self.visitor.meets(Due(timer.key, timer.due, timer.argument))
            if "wiederholung" in self.visitor.heard:
                self.came.append(self.visitor.now)
        self.visitor.now = until
        return self

    @property
    def local(self) -> list[str]:
        zone = ZoneInfo(self.visitor.session.trainee.zone)
        return [f"{came.astimezone(zone):%d.%m. %H:%M}" for came in self.came]


def round_through(visitor: Visitor, answer: str) -> list[str]:
    """Takes the round that is offered, the same answer to everything; what was asked."""
    visitor.taps("Los geht’s")
    asked = []
    while isinstance(visitor.session.sheet, RepetitionSheet):
        asked.append(str(visitor.said("wiederholung_frage")["text"]))
        visitor.says(answer)
    return asked


# --- it comes when promised ------------------------------------------------------------------------------------


def test_what_failed_comes_back_after_one_three_and_seven_days_and_then_rests() -> None:
    """Played on the 4th at noon: the 5th, the 8th, the 15th at half past five, each time in another situation."""
    visitor = failed("beziehung")
    calendar, asked = Calendar(visitor), []
    for _ in range(3):
        while not calendar.came or local(visitor).date() != calendar.came[-1].astimezone(BERLIN).date():
            calendar.passes(hours=6)
        asked += round_through(visitor, "2 2 2")
        calendar.passes(days=1)
    calendar.passes(days=60)
    assert calendar.local == ["05.03. 17:30", "08.03. 17:30", "15.03. 17:30"]
    assert sorted(asked) == sorted(task.task for task in CONTENT.tasks["beziehung"])
    assert cards(visitor)[TALK].due is None
    assert "wiederholung" not in visitor.timers


def test_a_missed_question_comes_back_in_other_words_until_it_sits() -> None:
    """Amiss again: tomorrow once more."""
    visitor = missed()
    first = visitor.said("reflexion_schritt")["text"]
    calendar = Calendar(visitor).passes(days=1, hours=6)
    again = round_through(visitor, "weiß ich nicht")
    assert cards(visitor)[WHY].due == date(2026, 3, 6)
    calendar.passes(days=1)
    again += round_through(visitor, CONTENT.questions["verkaufspsychologie.warum"].model_answer)
    assert calendar.local == ["05.03. 17:30", "06.03. 17:30"]
    assert cards(visitor)[WHY].due == date(2026, 3, 9)
    assert all(one != other for one, other in pairwise([first, *again][1:]))


@pytest.mark.parametrize(
    ("start", "came"),
    [
        pytest.param(datetime(2026, 3, 27, 12, tzinfo=UTC), [(28, 16), (29, 15), (30, 15)], id="march"),
        pytest.param(datetime(2026, 10, 23, 12, tzinfo=UTC), [(24, 15), (25, 16), (26, 16)], id="october"),
    ],
)
def test_it_comes_at_her_hour_over_the_clock_change(start: datetime, came: list[tuple[int, int]]) -> None:
    """Half past five by her clock, whatever UTC says; ignored, it comes again each day, once."""
    visitor = Visitor(HOUSE)
    visitor.now = start
    calendar = Calendar(failed("beziehung", visitor=visitor)).passes(days=3, hours=8)
    assert [(each.day, each.hour) for each in calendar.came] == came
    assert {local.split()[1] for local in calendar.local} == {"17:30"}


@pytest.mark.parametrize("start", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
def test_it_comes_once_a_day_at_an_hour_that_is_missing_or_comes_twice(start: datetime) -> None:
    """Half past two in the night of the change."""
    visitor = Visitor(HOUSE)
    person = replace(visitor.session.trainee, reminder_time=time(2, 30), quiet_from=time(), quiet_until=time())
    visitor.session, visitor.now = replace(visitor.session, person=person), start
    calendar = Calendar(failed("beziehung", visitor=visitor)).passes(days=4)
    days = [each.astimezone(BERLIN).date() for each in calendar.came]
    assert days == sorted(set(days))
    assert len(days) == 4


def test_it_waits_for_the_end_of_the_quiet_hours() -> None:
    """Her hour lies in them: it comes when they end."""
    visitor = Visitor(HOUSE)
    visitor.session = replace(visitor.session, person=replace(visitor.session.trainee, reminder_time=time(22, 0)))
    assert Calendar(failed("beziehung", visitor=visitor)).passes(days=2).local == ["05.03. 08:00", "06.03. 08:00"]


def test_after_downtime_it_comes_once_and_late() -> None:
    """Three days asleep are one message, and none in the night."""
    visitor = failed("beziehung")
    timer = visitor.timers.pop("wiederholung")
    visitor.now = datetime(2026, 3, 8, 2, 0, tzinfo=UTC)
    visitor.meets(Due("wiederholung", timer.due))
    assert visitor.heard == []
    assert Calendar(visitor).passes(hours=15).local == ["08.03. 08:00"]


def test_a_new_hour_moves_it_and_a_day_never_brings_two() -> None:
    """From half past five to seven on the same evening: the second one is tomorrow's."""
    calendar = Calendar(failed("beziehung")).passes(days=1, hours=5)
    calendar.visitor.meets(Pressed("erinnerungszeit", "19:00"))
    assert calendar.passes(days=1, hours=3).local == ["05.03. 17:30", "06.03. 19:00"]


def test_without_reminders_nothing_comes_and_all_can_be_asked_for() -> None:
    """Switched on again, it comes again."""
    visitor = failed("beziehung").meets(Pressed("erinnerungen", "aus"))
    assert any(isinstance(effect, Cancel) and effect.key == "wiederholung" for effect in visitor.effects)
    calendar = Calendar(visitor).passes(days=2)
    assert calendar.came == []
    assert visitor.commands("wiederholung").heard == ["wiederholung"]
    visitor.meets(Pressed("erinnerungen", "an"))
    assert len(calendar.passes(hours=6).came) == 1


def test_later_is_tomorrow() -> None:
    visitor = failed("beziehung")
    calendar = Calendar(visitor).passes(days=1, hours=5)
    assert visitor.taps("Später erinnern").heard == ["spaeter_erinnert"]
    assert calendar.passes(days=1).local == ["05.03. 17:30", "06.03. 17:30"]


def test_it_takes_nobodys_ear() -> None:
    """In the middle of a role-play the message comes, and the next words still go to the customer."""
    visitor = failed("beziehung").plays("komplett", "klavier", "1 1 1")
    Calendar(visitor).passes(days=1, hours=6)
    turns = len(visitor.answers)
    visitor.says("2 2 2")
    assert len(visitor.answers) == turns + 1
    assert visitor.answers[-1].course == "komplett"


# --- what comes ------------------------------------------------------------------------------------------------


def test_at_most_five_a_day_the_others_the_day_after() -> None:
    """Seven phases are two days."""
    visitor = failed("kontaktaufnahme", "beziehung", "vorschlaege", "einwaende", "bindung", "belohnung", "entscheidung")
    calendar = Calendar(visitor).passes(days=1, hours=6)
    assert visitor.said("wiederholung")["anzahl"] == MOST
    assert len(round_through(visitor, "2 2 2")) == MOST
    visitor.commands("wiederholung")
    assert (visitor.heard, visitor.said("wiederholung_leer")["genug"]) == (["wiederholung_leer"], True)
    calendar.passes(days=1)
    assert visitor.said("wiederholung")["anzahl"] == 2
    assert len(round_through(visitor, "2 2 2")) == 2


def test_only_what_went_amiss_counts_and_all_is_said() -> None:
    """The first item failed: the other two are scored, but decide nothing."""
    visitor = failed("beziehung", levels="0 2 2")
    Calendar(visitor).passes(days=1, hours=6)
    visitor.taps("Los geht’s")
    assert visitor.said("wiederholung_frage")["punkte"] == [HOUSE.current.phases["beziehung"].items[0].explanation]
    visitor.says("2 0 0")
    assert [line.level for line in visitor.said("wiederholung_urteil")["zeilen"]] == [2, 0, 0]
    assert cards(visitor)[TALK].due == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("answer", "due"),
    [("0 2 2", 6), ("1 2 2", 6), ("? 2 2", 6), ("2 2 2", 8)],
    ids=["not yet", "in part", "not clear", "met"],
)
def test_when_it_comes_next(answer: str, due: int) -> None:
    visitor = failed("beziehung")
    Calendar(visitor).passes(days=1, hours=6)
    round_through(visitor, answer)
    assert cards(visitor)[TALK].due == date(2026, 3, due)


def test_a_second_attempt_that_succeeded_at_once_leaves_nothing_to_repeat() -> None:
    """The last attempt at a station counts."""
    visitor = Visitor(HOUSE).meets(Pressed("start", "einzeln/klavier/beziehung"))
    visitor.says("0 0 0").taps("Noch einmal").says("2 2 2")
    assert Calendar(visitor).passes(days=5).came == []


def test_an_answer_given_in_repetition_is_recorded_and_opens_nothing_by_itself() -> None:
    """It shows in the progress, with no customer."""
    visitor = failed("beziehung")
    Calendar(visitor).passes(days=1, hours=6)
    round_through(visitor, "2 0 0")
    assert (visitor.answers[-1].course, visitor.answers[-1].scenario) == ("wiederholung", "")
    assert visitor.commands("fortschritt").said("fortschritt")["versuche"] == 2
    visitor.taps("Meine Antworten").taps("5. März")
    assert visitor.said("fortschritt_versuch")["kunde"] is None
    visitor.commands("wiederholung")
    assert cards(visitor)[TALK].items == ("beziehung.1",)


def test_whoever_deletes_her_answers_is_not_reminded_of_them() -> None:
    visitor = failed("beziehung")
    Calendar(visitor).passes(hours=6)
    visitor.commands("wiederholung").commands("fortschritt").taps("Meine Antworten").taps("Alle löschen").says("ja")
    assert Calendar(visitor).passes(days=3).came == []
    assert TALK not in cards(visitor)


# --- the round -------------------------------------------------------------------------------------------------


def in_round() -> Visitor:
    """Two things are due: a question first, then a task."""
    visitor = missed(failed("beziehung"))
    Calendar(visitor).passes(days=1, hours=6)
    return visitor.taps("Los geht’s")


def test_a_round_is_left_and_taken_up_again() -> None:
    """Days later the same question stands there."""
    visitor = in_round()
    text = visitor.said("wiederholung_frage")["text"]
    visitor.commands("menue").plays("einzeln", "klavier", "2 2 2", phase="bindung").waits(days=2)
    assert visitor.commands("weiter").said("wiederholung_frage")["text"] == text
    visitor.says("2 2 2").says("2 2 2")
    assert visitor.heard[-1] == "wiederholung_ende"


def test_an_edited_answer_is_judged_anew() -> None:
    """Recorded once, the card as if the first one had never been."""
    visitor = failed("beziehung", "bindung")
    Calendar(visitor).passes(days=1, hours=6)
    first = sheet(visitor.taps("Los geht’s")).card
    visitor.says("0 0 0")
    recorded = len(visitor.answers)
    visitor.edits("2 2 2")
    assert visitor.said("wiederholung_urteil")["geaendert"]
    assert (len(visitor.answers), visitor.answers[-1].text) == (recorded, "2 2 2")
    assert cards(visitor)[first].due == date(2026, 3, 8)
    assert len(sheet(visitor).results) == 1


def test_a_press_ends_editing_and_an_old_button_says_so() -> None:
    visitor = in_round().says("0 0 0")
    old = sheet(visitor).mark
    visitor.commands("weiter").meets(Pressed("wiederholung:weiss", "", old))
    assert visitor.heard == ["reflexion_vorbei", "wiederholung_frage"]
    visitor.taps("Weiß ich nicht")
    assert visitor.heard[-1] == "wiederholung_ende"


def test_a_choice_is_made_by_button_number_or_words() -> None:
    """All three are the same answer."""
    for answer in ("taps", "1", "beide gewinnen"):
        visitor = Visitor(HOUSE).commands("reflexion").taps("Balance")
        visitor.says("keine Ahnung").commands("abbrechen")
        Calendar(visitor).passes(days=1, hours=6)
        visitor.taps("Los geht’s").says("irgendwas")
        assert visitor.said("wiederholung_frage")["noch_einmal"] == "wahl"
        visitor.taps("Beide gewinnen") if answer == "taps" else visitor.says(answer)
        assert "wiederholung_ende" in visitor.heard


def test_what_is_no_longer_among_the_content_is_left_out() -> None:
    """A card without its question is never asked, and breaks nothing."""
    visitor = missed()
    visitor.kept["karte", of_question("weg.weg")] = visitor.kept["karte", WHY]
    Calendar(visitor).passes(days=1, hours=6)
    assert visitor.said("wiederholung")["anzahl"] == 1


@given(st.lists(st.sampled_from(["0 0 0", "1 1 1", "? ? ?", "2 2 2"]), max_size=12), st.integers(0, 99))
@settings(max_examples=15)
def test_no_situation_comes_twice_in_a_row_and_no_day_brings_more_than_five(levels: list[str], seed: int) -> None:
    """However she answers, for weeks."""
    visitor = Visitor(HOUSE, seed=seed)
    visitor.desk = SHARED.desk
    failed("beziehung", "einwaende", "bindung", "vorschlaege", "belohnung", "kundenziele", visitor=visitor)
    asked: dict[str, list[str]] = {}
    for answer in levels:
        visitor.waits(days=1)
        number = 0
        visitor.commands("wiederholung")
        if visitor.heard != ["wiederholung"]:
            continue
        visitor.taps("Los geht’s")
        while isinstance(visitor.session.sheet, RepetitionSheet):
            asked.setdefault(sheet(visitor).card, []).append(str(visitor.said("wiederholung_frage")["text"]))
            visitor.says(answer)
            number += 1
        assert number <= MOST
    assert all(one != other for texts in asked.values() for one, other in pairwise(texts))


SHARED = Visitor(HOUSE)


# --- every state, every event ----------------------------------------------------------------------------------

MARK = "w99"


def sheets() -> Iterator[RepetitionSheet | None]:
    """Each kind of card, last of its round or not, and what is no longer there."""
    yield None
    for card in (TALK, WHY, of_question("balance.feld_ich"), of_question("weg.weg"), of_phase("weg")):
        choice = card.endswith("feld_ich")
        yield RepetitionSheet(card, 7, choice=choice, mark=MARK, run="w1")
        undo = RepetitionSheet(TALK, 1, (card,), run="w0")
        yield RepetitionSheet(card, 0, (WHY, of_phase("weg")), choice, MARK, "w1", (2,), 7, undo, Card(0))


EVENTS: tuple[Event, ...] = (
    Commanded("wiederholung"),
    Commanded("weiter"),
    *(Said(text, 8) for text in ("1", "99", "zurück", "weiß ich nicht", "?", "…", "2 2 2")),
    Edited("ganz anders", 7),
    Edited("ganz anders", 1),
    Received("f", "liste.csv", 10, "", 8),
    Unreadable("voice"),
    *(
        Pressed(f"wiederholung:{action}", argument, mark)
        for action, argument in (
            *(("wahl", number) for number in ("0", "9", "x", "")),
            *((action, "") for action in ("weiss", "los", "spaeter", "quatsch")),
        )
        for mark in (MARK, "w1", "")
    ),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: repr(event)[:60])
def test_every_state_answers_every_event(event: Event) -> None:
    """Nothing raises, everything is said properly."""
    for open_sheet in sheets():
        visitor = SHARED
        visitor.session, visitor.kept, visitor.timers = Session(Person("Kim", NOON), sheet=open_sheet), {}, {}
        for id_ in (TALK, WHY, of_question("balance.feld_ich")):
            card = Card(0, due=date(2026, 3, 4), items=("beziehung.1",) if id_ == TALK else ())
            visitor.meets(Commanded("menue"))
            visitor.kept["karte", id_] = encode(KINDS["karte"], card)
        visitor.session = replace(visitor.session, sheet=open_sheet, shelf=())
        visitor.meets(event)
        assert said(visitor.effects), (open_sheet, event)


def said(effects: list[Effect]) -> list[Effect]:
    return [effect for effect in effects if not isinstance(effect, Remind | Cancel)]


def test_the_message_says_how_much_there_is() -> None:
    """Questions by number, phases by name."""
    visitor = missed(failed("beziehung"))
    Calendar(visitor).passes(days=1, hours=6)
    (message,) = [each for each in visitor.story if isinstance(each, Say) and each.template == "wiederholung"]
    assert (message.values["fragen"], [phase.id for phase in message.values["phasen"]]) == (1, ["beziehung"])
