"""The words of time in German, spoken, typed and abbreviated. All folded: small letters, umlauts written out."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any, TypeVar

from msgspec import Struct

Value = TypeVar("Value")


class Part(Enum):
    """A part of the day: from which hours to which one would say so. Without a clock time it stays a date.

    Sunday night goes on into Monday, but at three on Sunday, "nachts", is Sunday.
    """

    FRUEH = ((3, 12),)
    VORMITTAG = ((7, 13),)
    MITTAG = ((11, 15),)
    NACHMITTAG = ((12, 19),)
    ABEND = ((16, 25),)
    NACHT = ((20, 30),)
    NACHTS = ((0, 6), (20, 25))


class Which(Enum):
    """Which of many: `naechster` is that of the next calendar week, `kommender` the first to come."""

    LETZTER = -1
    DIESER = 0
    KOMMENDER = 1
    NAECHSTER = 2
    UEBERNAECHSTER = 3


class Edge(Enum):
    """A place in a stretch of time."""

    ANFANG = "anfang"
    MITTE = "mitte"
    ENDE = "ende"


class Stretch(Enum):
    """What the calendar divides time into."""

    WOCHE = "woche"
    WOCHENENDE = "wochenende"
    MONAT = "monat"
    QUARTAL = "quartal"
    HALBJAHR = "halbjahr"
    JAHR = "jahr"


class Period(Struct, frozen=True):
    """A length of time: months go by the calendar, days keep the clock time, `clock` is elapsed time."""

    months: float = 0
    days: float = 0
    clock: timedelta = timedelta()

    def times(self, amount: float) -> "Period":
        """So many of it."""
        return Period(self.months * amount, self.days * amount, self.clock * amount)

    def plus(self, other: "Period") -> "Period":
        """Both together."""
        return Period(self.months + other.months, self.days + other.days, self.clock + other.clock)


def _by_word(table: Mapping[Value, str]) -> dict[str, Value]:
    return {word: value for value, words in table.items() for word in words.split()}


def _declined(stem: str) -> str:
    return " ".join(stem + ending for ending in ("e", "en", "er", "es", "em"))


WEEKDAYS = _by_word(
    {
        0: "montag montags mo montach mondag",
        1: "dienstag dienstags di dienstach dienschtag dienschdag",
        2: "mittwoch mittwochs mi mittwuch middwoch",
        3: "donnerstag donnerstags do donnerstach donnerschtag donnschdag",
        4: "freitag freitags fr freitach freidag",
        5: "samstag samstags sonnabend sonnabends sa samstach samschtag samschdag",
        6: "sonntag sonntags so sonntach sonndag",
    }
)
HABITUAL = frozenset("montags dienstags mittwochs donnerstags freitags samstags sonnabends sonntags".split())  # noqa: SIM905
SHORT_WEEKDAYS = frozenset(("mo", "di", "mi", "do", "fr", "sa", "so"))

MONTHS = _by_word(
    {
        1: "januar jaenner jan jaen",
        2: "februar feber feb febr",
        3: "maerz mrz maer",
        4: "april apr",
        5: "mai",
        6: "juni jun juno",
        7: "juli jul julei",
        8: "august aug",
        9: "september sep sept",
        10: "oktober okt",
        11: "november nov",
        12: "dezember dez",
    }
)
SEASONS = _by_word(
    {3: "fruehling fruehjahr fruehlings", 6: "sommer", 9: "herbst spaetherbst", 12: "winter"}
)  # by first month

RELATIVE = _by_word(
    {
        -3: "vorvorgestern",
        -2: "vorgestern",
        -1: "gestern gestrigen",
        0: "heute heut heit heid heutigen hoit",
        1: "morgen morgn morgigen",
        2: "uebermorgen uebermorgn",
        3: "ueberuebermorgen",
    }
)
NOW = frozenset("jetzt sofort gleich unverzueglich umgehend augenblicklich jetz jez".split())  # noqa: SIM905

PARTS = _by_word(
    {
        Part.FRUEH: "frueh morgens fruehmorgens morgen morgn fruehe",
        Part.VORMITTAG: "vormittag vormittags vormittach vm",
        Part.MITTAG: "mittag mittags mittach",
        Part.NACHMITTAG: "nachmittag nachmittags nachmittach nammittag nachm nm spaetnachmittag",
        Part.ABEND: "abend abends feierabend spaetabends",
        Part.NACHT: "nacht",
        Part.NACHTS: "nachts",
    }
)

WHICH = _by_word(
    {
        Which.LETZTER: " ".join(map(_declined, ("letzt", "vorig", "vergangen", "vorherig", "vorvorig", "vorletzt"))),
        Which.DIESER: f"{_declined('dies')} dies laufenden laufende aktuellen aktuelle",
        Which.KOMMENDER: f"{_declined('kommend')} kommende folgenden folgende anstehenden",
        Which.NAECHSTER: f"{_declined('naechst')} naechste naexte naexten naechtse naechtsen nexte nexten",
        Which.UEBERNAECHSTER: _declined("uebernaechst"),
    }
)

EDGES = _by_word(
    {
        Edge.ANFANG: "anfang anfangs beginn start angang",
        Edge.MITTE: "mitte",
        Edge.ENDE: "ende end ausgang",
    }
)
STRETCHES = _by_word(
    {
        Stretch.WOCHE: "woche woch kalenderwoche arbeitswoche",
        Stretch.WOCHENENDE: "wochenende wochenend we wochenendes",
        Stretch.MONAT: "monat monats monates kalendermonat",
        Stretch.QUARTAL: "quartal quartals quartales vierteljahr",
        Stretch.HALBJAHR: "halbjahr halbjahres halbjahrs",
        Stretch.JAHR: "jahr jahres jahrs kalenderjahr geschaeftsjahr geschaeftsjahres",
    }
)
_SHORT_STRETCHES = {
    "woche": "wochen",
    "monat": "monats",
    "quartal": "quartals",
    "jahr": "jahres",
}  # how they begin a compound
_ENDS = {
    Edge.ANFANG: ("anfang", "beginn", "start", "anfangs"),
    Edge.MITTE: ("mitte",),
    Edge.ENDE: ("ende", "schluss", "ultimo", "abschluss", "wechsel"),
}
EDGE_COMPOUNDS = {
    _SHORT_STRETCHES[stretch.value] + end: (edge, stretch)
    for stretch in (Stretch.WOCHE, Stretch.MONAT, Stretch.QUARTAL, Stretch.JAHR)
    for edge, ends in _ENDS.items()
    for end in ends
    if (stretch, edge) != (Stretch.WOCHE, Edge.ENDE)
}
EDGE_COMPOUNDS |= dict.fromkeys(("ultimo", "monatsletzten", "monatsletzter"), (Edge.ENDE, Stretch.MONAT))

UNITS = _by_word(
    {
        Period(clock=timedelta(seconds=1)): "sekunde sekunden sek",
        Period(clock=timedelta(minutes=1)): "minute minuten min mins minuetchen",
        Period(clock=timedelta(minutes=15)): "viertelstunde viertelstuendchen",
        Period(clock=timedelta(minutes=45)): "dreiviertelstunde",
        Period(clock=timedelta(hours=1)): "stunde stunden std stdn h stuendchen",
        Period(days=1): "tag tage tagen tg tages kalendertage kalendertagen",
        Period(days=7): "woche wochen wo woch",
        Period(months=1): "monat monate monaten mon",
        Period(months=3): "quartal quartale quartalen vierteljahr vierteljahren",
        Period(months=9): "dreivierteljahr",
        Period(months=6): "halbjahr halbjahren halbjahre",
        Period(months=12): "jahr jahre jahren",
    }
)
WORKDAYS = frozenset("werktag werktage werktagen arbeitstag arbeitstage arbeitstagen at wt".split())  # noqa: SIM905

_ONES = ("", "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf")
_TENS = ("", "", "zwanzig", "dreissig", "vierzig", "fuenfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _number(value: int) -> str:
    if value <= 12:
        return _ONES[value]
    if value < 20:
        return {16: "sechzehn", 17: "siebzehn"}.get(value, f"{_ONES[value - 10]}zehn")
    ones, tens = value % 10, _TENS[value // 10]
    return f"{_ONES[ones]}und{tens}" if ones else tens


def _ordinal(value: int) -> str:
    odd = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    return odd.get(value, _number(value) + ("t" if value < 20 else "st"))


NUMBERS = {_number(value): value for value in range(2, 100)} | {
    "eins": 1, "zwo": 2, "fuenfe": 5, "fuffzehn": 15, "fuffzig": 50, "hundert": 100, "null": 0, "zwoa": 2, "dreie": 3,
    "viere": 4, "fuenwe": 5, "sechse": 6, "siebene": 7, "achte": 8, "neune": 9, "zehne": 10, "elfe": 11, "zwoelfe": 12,
}  # fmt: skip
ORDINALS = {
    stem + ending: value
    for value in range(1, 54)
    for stem in (_ordinal(value), *{2: ("zwot",), 7: ("siebent",)}.get(value, ()))
    for ending in ("e", "en", "er", "es", "em")
}
del NUMBERS["achte"]
YEARS = {f"zweitausend{_number(value)}": 2000 + value for value in range(10, 60)} | {
    f"zweitausendund{_number(value)}": 2000 + value for value in range(10, 60)
}
AMOUNTS: dict[str, float | None] = {
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "ner": 1, "nem": 1, "ne": 1, "na": 1, "oana": 1,
    "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "zweiundeinhalb": 2.5, "dreieinhalb": 3.5,
    "viereinhalb": 4.5, "fuenfeinhalb": 5.5, "sechseinhalb": 6.5, "halben": 0.5, "halbe": 0.5, "halbes": 0.5,
    "halber": 0.5, "dreiviertel": 0.75, "dreivierteln": 0.75,
    "paar": None, "einige": None, "einigen": None, "mehreren": None, "wenigen": None, "mehrere": None,
}  # fmt: skip
"""None: how many is not said."""

FIXED_FEASTS = {
    (1, 1): "neujahr neujahrstag",
    (1, 6): "dreikoenig dreikoenigstag epiphanias",
    (2, 14): "valentinstag valentin",
    (5, 1): "maifeiertag",
    (8, 15): "mariaehimmelfahrt",
    (10, 26): "nationalfeiertag",
    (10, 31): "reformationstag halloween",
    (11, 1): "allerheiligen",
    (11, 2): "allerseelen",
    (11, 11): "martinstag martini sankt-martin karnevalsbeginn",
    (12, 6): "nikolaus nikolaustag nikolo",
    (12, 8): "mariaeempfaengnis",
    (12, 24): "heiligabend heiligabends weihnachtsabend",
    (12, 26): "stephanstag stefanitag",
    (12, 31): "silvester sylvester silvesterabend",
}
MOVING_FEASTS = {
    (-52, -52): "weiberfastnacht altweiber schmotziger",
    (-48, -48): "rosenmontag",
    (-47, -47): "faschingsdienstag fastnacht faschingdienstag",
    (-46, -46): "aschermittwoch",
    (-52, -47): "fasching karneval",
    (-7, -7): "palmsonntag",
    (-6, -1): "karwoche",
    (-3, -3): "gruendonnerstag",
    (-2, -2): "karfreitag",
    (-1, -1): "karsamstag ostersamstag",
    (0, 0): "ostersonntag",
    (0, 1): "ostern osterfeiertage osterfeiertagen",
    (1, 1): "ostermontag",
    (39, 39): "himmelfahrt vatertag auffahrt",
    (48, 48): "pfingstsamstag",
    (49, 49): "pfingstsonntag",
    (49, 50): "pfingsten pfingstfeiertage pfingstfeiertagen",
    (50, 50): "pfingstmontag",
    (60, 60): "fronleichnam",
}
"""First and last day, counted from Easter Sunday."""

CLASSES: Mapping[str, Mapping[str, Any]] = {
    "WEEKDAY": WEEKDAYS,
    "MONTH": MONTHS,
    "SEASON": SEASONS,
    "RELATIVE": RELATIVE,
    "NOW": dict.fromkeys(NOW, True),
    "PART": PARTS,
    "WHICH": WHICH,
    "EDGE": EDGES,
    "STRETCH": STRETCHES,
    "EDGE_OF": EDGE_COMPOUNDS,
    "UNIT": UNITS,
    "WORKDAYS": dict.fromkeys(WORKDAYS, True),
    "NUMBER": NUMBERS,
    "ORDINAL": ORDINALS,
    "YEAR": YEARS,
    "AMOUNT": AMOUNTS,
    "FEAST": {word: feast for feast, words in FIXED_FEASTS.items() for word in words.split()},
    "EASTER": {word: days for days, words in MOVING_FEASTS.items() for word in words.split()},
    "HABITUAL": {word: WEEKDAYS[word] for word in HABITUAL},
}
"""The classes the grammar names, and the words of each with their values."""

TITLES = frozenset(
    """
    herr herrn frau hr hrn frl mag familie fam firma fa kollege kollegin kundin kunde dr prof professor ehepaar eheleute
    fraeulein meister baeckerei metzgerei autohaus hotel gasthof gasthaus praxis kanzlei schreinerei tischlerei
    apotheke optik mr mrs ing doktor geschwister gebrueder gebr chefin oma opa tante onkel nachbar nachbarin
    """.split()  # noqa: SIM905 - easier to read and to extend than a list
)
"""Who is called so is no date: Frau Mai."""

ROLES = frozenset(
    """
    vertreter vertreterin chef inhaber inhaberin einkaeufer einkaeuferin geschaeftsfuehrer geschaeftsfuehrerin berater
    beraterin leiter leiterin partnerin architekt architektin notar notarin anwalt anwaeltin café cafe restaurant
    """.split()  # noqa: SIM905
)
"""Chef Freitag may be a name, or the chief on Friday; Café Sonntag too."""

FIRMS = frozenset("gmbh ag kg ohg gbr ug se co mbh ek ev soehne partner toechter gruppe verlag holding".split())  # noqa: SIM905
"""What follows the name of a firm."""

FIRST_NAMES = frozenset(
    """
    alexander andrea andreas angelika anja anna anne antje barbara bernd birgit brigitte christa christian christine
    christoph claudia daniel daniela dieter dirk elena elke emma erika eva frank franz gabi gabriele georg gerhard
    gisela guenter hannah hans heike heinz helga helmut ingrid jan jana jens jessica joerg johanna jonas josef julia
    juergen karin karl katharina katja kerstin klaus laura lea lena leon lisa luca lukas manfred maria marie marion
    markus martin martina max melanie michael monika nadine nicole nina norbert oliver paul peter petra philipp rainer
    ralf renate robert sabine sandra sarah sebastian silke simone sofia sophie stefan stefanie stephan susanne sven
    tanja thomas tim tobias torsten udo ulrich ulrike ursula ute uwe vanessa walter werner wolfgang yvonne mehmet
    mustafa ayse fatma ali ahmed mohammed giovanni marco giulia agnieszka piotr krzysztof
    """.split()  # noqa: SIM905
)
"""Peter Freitag may be a name, or Peter on Friday."""

MEASURES = frozenset(
    """
    euro eur prozent kunden kundinnen neukunden termine termin kontakte anrufe anruf angebote gespraeche auftraege
    muster stueck punkte mal mio million millionen tausend k tsd leute personen teilnehmer haendler firmen betriebe
    mitarbeiter adressen mails minuten min stunden std tage tagen wochen monate jahre seiten kilo kg km meter m cent
    grad kollegen kolleginnen ideen fragen aufgaben kaltanrufe empfehlungen leads partner interessenten aktionen
    bestandskunden
    """.split()  # noqa: SIM905
)
"""What is counted or measured: before these a number is no hour."""

PLACES = frozenset(
    """
    raum zimmer halle stand version kapitel abschnitt absatz nr nummer seite artikel art paragraph gate platz
    etage stock haus block teil stufe tor box az aktenzeichen rechnung bestellung ticket modul v release folie tel
    telefon strasse str weg gasse allee ring zeile position pos ziffer anlage
    """.split()  # noqa: SIM905
)
"""After these a number is a number."""

GREETINGS = frozenset(("guten", "schoenen", "gute", "schoene"))
"""A greeting is no time."""

NOT_A_SLIP = frozenset(
    """
    montage montagen freytag feiertag augusta augustin augusto morgan montag monat dienste dienst dienstage mittwoche
    gesten jaguar naechte freitage sonntage samstage montagne ostens oster westen marzipan sonnig sonntagen freitagen
    """.split()  # noqa: SIM905
)
"""Words that look like a mistyped day or month and are none."""

SLIPS = tuple(
    word
    for table in (WEEKDAYS, MONTHS, RELATIVE, PARTS, WHICH)
    for word in table
    if len(word) >= 6 and not word.endswith("igen")
)
"""What may be mistyped and is still understood."""

TWISTS = tuple(
    word for table in (WEEKDAYS, MONTHS, RELATIVE, PARTS, WHICH, STRETCHES, UNITS) for word in table if len(word) >= 5
)
"""Where two swapped letters are still understood."""

DAYLIKE = ("tag", "abend", "woche", "fest", "feier", "ferien", "urlaub")
"""What is called so is some day: "am Geburtstag"."""

WEEKDAY_NAMES = tuple(word for word in WEEKDAYS if word.endswith(("tag", "woch", "abend")))
"""What ends so is a day, known or not: "Schmalzsamstag"."""
