"""/ziele, played: from the first question to the saved goal, and what comes months later."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.effects import Drop, Keep, Picture, Remind, Say
from flows.events import Commanded, Due, Edited, Event, Pressed, Received, Said, Unreadable
from flows.goals.plan import Key, Plan, reckon
from flows.goals.sheet import GoalSheet, Stage
from flows.goals.standing import Actual, Goal, Rhythm
from tests.stage import NOON
from tests.visitor import Visitor, read

D = Decimal
ANSWERS = ("40", "auf 50", "31.12.2026", "800.000", "10 %", "120k")


def asked(*answers: str) -> Visitor:
    """Has answered the first questions."""
    visitor = Visitor().commands("ziele")
    for answer in answers:
        visitor.says(answer)
    return visitor


def planned() -> Visitor:
    """Has the finished table before her."""
    return asked(*ANSWERS)


def saved(rhythm: str = "Monatlich") -> Visitor:
    """Has a goal, and wants to be reminded."""
    return planned().taps("Passt so").taps("Ja, beides").taps(rhythm)


def sheet(visitor: Visitor) -> GoalSheet:
    assert isinstance(visitor.session.sheet, GoalSheet)
    return visitor.session.sheet


def goals(visitor: Visitor) -> list[Goal]:
    return list(visitor.things("ziel").values())


def question(visitor: Visitor) -> str:
    """What is asked now."""
    assert "ziele_frage" in visitor.heard, visitor.heard
    return str(visitor.said("ziele_frage")["schluessel"])


# --- the questions ---------------------------------------------------------------------------------------------


def test_from_the_first_question_to_the_saved_goal() -> None:
    """Six questions, the table, the question only she can answer, a picture, a rhythm."""
    visitor, keys = Visitor().commands("ziele"), []
    assert visitor.said("ziele_frage")["erste"]
    for answer in ANSWERS:
        keys.append(question(visitor))
        visitor.says(answer)
    assert keys == ["kunden", "mehr_kunden", "bis", "umsatz", "mehr_umsatz", "neu"]
    assert visitor.heard == ["ziele_tabelle"]
    assert visitor.taps("Passt so").heard == ["ziele_pruefung"]
    assert visitor.taps("Ja, beides").heard == ["bild_ziel", "ziele"]
    assert visitor.session.sheet is None
    (goal,) = goals(visitor)
    table = reckon(goal.plan)
    assert (table.customers.then, table.total.then, table.average.then) == (D(50), D(1_000_000), D(20_000))
    assert goal.plan.due == date(2026, 12, 31)
    assert visitor.taps("Monatlich").heard == ["ziele_rhythmus"]
    assert visitor.timers["ziele:stand"].due.date() == date(2026, 4, 4)


def test_every_answer_says_what_follows_from_it() -> None:
    """Not what was said, but what was reckoned."""
    visitor = asked("40", "auf 50")
    (line,) = visitor.said("ziele_frage")["bewegt"]
    assert (line[0], [(move.column, move.after) for move in line[1]]) == ("kunden", [("gain", 10), ("percent", 25)])


def test_what_she_does_not_know_stays_open() -> None:
    """By button or by word; what needs it stays empty, and the average is asked in its place."""
    visitor = asked("40", "weiß ich nicht")
    assert visitor.said("ziele_frage")["uebergangen"] == "mehr_kunden"
    visitor.taps("Weiß ich nicht").says("?").says("keine Ahnung").says("offen lassen")
    assert question(visitor) == "schnitt"
    assert question(visitor.says("20.000")) == "mehr_schnitt"
    assert reckon(sheet(visitor).plan).existing.now == 800_000
    assert visitor.says("Weiß ich nicht").heard == ["ziele_tabelle"]


def test_whoever_knows_nothing_saves_nothing() -> None:
    visitor = asked(*["weiß nicht"] * 8)
    assert (visitor.heard, visitor.labels) == (["ziele_tabelle"], ["Zahl ändern", "Zurück"])
    assert visitor.says("passt so").heard == ["ziele_tabelle"]
    assert goals(visitor) == []


def test_back_asks_again_with_the_answer_filled_in() -> None:
    """As far as the first question; what was given stays until it is answered anew."""
    visitor = asked("40", "10").taps("Zurück")
    assert (question(visitor), "So lassen" in visitor.labels) == ("mehr_kunden", True)
    assert question(visitor.says("zurück")) == "kunden"
    assert visitor.said("ziele_frage")["bisher"] == 40
    assert "Zurück" not in visitor.labels
    assert question(visitor.says("zurück")) == "kunden"
    assert question(visitor.taps("So lassen")) == "bis"
    assert question(visitor.says("zurück").says("50")) == "bis"
    assert reckon(sheet(visitor).plan).customers.then == 60


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Kartoffel", "keine_zahl"),
        ("500 €", "einheit"),
        ("3,5", "bruch"),
        ("20 %", "prozent_heute"),
        ("+3", "zuwachs_heute"),
        ("viele", "ungefaehr"),
        ("31.12.2026", "datum"),
    ],
)
def test_what_makes_no_sense_is_asked_again_with_the_reason(text: str, fault: str) -> None:
    visitor = asked(text)
    assert (question(visitor), visitor.said("ziele_frage")["fehler"]) == ("kunden", fault)
    assert question(visitor.says("40")) == "mehr_kunden"


def test_a_doubt_is_settled_by_a_tap_by_words_or_by_yes() -> None:
    visitor = asked("40", "10", "31.12.2026", "1.5")
    assert visitor.heard == ["ziele_zweifel"]
    assert visitor.labels == ["1,50\u00a0€", "1.500\u00a0€", "Zurück"]
    assert question(visitor.taps("1.500")) == "mehr_umsatz"
    assert sheet(visitor.says("1,250").says("+2.000")).plan.more_existing is not None
    assert sheet(asked("fünfzg").says("ja")).plan.customers == 50
    assert question(asked("fünfzg").taps("Zurück")) == "kunden"


def test_a_gain_or_a_total_is_asked_where_both_can_be_meant() -> None:
    visitor = asked("40", "50")
    assert (visitor.heard, visitor.labels[:2]) == (["ziele_zweifel"], ["auf 50", "+50"])
    assert reckon(sheet(visitor.taps("auf 50")).plan).customers.then == 50
    assert reckon(sheet(asked("40", "50").taps("+50")).plan).customers.then == 90
    assert asked("40", "50-60").taps("60").labels[:2] == ["auf 60", "+60"]


def test_less_than_today_is_meant_or_not() -> None:
    visitor = asked("40", "auf 30")
    assert visitor.heard == ["ziele_weniger"]
    assert question(visitor.taps("Nein")) == "mehr_kunden"
    assert question(visitor.says("auf 30").says("ja")) == "bis"
    assert reckon(sheet(visitor).plan).customers.gain == -10


def test_a_day_is_tapped_or_said() -> None:
    """It has to lie ahead."""
    assert sheet(asked("40", "10").taps("31. Dezember")).plan.due == date(2026, 12, 31)
    visitor = asked("40", "10", "1.3.2026")
    assert (question(visitor), visitor.said("ziele_frage")["fehler"]) == ("bis", "vergangen")
    assert visitor.says("irgendwann mal").said("ziele_frage")["fehler"] == "kein_tag"
    assert sheet(visitor.says("Ende Juni")).plan.due == date(2026, 6, 30)
    for text, labels in (("2027", ["31. Dezember 2027"]), ("im Sommer", ["31. August 2026", "1. Juni 2026"])):
        assert asked("40", "10", text).labels[:-1] == labels
    assert sheet(asked("40", "10", "2027", "ja")).plan.due == date(2027, 12, 31)


# --- the table -------------------------------------------------------------------------------------------------


def test_any_figure_can_be_changed_and_what_moved_is_told() -> None:
    visitor = planned().taps("Zahl ändern").taps("Kundenzahl heute")
    assert visitor.said("ziele_frage")["bisher"] == 40
    assert visitor.says("45").heard == ["ziele_tabelle"]
    moved = {row: [move.column for move in moves] for row, moves in visitor.said("ziele_tabelle")["bewegt"]}
    assert moved == {"kunden": ["gain", "percent"], "schnitt": ["now", "gain", "percent"]}
    assert question(visitor.says("Umsatz heute")) == "umsatz"
    assert visitor.taps("Zurück").heard == ["ziele_tabelle"]


@pytest.mark.parametrize(
    ("figure", "text", "way", "row", "then"),
    [
        ("Schnitt heute", "25.000", "Umsatz anpassen", "existing", 1_000_000),
        ("Schnitt heute", "25.000", "Kundenzahl anpassen", "customers", 32),
        ("Schnitt heute", "25.000", "Bei der Rechnung", "average", 20_000),
        ("Schnitt: Plus", "auf 22.000", "Umsatz mit neuen", "new", 220_000),
    ],
)
def test_an_average_that_contradicts_is_settled_by_her(figure: str, text: str, way: str, row: str, then: int) -> None:
    visitor = planned().taps("Zahl ändern").taps(figure).says(text)
    assert visitor.heard == ["ziele_widerspruch"]
    line = getattr(reckon(sheet(visitor.taps(way)).plan), row)
    assert (line.then if row == "new" else line.now) == then
    assert visitor.heard == ["ziele_tabelle"]


def test_whether_it_is_both_only_she_can_say() -> None:
    """Too easy or too much leads to the figures, nothing is judged for her."""
    for label, verdict in (("Zu leicht", "zu_leicht"), ("Zu hoch gegriffen", "zu_hoch")):
        visitor = planned().taps("Passt so").taps(label)
        assert (visitor.heard, visitor.said("ziele_auswahl")["urteil"]) == (["ziele_auswahl"], verdict)
        assert goals(visitor) == []
    assert visitor.taps("Kundenzahl: Plus").says("auf 55").says("passt").says("ja").heard == ["bild_ziel", "ziele"]


# --- leaving and coming back -----------------------------------------------------------------------------------


def test_the_goal_shows_what_is_done_for_it() -> None:
    """All of it is a tap away; what serves no goal is not there."""
    visitor = saved().taps("In Blätter").taps("Aktivität planen").says("Am 20. März rufe ich Frau Keller an")
    visitor.commands("aktivitaeten", "Am 21. März rufe ich Herrn Vogt an").commands("ziele")
    assert [each["text"] for each in visitor.said("ziele")["vorhaben"]] == ["Am 20. März rufe ich Frau Keller an"]
    visitor.taps("Dafür geplant")
    assert [each["text"] for each in visitor.said("aktivitaeten_liste")["aktivitaeten"]] == [
        "Am 20. März rufe ich Frau Keller an"
    ]
    visitor.taps("20. März").taps("Erledigt").says("nichts").commands("ziele")
    assert (visitor.said("ziele")["vorhaben"], visitor.said("ziele")["getan"]) == ([], 1)


def test_she_goes_on_days_later_where_she_was() -> None:
    """By /ziele or /weiter; the question stands as it was, with what is known."""
    visitor = asked("40", "10").waits(days=9)
    for name in ("ziele", "weiter"):
        assert question(visitor.commands(name)) == "bis"
    assert question(visitor.says("in einem Jahr")) == "umsatz"


def test_an_answer_can_be_edited_in_the_chat() -> None:
    """What it did is undone; an older one stays as it was, and so does one after which a button was pressed."""
    visitor = asked("40", "10").edits("20")
    assert question(visitor) == "bis"
    assert reckon(sheet(visitor).plan).customers.then == 60
    before = visitor.session
    assert visitor.edits("99", back=1).session.sheet == before.sheet
    assert visitor.taps("Weiß ich nicht").waits(minutes=2).edits("30").heard == ["geaendert_zu_spaet"]
    assert reckon(sheet(visitor).plan).customers.then == 60


def test_cancelling_ends_the_questions_and_keeps_what_was_saved() -> None:
    visitor = saved().taps("Zum Ziel").taps("Zahl ändern").taps("Kundenzahl heute")
    assert visitor.commands("abbrechen").heard == ["blatt_zu"]
    assert visitor.session.sheet is None
    assert len(goals(visitor)) == 1


def test_the_role_play_beside_it_stays_untouched() -> None:
    visitor = Visitor().plays("kurz", "brandt", "1 1 1")
    run = visitor.run
    visitor.commands("ziele").says("40")
    assert visitor.run == run
    assert "rueckmeldung" in visitor.says("weiter").says("2 2 2").heard
    assert question(visitor.commands("ziele")) == "mehr_kunden"


def test_help_says_what_is_asked() -> None:
    visitor = asked("40").commands("hilfe")
    assert (visitor.said("hilfe")["blatt"], visitor.said("hilfe")["gefragt"]) == ("ziele", "mehr_kunden")
    assert question(visitor.says("10")) == "bis"


def test_an_old_button_leads_to_what_is_open_now() -> None:
    visitor = asked("40")
    old = Pressed("ziele:offen", "", "z1")
    assert visitor.meets(old).heard == ["ziele_vorbei", "ziele_frage"]
    assert sheet(visitor).passed == ()
    assert saved().meets(old).heard == ["ziele_vorbei", "ziele"]


@pytest.mark.parametrize("action", ["ziele:neu", "ziele:aendern", "ziele:wie", "ziele:stand", "ziele:loeschen"])
def test_what_is_not_saved_is_not_given_up_for_an_old_button(action: str) -> None:
    """The figures stay on the sheet; looking at other pages costs nothing."""
    visitor = asked("40", "10")
    plan = sheet(visitor).plan
    assert visitor.meets(Pressed(action)).heard == ["ziele_erst", "ziele_frage"]
    assert sheet(visitor).plan == plan
    changed = saved().commands("ziele").taps("Zahl ändern").taps("Kundenzahl heute").says("44")
    assert changed.meets(Pressed("ziele:verlauf")).heard == ["ziele_verlauf"]
    assert changed.meets(Pressed(action)).heard == ["ziele_erst", "ziele_tabelle"]


def test_after_the_day_a_new_goal_starts_from_what_was_reached() -> None:
    visitor = saved().waits(days=300).taps("Stand eintragen").says("48").says("860k").says("90k").waits(days=30)
    assert "Neues Ziel" in visitor.commands("ziele").labels
    assert (question(visitor.taps("Neues Ziel")), visitor.said("ziele_frage")["bisher"]) == ("kunden", 48)
    assert sheet(visitor.taps("So lassen")).plan.existing == 950_000
    assert len(goals(visitor)) == 1
    for answer in ("+12", "in einem Jahr", "0", "100k"):
        visitor.says(answer)
    visitor.taps("Passt so").says("ja").taps("Wie stehe ich?")
    assert visitor.said("ziele_wie_weit")["zuletzt"] == 48
    visitor.says("50").says("950k")
    assert visitor.said("ziele_wie_weit")["zuletzt"] is None


def test_what_is_saved_unchanged_is_no_new_version() -> None:
    visitor = saved().commands("ziele").taps("Zahl ändern").taps("Zur Tabelle").taps("Passt so").says("ja")
    assert (visitor.heard, len(goals(visitor))) == (["bild_ziel", "ziele"], 1)


def test_a_file_is_no_answer() -> None:
    """The question stays."""
    visitor = asked("40")
    visitor.meets(Received("f1", "kunden.csv", 900))
    assert visitor.heard == ["unlesbar"]
    assert sheet(visitor).key is Key.MORE_CUSTOMERS


# --- afterwards ------------------------------------------------------------------------------------------------


def test_a_changed_goal_is_a_new_version_and_the_line_goes_on() -> None:
    """The straight line begins anew only if today's figures are others; the history keeps all."""
    visitor = saved().waits(days=20).commands("ziele").taps("Zahl ändern").taps("Kundenzahl: Plus").says("auf 55")
    visitor.taps("Passt so").taps("Ja, beides").waits(days=20)
    visitor.commands("ziele").taps("Zahl ändern").taps("Kundenzahl heute").says("44").taps("Passt so").says("ja")
    first, second, third = goals(visitor)
    assert first.began == second.began == date(2026, 3, 4)
    assert third.began == date(2026, 4, 13)
    assert {goal.rhythm for goal in (first, second, third)} == {Rhythm.MONTHLY}
    assert visitor.taps("Verlauf").heard == ["ziele_verlauf"]
    assert [each["zeilen"][0][1]["then"] for each in visitor.said("ziele_verlauf")["fassungen"]] == [55, 55, 50]


