"""/kunden, played: a dossier, a class, a plan, the reduced process, a list; left, resumed, deleted."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.course import DOSSIER_FIELDS, PHASES
from flows.customers.customer import MOST, Customer, What
from flows.customers.grades import Grade, Shares
from flows.customers.pages import MAIL
from flows.customers.sheet import CustomerSheet, Stage
from flows.effects import LARGEST_FILE, Drop, HandOver, Keep, Picture, Say
from flows.events import Commanded, Due, Edited, Event, Fetched, Pressed, Received, Said, Unreadable
from tests.stage import NOON
from tests.visitor import Visitor, read

D = Decimal
STEP = "Am 20. März Frau Keller das Konzept zeigen"
TEXTS = ("Will wachsen", "Chefin", "Guter Draht", "Zwei Lager", "Gilt als fachkundig", "Kein Budget")
LIST = (
    "Firma;Umsatz 2025;Potenzial\r\nAdler;700.000;\r\nBrandt AG;100.000,50;900.000\r\nColm;90.000 €;\r\n"
    "Dorn;60.000;5\r\nColm;10.000;\r\nErl;50.000;\r\nFaulty;viel;\r\n;7;\r\nGast;-100;\r\nSumme;999;\r\n"
).encode("cp1252")


def named(name: str = "Brandt AG") -> Visitor:
    """Is at the first of the seven things."""
    return Visitor().commands("kunden").taps("Neu anlegen").says(name)


def card(name: str = "Brandt AG") -> Visitor:
    """Has somebody of whom only the name is known."""
    return named(name).taps("Fertig")


def rated(grade: str = "B", *, hope: str = "nein") -> Visitor:
    visitor = card().taps("A, B oder C?")
    for level in ("Viel", "Mittel", "Mittel", "Wenig"):
        visitor.taps(level)
    visitor.taps(grade)
    return visitor if grade == "A" else visitor.says(hope)


def looked_through() -> Visitor:
    """Has the preview of a list before her."""
    return Visitor().commands("kunden").taps("Liste schicken").sends("kunden.csv", LIST)


def listed() -> Visitor:
    return looked_through().taps("Übernehmen")


def customer(visitor: Visitor, id_: str = "k1") -> Customer:
    found = visitor.things("kunde")[id_]
    assert isinstance(found, Customer)
    return found


def stage(visitor: Visitor) -> Stage:
    assert isinstance(visitor.session.sheet, CustomerSheet)
    return visitor.session.sheet.stop.stage


# --- the dossier -----------------------------------------------------------------------------------------------


def test_from_the_name_through_the_seven_things_to_the_card() -> None:
    """One at a time; where he stands is a phase, and the next step is asked for."""
    visitor = named()
    for field, text in zip(DOSSIER_FIELDS[:1] + DOSSIER_FIELDS[2:], TEXTS, strict=True):
        assert visitor.said("kunden_feld")["feld"].id == field
        visitor.says(text)
        if field == "strategie":
            assert visitor.heard == ["kunden_stand"]
            assert visitor.taps("vorschlaege").heard == ["kunden_schritt"]
            visitor.says(STEP)
    assert (visitor.heard, visitor.session.sheet) == (["kunden_kunde"], None)
    found = customer(visitor)
    assert tuple(found.known.values()) == TEXTS
    assert (found.phase, found.step, found.step_day) == ("vorschlaege", STEP, date(2026, 3, 20))
    assert [entry.what for entry in found.history] == [What.BEGUN, What.PHASE, What.STEP]


def test_any_of_the_seven_can_stay_empty() -> None:
    """By button or by words; the card says what is still open."""
    visitor = named()
    for answer in ("weiß ich nicht", "?", "keine Ahnung", "passe", "weiß nicht"):
        visitor.says(answer)
    visitor.taps("Weiß ich nicht").taps("Weiß ich nicht").taps("Weiß ich nicht")
    assert visitor.heard == ["kunden_kunde"]
    assert (customer(visitor).known, customer(visitor).phase, customer(visitor).step) == ({}, "", "")
    assert len(visitor.said("kunden_kunde")["offen"]) == 6


def test_one_of_the_seven_is_changed_or_emptied_by_itself() -> None:
    visitor = named().says("Will wachsen").taps("Fertig").taps("Dossier").taps("Titel strategie")
    assert visitor.said("kunden_feld")["bisher"] == "Will wachsen"
    assert visitor.says("Will sparen").heard == ["kunden_kunde"]
    assert customer(visitor).known == {"strategie": "Will sparen"}
    visitor.taps("Dossier").taps("Titel strategie").taps("So lassen")
    assert customer(visitor).known == {"strategie": "Will sparen"}
    visitor.taps("Dossier").taps("Titel strategie").taps("Leeren")
    assert customer(visitor).known == {}
    assert visitor.taps("Dossier").taps("Titel status").heard == ["kunden_stand"]


@pytest.mark.parametrize(
    ("said", "phase"),
    [("vorschlaege", "vorschlaege"), ("8", "vorschlaege"), ("Phase 16", "bindung"), ("einwende", "einwaende")],
)
def test_a_phase_can_be_said(said: str, phase: str) -> None:
    assert customer(card().taps("Stand").says(said)).phase == phase


def test_what_is_no_phase_is_asked_again() -> None:
    visitor = card().taps("Stand").says("irgendwo")
    assert (visitor.heard, visitor.said("kunden_stand")["fehler"]) == (["kunden_stand"], "phase")


def test_a_step_without_a_day_is_asked_for_one() -> None:
    visitor = card().taps("Nächster Schritt").says("Frau Keller anrufen")
    assert visitor.heard == ["kunden_tag"]
    assert customer(visitor).step == "Frau Keller anrufen"
    assert visitor.says("irgendwann").said("kunden_tag")["fehler"] == "kein_tag"
    assert visitor.says("1.3.2026").said("kunden_tag")["fehler"] == "vergangen"
    assert customer(visitor.says("in zwei Wochen")).step_day == date(2026, 3, 18)
    visitor.taps("Nächster Schritt").says("Angebot an Herrn Roth schicken").taps("Ohne Tag")
    assert customer(visitor).step_day is None


def test_a_doubtful_day_is_a_choice() -> None:
    visitor = card().taps("Nächster Schritt").says("Zwischen dem 10. und 12. März Frau Keller besuchen")
    assert (visitor.heard, visitor.labels[:2]) == (["kunden_tag"], ["10. März 2026", "12. März 2026"])
    assert customer(visitor.taps("12. März")).step_day == date(2026, 3, 12)


def test_two_of_one_name_are_asked_to_differ() -> None:
    """Whatever their spelling; and nobody is without a name."""
    visitor = card("Müller").commands("kunden").taps("Neu anlegen").says("MUELLER")
    assert visitor.said("kunden_name")["fehler"] == "doppelt"
    assert visitor.says("x" * 101).said("kunden_name")["fehler"] == "zu_lang"
    assert visitor.says("Müller Wien").heard == ["kunden_feld"]
    visitor.taps("Fertig").taps("Mehr").taps("Umbenennen").says("Müller")
    assert visitor.said("kunden_name")["fehler"] == "doppelt"
    assert visitor.says("Müller Graz").heard == ["kunden_kunde"]
    assert {each.name for each in visitor.things("kunde").values()} == {"Müller", "Müller Graz"}


def test_what_is_too_long_is_not_cut_but_asked_again() -> None:
    visitor = named().says("lang " * 200)
    assert visitor.said("kunden_feld")["fehler"] == "zu_lang"
    assert customer(visitor).known == {}


def test_there_is_an_end_to_the_cards() -> None:
    visitor = Visitor()
    for number in range(MOST):
        visitor._store(Keep("kunde", f"k{number}", Customer(f"Firma {number}")))
    visitor.commands("kunden").taps("Neu anlegen").says("Noch einer")
    assert visitor.said("kunden_name")["fehler"] == "voll"
    assert len(visitor.things("kunde")) == MOST


def test_the_important_ones_come_first_page_by_page() -> None:
    visitor = Visitor()
    for number in range(20):
        grade = Grade.A if number == 19 else Grade.C
        visitor._store(Keep("kunde", f"k{number}", Customer(f"Firma {number:02}", assessed=grade)))
    visitor.commands("kunden")
    assert visitor.labels[:2] == ["A · Firma 19", "C · Firma 00"]
    assert visitor.taps("Weiter →").said("kunden")["seite"] == 2
    assert visitor.taps("Weiter →").labels[:3] == ["C · Firma 15", "C · Firma 16", "C · Firma 17"]


# --- leaving, resuming, correcting -----------------------------------------------------------------------------


def test_she_goes_on_days_later_where_she_was() -> None:
    """What was answered is kept already."""
    visitor = named().says("Will wachsen").taps("vorschlaege").waits(days=9)
    for name in ("kunden", "weiter"):
        assert visitor.commands(name).heard == ["kunden_schritt"]
    assert visitor.commands("abbrechen").heard == ["blatt_zu"]
    assert (customer(visitor).known, customer(visitor).phase) == ({"strategie": "Will wachsen"}, "vorschlaege")


def test_back_goes_to_the_question_before() -> None:
    visitor = named().says("Will wachsen").taps("vorschlaege").says("Frau Keller anrufen")
    assert visitor.heard == ["kunden_tag"]
    assert visitor.says("zurück").heard == ["kunden_schritt"]
    assert visitor.taps("Zurück").heard == ["kunden_stand"]
    assert visitor.taps("Zurück").said("kunden_feld")["bisher"] == "Will wachsen"
    assert visitor.says("Will sparen").taps("So lassen").taps("So lassen").said("kunden_feld")["nummer"] == 3


def test_the_latest_answer_can_be_edited_in_the_chat() -> None:
    """What it did is undone; an older one stays, and so does one after which a button was pressed."""
    visitor = named("Brnadt").edits("Brandt")
    assert (customer(visitor).name, len(visitor.things("kunde"))) == ("Brandt", 1)
    visitor.says("Will wachsen").edits("Will sparen")
    assert customer(visitor).known == {"strategie": "Will sparen"}
    assert visitor.heard == ["kunden_stand"]
    visitor.taps("vorschlaege").waits(minutes=2).edits("Will verkaufen")
    assert customer(visitor).known == {"strategie": "Will sparen"}
    visitor.says("Frau Keller anrufen").edits(STEP)
    assert (customer(visitor).step, customer(visitor).step_day) == (STEP, date(2026, 3, 20))
    assert [entry.text for entry in customer(visitor).history if entry.what is What.STEP] == [STEP]


def test_the_role_play_beside_it_stays_untouched() -> None:
    visitor = Visitor().plays("kurz", "brandt", "1 1 1")
    run = visitor.run
    visitor.commands("kunden").taps("Neu anlegen").says("Adler")
    assert visitor.run == run
    assert "rueckmeldung" in visitor.says("weiter").says("2 2 2").heard
    assert visitor.commands("kunden").heard == ["kunden_feld"]


def test_help_says_what_is_asked() -> None:
    visitor = named().commands("hilfe")
    assert (visitor.said("hilfe")["blatt"], visitor.said("hilfe")["gefragt"]) == ("kunden", "feld")
    assert visitor.says("Will wachsen").heard == ["kunden_stand"]


def test_an_old_button_leads_to_what_is_open_now() -> None:
    visitor = named()
    old = Pressed("kunden:offen", "", "k1")
    assert visitor.meets(old).heard == ["kunden_vorbei", "kunden_feld"]
    assert card().meets(old).heard == ["kunden_vorbei", "kunden"]
    assert visitor.meets(Pressed("kunden:kunde", "k99")).heard == ["kunden_fort", "kunden"]


def test_a_customer_is_found_by_the_command_of_another_flow() -> None:
    assert card().commands("kunden", "k1").heard == ["kunden_kunde"]


# --- A, B, C ---------------------------------------------------------------------------------------------------


def test_four_questions_suggest_a_class_that_she_decides() -> None:
    visitor = card().taps("A, B oder C?").taps("Viel").says("hoch").says("2").says("mittel").says("weiß nicht")
    assert visitor.said("kunden_klasse")["vorschlag"] == Grade.A
    assert visitor.taps("A").heard == ["kunden_aufwand"]
    assert (customer(visitor).treated, customer(visitor).hopeful) == (Grade.A, None)


def test_who_could_become_an_a_is_treated_as_one() -> None:
    visitor = rated(hope="ja")
    assert (customer(visitor).grade, customer(visitor).treated) == (Grade.B, Grade.A)
    assert visitor.said("kunden_aufwand")["wie"] == Grade.A
    assert "Kurzer Prozess" not in visitor.taps("Zurück zur Karte").labels
    visitor.taps("A, B oder C?").says("viel").says("viel").says("viel").says("viel").says("Klasse C").taps("Eher nicht")
    assert customer(visitor).treated is Grade.C
    assert [entry.text for entry in customer(visitor).history if entry.what is What.GRADE] == ["B", "A", "C"]


def test_back_in_the_questions_for_a_class() -> None:
    visitor = card().taps("A, B oder C?").taps("Viel").taps("Viel").taps("Zurück")
    assert visitor.said("kunden_einschaetzung")["bisher"] == 2
    visitor.taps("Wenig").taps("Wenig").taps("Wenig").taps("C")
    assert visitor.taps("Zurück").heard == ["kunden_klasse"]
    assert visitor.taps("B").heard == ["kunden_hoffnung"]


def test_without_an_idea_the_contact_is_postponed() -> None:
    """With a day, at which she is asked again, at her hour."""
    visitor = card().taps("A, B oder C?")
    for _ in range(4):
        visitor.says("weiß nicht")
    assert visitor.said("kunden_klasse")["vorschlag"] is None
    visitor.taps("Noch keine Idee").taps("18. März")
    assert (visitor.heard, customer(visitor).postponed) == (["kunden_kunde"], date(2026, 3, 18))
    assert visitor.said("kunden_kunde")["verschoben"] == date(2026, 3, 18)
    visitor.waits(days=14, hours=8)
    assert (visitor.heard, visitor.labels) == (
        ["kunden_erinnerung"],
        ["Nächster Schritt", "Verschieben", "Später erinnern"],
    )
    assert visitor.taps("Später").waits(days=1).heard == ["kunden_erinnerung"]
    assert visitor.taps("Verschieben").says("heute").said("kunden_tag")["fehler"] == "vergangen"
    visitor.says("in zwei Wochen").waits(days=15)
    assert visitor.heard == ["kunden_erinnerung"]
    visitor.taps("Nächster Schritt").says("Am Montag in einem Jahr Herrn Roth anrufen")
    assert customer(visitor).postponed is None


def test_a_step_ends_the_waiting() -> None:
    """A timer that comes nevertheless says nothing, nor does one whose customer is gone."""
    visitor = card().taps("Nächster Schritt").says("noch keine Idee").taps("18. März")
    visitor.taps("Nächster Schritt").says(STEP).waits(days=30)
    assert "kunden_erinnerung" not in {effect.template for effect in visitor.story if isinstance(effect, Say)}
    assert visitor.meets(Due("kunden:kontakt:k99", NOON)).effects == []


def test_a_late_reminder_waits_for_the_morning() -> None:
    visitor = card().taps("Nächster Schritt").says("keine Idee").taps("18. März")
    visitor.now += timedelta(days=20, hours=10)
    visitor.meets(Due("kunden:kontakt:k1", NOON))
    assert visitor.heard == []
    assert visitor.waits(hours=12).heard == ["kunden_erinnerung"]
    visitor = card().taps("Nächster Schritt").says("keine Idee").taps("18. März")
    assert visitor.commands("einstellungen").taps("Erinnerungen aus").waits(days=30).heard == []


def test_effort_is_suggested_for_the_class() -> None:
    """Who has none is asked the questions first."""
    assert card().taps("Aufwand").heard == ["kunden_einschaetzung"]
    texts = {read(rated(grade).effects[-1]) for grade in "ABC"}
    assert len(texts) == 3


# --- plan and reduced process ----------------------------------------------------------------------------------


def test_a_plan_runs_along_the_phases() -> None:
    """From where he stands, one after the other; days that run backwards are remarked."""
    visitor = card().taps("Stand").says("8").taps("Fertig").taps("Plan").taps("Der Reihe nach")
    assert visitor.said("kunden_planen")["phase"].id == "vorschlaege"
    visitor.says("Am 20. März Frau Keller das Konzept zeigen").taps("Nichts planen")
    assert visitor.said("kunden_planen")["phase"].id == "entscheidung"
    visitor.says("Frau Keller um den Auftrag bitten").says("27.3.").taps("Fertig")
    assert visitor.heard == ["kunden_plan"]
    assert [(each.phase, each.day) for each in customer(visitor).plan] == [
        ("vorschlaege", date(2026, 3, 20)),
        ("entscheidung", date(2026, 3, 27)),
    ]
    assert not visitor.said("kunden_plan")["verkehrt"]
    visitor.taps("einwaende").says("Am 10. April mit Frau Keller die Bedenken klären")
    assert visitor.said("kunden_plan")["verkehrt"]
    visitor.taps("einwaende").taps("Leeren")
    assert [each.phase for each in customer(visitor).plan] == ["vorschlaege", "entscheidung"]


def test_what_is_done_is_ticked_off_and_the_next_step_asked_for() -> None:
    visitor = card().taps("Plan").taps("vorschlaege").says(STEP).taps("✓ vorschlaege")
    assert (visitor.heard, customer(visitor).phase, customer(visitor).plan) == (["kunden_schritt"], "vorschlaege", ())
    assert [entry.text for entry in customer(visitor).history if entry.what is What.DONE] == [STEP]
    assert visitor.taps("Weiß ich nicht").taps("Verlauf").heard == ["kunden_verlauf"]


def planned() -> Visitor:
    """Has two things in the plan, one of them on a day."""
    visitor = card().taps("Plan").taps("vorschlaege").says("Die Preise vorrechnen").says("20.3.")
    return visitor.taps("einwaende").says("Bedenken klären").taps("Ohne Tag")


def test_what_is_planned_comes_back_on_its_day() -> None:
    """Once, at her hour; from there it is ticked off, put off or made an activity."""
    visitor = planned().waits(days=15)
    assert "kunden_faellig" not in [effect.template for effect in visitor.story if isinstance(effect, Say)]
    visitor.waits(days=1.5)
    assert visitor.heard == ["kunden_faellig"]
    assert [each["text"] for each in visitor.said("kunden_faellig")["eintraege"]] == ["Die Preise vorrechnen"]
    assert visitor.taps("Später").heard == ["spaeter_erinnert"]
    assert visitor.waits(days=2).heard == ["kunden_faellig"]
    assert not visitor.said("kunden_faellig")["eintraege"][0]["heute"]
    visitor.taps("Erledigt")
    assert [each.phase for each in customer(visitor).plan] == ["einwaende"]
    assert visitor.waits(days=60).heard == ["kunden_schritt"]


def test_a_next_step_comes_back_on_its_day() -> None:
    """With others of that day it is one message; done, it is history."""
    visitor = card().taps("Nächster Schritt").says("Frau Keller anrufen").says("20.3.")
    visitor.commands("kunden").taps("Neu anlegen").says("Colm").taps("Fertig")
    visitor.taps("Nächster Schritt").says("Das Lager ansehen").says("20.3.").waits(days=16.5)
    assert [each["name"] for each in visitor.said("kunden_faellig")["eintraege"]] == ["Brandt AG", "Colm"]
    visitor.meets(Pressed("kunden:erledigt", "k1/schritt"))
    assert (visitor.heard, customer(visitor).step) == (["kunden_schritt"], "")
    assert customer(visitor).history[-1].text == "Frau Keller anrufen"


def test_a_late_reminder_tells_what_was_missed() -> None:
    visitor = planned()
    timer = visitor.timers.pop("kunden:plan")
    visitor.now += timedelta(days=20)
    visitor.meets(Due(timer.key, timer.due, timer.argument))
    assert visitor.said("kunden_faellig")["eintraege"][0]["tag"] == date(2026, 3, 20)
    assert visitor.commands("einstellungen").taps("Erinnerungen aus").meets(Due("kunden:plan", NOON)).heard == []


def test_a_plan_becomes_an_activity_with_its_text_and_day() -> None:
    """Then the activity reminds; done, it is in the history and ticked off the plan."""
    visitor = planned().taps("Zurück zur Karte").taps("Plan").meets(Pressed("aktivitaeten", "k1/vorschlaege"))
    assert visitor.heard == ["aktivitaeten_karte"]
    (activity,) = visitor.things("aktivitaet").values()
    assert (activity.when.day, activity.customer, activity.phase) == (date(2026, 3, 20), "k1", "vorschlaege")
    assert activity.text == "Am 20.3. Die Preise vorrechnen (Brandt AG)"
    assert [each.handed for each in customer(visitor).plan] == [True, False]
    visitor.taps("Zur Liste").taps("20. März").taps("Erledigt")
    done = [entry.text for entry in customer(visitor).history if entry.what is What.DONE]
    assert (done, [each.phase for each in customer(visitor).plan]) == ([activity.text], ["einwaende"])
    assert customer(visitor).phase == "vorschlaege"
    visitor.says("Nichts").taps("Zur Aktivität").taps("Doch noch")
    assert not [entry for entry in customer(visitor).history if entry.what is What.DONE]


def test_a_plan_without_a_day_is_asked_for_one_on_its_way_to_the_activities() -> None:
    visitor = planned().meets(Pressed("aktivitaeten", "k1/einwaende"))
    assert visitor.said("aktivitaeten_luecke")["fehlt"] == "wann"
    assert visitor.says("am 25.3.").heard == ["aktivitaeten_karte"]
    assert all(each.handed for each in customer(visitor).plan if each.phase == "einwaende")
    visitor = card().taps("Nächster Schritt").says("Am Donnerstag Frau Keller anrufen").taps("Aktivität planen")
    (activity,) = visitor.things("aktivitaet").values()
    assert (activity.text, customer(visitor).step_handed) == ("Am 5.3. Frau Keller anrufen", True)
    assert "kunden_faellig" not in visitor.waits(days=9).heard


def test_a_day_that_is_over_is_asked_anew_and_never_moved_silently() -> None:
    """„In zwei Wochen“ was said weeks ago; on the card it is a date."""
    visitor = card().taps("Nächster Schritt").says("In zwei Wochen Frau Keller das Muster zeigen").waits(days=20)
    assert customer(visitor).step == "Am 18.3. Frau Keller das Muster zeigen"
    assert visitor.said("kunden_faellig")["eintraege"][0]["text"] == "Frau Keller das Muster zeigen"
    visitor.taps("Als Aktivität")
    assert visitor.said("aktivitaeten_luecke")["fehlt"] == "wann"
    assert visitor.said("aktivitaeten_luecke")["text"].endswith("Frau Keller das Muster zeigen")


def test_the_reduced_process_ends_in_activities_and_a_mail() -> None:
    """Five elements; what is the seller's own business is not in the mail."""
    visitor = rated().taps("Kurzer Prozess")
    for text in ("Geheimes Ziel", "Will sparen", "Preis und Angst", "Ein Bild", "Lieferung im Mai\n- Preis bleibt"):
        visitor.says(text)
    assert visitor.said("kunden_zettel")["element"] == "intern"
    assert visitor.says("Lager, Frau Ott").heard == ["kunden_tag"]
    assert visitor.says("Montag in einer Woche").heard == ["kunden_zettel_fertig"]
    assert [(each.made, each.day) for each in customer(visitor).plan] == [
        ("vorbereiten", date(2026, 3, 13)),
        ("gespraech", date(2026, 3, 16)),
        ("mail", date(2026, 3, 16)),
        ("intern", date(2026, 3, 17)),
    ]
    visitor.taps("Entwurf")
    assert visitor.said("kunden_mail")["punkte"] == ["Lieferung im Mai", "Preis bleibt"]
    mail = read(visitor.effects[-1])
    assert "Lieferung im Mai" in mail
    assert "Geheimes" not in mail
    assert visitor.taps("Zum Zettel").labels[:2] == ["Entwurf der Mail", "Aktivität planen"]


