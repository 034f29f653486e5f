"""The scenes. A new one is a function; its docstring is the title in the gallery."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from typing import NamedTuple

from bot.gallery.trainee import OVER, Trainee

PIANO, LAUNDRY, LIFTS = "🎹 Herr Demir", "🧺 Herr Lüdecke", "🛗 Frau Noack"
WHOLE, TALK, SHORT, SINGLE = "Der ganze Weg", "Nur das Gespräch", "Kompakt", "Eine Phase"
WEAK = "Unser Produkt ist super."
RUDE = "Jetzt stellen Sie sich nicht so an, Sie Geizhals."
UNDECIDED = "Das wäre von meiner Seite alles."

Play = Callable[[Trainee], Awaitable[None]]


class Scene(NamedTuple):
    """A scene, where it stands in the gallery, and how it is played."""

    id: str
    chapter: str
    title: str
    new: bool
    play: Play


SCENES: list[Scene] = []


def scene(chapter: str, *, new: bool = False) -> Callable[[Play], Play]:
    """Adds a scene to the gallery. The trainee has consented and said her name, unless she is `new`."""

    def add(play: Play) -> Play:
        SCENES.append(Scene(play.__name__, chapter, play.__doc__ or play.__name__, new, play))
        return play

    return add


# --- Empfang ---------------------------------------------------------------------------------------------------


@scene("Empfang", new=True)
async def anfang(kim: Trainee) -> None:
    """Der erste Start, mit der Frage nach den Daten"""
    await kim.says("/start")
    await kim.taps("Was wird gespeichert?")
    await kim.taps("Einverstanden")
    await kim.says("?!")
    await kim.says("Ich heiße Kim.")


@scene("Empfang", new=True)
async def lieber_nicht(kim: Trainee) -> None:
    """Lieber nicht, dann doch, aber ohne Namen"""
    await kim.says("Hallo?")
    await kim.briefly(lambda phone: phone.taps("Lieber nicht"))
    await kim.briefly(lambda phone: phone.says("/export"))
    await kim.says("/start")
    await kim.taps("Einverstanden")
    await kim.taps("Lieber ohne")


# --- Was immer geht --------------------------------------------------------------------------------------------


@scene("Was immer geht")
async def einstellungen(kim: Trainee) -> None:
    """Menü und Einstellungen"""
    await kim.says("/menue")
    await kim.taps("Einstellungen")
    await kim.taps("Name")
    await kim.says("Kim Beispiel")
    await kim.taps("Zeitzone")
    await kim.says("Hintertupfing")
    await kim.says("Lissabon")
    await kim.taps("Ruhezeit")
    await kim.says("abends")
    await kim.taps("20–8 Uhr")
    await kim.taps("Erinnerungszeit")
    await kim.says("um sieben")
    await kim.says("7:15")
    await kim.taps("Ruhezeit")
    await kim.taps("Keine")
    await kim.taps("Erinnerungen ausschalten")
    await kim.taps("Zeitzone")
    await kim.says("/abbrechen")


@scene("Was immer geht")
async def hilfe(kim: Trainee) -> None:
    """Hilfe, wenn nichts offen ist und während einer Frage"""
    await kim.says("/hilfe")
    await kim.says("/einstellungen")
    for question in ("Name", "Zeitzone", "Ruhezeit", "Erinnerungszeit"):
        await kim.taps(question)
        await kim.says("/hilfe")
    await kim.says("/abbrechen")


@scene("Was immer geht")
async def datenschutz(kim: Trainee) -> None:
    """Datenschutz und Über das Training"""
    await kim.says("/datenschutz")
    await kim.says("/ueber")


@scene("Was immer geht")
async def export(kim: Trainee) -> None:
    """Meine Daten"""
    await kim.briefly(lambda phone: phone.says("/export"))


@scene("Was immer geht")
async def sofort_loeschen(kim: Trainee) -> None:
    """Sofort löschen"""
    await kim.says("/loeschen")
    await kim.briefly(lambda phone: phone.taps("Sofort löschen"))
    await kim.says("/menue")


@scene("Was immer geht")
async def spaeter_loeschen(kim: Trainee) -> None:
    """In sieben Tagen löschen"""
    await kim.says("/löschen")
    await kim.taps("In sieben Tagen")
    await kim.says("/loeschen")
    await kim.taps("Doch nicht")
    await kim.says("/loeschen")
    await kim.taps("In sieben Tagen")
    await kim.briefly(lambda _: kim.lets_pass(timedelta(days=7, minutes=1)))


# --- Auswahl ---------------------------------------------------------------------------------------------------


@scene("Auswahl")
async def auswahl(kim: Trainee) -> None:
    """Kurs und Kundschaft wählen, mit Umwegen"""
    await kim.says("/rollenspiel")
    for course in (WHOLE, TALK, SHORT, SINGLE):
        await kim.taps(course)
        await kim.taps("Zurück zur Auswahl")
    for customer in (PIANO, LAUNDRY, LIFTS):
        await kim.taps(WHOLE)
        await kim.taps(customer)
        await kim.taps("Zurück zur Auswahl")
        await kim.taps("Zurück zur Auswahl")


@scene("Auswahl")
async def zweites(kim: Trainee) -> None:
    """Ein neues Rollenspiel, obwohl eines offen ist"""
    await kim.begins(TALK, PIANO)
    await kim.says("/rollenspiel")
    await kim.taps("Weiter im Rollenspiel")
    await kim.says("/menue")
    await kim.taps("Neues Rollenspiel")
    await kim.taps("Neu beginnen")
    await kim.taps(TALK)
    await kim.taps(LIFTS)
    await kim.taps("Los geht’s")


# --- Die vier Ausgänge -----------------------------------------------------------------------------------------


@scene("Die vier Ausgänge")
async def kauft(kim: Trainee) -> None:
    """Kauft: der ganze Weg mit Herrn Demir"""
    await kim.begins(WHOLE, PIANO)
    await kim.plays_well()


@scene("Die vier Ausgänge")
async def bedenkzeit(kim: Trainee) -> None:
    """Bedenkzeit: Frau Noack kauft beim zweiten Anlauf"""
    await kim.begins(WHOLE, LIFTS)
    await kim.plays_well(until="entscheidung")
    await kim.says(UNDECIDED)
    await kim.taps("Weiter")
    await kim.plays_well()


@scene("Die vier Ausgänge")
async def unentschieden(kim: Trainee) -> None:
    """Bedenkzeit: Herr Demir entscheidet sich auch beim zweiten Mal nicht"""
    await kim.begins(TALK, PIANO)
    for _ in range(2):
        await kim.plays_well(until="entscheidung")
        await kim.says(UNDECIDED)
        await kim.taps("Weiter")


@scene("Die vier Ausgänge")
async def lehnt_ab(kim: Trainee) -> None:
    """Lehnt ab: Herr Lüdecke hört immer dasselbe; danach noch einmal von dort, wo es kippte"""
    await kim.begins(WHOLE, LAUNDRY)
    await kim.plays_badly(WEAK)
    await kim.taps(next(label for label in kim.labels if label.startswith("Ab „")))


@scene("Die vier Ausgänge")
async def bricht_ab(kim: Trainee) -> None:
    """Bricht ab: Herr Lüdecke wird beleidigt"""
    await kim.begins(WHOLE, LAUNDRY)
    await kim.plays_well(until="kundensituation")
    await kim.says(RUDE)
    await kim.says(RUDE)


@scene("Die vier Ausgänge")
async def zu_viel(kim: Trainee) -> None:
    """Bricht ab: Die Spannung mit Frau Noack wird zu groß"""
    await kim.begins(TALK, LIFTS)
    await kim.plays_badly(RUDE)


# --- Andere Kurse ----------------------------------------------------------------------------------------------


@scene("Andere Kurse")
async def gespraech(kim: Trainee) -> None:
    """Nur das Gespräch, gut geführt"""
    await kim.begins(TALK, LIFTS)
    await kim.plays_well()


@scene("Andere Kurse")
async def kompakt(kim: Trainee) -> None:
    """Kompakt mit Planungszettel"""
    await kim.begins(SHORT, LAUNDRY)
    await kim.says("Einen Messtag vereinbaren, auf lange Sicht Hauptlieferant werden; zwei Stunden im Monat.")
    await kim.taps("Zurück")
    note = await kim.says("Einen Messtag vereinbaren; zwei Stunden im Monat.")
    await kim.briefly(lambda phone: phone.edits(note, "Einen Messtag noch in diesem Monat vereinbaren."))
    await kim.taps("Überspringen")
    await kim.taps("Wo stehe ich?")
    await kim.says("Ärger über die Stillstände, Sorge um die Hotels; Maßstab sind Stunden ohne Ausfall.")
    await kim.says("Mit dem Bild von der grünen Lampe; sonst biete ich eine Reparatur an.")
    await kim.says("Eine halbe Stunde, fünf Zeilen per Mail, Montage informieren.")
    await kim.plays_well()


@scene("Andere Kurse")
async def eine_phase(kim: Trainee) -> None:
    """Eine Phase: beschreiben"""
    await kim.begins(SINGLE, PIANO, "Vorbereitung")
    await kim.plays_well()


@scene("Andere Kurse")
async def bedarf(kim: Trainee) -> None:
    """Eine Phase: im Gespräch, mit Fragen nach den Hintergründen"""
    await kim.begins(SINGLE, PIANO, "Lage")
    await kim.says("Was bedeutet Ihnen das Klavierspielen, und wie sind Sie auf uns gekommen?")
    await kim.says("Wer entscheidet bei Ihnen zu Hause mit?")
    await kim.says("Was hält Sie im Moment noch davon ab?")
    await kim.taps("Wo stehe ich?")
    await kim.says(WEAK)
    await kim.says("Und noch etwas …")
    await kim.taps("Weiter")


# --- Unterwegs -------------------------------------------------------------------------------------------------


@scene("Unterwegs")
async def anlauf(kim: Trainee) -> None:
    """Tipp, Einzelheiten, zweiter Anlauf"""
    await kim.begins(SINGLE, LAUNDRY, "Beziehung")
    await kim.taps("Tipp")
    await kim.says("Das tut mir leid für Sie, Herr Lüdecke.")
    await kim.taps("Einzelheiten")
    await kim.taps("Noch einmal")
    await kim.says(kim.task.model_answer)
    await kim.taps("Einzelheiten")
    await kim.taps("Weiter")


@scene("Unterwegs")
async def ueberspringen(kim: Trainee) -> None:
    """Wo stehe ich?, Mehr, Überspringen"""
    await kim.begins(TALK, PIANO)
    await kim.taps("Wo stehe ich?")
    while OVER not in kim.labels:
        await kim.taps("Mehr …")
        await kim.taps("Überspringen")


@scene("Unterwegs")
async def pause(kim: Trainee) -> None:
    """Pause und weiter, auch ein paar Tage später"""
    await kim.begins(TALK, LAUNDRY)
    await kim.taps("Mehr …")
    await kim.taps("Pause")
    await kim.says("Ich bin wieder da")
    await kim.taps("Weitermachen")
    await kim.says(kim.task.model_answer)
    await kim.says("/hilfe")
    await kim.says("/weiter")


@scene("Unterwegs")
async def abbrechen(kim: Trainee) -> None:
    """Abbrechen, mit Rückfrage"""
    await kim.begins(WHOLE, PIANO)
    await kim.says("/abbrechen")
    await kim.taps("Weiterspielen")
    await kim.says(kim.task.model_answer)
    await kim.taps("Weiter")
    await kim.taps("Mehr …")
    await kim.taps("Aufhören")
    await kim.says("Moment noch")
    await kim.taps("Ja, aufhören")


@scene("Unterwegs")
async def aendern(kim: Trainee) -> None:
    """Die eigene Antwort ändern"""
    await kim.begins(SINGLE, PIANO, "Einwände")
    answer = await kim.says(WEAK)
    better = kim.task.model_answer
    await kim.does(lambda phone: phone.edits(answer, better), answered=lambda news: len(news) > 1)
    await kim.says("Was brauchen Sie noch, Herr Demir?")
    await kim.briefly(lambda phone: phone.edits(answer, WEAK))


# --- Erinnerung ------------------------------------------------------------------------------------------------


@scene("Erinnerung")
async def erinnerung(kim: Trainee) -> None:
    """Am nächsten Tag, später und dann nicht mehr"""
    await kim.begins(WHOLE, LIFTS)
    await kim.sleeps_over_it(time(17, 31))
    await kim.briefly(lambda phone: phone.taps("Später erinnern"))
    await kim.sleeps_over_it(time(17, 45))
    await kim.briefly(lambda phone: phone.taps("Nicht mehr"))
    await kim.says("/einstellungen")
    await kim.taps("Weiter im Rollenspiel")


# --- Fortschritt -----------------------------------------------------------------------------------------------


@scene("Fortschritt")
async def fortschritt(kim: Trainee) -> None:
    """Mein Fortschritt: noch leer, nach einigen Durchgängen, eine Antwort gelöscht"""
    await kim.says("/fortschritt")
    for phase, answer in (("Beziehung", WEAK), ("Einwände", ""), ("Beziehung", "")):
        await kim.begins(SINGLE, LAUNDRY, phase)
        await kim.says(answer or kim.task.model_answer)
        await kim.taps("Weiter")
    await kim.says("/fortschritt")
    await kim.taps("Meine Antworten")
    await kim.taps(next(label for label in kim.labels if label.endswith("Beziehung")))
    await kim.taps("Antwort löschen")
    await kim.taps("Ja, löschen")


@scene("Fortschritt")
async def alle_antworten_loeschen(kim: Trainee) -> None:
    """Alle Antworten löschen, mitten im Rollenspiel"""
    await kim.begins(SINGLE, PIANO, "Vorbereitung")
    await kim.says(WEAK)
    await kim.taps("Weiter")
    await kim.begins(TALK, LIFTS)
    await kim.says("/fortschritt")
    await kim.taps("Meine Antworten")
    await kim.taps("Alle löschen …")
    await kim.says("Moment noch")
    await kim.says("/hilfe")
    await kim.says("ja")
    await kim.taps("Weiter im Rollenspiel")


# --- Team ------------------------------------------------------------------------------------------------------


@scene("Team")
async def team(kim: Trainee) -> None:
    """Als Coach: ein Team gründen, einladen, eine Übung aussuchen und planen"""
    await kim.says("/coach")
    await kim.briefly(lambda phone: phone.taps("Team gründen"))
    await kim.says("Vertrieb Nord")
    for label in ("Zum Team", "Einladen", "Trainees", "Für 10", "Zum Team", "Aufgabe geben", "Phasen"):
        await kim.taps(label)
    for label in ("Eimerweise Essen", "Übung ansehen", "Wann"):
        await kim.taps(label)
    await kim.says("jeden Dienstag um halb zehn")
    await kim.taps("Versuche")


# --- Ziele -----------------------------------------------------------------------------------------------------


@scene("Ziele")
async def ziel(kim: Trainee) -> None:
    """Ein Ziel von der ersten Frage bis zum Bild"""
    await kim.says("/ziele")
    for answer in ("fünfzig", "auf 60", "31. Dezember", "1.5", "1,5 Mio", "10 %", "Kartoffel", "150k"):
        await kim.says(answer)
    await kim.taps("Passt so")
    await kim.taps("Ja, beides")
    await kim.taps("Monatlich")
    await kim.taps("Zum Ziel")
    await kim.taps("In Blätter teilen")


@scene("Ziele")
async def ziel_aendern(kim: Trainee) -> None:
    """Was man nicht weiß, was sich widerspricht, was weniger ist als heute"""
    await kim.says("/ziele")
    for answer in ("40", "60"):
        await kim.says(answer)
    await kim.taps("auf 60")
    for answer in ("weiß ich nicht", "800.000", "zurück", "800.000", "50.000 im Monat", "10 %", "120k"):
        await kim.says(answer)
    await kim.taps("Zahl ändern")
    await kim.taps("Schnitt heute")
    await kim.says("25.000")
    await kim.taps("Umsatz anpassen")
    await kim.says("/hilfe")
    await kim.taps("Zahl ändern")
    await kim.taps("Kundenzahl: Plus")
    await kim.says("auf 30")
    await kim.taps("Nein")
    await kim.says("/abbrechen")


@scene("Ziele")
async def wie_stehe_ich(kim: Trainee) -> None:
    """Einen Monat später gefragt, wie weit man ist"""
    await kim.says("/ziele")
    for answer in ("40", "+10", "31.12.", "800.000", "10 %", "120.000"):
        await kim.says(answer)
    await kim.taps("Passt so")
    await kim.taps("Ja, beides")
    await kim.taps("Monatlich")
    kim.lets_pass(timedelta(days=31))
    await kim.sleeps_over_it(time(18))
    await kim.taps("Stand eintragen")
    for answer in ("43", "+15.000", "20k"):
        await kim.says(answer)
    await kim.taps("Zum Ziel")
    await kim.taps("Verlauf")
    await kim.taps("Zum Ziel")
    await kim.taps("Ziel löschen")
    await kim.says("nein")


# --- Kundinnen und Kunden --------------------------------------------------------------------------------------


@scene("Kundinnen und Kunden")
async def kundenkarte(kim: Trainee) -> None:
    """Eine Karte von der ersten Frage bis zum Plan"""
    await kim.says("/kunden")
    await kim.taps("Neu anlegen")
    for text in ("Brandt AG", "Wollen nach Wien, wir könnten mit"):
        await kim.says(text)
    await kim.taps("Vorschlag")
    await kim.says("Frau Keller das Konzept zeigen")
    await kim.says("in zwei Wochen")
    await kim.says("weiß ich nicht")
    await kim.taps("Fertig für jetzt")
    await kim.taps("Plan")
    await kim.taps("Der Reihe nach")
    await kim.says("Am 20. Dezember Frau Keller das Konzept zeigen")
    await kim.taps("Fertig für jetzt")
    await kim.taps("✓ Vorschlag")
    await kim.taps("Noch keine Idee")
    await kim.says("in vier Wochen")
    await kim.taps("Verlauf")


@scene("Kundinnen und Kunden")
async def kurzer_prozess(kim: Trainee) -> None:
    """Vier Fragen zur Klasse, der Aufwand, der kurze Prozess und die Mail danach"""
    await kim.says("/kunden")
    await kim.taps("Neu anlegen")
    await kim.says("Brandt AG")
    await kim.taps("Fertig für jetzt")
    await kim.taps("A, B oder C?")
    for label in ("Viel", "Mittel", "Wenig", "Mittel", "B", "Eher nicht"):
        await kim.taps(label)
    await kim.taps("Kurzer Prozess")
    for text in (
        "Einen Probekauf, ein gutes Verhältnis, eine Stunde",
        "Will sparen und Ruhe haben; zufrieden sind beide mit einem Test",
        "Preis und Lieferzeit; dahinter die Angst vor dem Umstellen",
        "Das Bild mit den zwei Wegen; sonst ein kleinerer Start",
        "Test im Januar\nPreis gilt bis Ostern",
        "Lager und Frau Ott Bescheid geben",
        "in zwei Wochen",
    ):
        await kim.says(text)
    await kim.taps("Entwurf der Mail")


@scene("Kundinnen und Kunden")
async def kundenliste(kim: Trainee) -> None:
    """Eine Liste mit Fehlern, ihre Klassen und das Bild"""
    rows = "".join(f"Firma {number};{900_000 // (number + 1) ** 2} €;{number * 40_000}\r\n" for number in range(30))
    content = f"Firma;Umsatz;Potenzial\r\n{rows}Firma 3;500;\r\nZwei;viel;\r\n;7;\r\nSumme;9;\r\n".encode("cp1252")
    await kim.says("/kunden")
    await kim.taps("Liste schicken")
    await kim.briefly(lambda phone: phone.says("Wie denn?"))
    await kim.does(lambda phone: phone.sends_file("kunden.csv", content))
    await kim.taps("Übernehmen")
    await kim.taps("B ansehen")
    await kim.taps("Zur Liste")
    await kim.taps("Anteile")
    await kim.says("80/15/5")
    await kim.taps("Suchen")
    await kim.says("firma 2")
    await kim.taps("Firma 2")


@scene("Kundinnen und Kunden")
async def plan_wird_aktivitaet(kim: Trainee) -> None:
    """Ein Plan für jemanden meldet sich an seinem Tag und wird zur Aktivität"""
    await kim.briefly(lambda phone: phone.says("/kunden"))
    await kim.taps("Neu anlegen")
    await kim.briefly(lambda phone: phone.says("Bäckerei Sommer"))
    await kim.taps("Fertig für jetzt")
    await kim.taps("Nächster Schritt")
    await kim.says("In zwei Wochen die Rührmaschine zeigen")
    kim.lets_pass(timedelta(days=14))
    await kim.sleeps_over_it(time(18))
    await kim.taps("Als Aktivität")


# --- Aktivitäten -----------------------------------------------------------------------------------------------


@scene("Aktivitäten")
async def aktivitaet(kim: Trainee) -> None:
    """Aus einem Wunsch wird eine Aktivität, mit Phase und Kalenderdatei"""
    await kim.briefly(lambda phone: phone.says("/aktivitaeten"))
    await kim.says("Akquisition erhöhen")
    await kim.taps("Anderer Vorschlag")
    await kim.taps("So übernehmen")
    await kim.says("bald")
    await kim.says("in zwei Wochen")
    await kim.says("Frau Keller")
    await kim.taps("Verknüpfen")
    await kim.taps("Phase")
    await kim.taps("Kontakt")
    await kim.taps("Kalenderdatei")
    await kim.taps("Zur Liste")


@scene("Aktivitäten")
async def aktivitaet_erinnert(kim: Trainee) -> None:
    """Erinnert, verschoben, noch einmal erinnert, erledigt und daraus gelernt"""
    await kim.briefly(lambda phone: phone.says("/aktivitaeten"))
    await kim.says("In zwei Wochen zeige ich Herrn Vogt um zehn Uhr das Muster")
    await kim.taps("Erinnerung")
    await kim.taps("Zur Aktivität")
    kim.lets_pass(timedelta(days=14))
    await kim.sleeps_over_it(time(18))
    await kim.taps("Einen Tag später")
    await kim.says("Er war krank")
    await kim.says("/hilfe")
    kim.lets_pass(timedelta(days=1))
    await kim.sleeps_over_it(time(18))
    await kim.taps("Erledigt")
    await kim.says("Mit dem Muster in der Hand fragt er von selbst")
    await kim.taps("Zur Aktivität")


@scene("Aktivitäten")
async def jede_woche(kim: Trainee) -> None:
    """Was jede Woche wiederkommt, wartet nach dem Abhaken auf das nächste Mal"""
    await kim.briefly(lambda phone: phone.says("/aktivitaeten"))
    await kim.says("Jeden Dienstag um neun rufe ich Frau Keller an")
    kim.lets_pass(timedelta(days=7))
    await kim.sleeps_over_it(time(18))
    await kim.taps("Erledigt")
    await kim.taps("Nichts Neues")
    await kim.taps("Zur Aktivität")


# --- Reflexion -------------------------------------------------------------------------------------------------


@scene("Reflexion")
async def haltung(kim: Trainee) -> None:
    """Die vier Haltungen: eine erkannt, eine verwechselt, mit Bild"""
    await kim.says("/reflexion")
    await kim.taps("Haltung")
    await kim.taps("Ich o.k. – du nicht o.k.")
    await kim.taps("Ich o.k. – du o.k.")
    await kim.taps("Weiß ich nicht")


@scene("Reflexion")
async def kundenkenntnis(kim: Trainee) -> None:
    """Die sieben Dinge über jemanden aus der eigenen Praxis, behalten und in die Kundenkartei übernommen"""
    await kim.says("/reflexion")
    await kim.taps("Kundenkenntnis")
    await kim.says("Wer entscheidet, welchen Bedarf es gibt und was dem Kauf im Weg steht.")
    await kim.says("Frau Keller")
    await kim.says("Über die Werkstatt, dort kennt man uns.")
    await kim.says("Wir sind bei den Vorschlägen.")
    for _ in range(6):
        await kim.taps("Überspringen")
    await kim.taps("Ja, behalten")
    await kim.taps("In die Kundenkartei")


@scene("Reflexion")
async def naechster_baum(kim: Trainee) -> None:
    """Vom Nebel zum nächsten Baum, und der wird eine Aktivität"""
    await kim.says("/reflexion")
    await kim.taps("Strategie, Taktik")
    await kim.says("Strategie ist der Weg in Etappen, Taktik, wie ich mit dem Kunden die einzelne Etappe gehe.")
    await kim.says("Frau Keller")
    await kim.taps("Überspringen")
    await kim.taps("Überspringen")
    await kim.says("In zwei Wochen am Dienstag frage ich Frau Keller, wer den Vertrag liest")
    await kim.says("/hilfe")
    await kim.taps("Ja, behalten")
    await kim.taps("Aktivität planen")


# --- Ungewöhnliches --------------------------------------------------------------------------------------------


@scene("Ungewöhnliches")
async def ohne_worte(kim: Trainee) -> None:
    """Alles außer Text, mitten im Gespräch"""
    await kim.begins(SINGLE, PIANO, "Beginn")
    for kind in ("sticker", "voice", "photo"):
        await kim.sends(kind)
    await kim.briefly(lambda phone: phone.says("👍👍"))


@scene("Ungewöhnliches")
async def ohne_text(kim: Trainee) -> None:
    """Alles außer Text, ohne Rollenspiel"""
    for kind in ("sticker", "voice", "photo", "document", "location", "poll", "video"):
        await kim.sends(kind)


@scene("Ungewöhnliches")
async def nichts_offen(kim: Trainee) -> None:
    """Nachricht ohne Rollenspiel, unbekannter Befehl, nachträgliche Änderung"""
    message = await kim.says("Hallo, was kannst du?")
    await kim.says("/tanzen")
    await kim.says("/rollenspeil")
    await kim.says("/weiter")
    await kim.briefly(lambda phone: phone.edits(message, "Hallo, wer bist du?"))


@scene("Ungewöhnliches")
async def alter_knopf(kim: Trainee) -> None:
    """Ein alter Knopf, mitten im Rollenspiel und danach"""
    await kim.begins(SINGLE, PIANO, "Vorbereitung")
    old = kim.phone.last
    await kim.says(kim.task.model_answer)
    await kim.briefly(lambda phone: phone.taps("Tipp", old.id))
    await kim.taps("Weiter")
    await kim.briefly(lambda phone: phone.taps("Tipp", old.id))
    await kim.briefly(lambda phone: phone.presses(phone.last.id, "tanzen"))


@scene("Ungewöhnliches")
async def zwei_taps(kim: Trainee) -> None:
    """Zwei Taps auf einen Knopf"""
    await kim.begins(SINGLE, LIFTS, "Vorbereitung")
    await kim.says(kim.task.model_answer)

    def twice(label: str) -> None:
        kim.phone.taps(label)
        kim.phone.taps(label)

    await kim.does(lambda _: twice("Einzelheiten"), answered=lambda news: len(news) > 0)
    await kim.does(lambda _: twice("Weiter"), answered=lambda news: len(news) > 1)


@scene("Ungewöhnliches")
async def emojis(kim: Trainee) -> None:
    """4.096 Emojis, mit und ohne Rollenspiel"""
    await kim.says("😀" * 4096)
    await kim.begins(SINGLE, PIANO, "Beginn")
    await kim.briefly(lambda phone: phone.says("😀" * 4096))


@scene("Ungewöhnliches")
async def blasen(kim: Trainee) -> None:
    """Mehrere Blasen auf einmal, HTML und Unsinn als Antwort"""
    await kim.begins(SINGLE, LAUNDRY, "Beginn")

    def says_all(*texts: str) -> None:
        for text in texts:
            kim.phone.says(text)

    await kim.does(lambda _: says_all("Herr Lüdecke,", "ich sehe die gelbe Lampe.", "Haben Sie zwanzig Minuten?"))
    await kim.says("<b>fett</b> &amp; {{ 7 * 7 }} <script>alert(1)</script>")
    await kim.says("Bananen fahren gern Fahrrad, besonders dienstags.")


@scene("Ungewöhnliches", new=True)
async def gruppe(kim: Trainee) -> None:
    """In einer Gruppe"""
    kim.joins("Vertrieb Nord")
    await kim.briefly(lambda phone: phone.adds_bot())
    await kim.briefly(lambda phone: phone.says("/hilfe@verkaufstrainer_demo_bot"))
