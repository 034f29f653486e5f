"""German dates as people say, dictate and mistype them.

What each should mean was written down before it was first read; where asking was right, the guess beside the question
mark is what is guessed today.
"""

from datetime import datetime, timedelta, timezone

import pytest

from flows.dates import read
from tests.test_dates import BERLIN, MONDAY_MORNING, lines, shown

# Each line as in test_dates: expression | result.
ON_WEDNESDAY = """
moagn um hoiba drei | - keins
morgn frua | 2026-02-19
heit auf d'nacht | 2026-02-18
am donnerstag in der früh um halb acht | 2026-02-19T07:30
nächste woche freitag vormittag so gegen elf | 2026-02-27T11:00
übermorgen um viertel drei | 2026-02-20T14:15
freitag um dreiviertel fünf | 2026-02-20T16:45
in zwei wochen am mittwoch nachmittag | 2026-03-04
anfang märz | * 2026-03-01
ende märz | * 2026-03-31
am vierundzwanzigsten februar | 2026-02-24
am vierundzwanzigsten zweiten | 2026-02-24
am 24.2. um 9.30 Uhr | 2026-02-24T09:30
am 24. Feb 9:30 | 2026-02-24T09:30
zum ersten märz | 2026-03-01
zum 1.3. | 2026-03-01
bis zum ersten vierten | 2026-02-18 .. 2026-04-01
am gründonnerstag | 2026-04-02
aschermittwoch | 2026-02-18
christi himmelfahrt | 2026-05-14
fronleichnam | 2026-06-04
am muttertag | 2026-05-10
in der karwoche | 2026-03-30 .. 2026-04-04
am freitag den dreizehnten | 2026-03-13
Freitag, 13. März, 16 Uhr | 2026-03-13T16:00
Montag 23.2. zwischen 9 und 11 | 2026-02-23T09:00 .. 2026-02-23T11:00
Mi. 25.02., 8-10 Uhr | 2026-02-25T08:00 .. 2026-02-25T10:00
19.02.2026 17:00 Uhr | 2026-02-19T17:00
19.02.2026 um siebzehn Uhr dreißig | 2026-02-19T17:30
heute siebzehn uhr | 2026-02-18T17:00
heute um fünf | 2026-02-18T17:00
heute um eins | - vergangen
heute mittag | 2026-02-18
heute nachmittag | 2026-02-18
noch diese woche | 2026-02-18 .. 2026-02-22
noch in diesem monat | 2026-02-18 .. 2026-02-28
im laufe der nächsten woche | 2026-02-23 .. 2026-03-01
spätestens übermorgen | 2026-02-18 .. 2026-02-20
bis ende nächster woche | * 2026-02-18 .. 2026-02-27
bis mitte märz | * 2026-02-18 .. 2026-03-15
frühestens am montag | 2026-02-23
nicht vor montag | 2026-02-23
drei tage vor ostern | 2026-04-02
eine woche nach ostern | 2026-04-13
am tag nach rosenmontag | ? 2027-02-09
letzte februarwoche | ? 2026-02-23 .. 2026-02-28
in der ersten märzwoche | ? 2026-03-02 .. 2026-03-08
zweite märzhälfte | 2026-03-16 .. 2026-03-31
zweites quartal | 2026-04-01 .. 2026-06-30
ende des zweiten quartals | * 2026-06-30
im sommer | ? 2026-06-01 .. 2026-08-31
KW 9 | 2026-02-23 .. 2026-03-01
Di KW 10 | 2026-03-03
KW 10/11 | 2026-03-02 .. 2026-03-15
kw zehn | 2026-03-02 .. 2026-03-08
zehnte kalenderwoche | 2026-03-02 .. 2026-03-08
"""
ON_FRIDAY = """
Montag | 2027-08-02
Montagfrüh 7 Uhr | 2027-08-02T07:00
nächsten montag | * 2027-08-02
am montag den zweiten achten | 2027-08-02
am Mo., 2. August, 10:15 | 2027-08-02T10:15
am zwoten august | 2027-08-02
im august | 2027-08-01 .. 2027-08-31
Frau August am Montag anrufen | 2027-08-02
bei Herrn Dezember im September nachfassen | 2027-09-01 .. 2027-09-30
Herr Samstag, Dienstag 14 Uhr | 2027-08-03T14:00
übernächste woche donnerstag | 2027-08-12
in vier Wochen | 2027-08-27
in 4-6 Wochen | ? 2027-08-27 .. 2027-09-10
in drei bis vier tagen | ? 2027-08-02 .. 2027-08-03
in eineinhalb stunden | 2027-07-30T19:15
in ner stunde | 2027-07-30T18:45
in ner halben stunde | 2027-07-30T18:15
in einer woche um dieselbe zeit | 2027-08-06
heute in einer woche | 2027-08-06
morgen über eine woche | 2027-08-07
Samstag in 14 Tagen | 2027-08-14
Sa 10 Uhr | 2027-07-31T10:00
am Samstagvormittag | 2027-07-31
am we | 2027-07-31 .. 2027-08-01
Wochenende | 2027-07-31 .. 2027-08-01
Do nächste Woche 11:30 | 2027-08-05T11:30
nächste Woche Di oder Mi | ? 2027-08-03
Dienstag und Donnerstag | ? 2027-08-03 .. 2027-08-05
Mo+Di | 2027-08-02 .. 2027-08-03
heute Abend 20 Uhr | 2027-07-30T20:00
heute abend um halb acht | 2027-07-30T19:30
um halb neun | ? 2027-07-30T20:30
um 17 Uhr | ? 2027-07-31T17:00
um 18:00 | 2027-07-30T18:00
um achtzehn uhr fünfzehn | 2027-07-30T18:15
Punkt 19 Uhr | 2027-07-30T19:00
morgen vormittag zwischen neun und halb elf | 2027-07-31T09:00 .. 2027-07-31T10:30
von 9 bis halb elf am dienstag | 2027-08-03T09:00 .. 2027-08-03T10:30
monatsende | * 2027-07-31
monatsanfang | ? 2027-08-01
Anfang des nächsten Monats | * 2027-08-01
Ende des dritten Quartals | * 2027-09-30
Mitte September | * 2027-09-15
vom 16. bis zum 20. August | 2027-08-16 .. 2027-08-20
16.8.-20.8. | 2027-08-16 .. 2027-08-20
16.-20.08.2027 | 2027-08-16 .. 2027-08-20
16. – 20. August 2027 | 2027-08-16 .. 2027-08-20
zwischen dem 16. und dem 20. August | 2027-08-16 .. 2027-08-20
ab September | 2027-09-01
seit Montag | - vergangen
am 30.7. | 2027-07-30
am 29. Juli | ? 2028-07-29
am 35. August | - unmoeglich
am 31. September | - unmoeglich
in 100 Tagen | 2027-11-07
Dezember 2027 | 2027-12-01 .. 2027-12-31
am 2. Advent | 2027-12-05
am zweiten Weihnachtsfeiertag | 2027-12-26
Oktoba | - keins
Donnerstach | 2027-08-05
Mitwoch um neun | 2027-08-04T09:00
Freitga | ? 2027-08-06
nächsten Mitwoch | * 2027-08-04
AM DIENSTAG UM ZEHN UHR | 2027-08-03T10:00
dienstag zehn uhr fünfzehn frau keller anrufen | 2027-08-03T10:15
ich ruf am dienstag um zehn den herrn mai an | 2027-08-03T10:00
spätestens in drei Tagen | 2027-07-30 .. 2027-08-02
am letzten Tag des Monats | 2027-07-31
am letzten Freitag im August | 2027-08-27
jeden ersten Montag im Monat | * 2027-08-02
zweimal pro Woche | * 2027-07-30
demnächst mal | - vage
wenn ich aus dem Urlaub zurück bin | - vage
nach der Messe | - vage
nachher | 2027-07-30
asap | - vage
am 3.8. 3 Kunden besuchen | 2027-08-03
Angebot Nr. 3.8 am Mittwoch nachfassen | 2027-08-04
Preis 12.50 Euro | - keins
Filiale 24/7 | - keins
Montage der Küche am Donnerstag | 2027-08-05
"""
ON_MONDAY = """
in der zweiten Novemberhälfte | 2026-11-16 .. 2026-11-30
Ende nächster Woche um 10 | * 2026-11-13T10:00
am kommenden Donnerstag gegen Mittag | 2026-11-05
Donnerstagmittag | 2026-11-05
Donnerstag Mittag 12 Uhr | 2026-11-05T12:00
am 11.11. um 11:11 Uhr | 2026-11-11T11:11
am 11.11. um 11.11 Uhr | 2026-11-11T11:11
am 5. November 2026 um 9:15 | 2026-11-05T09:15
5.11.2026, 9:15 Uhr | 2026-11-05T09:15
5.11. 9:15 | 2026-11-05T09:15
05.11.26 - 14h | 2026-11-05T14:00
Do, 5.11., 14 - 15:30 Uhr | 2026-11-05T14:00 .. 2026-11-05T15:30
Freitag ab 14 Uhr | 2026-11-06T14:00
freitags | * 2026-11-06
jeden Freitag um 16 Uhr | * 2026-11-06T16:00
jeden Tag um 8 | * 2026-11-03T08:00
immer montags um 10 | * 2026-11-02T10:00
wöchentlich | * 2026-11-02
alle 14 Tage | * 2026-11-02
jeden Morgen | * 2026-11-02
heute in einer Woche um 10 | 2026-11-09T10:00
heute über 14 Tage | 2026-11-16
Mittwoch über acht Tage | 2026-11-11
Mittwoch in 14 Tagen | 2026-11-18
übermorgen Nachmittag um vier | 2026-11-04T16:00
übermorgen nachmittags halb fünf | 2026-11-04T16:30
morgen nachmittag viertel nach zwei | 2026-11-03T14:15
morgen früh halb sieben | 2026-11-03T06:30
morgen um halb zwölf | 2026-11-03T11:30
morgen um halb eins | 2026-11-03T12:30
morgen um eins | 2026-11-03T13:00
morgen um zwölf | 2026-11-03T12:00
morgen um sieben | 2026-11-03T07:00
morgen um fünf | 2026-11-03T17:00
morgen um 17 Uhr 30 | 2026-11-03T17:30
morgen siebzehn Uhr dreißig | 2026-11-03T17:30
morgen gegen halb elf | 2026-11-03T10:30
morgen so gegen zehn | 2026-11-03T10:00
morgen um zehn vor neun | 2026-11-03T08:50
morgen fünf nach halb vier | 2026-11-03T15:35
morgen kurz nach neun | 2026-11-03T09:05
morgen Abend | 2026-11-03
morgen abend um neun | 2026-11-03T21:00
morgen Nacht | 2026-11-03
heute Nacht | 2026-11-02
heute früh | 2026-11-02
heute nachmittag um drei | 2026-11-02T15:00
heute 17 Uhr | 2026-11-02T17:00
heute 8 Uhr | ? 2026-11-02T20:00
heute um 7:30 Uhr | ? 2026-11-02T19:30
heute bis 18 Uhr | 2026-11-02T09:00 .. 2026-11-02T18:00
bis morgen 12 Uhr | 2026-11-02T09:00 .. 2026-11-03T12:00
bis morgen Mittag | 2026-11-02 .. 2026-11-03
bis KW 50 | 2026-11-02 .. 2026-12-13
bis nächsten Dienstag | * 2026-11-02 .. 2026-11-10
bis Weihnachten | 2026-11-02 .. 2026-12-26
bis einschließlich Donnerstag | 2026-11-02 .. 2026-11-05
bis zum Wochenende | 2026-11-02 .. 2026-11-08
bis Jahresende | * 2026-11-02 .. 2026-12-31
bis Ende November | * 2026-11-02 .. 2026-11-30
bis Anfang Dezember | * 2026-11-02 .. 2026-12-01
noch vor Weihnachten | 2026-11-02 .. 2026-12-23
kurz vor Weihnachten | ? 2026-12-17 .. 2026-12-23
nach Neujahr | ? 2027-01-02
nach Feierabend | 2026-11-02
zu Weihnachten | 2026-12-24 .. 2026-12-26
am Heiligen Abend | 2026-12-24
am 2. Weihnachtstag | 2026-12-26
Buß- und Bettag | 2026-11-18
Totensonntag | 2026-11-22
Volkstrauertag | 2026-11-15
Martinstag | 2026-11-11
am Nikolaustag | 2026-12-06
3. Advent | 2026-12-13
dritter Advent | 2026-12-13
vierter Adventssonntag | 2026-12-20
Dreikönig | 2027-01-06
Heilige Drei Könige | 2027-01-06
Valentinstag | 2027-02-14
Faschingsdienstag | 2027-02-09
Weiberfastnacht | 2027-02-04
Gründonnerstag | 2027-03-25
Tag der Arbeit | 2027-05-01
1. Mai | 2027-05-01
Pfingstmontag | 2027-05-17
Allerheiligen | ? 2027-11-01
erster Januar | 2027-01-01
zum 1. Januar | 2027-01-01
zum Jahreswechsel | * 2026-12-31
Anfang des Jahres | ? 2027-01-01
Anfang nächsten Jahres | * 2027-01-01
Mitte Januar | * 2027-01-15
Ende Januar | * 2027-01-31
Ende Februar | * 2027-02-28
im Januar | 2027-01-01 .. 2027-01-31
im nächsten Quartal | 2027-01-01 .. 2027-03-31
viertes Quartal | 2026-11-02 .. 2026-12-31
im 1. Quartal 2027 | 2027-01-01 .. 2027-03-31
erstes Halbjahr 2027 | 2027-01-01 .. 2027-06-30
2027 | - keins
im Frühjahr | ? 2027-03-01 .. 2027-05-31
November | 2026-11-02 .. 2026-11-30
Februar 2027 | 2027-02-01 .. 2027-02-28
KW 48/2026 | 2026-11-23 .. 2026-11-29
KW 2 2027 | 2027-01-11 .. 2027-01-17
in KW 47 am Dienstag | 2026-11-17
Freitag KW 47 | 2026-11-20
2026-W48 | 2026-11-23 .. 2026-11-29
in der Woche vom 16.11. | 2026-11-16 .. 2026-11-22
in der Woche nach Ostern | 2027-03-30 .. 2027-04-04
Woche 47 | 2026-11-16 .. 2026-11-22
diese Woche Donnerstag | 2026-11-05
Donnerstag dieser Woche | 2026-11-05
dieses Wochenende | 2026-11-07 .. 2026-11-08
Samstag und Sonntag | 2026-11-07 .. 2026-11-08
Sa/So | 2026-11-07 .. 2026-11-08
von Freitag bis Sonntag | 2026-11-06 .. 2026-11-08
vom 10. bis 12. November | 2026-11-10 .. 2026-11-12
10.-12.11. | 2026-11-10 .. 2026-11-12
10.11.–12.11. | 2026-11-10 .. 2026-11-12
10. bis 12.11. | 2026-11-10 .. 2026-11-12
zwischen 10. und 12. November | 2026-11-10 .. 2026-11-12
zwischen dem 10.11. und dem 12.11. | 2026-11-10 .. 2026-11-12
vom 30. November bis 4. Dezember | 2026-11-30 .. 2026-12-04
in 3 bis 4 Wochen | ? 2026-11-23 .. 2026-11-30
in sechs Wochen | 2026-12-14
in 1 Woche | 2026-11-09
in einer Woche | 2026-11-09
in zweieinhalb Wochen | 2026-11-19
in einem Vierteljahr | 2027-02-02
in eineinhalb Jahren | 2028-05-02
in ein, zwei Tagen | ? 2026-11-03 .. 2026-11-04
in zwei, drei Tagen | ? 2026-11-04 .. 2026-11-05
in 48 Stunden | 2026-11-04T09:00
in 90 Minuten | 2026-11-02T10:30
in zwei Stunden | 2026-11-02T11:00
in einer Viertelstunde | 2026-11-02T09:15
in zweieinhalb Stunden | 2026-11-02T11:30
in 2,5 Stunden | 2026-11-02T11:30
in einer Stunde und 30 Minuten | 2026-11-02T10:30
binnen 48 Stunden | 2026-11-02T09:00 .. 2026-11-04T09:00
innerhalb einer Woche | 2026-11-02 .. 2026-11-09
innerhalb der nächsten drei Tage | 2026-11-02 .. 2026-11-05
in den kommenden zwei Wochen | 2026-11-02 .. 2026-11-16
in der kommenden Woche | 2026-11-09 .. 2026-11-15
im kommenden Monat | 2026-12-01 .. 2026-12-31
im Laufe des Tages | 2026-11-02
im Lauf der Woche | 2026-11-02 .. 2026-11-08
Mitte der Woche | * 2026-11-04
Mitte dieser Woche | * 2026-11-04
Wochenmitte | * 2026-11-04
Ende dieser Woche | * 2026-11-06
Ende der Woche | * 2026-11-06
Monatsanfang | ? 2026-11-02
Quartalsende | * 2026-12-31
zum Quartalsende | * 2026-12-31
am Monatsletzten | * 2026-11-30
am letzten Tag des Monats | 2026-11-30
am ersten Dezember | 2026-12-01
am dritten | 2026-11-03
am zehnten um zehn | 2026-11-10T10:00
der 10. | 2026-11-10
am 10ten | 2026-11-10
am 10. um 10 Uhr | 2026-11-10T10:00
10.11 | ? 2026-11-10
10.11.2024 | - vergangen
am 5. Oktober | ? 2027-10-05
am 28. Oktober | ? 2027-10-28
31.11. | - unmoeglich
31. April | - unmoeglich
0.5.2027 | - unmoeglich
15.13. | - unmoeglich
12:60 | - keine_uhrzeit
24:30 Uhr | - keine_uhrzeit
um 26 Uhr | - keine_uhrzeit
KW 0 | - unmoeglich
KW 60 | - unmoeglich
Montag, 10.11. | ? 2026-11-10
Mittwoch, 5. November | ? 2026-11-05
letzten Freitag | - vergangen
letzten Monat | - vergangen
vorige Woche | - vergangen
vor drei Tagen | - vergangen
heute vor einer Woche | - vergangen
gestern Abend | - vergangen
neulich | - vergangen
seit gestern | - vergangen
später | - vage
in Kürze | - vage
bei Gelegenheit | - vage
sobald wie möglich | - vage
so schnell wie möglich | - vage
wenn ich Zeit habe | - vage
irgendwann nächste Woche | 2026-11-09 .. 2026-11-15
demnächst mal | - vage
die nächsten Tage | - vage
nach den Ferien | - vage
mal schauen | - keins
keine Ahnung | - keins
Herr Montag | - keins
Frau Sommer | - keins
Firma Oster GmbH | - keins
Familie Freitag | - keins
Julia Mai | - keins
Kollege Winter | - keins
Dr. Samstag | - keins
Frau Augustin | - keins
Mai & Partner | - keins
Sonntag Bau GmbH | - keins
Angebot 2.11 | - keins
Seite 12 | - keins
Artikel 15.11 | - keins
99 Euro | - keins
1,5 Millionen | - keins
Tel. 030 123456 | - keins
www.montag.de | - keins
ich ruf morgen nachmittag so um halb vier bei der firma sommer an | 2026-11-03T15:30
also am mittwoch in einer woche will ich herrn freitag besuchen | 2026-11-11
Bis Donnerstagabend schicke ich Frau März das Angebot | 2026-11-02 .. 2026-11-05
Keller anrufen, Di 10:30 | 2026-11-03T10:30
Di. 3.11. 10:30 Keller anrufen | 2026-11-03T10:30
Besuch Fa. Huber, 12.11., 9-10 Uhr | 2026-11-12T09:00 .. 2026-11-12T10:00
Ich treffe Jens übermorgen zum Mittagessen um 12:30 Uhr | 2026-11-04T12:30
Angebot an Müller GmbH bis spätestens 20. November rausschicken | 2026-11-02 .. 2026-11-20
Montag früh um acht Teambesprechung | ? 2026-11-09T08:00
nächsten Montag um acht Uhr Teambesprechung | * 2026-11-09T08:00
Frau Sonntag am Samstag um 11 im Laden besuchen | 2026-11-07T11:00
Den drei A-Kunden am 4. November je ein Muster bringen | 2026-11-04
Drei Neukunden bis Freitag anrufen | 2026-11-02 .. 2026-11-06
Am Ende der Woche 5 Kunden besuchen | * 2026-11-06
am Montag den 16. November um zehn Uhr rufe ich Herrn Maier an | 2026-11-16T10:00
16.11. (Montag) 10 Uhr Anruf Maier | 2026-11-16T10:00
Anruf Maier am 16.11. zwischen 10 und halb 12 | 2026-11-16T10:00 .. 2026-11-16T11:30
Ich gehe am 11.11. auf die Messe in Halle 4.1 und spreche mit Frau Winter | 2026-11-11
Telefonat mit 0711/123456 am Donnerstag | 2026-11-05
Mittwoch 15 Uhr Termin bei Autohaus Sonntag | 2026-11-04T15:00
Herrn Dr. März Donnerstag 8.30 Uhr in der Praxis Muster zeigen | 2026-11-05T08:30
Morgen rufe ich um neun Frau Abend an | 2026-11-03T09:00
Am Abend rufe ich Frau Morgen an | 2026-11-02
Übermorgen abends 19 Uhr Stammtisch mit dem Bürgermeister | 2026-11-04T19:00
Vormittags am 9.11. bei Bosch vorbeischauen | 2026-11-09
In der KW 46 besuche ich alle Händler in Ulm | 2026-11-09 .. 2026-11-15
In KW 46, Dienstag, fahre ich zu Huber | 2026-11-10
Spätestens in zwei Wochen rufe ich Herrn Klein zurück | 2026-11-02 .. 2026-11-16
Ich schreibe Frau Weber heute noch eine Mail | 2026-11-02
Heute um 16 Uhr 20 Kunden anrufen | 2026-11-02T16:00
Heute um 16 Uhr drei Kunden anrufen | 2026-11-02T16:00
Jeden Dienstag um 9 Uhr rufe ich zwei Bestandskunden an | * 2026-11-03T09:00
Am 1. Dezember um 14.30 Uhr Präsentation bei Siemens | 2026-12-01T14:30
Am Nikolaustag bringe ich dem Team von Bosch Lebkuchen | 2026-12-06
Vor Weihnachten alle A-Kunden besuchen | 2026-11-02 .. 2026-12-23
Nach dem Gespräch mit Frau Mai rufe ich Herrn August an | - keins
Wenn Frau Mai zurück ist, rufe ich sie an | - keins
Bald rufe ich Frau Keller an | - vage
Irgendwann Herrn Winter treffen | - vage
Umsatz um 10 % steigern | - keins
Preis um 3 Euro senken | - keins
3. Mal bei Huber nachfassen | - keins
Zum 3. Mal bei Huber nachfassen | - keins
Rechnung Nr. 15.11 prüfen | - keins
um 3 Termine bitten | - keins
von 9 auf 12 Prozent erhöhen | - keins
zwischen 10 und 12 Kunden gewinnen | - keins
von 10 bis 12 Neukunden | - keins
Am Montag, 2. November 2026, 14 Uhr: Anruf bei Frau Keller | 2026-11-02T14:00
Freitag, der 13. | 2026-11-13
Freitag den 13.11. um fünfzehn Uhr | 2026-11-13T15:00
kommende Woche Mittwochvormittag | 2026-11-11
Mittwochnachmittag nächster Woche um 3 | 2026-11-11T15:00
am Dienstag nächste Woche um 14 Uhr | 2026-11-10T14:00
Dienstag in zwei Wochen um 14 Uhr | 2026-11-17T14:00
in 14 Tagen um 9 Uhr | 2026-11-16T09:00
in genau drei Wochen | 2026-11-23
in ungefähr zwei Wochen | 2026-11-16
in ca. 2 Wochen | 2026-11-16
in gut einer Woche | 2026-11-09
in knapp zwei Stunden | 2026-11-02T11:00
spätestens bis Freitag 12 Uhr | 2026-11-02T09:00 .. 2026-11-06T12:00
bis Freitagmittag | 2026-11-02 .. 2026-11-06
bis Freitag um 12 | 2026-11-02T09:00 .. 2026-11-06T12:00
ab nächster Woche | 2026-11-09
ab morgen | 2026-11-03
ab sofort | 2026-11-02
ab dem 15. November | 2026-11-15
ab Mitte November | * 2026-11-15
von heute bis Freitag | 2026-11-02 .. 2026-11-06
heute oder morgen | ? 2026-11-02
morgen oder übermorgen | ? 2026-11-03
am 5. oder 6. November | ? 2026-11-05
am 5./6. November | 2026-11-05 .. 2026-11-06
5. + 6. November | 2026-11-05 .. 2026-11-06
Mittwoch, Donnerstag oder Freitag | ? 2026-11-05
Mo, Mi und Fr | ? 2026-11-09
am 24. und 25.12. | 2026-12-24 .. 2026-12-25
zwischen Montag und Mittwoch | ? 2026-11-09 .. 2026-11-11
zwischen Mittwoch und Freitag | 2026-11-04 .. 2026-11-06
die ganze nächste Woche | 2026-11-09 .. 2026-11-15
den ganzen Dezember | 2026-12-01 .. 2026-12-31
den ganzen Tag morgen | 2026-11-03
in den ersten zwei Dezemberwochen | - keins
Anfang der nächsten Woche | * 2026-11-09
Anfang kommender Woche | * 2026-11-09
am Anfang des Monats | ? 2026-11-02
gegen Ende des Monats | * 2026-11-30
so Mitte November | * 2026-11-15
so gegen Ende November | * 2026-11-30
Monatsmitte | * 2026-11-15
Ende Q4 | * 2026-12-31
im vierten Quartal | 2026-11-02 .. 2026-12-31
Quartal 1 | 2027-01-01 .. 2027-03-31
Q1/2027 | 2027-01-01 .. 2027-03-31
H1 2027 | 2027-01-01 .. 2027-06-30
in der zweiten Jahreshälfte | 2026-11-02 .. 2026-12-31
Sommer 2027 | ? 2027-06-01 .. 2027-08-31
nächsten Sommer | ? 2027-06-01 .. 2027-08-31
nexten dienstag | * 2026-11-10
nächstn Dienstag | * 2026-11-10
nähsten Dienstag | * 2026-11-10
Dinstag | 2026-11-03
Dienstac | 2026-11-03
Mittwohc | 2026-11-04
Donnertag | 2026-11-05
Samtsag | 2026-11-07
Dezembr | 2026-12-01 .. 2026-12-31
am 3. Dezmber | 2026-12-03
15. Okober 2027 | 2027-10-15
am fünften zwölften um sechzehn uhr | 2026-12-05T16:00
am dreißigsten elften | 2026-11-30
am einunddreissigsten zwölften | 2026-12-31
um fünfzehn uhr fünfundvierzig | 2026-11-02T15:45
um viertel vor vier | 2026-11-02T15:45
um dreiviertel vier | 2026-11-02T15:45
zehn uhr | 2026-11-02T10:00
zwanzig nach zwei | 2026-11-02T14:20
punkt zwei | 2026-11-02T14:00
um elf rum | 2026-11-02T11:00
15 Uhr morgen | 2026-11-03T15:00
15:00 Uhr am Freitag | 2026-11-06T15:00
9 Uhr früh am Freitag | 2026-11-06T09:00
Freitag um 9 Uhr früh | 2026-11-06T09:00
Freitag 21 Uhr | 2026-11-06T21:00
Freitag um 9 Uhr abends | 2026-11-06T21:00
Freitag 0 Uhr | 2026-11-06T00:00
Freitag 24 Uhr | ? 2026-11-07T00:00
Freitag um Mitternacht | ? 2026-11-07T00:00
nachts um zwei | ? 2026-11-03T02:00
2026/11/15 | 2026-11-15
15-11-2026 | 2026-11-15
15.11.'26 | 2026-11-15
2026-11-15 14:30 | 2026-11-15T14:30
2026-11-15T14:30:00+01:00 | 2026-11-15T14:30
2025-11-15 | - vergangen
am 29.2.2028 | 2028-02-29
29.02.2026 | - unmoeglich
15. November 2025 | - vergangen
am Montag, den 31. November | - unmoeglich
Keller Mo anrufen | ? 2026-11-09
do anrufen | - keins
mi 10 uhr | 2026-11-04T10:00
Di Lorenzo anrufen | ? 2026-11-03
am 3. Standort vorbeischauen | - keins
um 3 Kollegen zu besuchen | - keins
in Raum 12 um 12 Uhr am 12. | 2026-11-12T12:00
Freitag 13 Uhr 30 Müller | 2026-11-06T13:30
mit Peter Montag am Dienstag sprechen | 2026-11-03
mit Herrn August März am 5. Mai | 2027-05-05
nicht am Freitag | ? 2026-11-06
nicht morgen | ? 2026-11-03
außer montags | ? 2026-11-02
Termin von Dienstag auf Mittwoch verschieben | ? 2026-11-03
statt Dienstag lieber Mittwoch | 2026-11-04
Dienstag, spätestens Mittwoch | ? 2026-11-03
am Dienstag um zehn oder um elf | ? 2026-11-03T10:00
am Dienstag um 10 und um 14 Uhr | ? 2026-11-03T10:00
am 31. November um 10 | - unmoeglich
am Freitag um 25 Uhr | - keine_uhrzeit
gestern um 10 | - vergangen
letzte Woche Freitag | - vergangen
am Freitag letzter Woche | - vergangen
Freitag vor einer Woche | - vergangen
am 1.1.2026 um 10 | - vergangen
bis gestern | - vergangen
vor zwei Tagen um 10 | - vergangen
morgen vor zwei Jahren | - vergangen
seit drei Wochen | - vergangen
um 10 Uhr 61 | - keine_uhrzeit
1/2 3 | 2026-11-02T14:30
3/4 8 | ? 2026-11-02T19:45
12.11. oder 13.11. | ? 2026-11-12
zwölfter November zehn Uhr | 2026-11-12T10:00
am 12. November 10 Uhr 15 | 2026-11-12T10:15
am 12.11. 10-12 | 2026-11-12T10:00 .. 2026-11-12T12:00
12.11., 10.00-12.00 Uhr | 2026-11-12T10:00 .. 2026-11-12T12:00
12.11. 10.00 bis 12.00 | 2026-11-12T10:00 .. 2026-11-12T12:00
vom 12.11., 10 Uhr, bis 13.11., 12 Uhr | ? 2026-11-12T10:00
von Montag 10 Uhr bis Mittwoch 12 Uhr | ? 2026-11-09T10:00
3 Tage ab morgen | 2026-11-06
in 2 Monaten und 3 Tagen | 2027-01-05
zweimal die Woche | * 2026-11-02
alle drei Monate | * 2026-11-02
jedes Quartal | * 2026-11-02
einmal im Monat | * 2026-11-02
jeden zweiten Dienstag im Monat | * 2026-11-10
immer freitags um halb neun | * 2026-11-06T08:30
unter der Woche | - vage
Mitte nächsten Monats | * 2026-12-15
Ende kommender Woche | * 2026-11-13
am Ende des Jahres | * 2026-12-31
Beginn KW 48 | * 2026-11-23
am Samstag vor dem ersten Advent | 2026-11-28
Freitag nach Christi Himmelfahrt | 2027-05-07
Brückentag nach Fronleichnam | ? 2027-05-28
Osterferien | - keins
Sommerferien | - keins
am zweiten Ostertag | - keins
Pfingstsonntag | 2027-05-16
zu Silvester | 2026-12-31
am Tag vor Heiligabend | 2026-12-23
zwei Tage nach Neujahr | 2027-01-03
eine Woche vor dem 15.12. | 2026-12-08
drei Tage nach dem 10. November | 2026-11-13
am 7. November um halb zehn in der Früh | 2026-11-07T09:30
am siebten November | 2026-11-07
am siebenten November | 2026-11-07
am achten elften um acht Uhr | 2026-11-08T08:00
am 7.11. nachmittags | 2026-11-07
am 7.11. nachmittags um halb drei | 2026-11-07T14:30
7.11., abends | 2026-11-07
07.11. | 2026-11-07
7.11.2026 | 2026-11-07
7. Nov 2026 | 2026-11-07
Samstag 7. November | 2026-11-07
Sa., 7. Nov., 11 Uhr | 2026-11-07T11:00
Samstag, 7.11.26, 11.00 Uhr | 2026-11-07T11:00
in der ersten Januarwoche | ? 2027-01-04 .. 2027-01-10
in der letzten Novemberwoche | ? 2026-11-23 .. 2026-11-29
zweite Woche im Dezember | ? 2026-12-07 .. 2026-12-13
drittes Wochenende im November | 2026-11-21 .. 2026-11-22
am dritten Advent | 2026-12-13
Adventssonntag | - keins
an Heiligabend um 15 Uhr | 2026-12-24T15:00
am Neujahrstag | 2027-01-01
am Ostersonntag um zehn | 2027-03-28T10:00
Osterdienstag | - keins
nach Weihnachten | ? 2026-12-27
gleich nach Weihnachten | ? 2026-12-27
noch vor Silvester | 2026-11-02 .. 2026-12-30
zwischen Ostern und Pfingsten | 2027-03-30 .. 2027-05-15
an Fasching | 2027-02-04 .. 2027-02-09
Reformationstag 2027 | 2027-10-31
am Tag der Deutschen Einheit 2027 | 2027-10-03
Ostern 2028 | 2028-04-16 .. 2028-04-17
um 9 | ? 2026-11-02T21:00
um 9 Uhr 15 | 2026-11-02T09:15
kurz nach halb zehn | 2026-11-02T09:35
kurz vor zwölf | 2026-11-02T11:55
fünf vor zwölf | 2026-11-02T11:55
zehn nach halb elf | 2026-11-02T10:40
zwanzig vor elf | 2026-11-02T10:40
viertel elf | 2026-11-02T10:15
drei Viertel elf | 2026-11-02T10:45
14:00 Uhr | 2026-11-02T14:00
14 Uhr | 2026-11-02T14:00
vierzehn Uhr | 2026-11-02T14:00
14.00 | 2026-11-02T14:00
1400 Uhr | 2026-11-02T14:00
14h | 2026-11-02T14:00
halb 3 nachmittags | 2026-11-02T14:30
heute um 3 | 2026-11-02T15:00
heute um halb vier | 2026-11-02T15:30
übermorgen um Viertel vor neun | 2026-11-04T08:45
morgen in aller Früh | 2026-11-03
morgen gegen Abend | 2026-11-03
morgen über Mittag | 2026-11-03
morgen den ganzen Tag | 2026-11-03
gleich | 2026-11-02
jetzt gleich | 2026-11-02
sofort morgen früh | 2026-11-03
heute noch | 2026-11-02
im Laufe des Vormittags | 2026-11-02
heute in zwei Stunden | 2026-11-02T11:00
in 20 Minuten | 2026-11-02T09:20
in fünf Minuten | 2026-11-02T09:05
in 1,5 Stunden | 2026-11-02T10:30
in 1 1/2 Stunden | - keins
in einer knappen Stunde | 2026-11-02T10:00
in drei Stunden und 15 Minuten | 2026-11-02T12:15
in 3h | 2026-11-02T12:00
in 30 Min | 2026-11-02T09:30
in 30min | 2026-11-02T09:30
in 2 Wo. | 2026-11-16
in 6 Monaten | 2027-05-02
in einem dreiviertel Jahr | 2027-08-02
in einem Dreivierteljahr | 2027-08-02
in zwei Jahren | 2028-11-02
in zehn Tagen um 9 Uhr | 2026-11-12T09:00
in zehn Tagen ab heute | 2026-11-12
von heute an in drei Wochen | ? 2026-11-02
heute in drei Wochen | 2026-11-23
übermorgen in einer Woche | 2026-11-11
Sonntag in acht Tagen | 2026-11-15
Dienstag in 8 Tagen | 2026-11-10
kommenden Mittwoch in einer Woche | ? 2026-11-04
nächsten Mittwoch um 14 Uhr | * 2026-11-11T14:00
nächste Woche Mittwoch um 14 Uhr | 2026-11-11T14:00
nächste Woche Mi 14:00 | 2026-11-11T14:00
Mi nächster Woche, 14 Uhr | 2026-11-11T14:00
übernächsten Montag | * 2026-11-16
übernächste Woche Freitag früh | 2026-11-20
Anfang übernächster Woche | * 2026-11-16
ab übernächster Woche | 2026-11-16
bis Mitte nächster Woche | * 2026-11-02 .. 2026-11-11
bis Monatsmitte | * 2026-11-02 .. 2026-11-15
bis zum 1. Dezember | 2026-11-02 .. 2026-12-01
bis spätestens 1.12. 12 Uhr | 2026-11-02T09:00 .. 2026-12-01T12:00
bis heute Abend | 2026-11-02
bis heute 17 Uhr | 2026-11-02T09:00 .. 2026-11-02T17:00
bis in zwei Wochen | 2026-11-02 .. 2026-11-16
spätestens nächste Woche | 2026-11-02 .. 2026-11-15
spätestens um 12 Uhr | 2026-11-02T09:00 .. 2026-11-02T12:00
noch in diesem Jahr | 2026-11-02 .. 2026-12-31
noch dieses Jahr | 2026-11-02 .. 2026-12-31
noch im November | 2026-11-02 .. 2026-11-30
diese Woche noch | 2026-11-02 .. 2026-11-08
im Dezember | 2026-12-01 .. 2026-12-31
im Sept. | 2027-09-01 .. 2027-09-30
Mai 2028 | 2028-05-01 .. 2028-05-31
05/2027 | 2027-05-01 .. 2027-05-31
3. Quartal | 2027-07-01 .. 2027-09-30
Q3 | 2027-07-01 .. 2027-09-30
Anfang Q2 | * 2027-04-01
zum Ende des Quartals | * 2026-12-31
Ende des ersten Quartals | * 2027-03-31
zum Monatswechsel | * 2026-11-30
KW 48 Mitte | * 2026-11-25
Mitte KW 48 | * 2026-11-25
KW48 Mi 10h | 2026-11-25T10:00
in KW 48 oder 49 | ? 2026-11-23 .. 2026-11-29
Kalenderwoche achtundvierzig | 2026-11-23 .. 2026-11-29
achtundvierzigste Kalenderwoche | 2026-11-23 .. 2026-11-29
jeden zweiten Donnerstag | * 2026-11-05
jeden letzten Freitag im Monat | * 2026-11-27
an jedem Ersten | * 2026-12-01
jeden Werktag um 8:30 | * 2026-11-03T08:30
alle paar Tage | - vage
zwischen zwei und vier | 2026-11-02T14:00 .. 2026-11-02T16:00
zwischen zwei und vier Uhr morgen | 2026-11-03T14:00 .. 2026-11-03T16:00
morgen von acht bis zwölf | 2026-11-03T08:00 .. 2026-11-03T12:00
morgen 8-12 Uhr | 2026-11-03T08:00 .. 2026-11-03T12:00
morgen 8 bis 12 Uhr | 2026-11-03T08:00 .. 2026-11-03T12:00
morgen 8:00 Uhr - 12:00 Uhr | 2026-11-03T08:00 .. 2026-11-03T12:00
morgen von 11 bis 1 | 2026-11-03T11:00 .. 2026-11-03T13:00
heute 22 bis 1 Uhr | 2026-11-02T22:00 .. 2026-11-03T01:00
3.–5. November | 2026-11-03 .. 2026-11-05
vom 3. bis 5. | 2026-11-03 .. 2026-11-05
vom dritten bis fünften November | 2026-11-03 .. 2026-11-05
vom 30.11. bis 2.12.2026 | 2026-11-30 .. 2026-12-02
28.12. - 2.1. | 2026-12-28 .. 2027-01-02
Do bis Sa | 2026-11-05 .. 2026-11-07
Mittwoch–Freitag | 2026-11-04 .. 2026-11-06
1.11. | ? 2027-11-01
2.11. | 2026-11-02
31.10. | ? 2027-10-31
30.9. | 2027-09-30
15. Oktober | ? 2027-10-15
1. Januar 2026 | - vergangen
am 1. Februar 2026 um 10 | - vergangen
heute um 8 Uhr früh | - vergangen
vorgestern | - vergangen
letztes Jahr | - vergangen
letzten Sommer | - vergangen
vor kurzem | - vergangen
vor einer Stunde | - vergangen
eben | - keins
31.6. | - unmoeglich
30.2.2028 | - unmoeglich
am 31. September um 10 | - unmoeglich
KW 53 2027 | - unmoeglich
um 24:01 | - keine_uhrzeit
um 9:60 Uhr | - keine_uhrzeit
13. Monat | - keins
möglichst bald | - vage
so bald wie möglich | - vage
schnellstmöglich | - vage
wenn es mal passt | - vage
wenn Zeit ist, rufe ich an | - vage
nach Rücksprache | - keins
vor dem Urlaub | - vage
nach meinem Urlaub | - vage
in nächster Zeit | - vage
in den kommenden Tagen | - vage
in den kommenden Wochen | - vage
in ein paar Wochen | - vage
in einigen Tagen | - vage
Ende offen | - keins
Mitte 40 | - keins
Anfang 30 | - keins
"""
SAID_ON_MONDAY = """
gleich nach der Mittagspause | 2026-11-02
am Dienstag, den 17. | 2026-11-17
Mittwoch, den 11.11. um elf Uhr elf | 2026-11-11T11:11
Donnerstagabend um acht | 2026-11-05T20:00
Freitagfrüh halb sieben | 2026-11-06T06:30
am 14. um 10 | 2026-11-14T10:00
am Fünfzehnten | 2026-11-15
am 3. Advent | 2026-12-13
am zweiten Advent um vier | 2026-12-06T16:00
an Nikolaus | 2026-12-06
am Martinstag | 2026-11-11
am Buß- und Bettag | 2026-11-18
am Volkstrauertag | 2026-11-15
am Totensonntag | 2026-11-22
Heiligabend um zwölf | 2026-12-24T12:00
zwischen den Jahren | 2026-12-27 .. 2026-12-31
an Silvester | 2026-12-31
am Dreikönigstag | 2027-01-06
kommende Woche Mittwoch | 2026-11-11
Mittwoch kommender Woche um neun | 2026-11-11T09:00
diese Woche Freitag | 2026-11-06
am Ende der Woche | * 2026-11-06
Ende nächster Woche | * 2026-11-13
Anfang nächster Woche | * 2026-11-09
Mitte nächster Woche | * 2026-11-11
Mitte Dezember | * 2026-12-15
Anfang Dezember | * 2026-12-01
Ende Februar 2028 | * 2028-02-29
zum Monatsende | * 2026-11-30
am letzten Arbeitstag des Monats | 2026-11-30
am ersten Werktag im Dezember | 2026-12-01
am letzten Freitag im November | 2026-11-27
am zweiten Dienstag im Dezember | 2026-12-08
am ersten Montag im neuen Jahr | 2027-01-04
jeden Dienstag um neun | * 2026-11-03T09:00
alle zwei Wochen freitags | * 2026-11-06
in einer halben Stunde | 2026-11-02T09:30
in anderthalb Stunden | 2026-11-02T10:30
in einer Dreiviertelstunde | 2026-11-02T09:45
in einem Monat | 2026-12-02
in einem halben Jahr | 2027-05-02
in einem Jahr | 2027-11-02
in zehn Tagen um 15 Uhr | 2026-11-12T15:00
in fünf Werktagen | 2026-11-09
Samstag in zwei Wochen | 2026-11-21
überübermorgen | 2026-11-05
heute um 14:45 | 2026-11-02T14:45
heute Nachmittag um fünf | 2026-11-02T17:00
heute um acht | ? 2026-11-02T20:00
heute früh um acht | - vergangen
heute um sieben Uhr morgens | - vergangen
gestern Nachmittag | - vergangen
am 1. November 2026 | - vergangen
am 31. November | - unmoeglich
am 29.2.2027 | - unmoeglich
am 32.12. | - unmoeglich
am 15.13. | - unmoeglich
um 24:30 Uhr | - keine_uhrzeit
um 10:75 | - keine_uhrzeit
am Freitag, den 7. November | ? 2026-11-07
Montag, 10. November | ? 2026-11-10
KW 50 | 2026-12-07 .. 2026-12-13
KW 53 | 2026-12-28 .. 2027-01-03
in Kalenderwoche 1 | 2027-01-04 .. 2027-01-10
Donnerstag KW 49 | 2026-12-03
KW 46 Mittwoch 10 Uhr | 2026-11-11T10:00
KW 47/48 | 2026-11-16 .. 2026-11-29
bis Mittwoch | 2026-11-02 .. 2026-11-04
bis 20.11. | 2026-11-02 .. 2026-11-20
bis spätestens Freitagmittag | 2026-11-02 .. 2026-11-06
vor dem 15. November | 2026-11-02 .. 2026-11-14
ab 16. November | 2026-11-16
von Mittwoch bis Freitag | 2026-11-04 .. 2026-11-06
vom 9. bis 13. November | 2026-11-09 .. 2026-11-13
9.–13.11. | 2026-11-09 .. 2026-11-13
30.11. bis 4.12. | 2026-11-30 .. 2026-12-04
Dienstag von 9 bis 11 Uhr | 2026-11-03T09:00 .. 2026-11-03T11:00
morgen zwischen zwei und halb vier | 2026-11-03T14:00 .. 2026-11-03T15:30
Donnerstag, 13-15 Uhr | 2026-11-05T13:00 .. 2026-11-05T15:00
am Freitag ab 10 | 2026-11-06T10:00
morgen gegen elf | 2026-11-03T11:00
morgen kurz vor zwölf | 2026-11-03T11:55
morgen kurz nach acht | 2026-11-03T08:05
morgen Punkt neun | 2026-11-03T09:00
morgen um Mitternacht | ? 2026-11-04T00:00
morgen um zwölf Uhr mittags | 2026-11-03T12:00
übermorgen um Viertel nach vier | 2026-11-04T16:15
übermorgen Viertel vor eins | 2026-11-04T12:45
Freitag fünf vor halb drei | 2026-11-06T14:25
Freitag zehn nach drei | 2026-11-06T15:10
Freitag um dreiviertel acht | 2026-11-06T07:45
Freitag 14h30 | 2026-11-06T14:30
Freitag 1430 Uhr | 2026-11-06T14:30
Freitag 9.15 | 2026-11-06T09:15
6.11.26 | 2026-11-06
06/11/2026 | 2026-11-06
2026-11-20 | 2026-11-20
2026-11-20 14:00 | 2026-11-20T14:00
20.11.2026, 14.30 Uhr | 2026-11-20T14:30
Fr., 20. Nov., 14 Uhr | 2026-11-20T14:00
20 November | 2026-11-20
zwanzigster elfter | 2026-11-20
zwanzigster November | 2026-11-20
am einundzwanzigsten um elf | 2026-11-21T11:00
am dritten Zwölften | 2026-12-03
am 3. März | 2027-03-03
am 3. November | 2026-11-03
Q1 2027 | 2027-01-01 .. 2027-03-31
im ersten Quartal | 2027-01-01 .. 2027-03-31
nächstes Jahr im Mai | 2027-05-01 .. 2027-05-31
dieses Jahr noch | 2026-11-02 .. 2026-12-31
diesen Monat | 2026-11-02 .. 2026-11-30
nächsten Monat | 2026-12-01 .. 2026-12-31
nächste Woche | 2026-11-09 .. 2026-11-15
übernächste Woche | 2026-11-16 .. 2026-11-22
am Wochenende | 2026-11-07 .. 2026-11-08
nächstes Wochenende | ? 2026-11-14 .. 2026-11-15
übers Wochenende | 2026-11-07 .. 2026-11-08
demnächst | - vage
bald | - vage
irgendwann im Dezember | 2026-12-01 .. 2026-12-31
sobald es geht | - vage
wenn die Messe vorbei ist | - keins
mit Frau Sonntag | - keins
bei Familie März | - keins
Herrn Freitag | - keins
Herrn Freitag am Donnerstag anrufen | 2026-11-05
Frau April morgen um neun besuchen | 2026-11-03T09:00
drei Angebote | - keins
ein Gespräch mit 5 Leuten | - keins
Dienstag oder Mittwoch | ? 2026-11-03
entweder morgen oder am Freitag | ? 2026-11-03
am Dienstag um drei oder halb vier | ? 2026-11-03T15:00
nicht am Montag, sondern am Dienstag | 2026-11-03
statt Mittwoch lieber Donnerstag um zehn | 2026-11-05T10:00
"""