def test_she_sees_how_far_she_is_against_the_straight_line() -> None:
    visitor = saved().waits(days=151).commands("ziele").taps("Wie stehe ich?")
    assert visitor.said("ziele_wie_weit")["zuletzt"] == 40
    visitor.says("+5").taps("Wie zuletzt: 800.000").says("60 %").says("30.000")
    assert visitor.heard == ["bild_stand", "ziele_stand"]
    (told,) = visitor.things("zielstand").values()
    assert told == Actual(date(2026, 8, 2), D(45), D(800_000), D(30_000))
    stands = {stand["row"]: stand for stand in visitor.said("ziele_stand")["staende"]}
    assert (stands["kunden"]["expected"], stands["kunden"]["ahead"]) == (45, 0)
    assert (stands["neu"]["expected"], stands["neu"]["ahead"]) == (60_000, -30_000)
    (picture,) = [effect for effect in visitor.effects if isinstance(effect, Picture)]
    assert picture.values["bars"][0]["actual"] == "45"
    visitor.waits(days=3).commands("ziele").taps("Wie stehe ich?")
    assert (visitor.heard, visitor.said("ziele_stand")["gerade"]) == (["bild_stand", "ziele_stand"], False)
    visitor.taps("Neuen Stand").says("44").says("zurück").says("46").says("weiß nicht").says("weiß nicht")
    assert visitor.things("zielstand")["2026-08-05"] == Actual(date(2026, 8, 5), D(46))