def test_the_sheet_can_be_left_and_taken_up_and_stay_without_a_day() -> None:
    visitor = rated().taps("Kurzer Prozess").says("Ziel").taps("Fertig")
    assert (visitor.heard, customer(visitor).plan) == (["kunden_zettel_fertig"], ())
    visitor.taps("Zettel ändern").taps("So lassen")
    for _ in range(5):
        visitor.says("weiß nicht")
    visitor.taps("Ohne Tag")
    assert [(each.made, each.day) for each in customer(visitor).plan] == [
        ("vorbereiten", None),
        ("gespraech", None),
        ("mail", None),
    ]
    assert visitor.meets(Pressed(MAIL, "k1")).heard == ["kunden_mail"]


def test_a_note_goes_into_the_history() -> None:
    visitor = card().taps("Mehr").taps("Notiz").says("Mag Jazz")
    assert (visitor.heard, customer(visitor).history[-1].text) == (["kunden_verlauf"], "Mag Jazz")


# --- the list --------------------------------------------------------------------------------------------------


def test_a_list_is_shown_before_anything_is_taken_over() -> None:
    """Counts, repeated names, sums and each faulty line with its reason; then the question."""
    visitor = looked_through()
    preview = visitor.said("kunden_vorschau")["vorschau"]
    assert (preview.rows, preview.faults, preview.repeated, preview.sums) == (6, 2, 1, (11,))
    assert [(fault.line, fault.reason) for fault in preview.first] == [(8, "umsatz_keine_zahl"), (9, "kein_name")]
    assert visitor.things("kundenliste") == {}
    assert visitor.taps("Übernehmen").heard == ["bild_pareto", "kunden_liste"]
    assert (visitor.session.sheet, visitor.things("kundenimport")) == (None, {})
    found = visitor.things("kundenklassen")["liste"]
    assert [part.customers for part in found.parts] == [1, 2, 3]
    assert found.hopes[0].name == "Brandt AG"


