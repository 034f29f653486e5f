"""What is understood as a name, a time zone, quiet hours, a time of day."""

from datetime import UTC, datetime, time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import load_zones
from flows import settings
from flows.effects import Say
from flows.moment import Moment
from flows.session import Person, Session

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
KNOWN = Session(person=Person("Kim", NOW))
ZONES = load_zones()


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("Wien", "Europe/Vienna"),
        ("Zürich", "Europe/Zurich"),
        ("zuerich", "Europe/Zurich"),
        ("Lissabon", "Europe/Lisbon"),
        ("lisabon", "Europe/Lisbon"),
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("Deutschland", "Europe/Berlin"),
        ("Österreich", "Europe/Vienna"),
        ("Portugal", "Europe/Lisbon"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("Entenhausen", None),
        ("", None),
        ("😀" * 2048, None),
        ("/etc/passwd", None),
    ],
    ids=lambda value: str(value)[:20] or "empty",
)
def test_a_zone_is_found_by_city_country_or_key(text: str, zone: str | None) -> None:
    """People need not know how the time zone database spells their city."""
    assert settings.read_zone(text, ZONES) == (zone and {"zone": zone})


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("21 bis 7", (time(21), time(7))),
        ("21-7", (time(21), time(7))),
        ("21:30-7:00", (time(21, 30), time(7))),
        ("20–8 Uhr", (time(20), time(8))),
        ("von 22 Uhr bis 6.30 Uhr", (time(22), time(6, 30))),
        ("22 uhr 15 bis 7 uhr", (time(22, 15), time(7))),
        ("0 bis 24", (time(), time())),
        ("Keine", (time(), time())),
        ("25 bis 7", None),
        ("21:75 bis 7", None),
        ("21", None),
        ("abends", None),
        ("", None),
    ],
    ids=lambda value: str(value)[:24] or "empty",
)
def test_quiet_hours_as_people_write_them(text: str, span: tuple[time, time] | None) -> None:
    """Dashes, „bis“, „Uhr“ and points are all understood; nonsense is not guessed at."""
    expected = span and {"quiet_from": span[0], "quiet_until": span[1]}
    assert settings.read_quiet_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("18", time(18)),
        ("17:30", time(17, 30)),
        ("um 17 Uhr 30", time(17, 30)),
        ("7.15 Uhr", time(7, 15)),
        ("24", time()),
        ("um sieben", time(7)),
        ("halb acht", time(7, 30)),
        ("gegen halb 8 abends", time(19, 30)),
        ("um sieben Uhr abends", time(19)),
        ("zwölf Uhr", time(12)),
        ("halb", None),
        ("99", None),
        ("24:30", None),
        ("bald", None),
    ],
)
def test_a_reminder_time_as_people_write_it(text: str, at: time | None) -> None:
    """Naming a time also switches reminders on."""
    assert settings.read_reminder_time(text) == ((at and {"reminder_time": at, "reminders": True}) or None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kim", "Kim"),
        ("  Anna\n Lena ", "Anna Lena"),
        ("Ich heiße Kim.", "Kim"),
        ("ich bin die Kim", "Kim"),
        ("Mein Name ist Frau Yılmaz", "Frau Yılmaz"),
        ("李雷", "李雷"),
        ("lieber ohne", ""),
        ("x" * 40, "x" * 40),
        ("x" * 41, None),
        ("😀" * 2048, None),
        ("12345", None),
        ("Wozu brauchst du das?", None),
        ("", None),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_name_as_people_tell_it(text: str, name: str | None) -> None:
    """The sentence around a name is left away; what cannot be a name is asked again."""
    assert settings.read_name(text) == (None if name is None else {"name": name})


@pytest.mark.parametrize("key", settings.QUESTIONS)
def test_every_choice_is_an_understood_answer(key: str) -> None:
    """A button answers as typing its label would."""
    question = settings.QUESTIONS[key]
    assert [choice for row in question.choices for choice in row if settings.read(key, choice, ZONES) is None] == []


@pytest.mark.parametrize("key", settings.QUESTIONS)
def test_nonsense_is_asked_again_with_an_example(key: str) -> None:
    """The question stays open and the same template comes with its example."""
    session, effects = settings.answer(KNOWN, key, "🤷", Moment(NOW, Random(1)), ZONES)
    assert session.awaiting == key
    assert [(say.template, say.values["noch_einmal"]) for say in effects if isinstance(say, Say)] == [
        (settings.QUESTIONS[key].template, True)
    ]


@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    """Any text is either understood or politely not."""
    for key in settings.QUESTIONS:
        changes = settings.read(key, text, ZONES)
        assert changes is None or set(changes) <= set(Person.__struct_fields__)
