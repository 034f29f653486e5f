"""/reflexion, played: every topic from the first message to the last, left, corrected, kept or forgotten."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest

from flows.effects import Keep, Picture, RecordAnswer
from flows.events import Commanded, Edited, Event, Pressed, Received, Said, Unreadable
from flows.reflection.content import Kind, ReflectionStep
from flows.reflection.reading import LABEL
from flows.reflection.sheet import Awaited, Kept, ReflectionSheet, Thought
from flows.reflection.walking import AWAITED
from flows.repetition.cards import Card, of_question
from flows.session import Person, Session
from tests.stage import NOON, shipped
from tests.visitor import Visitor, labelled, read

HOUSE = shipped()
CONTENT = HOUSE.reflection
SETS = list(CONTENT.sets)
OWN = "Das sage ich nur mir selbst."


def begun(set_: str, visitor: Visitor | None = None) -> Visitor:
    """Has chosen a topic."""
    return (visitor or Visitor(HOUSE)).commands("reflexion").taps(CONTENT.sets[set_].short)


def sheet(visitor: Visitor) -> ReflectionSheet:
    assert isinstance(visitor.session.sheet, ReflectionSheet)
    return visitor.session.sheet


def step(visitor: Visitor) -> ReflectionStep:
    found = CONTENT.sets[sheet(visitor).set].step(sheet(visitor).step)
    assert found is not None
    return found


def answers(visitor: Visitor, own: str = OWN) -> Visitor:
    """The open step is answered as well as can be."""
    here = step(visitor)
    if here.kind is Kind.OWN:
        return visitor.says(own)
    if here.kind is Kind.CHOICE:
        return visitor.taps(here.options[0].label)
    question = CONTENT.questions[here.question]
    return (
        visitor.taps(question.choices[question.right[0]]) if question.choices else visitor.says(question.model_answer)
    )


def goes_on(visitor: Visitor, own: str = OWN) -> Visitor:
    """Step by step, up to the question what to keep."""
    while sheet(visitor).awaiting is not Awaited.KEEPING:
        answers(visitor, own)
    return visitor


def kept(visitor: Visitor) -> list[Kept]:
    return list(visitor.things("reflexion").values())


def cards(visitor: Visitor) -> dict[str, Card]:
    return visitor.things("karte")


def everything(visitor: Visitor) -> str:
    """All that is stored of her."""
    stored = [visitor.kept.values(), visitor.answers, visitor.runs]
    return msgspec.json.encode([msgspec.to_builtins(visitor.session), *map(list, stored)]).decode()


# --- from the first message to the last ------------------------------------------------------------------------


@pytest.mark.parametrize("set_", SETS)
def test_a_topic_from_its_first_message_to_its_last(set_: str) -> None:
    """Model answers are met, thoughts are kept on request, and nothing of it comes back."""
    visitor = begun(set_)
    assert visitor.heard == ["reflexion_schritt"]
    assert visitor.said("reflexion_schritt")["erste"]
    goes_on(visitor)
    asked = [step for step in CONTENT.sets[set_].steps if step.question]
    assert len(sheet(visitor).results) == len(asked)
    assert {result.level for result in sheet(visitor).results} <= {2}
    assert visitor.heard[-1] == "reflexion_behalten"
    assert visitor.taps("Ja, behalten").heard == ["reflexion_ende"]
    assert visitor.session.sheet is None
    (notes,) = kept(visitor)
    assert {thought.text for thought in notes.thoughts} == {OWN}
    assert not any(card.due for card in cards(visitor).values())
    assert "Weiteres Thema" in visitor.labels


@pytest.mark.parametrize("set_", SETS)
def test_whoever_knows_nothing_and_says_nothing_gets_through_as_well(set_: str) -> None:
    """Every question of knowledge is answered for her and comes back; what is her own is simply left out."""
    visitor = begun(set_)
    while visitor.session.sheet is not None:
        here = step(visitor)
        visitor.taps(here.options[0].label) if here.kind is Kind.CHOICE else visitor.says("weiß ich nicht")
    assert visitor.said("reflexion_ende")["behalten"] is None
    asked = {of_question(step.question) for step in CONTENT.sets[set_].steps if step.question}
    assert {id_ for id_, card in cards(visitor).items() if card.due} == asked
    assert kept(visitor) == []


@pytest.mark.parametrize("set_", SETS)
def test_a_topic_is_left_in_the_middle_and_taken_up_days_later(set_: str) -> None:
    """A role-play in between, days of silence: the same question stands there, and all goes on to the end."""
    visitor = begun(set_)
    before = answers(visitor).said("reflexion_schritt")["text"]
    visitor.commands("menue").plays("einzeln", "klavier", "1 1 1", phase="beziehung").waits(days=9)
    assert visitor.session.sheet is None
    visitor.commands("weiter")
    assert visitor.said("reflexion_schritt")["text"] == before
    goes_on(visitor).says("nein")
    assert visitor.heard == ["reflexion_ende"]


def test_a_topic_waits_beside_an_open_run_and_leads_back_to_it() -> None:
    """The run stands as it stood."""
    visitor = Visitor(HOUSE).plays("komplett", "klavier", "1 1 1")
    run = visitor.run
    begun("gefuehl", visitor)
    goes_on(visitor)
    assert visitor.run == run
    visitor.says("ja")
    assert "Weiter im Rollenspiel" in visitor.labels
    assert visitor.taps("Weiter im Rollenspiel").run.station == run.station


def test_two_ways_lead_through_the_tale() -> None:
    """Whoever doubts the thought gets to the friendly door; whoever believes it, to the other one."""
    ends = {}
    for thoughts in (("Sie hatte", "Dann frage"), ("Sie hat etwas", "So nach")):
        visitor = begun("haltung")
        while step(visitor).id != "treppe1":
            answers(visitor)
        for thought in thoughts:
            visitor.taps(thought)
        ends[thoughts] = sheet(visitor).step
        answers(visitor)
        assert sheet(visitor).step == "geschichte"
    assert list(ends.values()) == ["tuerhell", "tuerdunkel"]


def test_the_balance_is_drawn_with_the_verdict() -> None:
    """The case stands in its field of the picture, whatever was answered."""
    visitor = begun("balance").taps("Beide gewinnen")
    (picture,) = [effect for effect in visitor.effects if isinstance(effect, Picture)]
    assert picture.chart == "balance"
    assert picture.values["field"] == "kunde_verliert"
    assert len(read(picture)) < 1024  # of a caption


# --- what is her own -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaving", ["nein", "/abbrechen"])
@pytest.mark.parametrize("set_", SETS)
def test_a_thought_is_neither_scored_nor_kept_unless_she_wants(set_: str, leaving: str) -> None:
    """No verdict, no record; and when she leaves, not a word of it is left."""
    visitor = begun(set_)
    while sheet(visitor).awaiting is not Awaited.KEEPING:
        own = step(visitor).kind is Kind.OWN
        answers(visitor, "Zimtstern")
        assert not (own and "reflexion_urteil" in visitor.heard)
    assert "Zimtstern" in everything(visitor)
    visitor.commands("abbrechen") if leaving == "/abbrechen" else visitor.says(leaving)
    assert "Zimtstern" not in everything(visitor)
    assert not any(isinstance(effect, RecordAnswer) for effect in visitor.story)


def test_kept_thoughts_can_be_read_and_deleted() -> None:
    """Deleting takes a second tap."""
    visitor = goes_on(begun("kundenkenntnis"), "Bäckerei Ohm").taps("Ja, behalten")
    assert kept(visitor)[0].about == "Bäckerei Ohm"
    visitor.taps("Meine Gedanken").taps("4. März")
    assert visitor.said("reflexion_notiz")["notiz"].about == "Bäckerei Ohm"
    assert visitor.taps("Gedanken löschen").taps("Behalten").heard == ["reflexion_notiz"]
    visitor.taps("Gedanken löschen").taps("Ja, löschen")
    assert (visitor.heard, kept(visitor)) == (["reflexion_geloescht"], [])
    assert visitor.meets(Pressed("reflexion:notiz", "0001")).heard == ["reflexion_notiz_fort"]


def thought(set_: str, *, keeps: bool, **said: str) -> Visitor:
    """Went through a topic and said something of her own at some of its steps."""
    visitor = begun(set_)
    while isinstance(visitor.session.sheet, ReflectionSheet):
        if sheet(visitor).awaiting is Awaited.KEEPING:
            visitor.says("ja" if keeps else "nein")
        else:
            visitor.says(said.get(step(visitor).id, "weiß ich nicht"))
    return visitor


def test_what_she_knows_of_somebody_goes_on_to_the_card_if_it_was_kept() -> None:
    """What is on a card already stays as it is."""
    said = {
        "wer": "Frau Keller",
        "status": f"Wir sind bei: {HOUSE.current.phases['einwaende'].title}",
        "bedarf": "Zwei Lager",
    }
    visitor = thought("kundenkenntnis", keeps=True, **said).taps("In die Kundenkartei")
    assert visitor.heard == ["kunden_uebernommen", "kunden_kunde"]
    (customer,) = visitor.things("kunde").values()
    assert (customer.name, customer.phase, dict(customer.known)) == (
        "Frau Keller",
        "einwaende",
        {"bedarf": "Zwei Lager"},
    )
    visitor.taps("Dossier").meets(Pressed("kunden:gedanken", "0001"))
    assert visitor.said("kunden_uebernommen")["antworten"] == 0
    assert thought("kundenkenntnis", keeps=False, **said).taps("In die Kundenkartei").heard == ["kunden_name"]


def test_the_next_tree_becomes_an_activity_if_it_was_kept() -> None:
    said = {"wer": "Frau Keller", "baum": "Am 20. März rufe ich Frau Keller an"}
    visitor = thought("strategie", keeps=True, **said).taps("Aktivität planen")
    assert visitor.heard == ["aktivitaeten_karte"]
    assert [each.text for each in visitor.things("aktivitaet").values()] == [said["baum"]]
    assert thought("strategie", keeps=True).taps("Aktivität planen").heard == ["aktivitaeten_satz"]
    assert thought("strategie", keeps=False, **said).taps("Aktivität planen").heard == ["aktivitaeten_satz"]


def test_many_kept_sheets_are_turned_over() -> None:
    """Page by page, the newest first."""
    visitor = Visitor(HOUSE)
    for _ in range(9):
        goes_on(begun("rueckblick", visitor)).says("ja")
    visitor.taps("Meine Gedanken")
    first = [label for label in visitor.labels if "·" in label]
    assert (len(first), "Ältere →" in visitor.labels) == (8, True)
    visitor.taps("Ältere")
    assert len([label for label in visitor.labels if "·" in label]) == 1


def test_thoughts_in_one_topic_are_not_given_up_for_another_without_asking() -> None:
    """She chooses."""
    visitor = begun("rueckblick").says("Die Frage nach dem Garten.")
    visitor.meets(Pressed("reflexion:satz", "experten"))
    assert visitor.heard == ["reflexion_erst"]
    assert visitor.taps("Weiter: Rückblick").said("reflexion_schritt")["satz"].id == "rueckblick"
    visitor.meets(Pressed("reflexion:satz", "experten")).taps("Neu: Experten")
    assert (sheet(visitor).set, sheet(visitor).thoughts) == ("experten", ())


# --- after a role-play -----------------------------------------------------------------------------------------


def test_a_look_back_is_offered_after_the_review_and_forced_on_nobody() -> None:
    """A button, no more; whoever takes it thinks of the customer just met."""
    visitor = Visitor(HOUSE).plays("einzeln", "klavier", "1 1 1", phase="beziehung")
    assert visitor.session.sheet is None
    visitor.taps("Kurz zurückblicken")
    assert visitor.said("reflexion_schritt")["wen"] == HOUSE.current.scenarios["klavier"].customer.name
    goes_on(visitor).says("ja")
    assert kept(visitor)[0].about == HOUSE.current.scenarios["klavier"].customer.name


# --- knowledge -------------------------------------------------------------------------------------------------


def test_what_is_not_clear_is_called_so_and_comes_with_the_model_answer() -> None:
    """No invented score."""
    visitor = begun("verkaufspsychologie").says("Das hat mit dem Anfang von allem zu tun, würde ich jetzt vermuten")
    assert visitor.heard == ["reflexion_urteil", "reflexion_schritt"]
    assert visitor.said("reflexion_urteil")["stufe"] is None
    assert visitor.said("reflexion_urteil")["muster"]


def test_an_answer_in_part_names_what_is_missing() -> None:
    visitor = begun("verkaufspsychologie").says("Sie brauchen es eben")
    verdict = visitor.said("reflexion_urteil")
    assert (verdict["stufe"], verdict["fehlt"]) == (1, ("sie erfüllen sich Wünsche",))
    assert verdict["gefunden"][0][1] == "Sie brauchen es eben"


def test_an_edited_answer_is_judged_anew() -> None:
    """What the first one did is undone, the card too."""
    visitor = begun("verkaufspsychologie").says("Weil es regnet")
    card = of_question("verkaufspsychologie.warum")
    assert cards(visitor)[card].due is not None
    visitor.edits("Weil ihnen etwas fehlt und sie sich einen Wunsch erfüllen")
    assert visitor.said("reflexion_urteil")["geaendert"]
    assert cards(visitor)[card].due is None
    assert [result.level for result in sheet(visitor).results] == [2]
    assert sheet(visitor).step == "ueberlegen"


def test_an_edited_thought_reads_as_it_was_edited() -> None:
    visitor = begun("rueckblick").says("eins").says("zwei").edits("drei")
    assert [thought.text for thought in sheet(visitor).thoughts] == ["eins", "drei"]
    assert visitor.edits("vier", back=1).heard == ["geaendert_zu_spaet"]


@pytest.mark.parametrize("set_", SETS)
def test_back_leads_to_the_step_before_from_everywhere(set_: str) -> None:
    """What was said there goes; a second answer takes its place."""
    visitor = begun(set_)
    while sheet(visitor).awaiting is not Awaited.KEEPING:
        place, trail = sheet(visitor).step, len(sheet(visitor).trail)
        answers(visitor)
        visitor.says("zurück")
        assert (sheet(visitor).step, len(sheet(visitor).trail)) == (place, trail)
        answers(visitor)
    visitor.taps("Zurück")
    answers(visitor)
    thoughts = [thought.step for thought in sheet(visitor).thoughts]
    assert len(set(thoughts)) == len(thoughts)


def test_the_same_question_never_comes_twice_in_the_same_words() -> None:
    """Begun again and again, given up or answered: other words each time, all of them in turn."""
    visitor = Visitor(HOUSE)
    heard = []
    for turn in range(7):
        begun("gefuehl", visitor)
        heard.append(visitor.said("reflexion_schritt")["text"])
        if turn % 2:
            visitor.says("Das Gefühl")
        visitor.commands("abbrechen")
    assert all(one != other for one, other in pairwise(heard))
    assert len(set(heard)) == 3


def test_looking_again_does_not_change_the_words() -> None:
    """/weiter shows the question that is open."""
    visitor = begun("gefuehl")
    text = visitor.said("reflexion_schritt")["text"]
    assert visitor.commands("weiter").said("reflexion_schritt")["text"] == text


# --- every state, every event ----------------------------------------------------------------------------------

MARK = "d99"


def sheets() -> Iterator[ReflectionSheet | None]:
    """Every step of every set, the question what to keep, nothing open, and content that is gone."""
    yield None
    yield ReflectionSheet("weg", "weg", mark=MARK)
    for id_, set_ in CONTENT.sets.items():
        yield ReflectionSheet(id_, "weg", mark=MARK)
        for each in set_.steps:
            yield ReflectionSheet(id_, each.id, AWAITED[each.kind], MARK, trail=(set_.steps[0].id,), wording=7)
        thoughts = (Thought(set_.steps[-1].id, "?", "a"),)
        yield ReflectionSheet(
            id_, set_.steps[-1].id, Awaited.KEEPING, MARK, trail=(set_.steps[0].id,), thoughts=thoughts
        )


EVENTS: tuple[Event, ...] = (
    Commanded("reflexion"),
    Commanded("weiter"),
    *(Said(text, 7) for text in ("1", "99", "ja", "nein", "zurück", "weiß ich nicht", "?", "…", "Wünsche und Bedarf")),
    Edited("ganz anders", 7),
    Received("f", "liste.csv", 10, "", 8),
    Unreadable("voice"),
    *(
        Pressed(f"reflexion:{action}", argument, mark)
        for action, argument in (
            *(("wahl", number) for number in ("0", "1", "9", "x", "")),
            *(("merken", wish) for wish in ("ja", "nein", "")),
            ("weiss", ""),
            ("zurueck", ""),
            ("themen", ""),
            ("satz", "haltung"),
            ("satz", "weg"),
            ("neu", "balance"),
            ("notizen", ""),
            ("notizen", "999999"),
            ("notiz", "0001"),
            ("weg", "0001"),
            ("weg", "0001/ja"),
            ("quatsch", "ja"),
        )
        for mark in (MARK, "d1", "")
    ),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: repr(event)[:60])
def test_every_state_answers_every_event(event: Event) -> None:
    """Nothing raises, everything is said properly, and only an edit that concerns nothing stays without an answer."""
    visitor = Visitor(HOUSE)
    for open_sheet in sheets():
        visitor.session, visitor.kept = Session(Person("Kim", NOON), sheet=open_sheet), {}
        visitor.meets(event)
        assert visitor.effects, (open_sheet, event)
        for effect in visitor.effects:
            if isinstance(effect, Keep):
                assert effect.kind in ("karte", "reflexion")


def test_labels_fit_their_rows() -> None:
    """A label alone in its row has room for 36 characters, number and all."""
    labels = [label for question in CONTENT.questions.values() for label in question.choices.values()]
    assert max(map(len, labels)) <= LABEL
    visitor = Visitor(HOUSE).commands("reflexion")
    assert {labelled(button) for row in visitor.effects[-1].rows for button in row} >= {  # type: ignore[union-attr]
        set_.short for set_ in CONTENT.sets.values()
    }
