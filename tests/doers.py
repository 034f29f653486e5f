"""People who plan activities, for the samples: between them everything is said that can be."""

from collections.abc import Iterator

from flows.events import Pressed
from tests.visitor import Visitor


def doers() -> Iterator[Visitor]:
    """One does as she plans, one has to be helped, one puts everything off."""
    kim = Visitor().commands("ziele")
    for answer in ("40", "auf 50", "31.12.2026", "800.000", "10 %", "120k"):
        kim.says(answer)
    kim.taps("Passt so").taps("Ja, beides").taps("In Blätter").taps("Aktivität planen").says("x" * 301).says("?")
    kim.says("Am Montag um 15 Uhr rufe ich Frau Keller an").taps("Montags die Woche").taps("Zur Liste").taps("9. März")
    kim.taps("Verknüpfen").taps("Phase").taps("einwaende").taps("Verknüpfen").taps("Ziel").taps("Kundenzahl")
    kim.taps("Erinnerung").taps("✓ 1 Stunde").taps("✓ Am Vorabend").taps("Für alle neuen").taps("Hinterher")
    kim.taps("Zur Liste").taps("Kalenderdatei").taps("Zur Liste").taps("9. März").taps("Erledigt")
    kim.says("Vormittags ist <sie> besser zu erreichen.").taps("Zur Aktivität").taps("Was ich lerne").taps("Nichts")
    (id_,) = kim.things("aktivitaet")
    kim.waits(days=5).taps("Neue Aktivität").says("Am 16.3. zwischen 10 und 12 Uhr besuche ich Bosch").waits(days=3)
    yield kim.meets(Pressed("aktivitaeten:loeschen", id_)).taps("Ja, löschen").meets(Pressed("aktivitaeten:karte", id_))

    alex = Visitor().commands("aktivitaeten").says("Akquisition erhöhen").taps("Anderer").says("x" * 301).says("?")
    alex.taps("So übernehmen").says("?").taps("Do, 5.").says("?").says("Kunden").says("x" * 301)
    alex.meets(Pressed("aktivitaeten:neu")).says("Frau Keller").taps("Ändern").says("Frau Keller").says("am 20.3.")
    alex.says("?").taps("Anschreiben").meets(Pressed("aktivitaeten:lesart", "0", "a1")).taps("Neue").says("Hallo")
    alex.says("?").says("Mittwoch Frau Keller anrufen").says("x" * 301).says("gestern").says("hm").taps("Mi, 11.")
    alex.taps("Noch eine").says("Morgen um sechs Frau Keller anrufen").taps("Do, 5. März, 18").taps("Noch eine")
    for sentence in ("am 1.3. Frau Keller anrufen", "Dienstag oder Freitag Frau Keller anrufen"):
        alex.says(sentence)
    alex.taps("Fr, 6.").commands("abbrechen").commands("aktivitaeten").taps("11. März").taps("Ändern").taps("Nur die")
    alex.says("gestern").says("31.2.").says("um 25 Uhr").says("hm").says("x" * 301).says("Mittwoch").taps("Zurück")
    alex.taps("Fr, 6.").says("Sie war krank").taps("Zur Aktivität").taps("Einen Tag").says("nichts").taps("Zur Aktiv")
    yield alex.commands("einstellungen").taps("Erinnerungen aus").commands("aktivitaeten").taps("Erinnerungen")

    toni = Visitor()
    for hour in range(9, 17):
        toni.commands("aktivitaeten", f"Am Montag um {hour}:00 Uhr rufe ich Frau Keller an")
    toni.commands("aktivitaeten", "In KW 12 besuche ich Herrn Vogt")
    toni.commands("aktivitaeten", "Bis Freitag um 12 Uhr Herrn Vogt das Muster schicken").waits(days=9)
    toni.commands("aktivitaeten").taps("Weiter").taps("← Zurück").meets(Pressed("aktivitaeten:woche", "an"))
    toni.waits(days=8).taps("Montags nicht").commands("aktivitaeten").taps("Neue").says("Frau Keller anrufen")
    id_ = next(iter(toni.things("aktivitaet")))
    toni.meets(Pressed("aktivitaeten:weg", id_)).says("morgen um 8 Uhr").waits(days=1).taps("Später").taps(
        "Morgen früh"
    )
    toni.taps("Heute Abend").meets(Pressed("aktivitaeten:loeschen", id_)).taps("Behalten")
    for id_ in toni.things("aktivitaet"):
        toni.meets(Pressed("aktivitaeten:weg", id_)).says("nichts")
    yield toni.meets(Pressed("aktivitaeten:woche", "an")).commands("aktivitaeten").waits(days=8)
