"""The review: figures, balance of interests, what to practise, where to try again."""

import msgspec
import pytest

from bot.content import load_files
from flows.course import PHASES, Ending
from flows.effects import Picture
from flows.events import Pressed
from flows.reading import read_rules
from flows.roleplay import figures
from flows.roleplay.run import Mood, Station
from tests.stage import Trainee, edition

PHASE = edition().phases
RULES = read_rules("rules.toml", load_files()["rules.toml"], PHASE)
CALM = Mood(5, 5, 5)
ROAD = PHASES[1:10]


def station(
    phase: str, *levels: int | None, conduct: tuple[str, ...] = (), id_: str = "", mood: Mood = CALM
) -> Station:
    """A station with these levels; skipped without any."""
    return Station(id_ or phase, phase, CALM, (), mood, levels, conduct)


def road(**changes: Station) -> list[Station]:
    """A road on which everything was met, but for `changes`."""
    return [changes.get(phase, station(phase, 2, 2, 2)) for phase in ROAD]


@pytest.mark.parametrize(
    ("stations", "share"),
    [
        pytest.param([station("beziehung", 2, 1, 0)], 0.5, id="half"),
        pytest.param([station("beziehung", 2, None, 2)], 1.0, id="what is not clear is not counted"),
        pytest.param([station("beziehung", 2, 2, 2), station("einwaende")], 0.5, id="skipped counts nothing"),
        pytest.param([station("vorbereitung", 0, 0, 0), station("beziehung", 2, 2, 2)], 1.0, id="only talk"),
        pytest.param(
            [station("entscheidung", 0, 0, 0), station("entscheidung", 2, 2, 2, id_="bedenkzeit/entscheidung")],
            1.0,
            id="the second try replaces the first",
        ),
        pytest.param([], 0.0, id="nothing"),
    ],
)
def test_the_share_of_points(stations: list[Station], share: float) -> None:
    """Points in the talk, of what is clear."""
    assert figures.share(PHASE, stations) == share


def test_the_share_tells_what_it_leaves_out() -> None:
    """What is not clear in the talk is counted, and only there."""
    stations = [
        station("vorbereitung", None, 2, 2),
        station("beziehung", None, None, 2),
        station("einwaende", 2, 2, None),
    ]
    assert figures.unclear(PHASE, stations) == 3


def test_what_is_not_clear_decides_nothing() -> None:
    """A decision that names an item tells it as a fact, so only what is clear counts; the private phase stays out."""
    stations = [station("reflexion", 2, 2, 2), station("beziehung", None, 2, 0), station("einwaende")]
    assert figures.met(PHASE, stations) == {
        "beziehung.1": 0,
        "beziehung.2": 2,
        "beziehung.3": 0,
        "einwaende.1": 0,
        "einwaende.2": 0,
        "einwaende.3": 0,
    }


PRESSED = station("entscheidung", 2, 2, 0, conduct=("respekt",))


@pytest.mark.parametrize(
    ("stations", "field", "loses"),
    [
        pytest.param(road(), "beide_gewinnen", "niemand", id="everything met"),
        pytest.param(road(entscheidung=PRESSED), "kunde_verliert", "beide", id="closing by pressure"),
        pytest.param(
            road(entscheidung=station("entscheidung", 2, 2, 2, conduct=("respekt",))),
            "kunde_verliert",
            "beide",
            id="pressure, though every item was met",
        ),
        pytest.param(
            [*road(entscheidung=PRESSED), station("entscheidung", 2, 2, 2, id_="bedenkzeit/entscheidung")],
            "beide_gewinnen",
            "niemand",
            id="pressure, made good at the second try",
        ),
        pytest.param(
            road(beziehung=station("beziehung", 2, 2, 2, conduct=("respekt",))),
            "kunde_verliert",
            "beide",
            id="disrespect anywhere",
        ),
        pytest.param(
            road(
                beziehung=station("beziehung", 0, 0, 0),
                kundensituation=station("kundensituation", 0, 0, 0),
                einwaende=station("einwaende", 0, 0, 0),
            ),
            "kunde_verliert",
            "beide",
            id="sold without listening",
        ),
        pytest.param(
            road(
                vorbereitung=station("vorbereitung", 0, 2, 2),
                vorschlaege=station("vorschlaege", 1, 0, 2, conduct=("rabatt",)),
                entscheidung=station("entscheidung", 1, 2, 1),
            ),
            "verkauf_verliert",
            "verkauf",
            id="nice, but gave money away",
        ),
        pytest.param(
            road(
                vorbereitung=station("vorbereitung", 1, 2, 2),
                entscheidung=station("entscheidung", 1, 2, 0),
                vorschlaege=station("vorschlaege", 2, 1, 2),
            ),
            "verkauf_verliert",
            "verkauf",
            id="nice, but never asked for the decision",
        ),
        pytest.param([station(phase, 0, 0, 0) for phase in ROAD], "beide_verlieren", "beide", id="nothing met"),
        pytest.param([station(phase) for phase in ROAD], "beide_verlieren", "beide", id="everything skipped"),
    ],
)
def test_the_balance_of_interests(stations: list[Station], field: str, loses: str) -> None:
    """Only who serves both sides wins; pressure never does, unless a second try made it good."""
    balance = figures.balance(RULES.balance, PHASE, stations)
    assert balance is not None
    assert (balance.field, balance.loses) == (field, loses)
    assert 0 <= balance.own <= 1
    assert 0 <= balance.customer <= 1


