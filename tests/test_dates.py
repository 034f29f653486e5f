"""German dates: what is said is what is understood, and what is doubtful is asked."""

import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dates import Doubt, Reading, find, read
from flows.dates.finding import NAMES
from flows.dates.grammar import GRAMMAR
from flows.dates.words import CLASSES

BERLIN = ZoneInfo("Europe/Berlin")

# Each line: expression | result. `a .. b` is a stretch, `?` before it means that it is asked, `- doubt` that there is
# no date for that reason, `*` that something was assumed and is said.
MONDAY_MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=BERLIN)
MONDAY = """
heute | 2026-11-02
heut | 2026-11-02
morgen | 2026-11-03
übermorgen | 2026-11-04
uebermorgen | 2026-11-04
ubermorgen | 2026-11-04
MORGEN | 2026-11-03
morgen früh | 2026-11-03
übermorgen früh | 2026-11-04
morgen Vormittag | 2026-11-03
heute Abend | 2026-11-02
heute Morgen um halb zehn | 2026-11-02T09:30
sofort | 2026-11-02
gleich morgen früh | 2026-11-03
noch heute | 2026-11-02
Dienstag | 2026-11-03
am Freitag | 2026-11-06
Fr | 2026-11-06
Fr. | 2026-11-06
am Do. | 2026-11-05
Sonnabend | 2026-11-07
am Samstag | 2026-11-07
So 8.11. | 2026-11-08
am Montag | ? 2026-11-09
nächsten Dienstag | * 2026-11-10
nächsten Dienstag um halb drei | * 2026-11-10T14:30
naechsten dienstag | * 2026-11-10
nächste Woche Dienstag | 2026-11-10
kommenden Dienstag | 2026-11-03
diesen Freitag | 2026-11-06
übernächsten Dienstag | ? 2026-11-17
Donnerstag in acht Tagen | 2026-11-12
Donnerstag in einer Woche | 2026-11-12
heute in acht Tagen | 2026-11-09
heute in 14 Tagen | 2026-11-16
morgen in einer Woche | 2026-11-10
in drei Tagen | 2026-11-05
in 3 Tagen | 2026-11-05
in acht Tagen | ? 2026-11-09
in 10 Tagen | 2026-11-12
in zwei Wochen | 2026-11-16
in 2 Wochen | 2026-11-16
in vierzehn Tagen | 2026-11-16
in einem Monat | 2026-12-02
in anderthalb Wochen | 2026-11-12
in einem halben Jahr | 2027-05-02
in einem Jahr | 2027-11-02
in drei Monaten | 2027-02-02
in zwei Wochen am Dienstag | 2026-11-17
in zwei Wochen um 10 Uhr | 2026-11-16T10:00
in drei Werktagen | 2026-11-05
in fünf Arbeitstagen | 2026-11-09
in 45 Minuten | 2026-11-02T09:45
in 2 Std | 2026-11-02T11:00
in 2 Std. | 2026-11-02T11:00
in einer halben Stunde | 2026-11-02T09:30
in einer Dreiviertelstunde | 2026-11-02T09:45
in anderthalb Stunden | 2026-11-02T10:30
in einer Stunde | 2026-11-02T10:00
nächste Woche | 2026-11-09 .. 2026-11-15
in der nächsten Woche | 2026-11-09 .. 2026-11-15
diese Woche | 2026-11-02 .. 2026-11-08
übernächste Woche | 2026-11-16 .. 2026-11-22
nächste Woche Mittwoch | 2026-11-11
Mittwoch nächster Woche | 2026-11-11
am Mittwoch der nächsten Woche | 2026-11-11
Mittwoch übernächster Woche | 2026-11-18
nächste Woche am Mittwoch um zehn | 2026-11-11T10:00
KW 48 | 2026-11-23 .. 2026-11-29
KW48 | 2026-11-23 .. 2026-11-29
48. KW | 2026-11-23 .. 2026-11-29
in der Kalenderwoche 48 | 2026-11-23 .. 2026-11-29
KW 3 | 2027-01-18 .. 2027-01-24
Mittwoch KW 48 | 2026-11-25
KW 48 Donnerstag | 2026-11-26
KW 45 | 2026-11-02 .. 2026-11-08
KW 44 | ? 2027-11-01 .. 2027-11-07
KW 53 | 2026-12-28 .. 2027-01-03
KW 54 | - unmoeglich
KW 48 bis 50 | 2026-11-23 .. 2026-12-13
nächsten Monat | 2026-12-01 .. 2026-12-31
diesen Monat | 2026-11-02 .. 2026-11-30
nächstes Jahr | 2027-01-01 .. 2027-12-31
im Mai | 2027-05-01 .. 2027-05-31
Mai | 2027-05-01 .. 2027-05-31
im November | 2026-11-02 .. 2026-11-30
im März 2027 | 2027-03-01 .. 2027-03-31
nächsten März | 2027-03-01 .. 2027-03-31
naechsten Maerz | 2027-03-01 .. 2027-03-31
Anfang Mai | * 2027-05-01
Mitte Mai | * 2027-05-15
Ende Mai | * 2027-05-31
Anfang Dezember | * 2026-12-01
Ende des Monats | * 2026-11-30
Monatsende | * 2026-11-30
zum Monatsende | * 2026-11-30
Ende nächsten Monats | * 2026-12-31
Mitte des Monats | * 2026-11-15
Ende der Woche | * 2026-11-06
Anfang nächster Woche | * 2026-11-09
Mitte nächster Woche | * 2026-11-11
Ende nächster Woche | * 2026-11-13
Ende des Jahres | * 2026-12-31
Jahresende | * 2026-12-31
Ende KW 48 | * 2026-11-27
erstes Quartal | 2027-01-01 .. 2027-03-31
im ersten Quartal | 2027-01-01 .. 2027-03-31
Q1 | 2027-01-01 .. 2027-03-31
Q1 2027 | 2027-01-01 .. 2027-03-31
Ende Q1 | * 2027-03-31
am Wochenende | 2026-11-07 .. 2026-11-08
nächstes Wochenende | ? 2026-11-14 .. 2026-11-15
kommendes Wochenende | 2026-11-07 .. 2026-11-08
am Ersten | 2026-12-01
am Monatsersten | 2026-12-01
bis zum nächsten Monatsersten | 2026-11-02 .. 2026-12-01
am ersten Sonntag im November | ? 2027-11-07
am ersten Freitag des Quartals | 2027-01-01
am ersten Tag des Monats | 2026-12-01
am vorletzten Dienstag im Januar | 2027-01-19
am ersten Werktag im Mai | 2027-05-03
am dritten Werktag des Monats | 2026-11-04
am letzten Arbeitstag im Februar | 2027-02-26
am fünfzigsten Werktag im Januar | - unmoeglich
am nächsten Arbeitstag | 2026-11-03
am ersten Arbeitstag nach Ostern | 2027-03-30
vorletzter Arbeitstag vor Silvester | 2026-12-29
zwei Werktage vor Heiligabend | 2026-12-22
am 3. | 2026-11-03
am 20. | 2026-11-20
am 2. | ? 2026-11-02
am 31. | ? 2026-12-31
am 15. des Monats | 2026-11-15
am 15. nächsten Monats | 2026-12-15
am ersten Montag im Dezember | 2026-12-07
am letzten Freitag im November | 2026-11-27
15.11. | 2026-11-15
am 15.11 | 2026-11-15
15.11.26 | 2026-11-15
15.11.2026 | 2026-11-15
15. 11. 2026 | 2026-11-15
2026-11-15 | 2026-11-15
15/11 | 2026-11-15
am 15. November | 2026-11-15
15 November | 2026-11-15
15. Nov. | 2026-11-15
den 15. November 2026 | 2026-11-15
fünfzehnter November | 2026-11-15
am fünfzehnten elften | 2026-11-15
am zwanzigsten Dezember | 2026-12-20
15. Jänner | 2027-01-15
3. Feber | 2027-02-03
15. März | 2027-03-15
15. Novmber | 2026-11-15
Mo 9.11. | 2026-11-09
Montag, den 9. November | 2026-11-09
Dienstag, 9.11. | ? 2026-11-09
am 1.11. | ? 2027-11-01
am 15.11.2025 | - vergangen
1.5 | ? 2027-05-01
30.11 | 2026-11-30
16.12 | 2026-12-16
16.10 | ? 2027-10-16
27.11 um 9 | 2026-11-27T09:00
29.11, 14-16 Uhr | 2026-11-29T14:00 .. 2026-11-29T16:00
13.12 nachmittags | 2026-12-13
30.11 - 2.12 | 2026-11-30 .. 2026-12-02
um zehn das 3.2 Update schicken | ? 2026-11-02T10:00
24/7 | - keins
am Wochenende vor dem 3. Advent | 2026-12-05 .. 2026-12-06
am Wochenende nach Neujahr | 2027-01-02 .. 2027-01-03
am Wochenende nach Weihnachten | 2027-01-02 .. 2027-01-03
Restaurant Samstag anrufen | ? 2026-11-07
Mi, 25. | 2026-11-25
Do 18. | ? 2026-11-18
montag 7 12 | 2026-12-07
Freitag 20 | ? 2026-11-06
Freitag 20 Praxen anrufen | 2026-11-06
diese oder nächste Woche | ? 2026-11-02 .. 2026-11-15
kommenden oder nächsten Freitag | ? 2026-11-06
5. oder 6.12. | ? 2026-12-05
Pfingstsamstag um 10 | 2027-05-15T10:00
Schmalzsamstag um 10 | ? 2026-11-02T10:00
letzter Freitag vor Silvester | 2026-12-25
zweiter Freitag nach Neujahr | 2027-01-15
Kw. 49 | 2026-11-30 .. 2026-12-06
in der letzten Woche vor Ostern | 2027-03-15 .. 2027-03-21
in den letzten Tagen vor Silvester | ? 2026-12-24 .. 2026-12-30
kurz vor Ostern | ? 2027-03-21 .. 2027-03-27
kurz vor dem 20. | ? 2026-11-13 .. 2026-11-19
kurz vor zwölf | 2026-11-02T11:55
vom 20.12. bis 18.12. | - verkehrt
vom 15.11. bis 1.6. | 2026-11-15 .. 2027-06-01
vom 1.3. bis 30.11. | 2027-03-01 .. 2027-11-30
Hl. Abend | 2026-12-24
St. Martin um 17 Uhr | 2026-11-11T17:00
Sontag | 2026-11-08
Mntag um 10 | ? 2026-11-09T10:00
nächste Wohce | 2026-11-09 .. 2026-11-15
in drei Wochne um 10 | 2026-11-23T10:00
an ihrem Geburtstag um 10 | ? 2026-11-02T10:00
Januar 10 Uhr | ? 2026-11-02T10:00
am Telefon um 10 | 2026-11-02T10:00
31.2. | - unmoeglich
30. Februar | - unmoeglich
29.2.2027 | - unmoeglich
29. Februar | ? 2028-02-29
32. Mai | - unmoeglich
gestern | - vergangen
vorgestern | - vergangen
letzten Dienstag | - vergangen
letzte Woche | - vergangen
vor zwei Wochen | - vergangen
bald | - vage
demnächst | - vage
irgendwann | - vage
wenn Zeit ist | - vage
möglichst schnell | - vage
so bald wie möglich | - vage
nach dem Urlaub | - vage
in ein paar Tagen | - vage
in den nächsten Tagen | - vage
täglich | * 2026-11-02
jeden Montag | * 2026-11-02
jeden Dienstag um 9 | * 2026-11-03T09:00
montags | * 2026-11-02
alle zwei Wochen | * 2026-11-02
jeden Tag bis Freitag | * 2026-11-02
ab Mai jeden Dienstag um 9 | * 2027-05-04T09:00
montags und mittwochs um 10 | * 2026-11-02T10:00
um 15 Uhr | 2026-11-02T15:00
15:30 | 2026-11-02T15:30
15.30 Uhr | 2026-11-02T15:30
10h30 | 2026-11-02T10:30
um drei | 2026-11-02T15:00
halb drei | 2026-11-02T14:30
um zehn | 2026-11-02T10:00
um acht | ? 2026-11-02T20:00
morgen um acht | 2026-11-03T08:00
morgen um drei | 2026-11-03T15:00
morgen früh um sieben | 2026-11-03T07:00
morgen Abend um acht | 2026-11-03T20:00
morgen 8 Uhr abends | 2026-11-03T20:00
morgen um drei Uhr früh | 2026-11-03T03:00
morgen um viertel nach zehn | 2026-11-03T10:15
morgen viertel vor elf | 2026-11-03T10:45
morgen dreiviertel acht | 2026-11-03T07:45
morgen Viertel acht | 2026-11-03T07:15
morgen fünf vor halb drei | 2026-11-03T14:25
morgen zehn nach vier | 2026-11-03T16:10
morgen kurz vor drei | 2026-11-03T14:55
morgen gegen 15 Uhr | 2026-11-03T15:00
morgen Punkt zehn | 2026-11-03T10:00
morgen ab 15 Uhr | 2026-11-03T15:00
morgen zwölf Uhr mittags | 2026-11-03T12:00
morgen 8:00 | 2026-11-03T08:00
morgen 3:30 | ? 2026-11-03T03:30
morgen 03:30 | 2026-11-03T03:30
um Mitternacht | 2026-11-03T00:00
heute um 25 Uhr | - keine_uhrzeit
25:00 | - keine_uhrzeit
10:75 Uhr | - keine_uhrzeit
morgen zwischen 10 und 12 Uhr | 2026-11-03T10:00 .. 2026-11-03T12:00
15-17 Uhr | 2026-11-02T15:00 .. 2026-11-02T17:00
Freitag von 9 bis 11 Uhr | 2026-11-06T09:00 .. 2026-11-06T11:00
Freitag 10:00-12:00 | 2026-11-06T10:00 .. 2026-11-06T12:00
morgen von zehn bis zwei | 2026-11-03T10:00 .. 2026-11-03T14:00
morgen von 17 bis 15 Uhr | - verkehrt
bis Freitag | 2026-11-02 .. 2026-11-06
bis spätestens Freitag | 2026-11-02 .. 2026-11-06
spätestens am Freitag | 2026-11-02 .. 2026-11-06
bis Ende des Monats | * 2026-11-02 .. 2026-11-30
bis zum 15.11. | 2026-11-02 .. 2026-11-15
ab Freitag | 2026-11-06
vor Freitag | 2026-11-02 .. 2026-11-05
innerhalb von zwei Wochen | 2026-11-02 .. 2026-11-16
in den nächsten zwei Wochen | 2026-11-02 .. 2026-11-16
vom 3. bis 7. Mai | 2027-05-03 .. 2027-05-07
3.–7.5. | 2027-05-03 .. 2027-05-07
vom 28.12. bis 3.1. | 2026-12-28 .. 2027-01-03
28. April bis 3. Mai | 2027-04-28 .. 2027-05-03
vom 7. bis 3. Mai | - verkehrt
von Dienstag bis Donnerstag | 2026-11-03 .. 2026-11-05
Mi-Fr | 2026-11-04 .. 2026-11-06
Montag bis Mittwoch | ? 2026-11-09 .. 2026-11-11
Montag bis Mittwoch nächster Woche | 2026-11-09 .. 2026-11-11
am 3. und 4. Mai | 2027-05-03 .. 2027-05-04
am 3. und 7. Mai | ? 2027-05-03
am 10. und 12. | ? 2026-11-10
Dienstag oder Mittwoch | ? 2026-11-03
bis 2027 | ? 2026-11-02 .. 2027-12-31
bis Mai | ? 2026-11-02 .. 2027-05-31
ab Mai | 2027-05-01
jeden 15. um 10 Uhr | * 2026-11-15T10:00
Samschtag | 2026-11-07
am So. um 11 | 2026-11-08T11:00
am 20. November nächsten Jahres | 2027-11-20
im November nächsten Jahres | 2027-11-01 .. 2027-11-30
Freitag 10-12 | 2026-11-06T10:00 .. 2026-11-06T12:00
Mai bis Juli | 2027-05-01 .. 2027-07-31
Silvester | 2026-12-31
Heiligabend | 2026-12-24
Nikolaus | 2026-12-06
Tag der Deutschen Einheit | 2027-10-03
Reformationstag | ? 2027-10-31
Rosenmontag | 2027-02-08
Karfreitag | 2027-03-26
Ostermontag | 2027-03-29
an Ostern | 2027-03-28 .. 2027-03-29
über Ostern | 2027-03-26 .. 2027-03-29
nach Pfingsten | ? 2027-05-18
vor Weihnachten | 2026-11-02 .. 2026-12-23
zwischen Weihnachten und Neujahr | 2026-12-27 .. 2026-12-31
zwischen den Jahren | 2026-12-27 .. 2026-12-31
1. Advent | 2026-11-29
am ersten Advent | 2026-11-29
zwei Wochen vor Weihnachten | 2026-12-10
Dienstag nach Ostern | 2027-03-30
Freitag vor Pfingsten | 2027-05-14
"""
SENTENCES = """
Anruf bei Frau Mai am Freitag | 2026-11-06
Herrn Winter am 15.11. anrufen | 2026-11-15
Am Freitag Frau Keller anrufen, um 10 Uhr | 2026-11-06T10:00
morgen um zehn ruf ich die frau keller an wegen dem angebot | 2026-11-03T10:00
Fr. Keller am Donnerstag besuchen | 2026-11-05
Fr. Abend mit Keller essen | 2026-11-06
Mo 9 Uhr Keller anrufen | ? 2026-11-09T09:00
So rufe ich Herrn Sommer morgen an | 2026-11-03
Angebot über 3.500 Euro bis Mittwoch an Firma März schicken | 2026-11-02 .. 2026-11-04
Am 12.11. in der Hauptstraße 12 klingeln | 2026-11-12
Treffen in Raum 2.11 am Dienstag um 14 Uhr | 2026-11-03T14:00
10 Kunden am Donnerstag anrufen | 2026-11-05
Am Dienstag, den 10. November, besuche ich Frau Sonntag | 2026-11-10
Rufnummer 0171 1234567 morgen wählen | 2026-11-03
wie gestern besprochen am Freitag anrufen | 2026-11-06
den Dienstagstermin mit Frau Abend am 5.11. bestätigen | 2026-11-05
Umsatz bis Ende des Jahres um 10 Prozent steigern | * 2026-11-02 .. 2026-12-31
Herrn Freytag morgn zurückrufen | 2026-11-03
Dienstg früh Muster zu Huber bringen | 2026-11-03
Freitagnachmittag um drei bei Siemens vorbeischauen | 2026-11-06T15:00
Keller 0171 1234567 am 5.11. 0711-123456 anrufen | 2026-11-05
Am Montagabend um sieben zum Stammtisch | ? 2026-11-09T19:00
"""
NO_DATES = """
Frau Mai
Herr Freitag
Familie Sonntag
Firma März
August Müller
Herrn Winter
Montag & Söhne
Mittag GmbH
Frau Dr. Mai anrufen
Fr. Mai anrufen
Fr. Freitag anrufen
Fam. Sonntag besuchen
3.500 Euro
Raum 2.11
Hauptstraße 12
Version 2.11
0171 1234567
Straße des 17. Juni
zum ersten Mal
um 10 Prozent erhöhen
So machen wir das
Guten Morgen
mit Freitag sprechen
12 Kunden
Angebot schreiben
1.5 Mio
eine neue Uhr kaufen
"""
LATE_EVENING = datetime(2026, 11, 5, 22, 30, tzinfo=BERLIN)  # Thursday
LATE = """
heute | 2026-11-05
morgen | 2026-11-06
heute um drei | - vergangen
heute Vormittag | - vergangen
heute Abend | 2026-11-05
um acht | ? 2026-11-06T08:00
um 15 Uhr | ? 2026-11-06T15:00
morgen um acht | 2026-11-06T08:00
in 2 Stunden | 2026-11-06T00:30
nächsten Dienstag | * 2026-11-10
kommenden Dienstag | 2026-11-10
diesen Dienstag | ? 2026-11-10
Donnerstag | ? 2026-11-12
diese Woche | 2026-11-05 .. 2026-11-08
Anfang der Woche | ? 2026-11-09
heute um Mitternacht | 2026-11-06T00:00
"""
SUNDAY_NOON = datetime(2026, 11, 8, 12, 0, tzinfo=BERLIN)
SUNDAY = """
morgen | 2026-11-09
nächsten Montag | * 2026-11-09
nächste Woche | 2026-11-09 .. 2026-11-15
diese Woche | 2026-11-08
am Wochenende | ? 2026-11-14 .. 2026-11-15
nächstes Wochenende | 2026-11-14 .. 2026-11-15
Montag | 2026-11-09
heute Nachmittag um vier | 2026-11-08T16:00
bis Mittwoch | 2026-11-08 .. 2026-11-11
"""
YEAR_END_EVE = datetime(2026, 12, 30, 15, 0, tzinfo=BERLIN)  # Wednesday
YEAR_END = """
morgen | 2026-12-31
übermorgen | 2027-01-01
Silvester | 2026-12-31
Neujahr | 2027-01-01
am 2.1. | 2027-01-02
nächste Woche | 2027-01-04 .. 2027-01-10
KW 53 | 2026-12-30 .. 2027-01-03
KW 1 | 2027-01-04 .. 2027-01-10
Ende des Jahres | * 2026-12-31
nächstes Jahr | 2027-01-01 .. 2027-12-31
am 15. | 2027-01-15
am 24.12. | ? 2027-12-24
zwischen den Jahren | 2026-12-30 .. 2026-12-31
in zwei Monaten | 2027-02-28
nächsten Monat | 2027-01-01 .. 2027-01-31
Freitag | 2027-01-01
"""
LEAP_DAY = datetime(2028, 2, 29, 10, 0, tzinfo=BERLIN)  # Tuesday
LEAP = """
heute | 2028-02-29
in einem Jahr | 2029-02-28
in einem Monat | 2028-03-29
Monatsende | * 2028-02-29
29.2. | 2028-02-29
29.2.2029 | - unmoeglich
übermorgen | 2028-03-02
"""
BEFORE_SPRING = datetime(2027, 3, 26, 9, 0, tzinfo=BERLIN)  # Good Friday, two days before the clocks go forward
SPRING = """
am 28.3. um 02:30 | ? 2027-03-28T03:30
Sonntag 02:30 Uhr | ? 2027-03-28T03:30
am Montag um 9 | 2027-03-29T09:00
in 72 Stunden | 2027-03-29T10:00
Ostern | 2027-03-28 .. 2027-03-29
"""
BEFORE_AUTUMN = datetime(2026, 10, 24, 9, 0, tzinfo=BERLIN)  # Saturday, the day before the clocks go back
AUTUMN = """
morgen 02:30 | ? 2026-10-25T02:30
morgen um halb drei | 2026-10-25T14:30
in 24 Stunden | 2026-10-25T08:00
Montag um 9 | 2026-10-26T09:00
nächste Woche | 2026-10-26 .. 2026-11-01
"""