def test_where_nothing_can_be_measured_she_is_told_why() -> None:
    visitor = asked("40", *["weiß nicht"] * 7).taps("Passt so").taps("Ja, beides")
    assert "Wie stehe ich?" not in visitor.labels
    assert visitor.meets(Pressed("ziele:stand")).heard == ["ziele_kein_mass"]
    told = saved().commands("ziele").taps("Wie stehe").says("weiß nicht").says("weiß nicht").says("weiß nicht")
    assert (told.heard, told.things("zielstand")) == (["ziele_nichts_gesagt"], {})


def test_the_big_goal_is_taken_sheet_by_sheet() -> None:
    visitor = saved().commands("ziele").taps("In Blätter teilen")
    values = visitor.said("ziele_stapel")
    assert (values["weeks"], values["customers"], values["per_customer"]) == (44, 10, 2000)


def test_deleting_takes_a_second_yes() -> None:
    """Then nothing is left, no version, no figure, no reminder."""
    visitor = saved().commands("ziele").taps("Wie stehe").says("41").says("800k").says("0").commands("ziele")
    assert visitor.taps("Ziel löschen").says("hm").heard == ["ziele_loeschen"]
    assert visitor.taps("Behalten").heard == ["ziele_behalten"]
    visitor.taps("Zum Ziel").taps("Ziel löschen").taps("Ja, löschen")
    assert (visitor.heard, visitor.kept, visitor.timers) == (["ziele_geloescht"], {}, {})
    assert question(visitor.commands("ziele")) == "kunden"


