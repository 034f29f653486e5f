"""Telling activities from what only looks like them.

`tests/data/activities` holds sentences somebody judged before the check saw them: `+` is suitable, `-` is not, and what
it lacks may be named behind the dash. What the check got wrong in them was mended, but nothing in the `unmended` ones.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checker import load_checker
from flows.activities import Check, Fault

NOW = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))  # a Monday
CHECKER = load_checker()
DATA = Path(__file__).parent / "data" / "activities"
UNMENDED = sorted(DATA.glob("unmended*.tsv"))


def check(sentence: str) -> Check:
    return CHECKER.check(sentence, NOW)


def sentences() -> list[Any]:
    """Every judged sentence the check was mended for, with whether it is suitable and what it lacks."""
    found = []
    for path in sorted(set(DATA.glob("*.tsv")) - set(UNMENDED)):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            label, _, text = line.partition("\t")
            lacks = {name.strip() for name in label[1:].split(",") if name.strip()}
            found.append(pytest.param(text, label == "+", lacks, id=f"{path.stem}:{number}"))
    return found


@pytest.mark.parametrize(("text", "suitable", "lacks"), sentences())
def test_a_sentence_is_judged_as_a_person_would(text: str, suitable: bool, lacks: set[str]) -> None:
    """Suitable is what names a time, somebody and an act one could see."""
    verdict = check(text)
    assert verdict.suitable == suitable, verdict
    assert lacks <= set(verdict.missing)


@pytest.mark.parametrize("path", UNMENDED, ids=lambda path: path.stem)
def test_what_it_was_not_mended_for_is_judged_nearly_as_well(path: Path) -> None:
    """Of a hundred good sentences at most two are refused, and of all at least 95 in a hundred are told rightly."""
    judged = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    wrong = [label for label, text in judged if check(text).suitable is not (label == "+")]
    good = sum(label == "+" for label, _ in judged)
    assert wrong.count("+") <= 0.02 * good
    assert len(wrong) <= 0.05 * len(judged)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("Hallo", Fault.NONSENSE),
        ("Soll ich am Montag Frau Keller anrufen?", Fault.QUESTION),
        ("Letzte Woche habe ich Frau Keller angerufen", Fault.PAST),
        ("Wenn es passt, rufe ich am Montag Frau Keller an", Fault.CONDITION),
        ("Eventuell rufe ich am Montag Frau Keller an", Fault.HEDGED),
        ("Am Montag rufe ich Frau Keller nicht an", Fault.NEGATED),
        ("Am Montag ruft mich Frau Keller an", Fault.OTHERS),
        ("Ab Montag Frau Keller häufiger anrufen", Fault.TREND),
        ("Am Montag Frau Keller von uns überzeugen", Fault.RESULT),
        ("Am Montag steht die Messe an", Fault.VAGUE),
        ("Am Montag im Büro sitzen", Fault.VAGUE),
        ("Am Montag geht Frau Keller zu Herrn Vogt", Fault.OTHERS),
        ("Am Montag bei den Apotheken den Marktanteil ausbauen", Fault.TREND),
        ("Am Montag auf Frau Kellers Antwort warten", Fault.WAITING),
        ("Am Montag Frau Keller als Kundin gewinnen", Fault.RESULT),
        ("Ich hoffe, dass Frau Keller am Montag kauft", Fault.WISH),
        ("Am Montag zu Frau Keller freundlicher sein", Fault.ATTITUDE),
        ("Am Montag nachdenken, wie ich Frau Keller anspreche", Fault.THINKING),
        ("Mich am Montag um Frau Keller kümmern", Fault.VAGUE),
        ("Am Montag baue ich beim neuen Leiter im Einkauf der Stadtwerke Vertrauen auf", Fault.VAGUE),
        ("Am Montag versuchen, Frau Keller zu erreichen", Fault.ATTEMPT),
        ("Am Montag die Bestellung von Frau Keller annehmen", Fault.REACTIVE),
        ("Am Montag Frau Keller um Rückruf bitten", Fault.RECALL),
        ("Am Montag bei Frau Keller den Stand aufbauen", None),
        ("Am Montag findet bei Frau Keller die Einweisung statt", None),
        ("Am Montag ist ein Besuch bei Frau Keller geplant", None),
        ("Am Montag geht eine Karte an Frau Keller", None),
        ("Bis Montag ist Frau Keller von mir informiert", None),
        ("Am Montag Frau Keller anrufen", None),
        ("Frau Keller anrufen", None),
    ],
    ids=lambda value: value.name.lower() if isinstance(value, Fault) else None,
)
def test_each_kind_of_no_activity_has_its_name(text: str, fault: Fault | None) -> None:
    assert check(text).fault is fault


def test_each_fault_has_a_sentence() -> None:
    """No two kinds of fault are told in the same words."""
    reasons = [CHECKER.words.feedback["reasons"][fault] for fault in Fault]
    assert len(set(reasons)) == len(Fault)


@pytest.mark.parametrize(
    ("text", "when", "end"),
    [
        ("Frau Keller am 15. November anrufen", date(2026, 11, 15), None),
        ("Morgen um zehn ruf ich Frau Keller an", datetime(2026, 11, 3, 10, tzinfo=NOW.tzinfo), None),
        ("KW 48 Frau Keller besuchen", date(2026, 11, 23), date(2026, 11, 29)),
        ("Bis 20. Dezember Frau Keller besuchen", date(2026, 11, 2), date(2026, 12, 20)),
        ("Morgen um 14 Uhr fünf Fahrschulen anrufen", datetime(2026, 11, 3, 14, tzinfo=NOW.tzinfo), None),
        ("Morgen um 14 Uhr fünf Frau Keller anrufen", datetime(2026, 11, 3, 14, 5, tzinfo=NOW.tzinfo), None),
        ("Bald Frau Keller besuchen", None, None),
        ("Im Sommer Frau Keller besuchen", None, None),
    ],
    ids=["day", "hour", "week", "deadline far away", "so many", "minutes", "soon", "a whole season"],
)
def test_when(text: str, when: date | None, end: date | None) -> None:
    """A stretch longer than a month is no time, unless it is a deadline."""
    verdict = check(text)
    assert (verdict.when, verdict.end, "wann" in verdict.missing) == (when, end, when is None)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Am Montag der Frau Keller Muster zeigen", "der Frau Keller"),
        ("am montag die frau keller anrufen", "die frau keller"),
        ("Am Montag mit Frau Engel und Herrn Vogt sprechen", "Frau Engel und Herrn Vogt"),
        ("Am Montag die Einkaufsleiterin von Bosch anrufen", "die Einkaufsleiterin von Bosch"),
        ("Am Montag meinen drei A-Kunden schreiben", "meinen drei A-Kunden"),
        ("Am Montag Yusuf anrufen", "Yusuf"),
        ("Am Montag bei der Müller GmbH & Co. KG nachfassen", "der Müller GmbH & Co. KG"),
        ("Am Montag beim Autohaus Kunze vorbeifahren", "Autohaus Kunze"),
        ("Am Montag Muster an einkauf@huber.de schicken", "einkauf@huber.de"),
        ("Am Montag Trzaskowski anrufen", "Trzaskowski"),
        ("Am Montag alle Teilnehmer der Messe anschreiben", "alle Teilnehmer"),
        ("Am Montag schreibe ich jedem, der das Muster bestellt hat", "jedem"),
        ("Am Montag alle anrufen, die noch nicht bezahlt haben", "alle"),
        ("Am Montag drei Winzern das Etikett zeigen", "drei Winzern"),
        ("Am Montag mit erfahrenen Kollegen sprechen", "Kollegen"),
        ("Am Montag bei Stuckateur Frings klingeln", "Stuckateur Frings"),
        ("Am Montag bei Ausbilder Frings klingeln", "Ausbilder Frings"),
        ("Am Montag fünf Anwälte ansprechen", "fünf Anwälte"),
        ("Am Montag fünf Radler ansprechen", "fünf Radler"),
        ("Am Montag fünf Themen ansprechen", None),
        ("Am Montag mit neuen Kunden sprechen", None),
        ("Am Montag mit neun Kunden sprechen", "neun Kunden"),
        ("Am Montag jeden anrufen", None),
        ("Am Montag Kunden anrufen", None),
        ("Am Montag jemanden anrufen", None),
        ("Am Montag ihn anrufen", None),
        ("Am Montag ein Angebot schreiben", None),
        ("Am Montag im Büro telefonieren", None),
    ],
)
def test_whom(text: str, whom: str | None) -> None:
    """A name, a role, a company or a group one could point at; a pronoun or „Kunden“ is nobody."""
    verdict = check(text)
    assert (verdict.whom, "wen" in verdict.missing) == (whom, whom is None)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Am Montag rufe ich Frau Keller an", "anrufen"),
        ("Ich schicke Frau Keller am Montag das Angebot", "das Angebot schicken"),
        ("Am Montag lade ich Frau Keller zur Messe ein", "zur Messe einladen"),
        ("Nicht vergessen, am Montag Frau Keller anzurufen", "anrufen"),
        ("Am Montag Frau Keller das neue Konzept vorstellen", "das neue Konzept vorstellen"),
        ("am montag ruf ich frau keller an wegen dem angebot", "wegen dem angebot anrufen"),
        ("Am Montag lackiere ich bei Frau Keller die Tür", "die Tür lackieren"),
        ("Am Montag reiche ich Frau Keller die Maße nach", "die Maße nachreichen"),
        ("Videocall mit Frau Keller am Montag", "Videocall"),
        ("Am Montag Frau Keller ein Probeangebot machen", "ein Probeangebot machen"),
        ("Frau Keller am Montag anrufne", "anrufne"),
    ],
)
def test_what(text: str, what: str) -> None:
    """What is done, in the infinitive, without when and whom; verbs nobody listed and slips of the finger too."""
    assert (check(text).what, check(text).suitable) == (what, True)


@pytest.mark.parametrize(
    ("text", "rewriting"),
    [
        ("Frau Keller anrufen", "Am … Frau Keller anrufen"),
        ("Ich melde mich bei Frau Sommer", "Am … bei Frau Sommer melden"),
        ("Am 15. November das Angebot schreiben", "Am 15. November [wen?] das Angebot schreiben"),
        ("Am Montag Frau Keller überzeugen", "Am Montag Frau Keller [was tust du?]"),
        ("Akquisition erhöhen", "Am … um … Uhr rufe ich … an und …"),
        ("Am Montag Kunden anrufen", "Am Montag [wen?] anrufen"),
        ("Am Montag ihn anrufen", "Am Montag [wen?] anrufen"),
        ("Angebot schreiben", "Am … [wen?] Angebot schreiben"),
        ("Am Montag Frau Keller anrufen", ""),
    ],
)
def test_the_rewriting_keeps_what_is_there_and_shows_the_gaps(text: str, rewriting: str) -> None:
    assert check(text).rewriting == rewriting


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("ö", "oe").replace("ü", "ue"),
        lambda text: f"  {text} !!",
        lambda text: f"{text}\n",
    ],
    ids=["small", "without umlauts", "shouted", "with a line break"],
)
def test_how_it_is_typed_does_not_matter(change: Any) -> None:
    text = "Übermorgen um zehn stelle ich Frau Köhler die Lösung vor"
    assert check(change(text)).suitable


WORDS = "am Montag ich Frau Keller rufe an und , . ? wenn nicht zu bei mehr Kunden anrufen GmbH & Co".split()  # noqa: SIM905


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_text_gets_an_answer(text: str) -> None:
    """No text is too odd; suitable is exactly what lacks nothing, and only that needs no rewriting."""
    verdict = check(text)
    assert verdict.suitable == (not verdict.missing) == (not verdict.rewriting)
    assert ("wann" not in verdict.missing) <= (verdict.when is not None)
    assert ("wen" in verdict.missing) == (verdict.whom is None)
    assert verdict.reason.strip().endswith((".", "?", "!"))


def test_no_verb_is_an_act_and_none() -> None:
    """The word lists do not contradict each other, but for verbs that need a means."""
    verbs = [CHECKER.words.kind_of(verb) for verb in CHECKER.words.acts - CHECKER.words.with_means]
    assert set(verbs) == {None}
    assert len(verbs) >= 250


@pytest.mark.parametrize(
    "sentence",
    [
        "Am Montag Angebotsprüfung mit Frau Keller",
        "Am Montag Schadensermittlung mit Frau Keller",
        "Am Montag Farbvorstellung vor der Jury",
        "Am Montag Planungsrunde mit Frau Keller",
        "Am Montag Kellerrundgang mit Frau Keller",
        "Am Montag Kontaktaufnahme mit Frau Keller",
        "Am Montag halte ich bei der Innung einen Fachvortrag",
        "Am Montag mache ich bei Frau Keller zwei Probebesuche",
        "Am Montag klapper ich Frau Keller und Herrn Vogt ab",
        "Am Montag probiert Frau Keller mit uns den Rasenmäher",
        "Am Montag mit Frau Keller die Türklinken polieren",
        "Am Montag rufe ich bei der Bergwacht an",
        "Am Montag rufe ich bei der Skihalle an",
        "Am Montag nenne ich der Klosterpforte den Preis",
    ],
)
def test_an_act_may_be_any_noun_of_doing_and_any_clear_verb(sentence: str) -> None:
    verdict = check(sentence)
    assert verdict.suitable, verdict


@pytest.mark.parametrize(
    "sentence",
    [
        "Am Montag Kundenbeziehung mit Frau Keller",
        "Am Montag Erfahrung mit Frau Keller",
        "Am Montag Umsatzsteigerung mit Frau Keller",
        "Am Montag Vertragsprüfung",
        "Am Montag rufe ich bei der Vorbereitung an",
        "Am Montag testet Frau Keller den Rasenmäher",
    ],
)
def test_not_every_noun_in_ung_is_an_act_nor_whatever_others_do(sentence: str) -> None:
    verdict = check(sentence)
    assert not verdict.suitable, verdict