def lines(table: str, now: datetime) -> list[object]:
    """Parameters with ids of each line of a table."""
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    return [pytest.param(text, result, now, id=f"{now:%d%b%H}-{text}") for text, result in rows]


TABLE = [
    *lines(MONDAY, MONDAY_MORNING),
    *lines(SENTENCES, MONDAY_MORNING),
    *lines(LATE, LATE_EVENING),
    *lines(SUNDAY, SUNDAY_NOON),
    *lines(YEAR_END, YEAR_END_EVE),
    *lines(LEAP, LEAP_DAY),
    *lines(SPRING, BEFORE_SPRING),
    *lines(AUTUMN, BEFORE_AUTUMN),
]


def said(value: date | datetime) -> str:
    """A result as the tables write it."""
    return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else f"{value:%Y-%m-%d}"


def shown(reading: Reading) -> str:
    """A reading as the tables write it."""
    if reading.when is None:
        return f"- {reading.doubt}"
    mark = "? " if reading.ambiguous else "* " if reading.doubt else ""
    return mark + said(reading.when) + (f" .. {said(reading.end)}" if reading.end else "")


@pytest.mark.parametrize(("text", "result", "now"), TABLE)
def test_it_is_understood(text: str, result: str, now: datetime) -> None:
    assert shown(read(text, now)) == result