def test_a_list_can_be_refused() -> None:
    for answer in ("Verwerfen", "nein"):
        visitor = looked_through()
        visitor = visitor.taps(answer) if answer == "Verwerfen" else visitor.says(answer)
        assert (visitor.heard, visitor.kept) == (["kunden_verworfen"], {})


def test_repeated_names_count_together_or_once() -> None:
    visitor = looked_through().taps("Nur die erste").says("ja")
    colm = next(row for row in visitor.things("kundenliste")["liste"].rows if row.name == "Colm")
    assert colm.revenue == 90_000
    colm = next(row for row in listed().things("kundenliste")["liste"].rows if row.name == "Colm")
    assert colm.revenue == 100_000


def test_all_faulty_lines_can_be_looked_through() -> None:
    text = "Kunde;Umsatz\nA;1\n" + ";1\n" * 40
    visitor = Visitor().commands("kunden").taps("Liste schicken").sends("x.csv", text.encode())
    visitor.taps("Alle diese Zeilen").taps("Weiter →").taps("Weiter →")
    assert [fault.line for fault in visitor.said("kunden_fehler")["fehler"]] == list(range(35, 43))
    assert visitor.taps("Zurück zur Vorschau").heard == ["kunden_vorschau"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "leer"),
        ("a.csv", b"Kunde;Ort\nA;B\n", "kein_umsatz"),
        ("a.xlsx", b"PK\x03\x04", "kaputt"),
        ("a", b"\xd0\xcf\x11\xe0", "altes_excel"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_another_can_follow(name: str, content: bytes, reason: str) -> None:
    visitor = Visitor().commands("kunden").taps("Liste schicken").sends(name, content)
    assert (visitor.heard, visitor.said("kunden_hochladen")["grund"]) == (["kunden_hochladen"], reason)
    assert visitor.sends("kunden.csv", LIST).heard == ["kunden_vorschau"]


def test_what_is_no_list_is_not_even_fetched() -> None:
    visitor = Visitor().commands("kunden").taps("Liste schicken")
    visitor.meets(Received("f", "liste.pdf", 100))
    assert visitor.said("kunden_hochladen")["fehler"] == "format"
    visitor.meets(Received("f", "liste.csv", LARGEST_FILE + 1))
    assert visitor.said("kunden_hochladen")["fehler"] == "zu_gross"
    assert visitor.says("Hier ist sie").said("kunden_hochladen")["fehler"] == "text"
    for failure in ("fort", "zu_gross"):
        assert visitor.meets(Fetched("kunden:liste", "a.csv", failure=failure)).heard == ["kunden_hochladen"]


def test_a_list_with_nothing_but_faults_cannot_be_taken_over() -> None:
    visitor = Visitor().commands("kunden").taps("Liste schicken").sends("a.csv", b"Kunde;Umsatz\nA;viel\n")
    assert visitor.labels == ["Andere Datei", "Verwerfen"]
    assert visitor.says("ja").things("kundenliste") == {}


def test_another_file_takes_the_place_of_the_first() -> None:
    visitor = looked_through().sends("zwei.csv", b"Kunde;Umsatz\nNeu;5\n")
    assert visitor.said("kunden_vorschau")["vorschau"].rows == 1
    assert visitor.taps("Andere Datei").heard == ["kunden_hochladen"]
    assert visitor.things("kundenimport") == {}


def test_a_list_looked_through_is_not_given_up_for_an_old_button() -> None:
    """Nor by going away: it waits, and nothing of it counts."""
    visitor = looked_through().meets(Pressed("kunden:neu"))
    assert (visitor.heard, visitor.said("kunden_vorschau")["erst"]) == (["kunden_vorschau"], True)
    assert visitor.commands("ziele").commands("kunden").heard == ["kunden_vorschau"]
    assert visitor.says("ja").heard == ["bild_pareto", "kunden_liste"]


def test_a_file_that_comes_too_late_is_not_taken() -> None:
    visitor = named().meets(Fetched("kunden:liste", "a.csv", LIST))
    assert (visitor.heard, visitor.things("kundenimport")) == (["kunden_datei_verspaetet"], {})
    assert visitor.says("Will wachsen").heard == ["kunden_stand"]
    gone = Visitor().commands("kunden").taps("Liste schicken").commands("ziele")
    assert gone.meets(Fetched("kunden:liste", "a.csv", LIST)).heard == ["kunden_vorschau"]
    assert gone.says("40").heard == ["ziele_frage"]
    assert gone.taps("Übernehmen").heard == ["bild_pareto", "kunden_liste"]


def test_a_list_nobody_decides_on_is_forgotten() -> None:
    """As long as the question is open it waits; closed, it is gone the day after."""
    visitor = looked_through().waits(days=5)
    assert visitor.things("kundenimport")
    assert not visitor.commands("abbrechen").waits(days=2).things("kundenimport")


def test_what_was_left_undecided_goes_with_the_next_look() -> None:
    visitor = looked_through().commands("abbrechen")
    assert "kundenimport" in {kind for kind, _ in visitor.kept}
    assert visitor.commands("kunden").kept == {}


def test_the_list_is_looked_at_searched_and_handed_out() -> None:
    visitor = listed().taps("C ansehen")
    assert [row.name for row in visitor.said("kunden_gruppe")["zeilen"]] == ["Dorn", "Erl", "Gast"]
    visitor.taps("Zur Liste").taps("Suchen").says("brandt")
    assert visitor.labels[0] == "Brandt AG"
    assert visitor.says("Brand").labels[0] == "Brandt AG"
    assert visitor.says("Brnadt AG").labels[0] == "Brandt AG"
    assert visitor.says("Zzzz").said("kunden_suche")["zeilen"] == []
    visitor.taps("Zur Liste").taps("Als Datei")
    (file,) = [effect for effect in visitor.effects if isinstance(effect, HandOver)]
    assert file.content.decode("utf-8-sig").splitlines()[:2] == ["Kunde;Umsatz;Potenzial;Klasse", "Adler;700000,00;;A"]


def test_other_shares_make_other_classes() -> None:
    visitor = listed().taps("Anteile").says("alle gleich")
    assert visitor.said("kunden_anteile")["fehler"]
    assert visitor.says("80/15/5").heard == ["bild_pareto", "kunden_liste"]
    found = visitor.things("kundenklassen")["liste"]
    assert (found.shares, [part.customers for part in found.parts]) == (Shares(80, 15), [3, 1, 2])
    assert visitor.taps("Anteile").taps("65/20/15").things("kundenklassen")["liste"].shares == Shares()


def test_somebody_on_the_list_gets_a_card() -> None:
    """With figures and class; once, however often it is tapped. The potential of an A makes one."""
    visitor = listed().taps("B ansehen").taps("Brandt AG")
    assert (visitor.heard, customer(visitor).listed, customer(visitor).revenue) == (
        ["kunden_kunde"],
        Grade.B,
        D("100000.50"),
    )
    visitor.commands("kunden").taps("ABC-Liste").taps("Wie A: Brandt AG")
    assert (len(visitor.things("kunde")), customer(visitor).treated) == (1, Grade.A)


def test_a_new_list_renews_the_cards_and_makes_old_buttons_old() -> None:
    visitor = card("brandt ag").commands("kunden").taps("Liste schicken").sends("a.csv", LIST).taps("Übernehmen")
    assert (customer(visitor).listed, customer(visitor).history[-1].what) == (Grade.B, What.GRADE)
    old = next(button for button in visitor.taps("B ansehen").labels if button == "Brandt AG")
    pressed = Pressed("kunden:nimm", "1.1")
    visitor.taps("Zur Liste").taps("Neue Liste").sends("b.csv", b"Kunde;Umsatz\nBrandt AG;5\n").taps("Übernehmen")
    assert (old, customer(visitor).listed, customer(visitor).revenue) == ("Brandt AG", Grade.A, D(5))
    assert visitor.meets(pressed).heard == ["kunden_vorbei", "bild_pareto", "kunden_liste"]


def test_her_own_judgement_counts_before_the_list() -> None:
    visitor = rated("C").taps("Zurück zur Karte").taps("Alle").taps("Liste schicken").sends("a.csv", LIST).says("ja")
    assert (customer(visitor).listed, customer(visitor).treated) == (Grade.B, Grade.C)


def test_ten_thousand_names_burden_only_the_steps_that_look_at_them() -> None:
    rows = "".join(f"Firma {number};{number}\n" for number in range(10_000))
    visitor = Visitor().commands("kunden").taps("Liste schicken").sends("a.csv", f"Kunde;Umsatz\n{rows}".encode())
    visitor.taps("Übernehmen")
    assert max(len(data) for (kind, _), data in visitor.kept.items() if kind != "kundenliste") < 20_000
    for event in (Commanded("kunden"), Pressed("kunden:neu"), Pressed("kunden:liste"), Said("Adler", 1)):
        assert "kundenliste" not in visitor.desk.wants(visitor.session, event, visitor.actor)
    assert "kundenliste" in visitor.desk.wants(visitor.session, Pressed("kunden:gruppe", "A/0"), visitor.actor)
    (picture,) = [effect for effect in visitor.effects if isinstance(effect, Picture)]
    assert len(str(picture.values)) < 4000


# --- deleting --------------------------------------------------------------------------------------------------


def test_deleting_takes_a_second_yes() -> None:
    """Of a card its reminder goes too; the list and the cards are two things."""
    visitor = listed().taps("B ansehen").taps("Brandt AG").taps("Nächster Schritt").says("keine Idee").taps("18. März")
    assert visitor.taps("Mehr").taps("Karte löschen").says("hm").heard == ["kunden_loeschen"]
    assert visitor.taps("Behalten").heard == ["kunden_behalten"]
    visitor.taps("Zurück zur Karte").taps("Mehr").taps("Karte löschen").taps("Ja, löschen")
    assert (visitor.heard, visitor.things("kunde"), visitor.timers) == (["kunden_geloescht"], {}, {})
    visitor.commands("kunden").taps("ABC-Liste").taps("Liste löschen").says("ja")
    assert visitor.kept == {}
    assert visitor.commands("kunden").labels[:2] == ["Neu anlegen", "Liste schicken"]


# --- anything, anywhere ----------------------------------------------------------------------------------------

STANDING: dict[str, Callable[[], Visitor]] = {
    "nothing": Visitor,
    "a card": card,
    "a name": lambda: Visitor().commands("kunden").taps("Neu anlegen"),
    "a field": named,
    "a phase": lambda: card().taps("Stand"),
    "a step": lambda: card().taps("Nächster Schritt"),
    "a day": lambda: card().taps("Nächster Schritt").says("Frau Keller anrufen"),
    "two days": lambda: card().taps("Nächster Schritt").says("Zwischen dem 10. und 12. März Frau Keller besuchen"),
    "a level": lambda: card().taps("A, B oder C?"),
    "a class": lambda: card().taps("A, B oder C?").says("viel").says("viel").says("viel").says("viel"),
    "a hope": lambda: card().taps("A, B oder C?").says("viel").says("viel").says("viel").says("viel").taps("B"),
    "a plan": lambda: card().taps("Plan").taps("Der Reihe nach"),
    "the sheet": lambda: rated().taps("Kurzer Prozess").says("Ziel"),
    "a talk": lambda: rated().taps("Kurzer Prozess").says("?").says("?").says("?").says("?").says("?").says("?"),
    "a note": lambda: card().taps("Mehr").taps("Notiz"),
    "waiting": lambda: card().taps("Mehr").taps("Verschieben").taps("18. März"),
    "a file": lambda: Visitor().commands("kunden").taps("Liste schicken"),
    "a preview": looked_through,
    "a list": listed,
    "a search": lambda: listed().taps("Suchen"),
    "shares": lambda: listed().taps("Anteile"),
    "deleting a card": lambda: card().taps("Mehr").taps("Karte löschen"),
    "deleting the list": lambda: listed().taps("Liste löschen"),
    "in a run": lambda: Visitor().plays("kurz", "brandt", "1 1 1").commands("kunden").taps("Neu anlegen").says("Adler"),
    "laid aside": lambda: named().commands("ziele"),
}
LASTING = (
    *("alle", "kunde", "neu", "mehr", "felder", "feld", "fragen", "stand", "schritt", "klasse", "aufwand", "plan"),
    *("planen", "reihe", "erledigt", "verlauf", "notiz", "name", "loeschen", "verschieben", "kurz", "zettel", "mail"),
    *("spaeter", "liste", "hochladen", "suche", "anteile", "gruppe", "nimm", "datei", "liste_weg"),
)
PASSING = (
    *("offen", "zurueck", "leeren", "genug", "keine_idee", "phase", "tag", "stufe", "wahl", "hoffnung"),
    *("uebernehmen", "doppelte", "verwerfen", "fehler", "wirklich", "setzen", "unsinn"),
)
POINTING = ("", "k1", "k1/status", f"k1/{PHASES[7]}", "A/0", "1.1.a", "²")
ANSWERING = ("", "0", PHASES[7], "2026-12-31", "A", "ja", "80/15/5", "²")
MARKED = "the mark of now"
EVENTS: tuple[Event, ...] = (
    *(Said(text, 900) for text in ("Adler", "ja", "nein", "zurück", "fertig", "weiß ich nicht", "?", "8", "A", "viel")),
    *(
        Said(text, 900)
        for text in ("weiter", "hilfe", "abbrechen", "kunden", "31.12.2026", "80/15/5", "keine Idee", "")
    ),
    Edited("Will sparen", 2),
    Unreadable("voice"),
    Received("f", "a.csv", 100),
    Received("f", "a.pdf", 100, "Da ist sie", 9),
    *(Commanded(name) for name in ("kunden", "weiter", "abbrechen", "menue", "hilfe", "rollenspiel")),
    Commanded("kunden", "k1"),
    *(Pressed(f"kunden:{act}", argument) for act in LASTING for argument in POINTING),
    *(Pressed(f"kunden:{act}", argument, MARKED) for act in PASSING for argument in ANSWERING),
    *(Pressed(f"kunden:{act}", "0", "k999") for act in PASSING),
    *(Pressed(f"kunden:{act}", "k1") for act in PASSING),
    *(Pressed(f"kunden:{act}", "k1", MARKED) for act in LASTING),
    Pressed("kunden", "", "k1"),
    Fetched("kunden:liste", "a.csv", LIST),
    Fetched("kunden:liste", "a.csv", failure="fort"),
    Due("kunden:kontakt:k1", NOON),
    Due("kunden:unsinn", NOON),
)


@pytest.mark.parametrize("standing", STANDING)
def test_every_state_answers_every_event(standing: str) -> None:
    """Nothing raises, something is said, nothing is dropped but by the sure yes, and a next step is in reach."""
    start = STANDING[standing]()
    session, kept, timers, now = start.session, dict(start.kept), dict(start.timers), start.now
    for event in EVENTS:
        visitor = Visitor()
        visitor.desk = start.desk
        visitor.session, visitor.kept, visitor.timers, visitor.now = session, dict(kept), dict(timers), now
        if isinstance(event, Pressed) and event.mark == MARKED:
            mark = session.sheet.mark if isinstance(session.sheet, CustomerSheet) else "k0"
            event = Pressed(event.action, event.argument, mark)
        visitor.meets(event)
        silent = isinstance(event, Due | Edited | Unreadable | Received)
        assert silent or any(read(effect) for effect in visitor.effects), event
        dropped = {effect.kind for effect in visitor.effects if isinstance(effect, Drop)} - {"kundenimport"}
        sure = event == Said("ja", 900) or (isinstance(event, Pressed) and event.action == "kunden:wirklich")
        assert not dropped or (standing.startswith("deleting") and sure), event
        if isinstance(visitor.session.sheet, CustomerSheet) and visitor.session.sheet != session.sheet:
            assert visitor.commands("kunden").labels, event


@settings(max_examples=60)
@given(st.lists(st.one_of(st.text(max_size=20), st.integers(0, 40)), max_size=25))
def test_whatever_she_types_or_taps_the_dialogue_goes_on(acts: list[str | int]) -> None:
    """Numbers tap one of the newest buttons."""
    visitor = Visitor()
    visitor._store(Keep("kunde", "k1", Customer("Adler", assessed=Grade.B)))
    visitor.commands("kunden")
    for act in acts:
        offered = visitor.labels
        if isinstance(act, str):
            visitor.says(act)
        elif offered:
            visitor.taps(offered[act % len(offered)])
    assert all(found.name for found in visitor.things("kunde").values())