# --- the reminder ----------------------------------------------------------------------------------------------


def reminded(visitor: Visitor) -> int:
    return sum(isinstance(effect, Say) and effect.template == "ziele_erinnerung" for effect in visitor.story)


@pytest.mark.parametrize(("rhythm", "times"), [("Monatlich", 10), ("Alle 2 Wochen", 22)])
def test_she_is_reminded_at_her_rhythm_until_the_day(rhythm: str, times: int) -> None:
    """At her hour by her clock, summer and winter, a last time on the day itself."""
    visitor = saved(rhythm).waits(days=500)
    assert reminded(visitor) == times
    dues = [effect.due for effect in visitor.story if isinstance(effect, Remind) and effect.key == "ziele:stand"]
    assert {due.hour for due in dues} == {15, 16}
    assert visitor.timers == {}


def test_a_late_reminder_comes_once_and_not_in_the_quiet_hours() -> None:
    visitor = saved()
    timer = visitor.timers["ziele:stand"]
    visitor.now = timer.due + timedelta(days=3, hours=9)
    visitor.meets(Due("ziele:stand", timer.due))
    assert visitor.heard == []
    assert visitor.waits(hours=12).heard == ["ziele_erinnerung"]
    assert reminded(visitor) == 1


def test_she_can_answer_put_off_or_stop_it() -> None:
    visitor = saved().waits(days=31, hours=6)
    assert visitor.labels == ["Stand eintragen", "Später erinnern", "Nicht mehr"]
    assert visitor.taps("Später").heard == ["spaeter_erinnert"]
    assert visitor.waits(days=1).heard == ["ziele_erinnerung"]
    assert visitor.taps("Nicht mehr").heard == ["ziele_rhythmus"]
    assert (visitor.timers, goals(visitor)[0].rhythm) == ({}, Rhythm.NEVER)
    assert visitor.taps("Stand eintragen").heard == ["ziele_wie_weit"]