@pytest.mark.parametrize("text", NO_DATES.strip().splitlines())
def test_names_and_numbers_are_no_dates(text: str) -> None:
    """Frau Mai is no month, and a price no day."""
    assert find(text, MONDAY_MORNING) is None


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("Am Freitag Frau Keller anrufen, um 10 Uhr", ["Am Freitag", "um 10 Uhr"]),
        ("Ich rufe morgen früh, um acht, Frau Mai an", ["morgen früh, um acht"]),
        ("Besuch bei Huber in der nächsten Woche", ["in der nächsten Woche"]),
        ("Montagabend zu Huber", ["Montagabend"]),
        ("Straße kehren am zwanzigsten Dezember", ["am zwanzigsten Dezember"]),
    ],
    ids=["apart", "joined", "small words", "compound", "ß"],
)
def test_it_is_found_where_it_stands(sentence: str, pieces: list[str]) -> None:
    """What is left of a sentence without the pieces is what it says besides."""
    found = find(sentence, MONDAY_MORNING)
    assert found is not None
    assert [sentence[start:end] for start, end in found.spans] == pieces


def test_the_offset_is_that_of_the_day() -> None:
    """Eleven days on, after the clocks went back, ten o'clock is an hour later for the world."""
    reading = read("am Freitag um zehn", datetime(2026, 10, 20, 9, 0, tzinfo=BERLIN))
    later = read("am 30.10. um zehn", datetime(2026, 10, 20, 9, 0, tzinfo=BERLIN))
    assert isinstance(reading.when, datetime)
    assert isinstance(later.when, datetime)
    assert reading.when.utcoffset() == timedelta(hours=2)
    assert later.when.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_has_a_sentence(doubt: Doubt) -> None:
    """None is left without words, and none says what is not there."""
    sentence = tomllib.loads(files("prompts").joinpath("de", "dates.toml").read_text("utf-8"))[doubt]
    assert sentence.format(when="morgen").strip()