def test_there_is_no_balance_without_both_sides() -> None:
    """A run that holds nothing for one side shows no picture of both."""
    assert figures.balance(RULES.balance, PHASE, [station("nachbereitung", 2, 2, 2)]) is None


def test_a_better_answer_never_worsens_the_balance() -> None:
    """Raising a level moves neither axis down."""
    for phase in ROAD:
        for number in range(3):
            low, high = ([1, 1, 1], [1, 1, 1])
            high[number] = 2
            below = figures.balance(RULES.balance, PHASE, road(**{phase: station(phase, *low)}))
            above = figures.balance(RULES.balance, PHASE, road(**{phase: station(phase, *high)}))
            assert below is not None
            assert above is not None
            assert above.own >= below.own
            assert above.customer >= below.customer


def test_three_things_to_practise() -> None:
    """The weakest phases with their weakest item; never the private one, never what was met or not clear."""
    stations = [
        station("reflexion", 0, 0, 0),
        station("beziehung", 2, 2, 2),
        station("kundensituation", 2, 0, 1),
        station("kundenziele", None, None, None),
        station("vorschlaege"),
        station("einwaende", 2, 2, 1),
        station("entscheidung", 1, 0, 0),
    ]
    assert [(each.phase.id, each.item.id) for each in figures.practices(PHASE, stations)] == [
        ("vorschlaege", "vorschlaege.1"),
        ("entscheidung", "entscheidung.2"),
        ("kundensituation", "kundensituation.2"),
    ]


def test_the_summary_is_plain_and_leaves_the_private_phase_out() -> None:
    """What is recorded of a run for later figures."""
    trainee = Trainee().begins("komplett").plays(*["2 2 2"] * 3, "frech", "frech")
    summary = trainee.runs[-1].summary
    assert [each["station"] for each in summary["stations"]] == [
        "vorbereitung",
        "kontaktaufnahme",
        "gespraechsbeginn",
        "beziehung",
    ]
    assert trainee.runs[-1].ending == "bricht_ab"


def test_after_a_no_one_can_start_again_where_it_turned() -> None:
    """The weakest talk is offered, with the mood and the knowledge of that time; what came before is kept."""
    trainee = Trainee().begins("kurz").says("1 0 1 Feld bedarf?").taps("naechste").says("0 0 0").taps("naechste")
    before = trainee.run.stations
    trainee.says("0 0 0").taps("naechste")
    assert trainee.runs[-1].ending == Ending.DECLINES
    trainee.taps("ab")
    assert trainee.run.station == "entscheidung"
    assert trainee.run.stations == before[:1]
    assert trainee.run.mood == before[1].before
    assert trainee.run.known == ("bedarf",)


@pytest.mark.parametrize(("station", "run"), [("elsewhere", ""), ("entscheidung", "another")])
def test_an_old_way_back_is_closed(station: str, run: str) -> None:
    """A button for a run or a station that is not the last one's begins nothing."""
    trainee = Trainee().begins("kurz").plays("0 0 1", "0 0 1", "0 0 1")
    last = trainee.session.last
    trainee.meets(Pressed("ab", station, run or (last.id if last else "")))
    assert trainee.heard == ["schon_zu_ende"]
    assert trainee.session.run is None