INSTEAD = """
Dienstag um 8:15 Anruf | 2026-11-03T08:15
Dienstag um 8 Anruf bei Frau Keller | 2026-11-03T08:00
Dienstag um 8.15 Termin mit Frau Keller | 2026-11-03T08:15
1 Termin am Dienstag | 2026-11-03
Dienstag 12 Termine | 2026-11-03
im neuen Jahr | 2027-01-01 .. 2027-12-31
am zweiten Dienstag im neuen Jahr um zehn | 2027-01-12T10:00
nicht morgen sondern übermorgen um zehn | 2026-11-04T10:00
Donnerstag statt Mittwoch | 2026-11-05
nicht am Dienstag | ? 2026-11-03
"""

IN_SEPTEMBER = """
am Donnerstag | ? 2026-09-24
am Freitag nach der Mittagspause | 2026-09-18
morgen nach dem Frühstück | 2026-09-18
morgen, so zwischen halb neun und neun | 2026-09-18T08:30 .. 2026-09-18T09:00
Freitag in einer Woche um viertel nach acht | 2026-09-25T08:15
gegen vier | 2026-09-17T16:00
heut um vier | 2026-09-17T16:00
heute um viertel nach zwölf | 2026-09-17T12:15
heute um elf | ? 2026-09-17T23:00
um halb zwölf | 2026-09-17T11:30
um elf | ? 2026-09-17T23:00
heut abend um viertel acht | 2026-09-17T19:15
heit auf d nacht um achte | 2026-09-17T20:00
am zwanzigsten neunten | 2026-09-20
am einundzwanzigsten September um elf Uhr dreißig | 2026-09-21T11:30
21. Sept. 11 Uhr 30 | 2026-09-21T11:30
21.9., 11:30 | 2026-09-21T11:30
Mo 21.9. 11:30-12 Uhr | 2026-09-21T11:30 .. 2026-09-21T12:00
Dienstag, den 22. | 2026-09-22
Mittwoch, den 22. | ? 2026-09-22
am 31. | ? 2026-10-31
am 16. | 2026-10-16
am 16. September | ? 2027-09-16
am 16.8. | 2027-08-16
Ende September | * 2026-09-30
Anfang Oktober | * 2026-10-01
Mitte Oktober um 10 Uhr | * 2026-10-15T10:00
in der Woche ab dem 5. Oktober | 2026-10-05 .. 2026-10-11
KW 39 | 2026-09-21 .. 2026-09-27
kw neununddreißig | 2026-09-21 .. 2026-09-27
Freitag der KW 40 | 2026-10-02
KW 38 | 2026-09-17 .. 2026-09-20
nächstes Quartal | 2026-10-01 .. 2026-12-31
dieses Quartal noch | 2026-09-17 .. 2026-09-30
im vierten Quartal | 2026-10-01 .. 2026-12-31
Herbstferien | - keins
bis zum Tag der Deutschen Einheit | 2026-09-17 .. 2026-10-03
am Tag der Deutschen Einheit | 2026-10-03
am Montag nach dem 3. Oktober | 2026-10-05
Freitag vor dem ersten Advent | 2026-11-27
am Tag nach Allerheiligen | 2026-11-02
eine Woche vor Heiligabend | 2026-12-17
zwischen Silvester und Dreikönig | 2027-01-01 .. 2027-01-05
zwischen 3. Advent und Weihnachten | 2026-12-14 .. 2026-12-23
über Weihnachten | 2026-12-24 .. 2026-12-26
über Silvester | 2026-12-31
am zweiten Feiertag | 2026-12-26
in fünf Tagen | 2026-09-22
in fünf bis sechs Tagen | ? 2026-09-22 .. 2026-09-23
in einer guten Stunde | 2026-09-17T12:15
in dreißig Minuten | 2026-09-17T11:45
in einer halben Stunde | 2026-09-17T11:45
in zwölf Stunden | 2026-09-17T23:15
in sechsunddreißig Stunden | 2026-09-18T23:15
heute in einem Monat | 2026-10-17
in einem Monat um 9 Uhr | 2026-10-17T09:00
in drei Monaten am 1. | ? 2026-12-17
am 1. in drei Monaten | ? 2026-10-01
jeweils montags um 9 | * 2026-09-21T09:00
Mo und Do jeweils 10 Uhr | ? 2026-09-21 .. 2026-09-24
werktags um 7:30 | * 2026-09-18T07:30
jeden Abend | * 2026-09-17
jeden Monat am Ersten | * 2026-10-01
einmal pro Quartal | * 2026-09-17
von Montag bis Freitag jeweils um 8 | ? 2026-09-21 .. 2026-09-25
ab Oktober jeden Dienstag | * 2026-10-06
vom 21. bis einschließlich 25. September | 2026-09-21 .. 2026-09-25
21. bis 25.9. | 2026-09-21 .. 2026-09-25
21.-25.09. | 2026-09-21 .. 2026-09-25
21.09.-25.09.2026 | 2026-09-21 .. 2026-09-25
vom 25. bis 21. September | - verkehrt
Oktober bis Dezember | 2026-10-01 .. 2026-12-31
KW 39-41 | 2026-09-21 .. 2026-10-11
Donnerstag bis Samstag | ? 2026-09-24 .. 2026-09-26
heute bis Sonntag | 2026-09-17 .. 2026-09-20
von 9 Uhr bis 11 Uhr am Montag | 2026-09-21T09:00 .. 2026-09-21T11:00
letztes Wochenende | - vergangen
am vergangenen Dienstag | - vergangen
vor einem Monat | - vergangen
vor zehn Minuten | - vergangen
am 31.9. | - unmoeglich
am 0. Oktober | - unmoeglich
29. Februar 2027 um 10 | - unmoeglich
KW 99 | - unmoeglich
8 Uhr 75 | - keine_uhrzeit
um 31 Uhr | - keine_uhrzeit
irgendwann mal | - vage
in absehbarer Zeit | - vage
bei nächster Gelegenheit | - vage
sobald ich Zeit habe | - vage
mittelfristig | - vage
wenn die Ferien vorbei sind | - keins
Frau Oktober | - keins
Kollegin Sommer anrufen | - keins
Fa. Mittwoch & Partner | - keins
"""
AFTER_LUNCH = """
heute um eins | - vergangen
um eins | ? 2026-11-05T13:00
um zwei | 2026-11-04T14:00
heute um zwölf | - vergangen
heute Vormittag | - vergangen
heute Mittag | 2026-11-04
am Vormittag | ? 2026-11-05
abends | 2026-11-04
am Abend um sieben | 2026-11-04T19:00
heute zwischen zwölf und zwei | 2026-11-04T13:10 .. 2026-11-04T14:00
heute zwischen 10 und 12 Uhr | - vergangen
heute von 14 bis 16 Uhr | 2026-11-04T14:00 .. 2026-11-04T16:00
14-16 Uhr | 2026-11-04T14:00 .. 2026-11-04T16:00
zwischen 9 und 11 | ? 2026-11-05T09:00 .. 2026-11-05T11:00
bis 15 Uhr | 2026-11-04T13:10 .. 2026-11-04T15:00
bis 12 Uhr | ? 2026-11-04T13:10 .. 2026-11-05T12:00
diesen Mittwoch | 2026-11-04
nächsten Mittwoch | * 2026-11-11
kommenden Mittwoch | 2026-11-11
Mittwoch | ? 2026-11-11
mittwochs um 12 | * 2026-11-11T12:00
jeden Mittwoch um 14 Uhr | * 2026-11-04T14:00
übernächsten Mittwoch | * 2026-11-18
Montag dieser Woche | - vergangen
diesen Montag | ? 2026-11-09
nächsten Montag | * 2026-11-09
nächsten Freitag | * 2026-11-13
diesen Freitag | 2026-11-06
Freitag in zwei Wochen | 2026-11-20
Montag in zwei Wochen | ? 2026-11-23
Montag in einer Woche | 2026-11-16
nächste Woche Montag | 2026-11-09
bis Mittwoch | ? 2026-11-04 .. 2026-11-11
Anfang der Woche | ? 2026-11-09
Mitte der Woche | * 2026-11-04
Mitte des Monats | * 2026-11-15
Anfang November | ? 2026-11-04
Anfang des Monats | ? 2026-11-04
von Montag bis Freitag | 2026-11-09 .. 2026-11-13
Mo.-Fr. | 2026-11-09 .. 2026-11-13
Montag bis Freitag nächster Woche | 2026-11-09 .. 2026-11-13
vom 1. bis 10. November | 2026-11-04 .. 2026-11-10
vom 1. bis 10.11. | 2026-11-04 .. 2026-11-10
1.11.-10.11. | ? 2026-11-04 .. 2026-11-10
1.-3. November | ? 2027-11-01 .. 2027-11-03
am 4. | ? 2026-11-04
am 4.11. | 2026-11-04
am 3. | 2026-12-03
am dritten November | ? 2027-11-03
KW 45 | 2026-11-04 .. 2026-11-08
KW 44 | ? 2027-11-01 .. 2027-11-07
KW 40 | 2027-10-04 .. 2027-10-10
Montag KW 45 | - vergangen
zum Ersten | 2026-12-01
Monatsende | * 2026-11-30
in zwei Minuten | 2026-11-04T13:12
in 24 Stunden | 2026-11-05T13:10
im November | 2026-11-04 .. 2026-11-30
im Oktober | ? 2027-10-01 .. 2027-10-31
letzten Oktober | - vergangen
dieses Jahr noch | 2026-11-04 .. 2026-12-31
dieses Quartal | 2026-11-04 .. 2026-12-31
"""
BEFORE_THE_CLOCKS_GO_BACK = """
am Sonntag um 3 Uhr nachts | 2026-10-25T03:00
Sonntag 2:30 Uhr | ? 2026-10-25T02:30
Sonntag früh um halb drei | ? 2026-10-25T02:30
Sonntag um 02:15 | ? 2026-10-25T02:15
Montag um acht | 2026-10-26T08:00
in 48 Stunden | 2026-10-25T15:30
in zwei Tagen um 16:30 Uhr | 2026-10-25T16:30
bis Montag 10 Uhr | 2026-10-23T16:30 .. 2026-10-26T10:00
am Wochenende | 2026-10-24 .. 2026-10-25
Ende Oktober | * 2026-10-31
"""
LAST_MINUTES_OF_THE_YEAR = """
heute | 2026-12-31
morgen | 2027-01-01
um Mitternacht | 2027-01-01T00:00
in einer halben Stunde | 2027-01-01T00:15
nächstes Jahr | 2027-01-01 .. 2027-12-31
Ende des Jahres | * 2026-12-31
Silvester | 2026-12-31
am 1. | 2027-01-01
am 1.1. | 2027-01-01
Montag | 2027-01-04
KW 1 | 2027-01-04 .. 2027-01-10
KW 53 | 2026-12-31 .. 2027-01-03
zwischen den Jahren | 2026-12-31
heute Abend | 2026-12-31
um acht | ? 2027-01-01T08:00
nächsten Monat | 2027-01-01 .. 2027-01-31
in einem Monat | 2027-01-31
nächste Woche | 2027-01-04 .. 2027-01-10
"""
BEFORE_THE_CLOCKS_GO_FORWARD = """
morgen um halb drei | 2027-03-28T14:30
morgen früh um halb drei | ? 2027-03-28T03:30
morgen um 2 Uhr nachts | ? 2027-03-28T03:00
heute Nacht um halb drei | ? 2027-03-28T03:30
in 24 Stunden | 2027-03-28T10:00
morgen um drei | 2027-03-28T15:00
Ostermontag um 10 | 2027-03-29T10:00
nach Ostern | ? 2027-03-30
Sonntag von 1 Uhr bis 4 Uhr | 2027-03-28T13:00 .. 2027-03-28T16:00
"""
IN_INDIA = """
morgen um zehn | 2026-11-03T10:00
am 28.3. um 02:30 | 2027-03-28T02:30
heute um 17 Uhr | 2026-11-02T17:00
"""
BEFORE_LEAP_DAY = """
morgen | 2028-02-29
übermorgen | 2028-03-01
Ende des Monats | * 2028-02-29
in einem Jahr | 2029-02-28
am 29. | 2028-02-29
am 30. | ? 2028-03-30
am 31. | ? 2028-03-31
"""
IN_SENTENCES = """
Am Wochenmarkt am Samstag mit Frau Sommer sprechen | 2026-11-07
Herr Freitag, Freitag, 10 Uhr | 2026-11-06T10:00
Freitag Herrn Freitag anrufen | 2026-11-06
Frau Mai im Mai besuchen | 2027-05-01 .. 2027-05-31
Am 12. Mai Frau Mai gratulieren | 2027-05-12
Im August Müller besuchen | 2027-08-01 .. 2027-08-31
August Müller im September besuchen | 2027-09-01 .. 2027-09-30
Angebot 4711 bis Donnerstag nachfassen | 2026-11-02 .. 2026-11-05
1:1 mit Frau Keller um 11 | 2026-11-02T11:00
Um 11 Uhr 1:1 mit Frau Keller | 2026-11-02T11:00
Jahresgespräch mit Frau Keller am 1.12. um 9 | 2026-12-01T09:00
Mittagessen mit Herrn Klein übermorgen | 2026-11-04
9.11. Termin mit Frau Keller | 2026-11-09
8.12. Anruf bei Bosch | 2026-12-08
9.11.26 Muster an Herrn Vogt schicken | 2026-11-09
10.11. 12 Uhr Termin bei Huber | 2026-11-10T12:00
09.11. Mitarbeiter bei Huber schulen | 2026-11-09
12 Kaltanrufe morgen zwischen 9 und 12 Uhr | 2026-11-03T09:00 .. 2026-11-03T12:00
morgen 12 Kaltanrufe | 2026-11-03
zehn Kunden bis Mittwoch 18 Uhr anrufen | 2026-11-02T09:00 .. 2026-11-04T18:00
Zum dritten Mal nachfassen am Donnerstag | 2026-11-05
am 5. zum dritten Mal bei Huber nachfassen | 2026-11-05
Nach der Messe am 12.11. alle Kontakte anrufen | 2026-11-12
Am Dienstag bei Montag & Partner vorbeischauen | 2026-11-03
In der Mittagspause am Mittwoch Kollegen Jens um Rat fragen | 2026-11-04
Donnerstag: Muster an Fr. Weber schicken | 2026-11-05
Do. Muster an Fr. Weber | 2026-11-05
Rückruf Herr Klein // Mi 16:15 | 2026-11-04T16:15
Mi 16:15 Rückruf Herr Klein | 2026-11-04T16:15
Ich besuche am nächsten Montag die Einkaufsleiterin von Bosch | * 2026-11-09
Ich werde nächsten Mittwoch um Viertel nach neun bei Siemens in der Halle 3 sein | * 2026-11-11T09:15
wir treffen uns freitag in acht tagen um halb elf im cafe sommer | 2026-11-13T10:30
ich möchte bis ende november drei termine mit a kunden vereinbaren | * 2026-11-02 .. 2026-11-30
morgen in der früh gleich den herrn winter anrufen | 2026-11-03
Bis Monatsende mit allen A-Kunden sprechen | * 2026-11-02 .. 2026-11-30
Jede Woche zwei Neukunden anrufen | * 2026-11-02
Jeden Freitag von 9 bis 10 Uhr fünf Kaltanrufe | * 2026-11-06T09:00 .. 2026-11-06T10:00
Ich schicke Frau Ott das Angebot heute noch per Mail | 2026-11-02
Die Präsentation bei Huber (12.11., 14 Uhr) vorbereiten | 2026-11-12T14:00
Angebot Nr. 12 am 12. um 12 Uhr | 2026-11-12T12:00
Am kommenden Samstag auf dem Stadtfest Visitenkarten verteilen | 2026-11-07
Anfang Dezember Weihnachtskarten an B-Kunden | * 2026-12-01
im Advent Plätzchen bringen | - keins
In zwei Wochen, am Montag, rufe ich wieder an | 2026-11-16
"""
NO_TIME = """
Herrn Sonntag anrufen und nach dem Angebot fragen
Ich rufe die Familie Winter an
Frau Dr. August das Muster zeigen
Die Firma Montag Logistik besuchen
Mit Frau Abend über die Preise sprechen
Angebot für März Metallbau GmbH schreiben
Kundin Mai zurückrufen
frau mai anrufen
herr freitag kommt vorbei
Akquisition erhöhen
mehr telefonieren
Umsatz um 20 Prozent steigern
Drei Kunden besuchen
12 Kaltanrufe machen
Zum dritten Mal nachfassen
Der erste Eindruck zählt
Beim zweiten Gespräch den Bedarf klären
Zimmer 305 aufsuchen
Am Standort 3 vorbeischauen
Preis von 1.250,50 € nennen
Rabatt von 3,5 % anbieten
Vertrag 2024-117 prüfen
Version 3.2.1 vorstellen
Halle 5, Stand 12.3
Bahnhofstraße 15 in 70173 Stuttgart
Tel. 0711 55 66 77
info@sonntag.de anschreiben
Freytag & Co. anrufen
Hotel Sommer in Ulm
Metzgerei Herbst
Herrn Augustin treffen
Montage beim Kunden klären
Den Wochenmarkt besuchen
Tagesgeschäft erledigen
Jahresgespräch mit Frau Keller führen
Monatsbericht schreiben
das Wochenblatt lesen
Mittagessen mit Herrn Klein
Abendessen mit dem Team
dranbleiben und freundlich sein
So schnell gibt Müller nicht auf
mit Jens Winter telefonieren
Ich möchte in Zukunft besser zuhören
24/7 erreichbar sein
50/50 teilen
1:1 Gespräch mit Frau Keller
2 von 3 Kunden überzeugen
9.11 Punkte erreichen
2.11 Termine am Tag
12. Termin in Folge
Note 1,5 bekommen
auf 180 sein
Das Angebot 4711 nachfassen
Die Nummer 11 der Kundenliste anrufen
um zwei Prozent senken
bis zu 10 Kunden ansprechen
ab 100 Stück Rabatt geben
vor Ort beraten
nach Hause fahren
zwischen den Zeilen lesen
von A bis Z planen
im Mittelpunkt steht der Kunde
Ende gut, alles gut
Start-up Gründer kontaktieren
Q-Cells anrufen
Kw-Zahl nennen
"""