def test_whoever_wants_no_reminders_at_all_gets_none_of_these() -> None:
    """Until she wants them again."""
    visitor = saved().commands("einstellungen").taps("Erinnerungen aus").waits(days=70)
    assert reminded(visitor) == 0
    assert reminded(visitor.commands("einstellungen").taps("Erinnerungen ein").waits(days=31)) == 1


# --- anything, anywhere ----------------------------------------------------------------------------------------


def picking() -> Visitor:
    return planned().taps("Zahl ändern")


STANDING: dict[str, Callable[[], Visitor]] = {
    "nothing": Visitor,
    "saved": saved,
    "first question": asked,
    "day": lambda: asked("40", "10"),
    "money": lambda: asked("40", "10", "31.12.2026"),
    "doubt": lambda: asked("1.5"),
    "doubt of one": lambda: asked("fünfzg"),
    "lower": lambda: asked("40", "auf 30"),
    "table": planned,
    "picking": picking,
    "changing": lambda: picking().taps("Umsatz heute"),
    "clash": lambda: picking().taps("Schnitt heute").says("25.000"),
    "judging": lambda: planned().taps("Passt so"),
    "standing": lambda: saved().commands("ziele").taps("Wie stehe ich?"),
    "last of standing": lambda: saved().commands("ziele").taps("Wie stehe ich?").says("41").says("800k"),
    "erasing": lambda: saved().commands("ziele").taps("Ziel löschen"),
    "in a run": lambda: Visitor().plays("kurz", "brandt", "1 1 1").commands("ziele").says("40"),
    "laid aside": lambda: Visitor().plays("kurz", "brandt", "1 1 1").commands("ziele").says("40").says("weiter"),
}
ACTS = (
    *("antwort", "offen", "zurueck", "lesart", "weniger", "weg", "lassen", "auswahl", "zahl", "passt", "urteil"),
    *("wie", "stand", "stapel", "verlauf", "aendern", "neu", "loeschen", "wirklich", "rhythmus", "spaeter", "unsinn"),
)
ARGUMENTS = ("", "0", "99", "ja", "kunden", "nie", "2026-12-31", "²")
MARKED = "the mark of now"
EVENTS: tuple[Event, ...] = (
    *(
        Said(text, 900)
        for text in ("40", "1.5", "auf 60", "ja", "nein", "zurück", "tabelle", "weiß ich nicht", "?", "x")
    ),
    *(Said(text, 900) for text in ("weiter", "hilfe", "abbrechen", "ziele", "31.12.2026", "20 %", "CHF 5")),
    Edited("41", 1),
    Unreadable("voice"),
    *(Commanded(name) for name in ("ziele", "weiter", "abbrechen", "menue", "hilfe", "rollenspiel")),
    *(
        Pressed(f"ziele:{act}", argument, mark)
        for act in ACTS
        for argument in ARGUMENTS
        for mark in ("", MARKED, "z999")
    ),
    Pressed("ziele", "", "z1"),
    Due("ziele:stand", NOON),
    Due("ziele:unsinn", NOON),
)
LASTING = {"wie", "stand", "stapel", "verlauf", "aendern", "neu", "loeschen", "rhythmus", "spaeter"}