def test_an_open_run_comes_first() -> None:
    """Nobody loses an open run by going back to one that is over."""
    trainee = Trainee().begins("kurz").plays("0 0 1", "0 0 1", "0 0 1").begins("kurz").taps("ab")
    assert trainee.heard == ["noch_offen"]


def test_the_details_of_every_phase_can_be_read_again() -> None:
    """From the review to a list of what was answered, from there to reasons, gaps and the model answer of a phase."""
    trainee = Trainee().begins("kurz").says("2 0 1").taps("naechste").taps("mehr").taps("ueberspringen")
    trainee.says("1 1 1").taps("naechste").taps("nachlesen")
    assert trainee.heard == ["nachlesen"]
    assert "entscheidung" not in {button.argument for say in trainee.effects for row in say.rows for button in row}  # type: ignore[union-attr]
    trainee.taps("nachlesen", "beziehung")
    told = trainee.said("einzelheiten")
    assert [(line.level, line.reason, line.missing) for line in told["lines"]] == [  # type: ignore[attr-defined]
        (2, "Grund 1", ""),
        (0, "Grund 2", "Es fehlt 2"),
        (1, "Grund 3", "Es fehlt 3"),
    ]
    assert told["model_answer"] == "Muster beziehung"
    assert trainee.taps("nachlesen", "").heard == ["nachlesen"]


def test_a_phase_alone_leads_straight_to_its_details_and_gives_nothing_away() -> None:
    """There is no list of one; and what is hidden stays hidden for the whole way."""
    trainee = Trainee().begins("einzeln", phase="beziehung").says("2 2 2 Feld bedarf?").taps("naechste")
    told = trainee.said("dossier")
    assert [field.id for field, _ in told["found"]] == ["bedarf"]  # type: ignore[attr-defined]
    assert told["missed"] == []
    assert trainee.taps("nachlesen").heard == ["einzelheiten"]
    trainee.begins("einzeln", phase="beziehung").says("2 2 2").taps("naechste")
    assert "dossier" not in trainee.heard


def test_two_taps_at_the_end_show_the_review_once() -> None:
    """Neither the last way on nor the details say anything below it when they are tapped twice."""
    trainee = Trainee().begins("einzeln", phase="beziehung").says("2 0 1")
    onward = Pressed("naechste", mark=trainee.run.mark)
    assert "auswertung" in trainee.meets(onward).heard
    assert trainee.meets(onward).heard == []
    assert trainee.taps("nachlesen", "beziehung").heard == ["einzelheiten"]
    assert trainee.taps("nachlesen", "beziehung").heard == []
    assert trainee.waits(minutes=1).meets(onward).heard == ["schon_zu_ende"]


def test_the_details_are_there_until_the_next_run() -> None:
    """The button of a review that another run has followed says so."""
    trainee = Trainee().begins("kurz").plays("0 0 1", "0 0 1", "0 0 1").begins("kurz").taps("nachlesen")
    assert trainee.heard == ["schon_zu_ende"]


def test_a_long_run_stays_small() -> None:
    """All details of sixteen phases take less than 15 kB."""
    trainee = Trainee().begins("komplett").plays(*["1 0 ?" + " Das ist mir wichtig." * 40] * 16)
    assert len(msgspec.json.encode(trainee.session)) < 15_000


def test_pictures_hold_plain_values() -> None:
    """The pictures of a run with every kind of station can be stored as they are."""
    trainee = Trainee().begins("komplett").taps("mehr").taps("ueberspringen").plays("Tja ? ? ?", *["2 2 2"] * 14)
    pictures = {effect.chart: effect.values for effect in trainee.effects if isinstance(effect, Picture)}
    strip, balance = pictures["phasen"], pictures["balance"]
    assert strip["phases"][0]["skipped"]
    assert strip["phases"][0]["private"]
    assert strip["phases"][1]["levels"] == [None, None, None]
    assert len(strip["mood"]) == len(strip["phases"]) + 1 == 17
    assert balance["field"] == "beide_gewinnen"