TABLE = [
    *lines(IN_SENTENCES, MONDAY_MORNING),
    *lines(ON_WEDNESDAY, datetime(2026, 2, 18, 14, 20, tzinfo=BERLIN)),
    *lines(ON_FRIDAY, datetime(2027, 7, 30, 17, 45, tzinfo=BERLIN)),
    *lines(ON_MONDAY, MONDAY_MORNING),
    *lines(SAID_ON_MONDAY, MONDAY_MORNING),
    *lines(INSTEAD, MONDAY_MORNING),
    *lines(IN_SEPTEMBER, datetime(2026, 9, 17, 11, 15, tzinfo=BERLIN)),
    *lines(AFTER_LUNCH, datetime(2026, 11, 4, 13, 10, tzinfo=BERLIN)),
    *lines(BEFORE_THE_CLOCKS_GO_BACK, datetime(2026, 10, 23, 16, 30, tzinfo=BERLIN)),
    *lines(LAST_MINUTES_OF_THE_YEAR, datetime(2026, 12, 31, 23, 45, tzinfo=BERLIN)),
    *lines(BEFORE_THE_CLOCKS_GO_FORWARD, datetime(2027, 3, 27, 9, 0, tzinfo=BERLIN)),
    *lines(IN_INDIA, datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))),
    *lines(BEFORE_LEAP_DAY, datetime(2028, 2, 28, 9, 0, tzinfo=BERLIN)),
]


@pytest.mark.parametrize(("text", "result", "now"), TABLE)
def test_it_is_understood_as_it_is_said(text: str, result: str, now: datetime) -> None:
    assert shown(read(text, now)) == result


@pytest.mark.parametrize("sentence", NO_TIME.strip().splitlines())
def test_no_time_is_heard_where_none_is_said(sentence: str) -> None:
    """Names, prices, counted things and addresses are not taken for a day."""
    assert read(sentence, MONDAY_MORNING).when is None