@pytest.mark.parametrize("standing", STANDING)
def test_every_state_answers_every_event(standing: str) -> None:
    """Nothing raises, something is said, what is kept goes only by the sure yes, and a next step is in reach."""
    start = STANDING[standing]()
    session, kept, timers, now = start.session, dict(start.kept), dict(start.timers), start.now
    for event in EVENTS:
        visitor = Visitor()
        visitor.session, visitor.kept, visitor.timers, visitor.now = session, dict(kept), dict(timers), now
        if isinstance(event, Pressed) and event.mark == MARKED:
            mark = session.sheet.mark if isinstance(session.sheet, GoalSheet) else "z0"
            event = Pressed(event.action, event.argument, mark)
        visitor.meets(event)
        silent = isinstance(event, Due | Edited)
        assert silent or any(read(effect) for effect in visitor.effects), event
        dropped = any(isinstance(effect, Drop) for effect in visitor.effects)
        sure = event == Said("ja", 900) or (isinstance(event, Pressed) and event.action == "ziele:wirklich")
        assert not dropped or (standing == "erasing" and sure), event
        if isinstance(visitor.session.sheet, GoalSheet):
            visitor.commands("weiter" if visitor.session.run is None else "ziele")
            assert visitor.labels, event


@settings(max_examples=60)
@given(st.lists(st.one_of(st.text(max_size=20), st.integers(0, 30)), max_size=25))
def test_whatever_she_types_or_taps_the_dialogue_goes_on(acts: list[str | int]) -> None:
    """Numbers tap one of the newest buttons; whatever is saved can be reckoned."""
    visitor = Visitor().commands("ziele")
    for act in acts:
        offered = visitor.labels
        if isinstance(act, str):
            visitor.says(act)
        elif offered:
            visitor.taps(offered[act % len(offered)])
    for effect in visitor.story:
        if isinstance(effect, Keep) and isinstance(effect.thing, Goal):
            assert effect.thing.plan != Plan()
            reckon(effect.thing.plan)
    if isinstance(visitor.session.sheet, GoalSheet):
        assert visitor.session.sheet.stage in Stage
        assert visitor.session.sheet.key is None or visitor.session.sheet.key in Key