def test_no_rule_comes_back_to_itself() -> None:
    """However long a text is, reading it nests no deeper than the rules are."""

    def reaches(name: str, above: tuple[str, ...] = ()) -> set[str]:
        assert name not in above, f"{' > '.join(above)} > {name}"
        below = {item.name for rule in GRAMMAR.rules(name) for item in rule.items if item.kind == "rule"}
        return below.union(*(reaches(other, (*above, name)) for other in below))

    assert {"feast", "clock", "week"} <= set().union(*map(reaches, NAMES))


ZONES = st.sampled_from(
    [BERLIN, UTC, ZoneInfo("Europe/Lisbon"), ZoneInfo("America/St_Johns"), timezone(timedelta(hours=1))]
)
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=UTC).astimezone(zone),
    st.datetimes(datetime(2020, 1, 2), datetime(2060, 12, 30)),
    ZONES,
)
SMALL = """
am um bis ab von vom zum in im nach vor zwischen und oder der die das den des uhr halb viertel kurz gegen kw q jeden
alle nicht noch spätestens 1. 3. 31. 15.11. 31.2. 1.5 3/4 12:30 25:00 2027 8 15 48 99 - , . / ( ) %
"""
WORDS = st.sampled_from(sorted({word for words in CLASSES.values() for word in words}) + SMALL.split())
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join))


