"""Samples of /kunden: people who keep cards of their customers, and lists of them."""

from collections.abc import Iterator

from flows.customers.customer import Customer
from flows.customers.grades import Grade
from flows.effects import Keep
from flows.events import Fetched, Pressed, Received
from tests.stage import shipped
from tests.visitor import Visitor


def sellers() -> Iterator[Visitor]:
    """They keep cards of customers and classes of lists: one thoroughly, one with a list, one against all sense."""
    kim = Visitor(shipped()).commands("kunden").taps("Neu anlegen").says(" ").says("x" * 101)
    kim.says("Brandt & <Co>").says("Will wachsen.\nUnd zwar bald.").says("irgendwo").taps("Vorschlag")
    kim.says("Frau Keller anrufen").says("irgendwann").says("1.3.2026").says("zurück")
    kim.says("Zwischen dem 10. und 12. März Frau Keller besuchen").taps("12. März").says("lang " * 200)
    kim.taps("Weiß ich nicht").taps("Fertig").taps("Dossier").taps("Plan und Passung").taps("So lassen")
    kim.taps("A, B oder C?").says("sehr so").says("viel").taps("Zurück").taps("Viel")
    kim.taps("Mittel").taps("Mittel").taps("Wenig").says("D").taps("B").says("vielleicht").taps("Ja, gut")
    kim.taps("Zurück zur Karte").taps("A, B oder C?").says("?").says("?").says("?").says("?").taps("C").taps(
        "Eher nicht"
    )
    kim.taps("Kurzer Prozess").says("Ein Probekauf").taps("Fertig").taps("Zettel ändern").taps("So lassen")
    for text in ("Will sparen", "Preis und Angst", "Ein Bild", "Lieferung im Mai\nPreis bleibt", "Lager"):
        kim.says(text)
    kim.says("Montag in einer Woche").taps("Entwurf").taps("Zurück zur Karte").taps("Plan").taps("Einwände")
    kim.says("Am 30. März die Bedenken klären").taps("✓ Vorbereitung").taps("Noch keine Idee").taps("18. März")
    kim.taps("Plan").taps("Einwände").taps("So lassen").taps("Zurück").taps("Verlauf").taps("Notiz").says("Mag Jazz")
    kim.taps("Zurück zur Karte").taps("Mehr").taps("Umbenennen").says("Brandt").commands("kunden").waits(days=20)
    kim.taps("Später").taps("Verschieben").says("in zwei Wochen").meets(Pressed("kunden:offen", "", "k1"))
    kim.commands("kunden").taps("Neu anlegen").says("BRANDT").says("Adler").taps("Fertig").meets(
        Pressed("kunden:kunde", "k9")
    )
    yield (
        kim.taps("C · ")
        .taps("Mehr")
        .taps("Karte löschen")
        .says("nein")
        .taps("Zurück")
        .taps("Mehr")
        .taps("Karte löschen")
        .says("ja")
    )
    alex = Visitor(shipped()).commands("kunden").taps("Liste schicken").says("Wie?")
    for content in (
        b"",
        b"Kunde;Ort\nA;B\n",
        b"Ort;PLZ\nA;B\n",
        b"%PDF",
        b"\xd0\xcf\x11\xe0",
        b"<html>",
        b"PK",
        b"1\n" * 30_000,
    ):
        alex.sends("liste.csv", content)
    alex.meets(Received("f", "a.pdf", 9)).meets(Received("f", "a.csv", 10**9)).meets(
        Fetched("kunden:liste", "a", b"", "fort")
    )
    faulty = (
        ";1;;\nB;;;\nC;viel;;\nD;1;hoch;\nE;1;2;;3\nF;CHF 5;;\nG;9e99;;\nH;1,5;;\nI;1.5;;\nJ;1.234;;\n"
        + "x" * 101
        + ';1;;\n"K;1;;\n'
    )
    rows = "".join(f"Firma {number};{10**6 // (number + 1)} €;{number * 9000};\n" for number in range(40))
    alex.sends(
        "a.csv", ("Kunde;Umsatz;Potenzial;\n" + rows + "Firma 1;5;;\n" + faulty + "L;-9;;\nSumme;7;;\n").encode()
    )
    alex.taps("Alle diese").taps("Zurück").taps("Nur die").meets(Pressed("kunden:neu")).taps("Übernehmen").taps(
        "A ansehen"
    )
    alex.taps("Weiter").taps("Firma").taps("Aufwand").commands("kunden").taps("ABC").taps("Anteile").says("?").says(
        "70/20/10"
    )
    alex.taps("Suchen").says("firma 3").says("zzz").taps("Zur Liste").taps("Als Datei").taps("Liste löschen").says(
        "nein"
    )
    yield alex.taps("Zur Liste").taps("Neue Liste").sends("b.csv", b"Meier;1.000\nHuber;2.000\n").taps("Übernehmen")
    toni = Visitor().commands("kunden").taps("Liste schicken").sends("c.csv", b"Kunde;Umsatz\nA;0\nB;viel\n").says("ja")
    toni.taps("Liste löschen").says("ja").commands("kunden").taps("Liste schicken")
    toni.sends("d.csv", b"Kunde;Umsatz\nB;viel\n").taps("Verwerfen").taps("Alle").taps("Neu anlegen").says("Toni & Co")
    toni.meets(Fetched("kunden:liste", "e.csv", b"")).commands("abbrechen")
    for number in range(20):
        toni._store(Keep("kunde", f"k{number + 5}", Customer(f"Firma {number}", assessed=Grade("ABC"[number % 3]))))
    toni.commands("kunden").taps("Weiter").taps("B · ").taps("Aufwand").taps("Zurück")
    few = "".join(f"F{number};{9000 if number == 0 else 10}\n" for number in range(20))
    toni.commands("kunden").taps("Liste schicken").sends("f.csv", f"Kunde;Umsatz CHF\n{few}".encode()).taps(
        "Übernehmen"
    )
    for number in range(300):
        toni._store(Keep("kunde", f"k{number + 50}", Customer(f"Neu {number}")))
    yield toni.taps("C ansehen").taps("F1").commands("kunden").taps("Neu anlegen").says("Einer zu viel")