def first_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


@given(text=TEXTS, now=MOMENTS)
def test_any_text_can_be_read(text: str, now: datetime) -> None:
    """No text raises. What is given lies from today on, in order, both ends of one kind; what is not has a reason."""
    found = find(text, now)
    reading = Reading(doubt=Doubt.KEINS) if found is None else found.reading
    assert reading == read(text, now)
    if reading.when is None:
        assert reading.doubt is not None
        assert reading.end is None
        return
    assert first_day(reading.when) >= now.date()
    assert not reading.ambiguous or reading.doubt is not None
    if isinstance(reading.when, datetime):
        assert reading.when.utcoffset() is not None
    if reading.end is not None:
        assert type(reading.end) is type(reading.when)
        assert reading.end >= reading.when


@given(text=TEXTS, now=MOMENTS)
def test_the_pieces_lie_in_the_text(text: str, now: datetime) -> None:
    """In order, none empty, none over another."""
    found = find(text, now)
    places = [] if found is None else [place for span in found.spans for place in span]
    assert places == sorted(set(places))
    assert all(0 <= place <= len(text) for place in places)


MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905


@given(day=st.dates(date(2026, 11, 3), date(2036, 11, 3)))
@pytest.mark.parametrize(
    "pattern", ["{0:%Y-%m-%d}", "{0:%d.%m.%Y}", "am {0.day}.{0.month}.{0.year}", "{0.day}. {1} {0.year}"],
    ids=["iso", "padded", "plain", "name"],
)  # fmt: skip
def test_a_date_that_is_printed_is_read_back(pattern: str, day: date) -> None:
    """However it is printed."""
    assert read(pattern.format(day, MONTHS[day.month - 1]), MONDAY_MORNING) == Reading(day)


@given(now=MOMENTS, later=st.integers(1, 10**6))
def test_a_moment_that_is_printed_is_read_back(now: datetime, later: int) -> None:
    """What the command prints it understands, to the second."""
    moment = (now.astimezone(UTC).replace(microsecond=0) + timedelta(minutes=later)).astimezone(now.tzinfo)
    again = read(moment.isoformat(), now).when
    assert isinstance(again, datetime)
    assert again.replace(fold=0) == moment.replace(fold=0)


@given(now=MOMENTS)
@pytest.mark.parametrize("name", ["Mai", "Freitag", "Sonntag", "März", "Winter", "August", "Abend", "Ostern"])
def test_a_name_is_never_a_date(name: str, now: datetime) -> None:
    """Whenever Frau Mai is spoken of."""
    assert find(f"Frau {name} anrufen", now) is None
    assert find(f"bei der Firma {name} nachfassen", now) is None
