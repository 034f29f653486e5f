"""People who think and repeat, for the samples of everything the bot says."""

from collections.abc import Iterator

from flows.events import Pressed
from flows.library import Library
from flows.reflection.content import Kind
from flows.reflection.sheet import Awaited, ReflectionSheet
from flows.repetition.sheet import RepetitionSheet
from tests.stage import shipped
from tests.visitor import Visitor

LONG = "Das geht mir schon länger durch den Kopf & ich weiß <noch> nicht, wohin damit. " * 3


def thinkers() -> Iterator[Visitor]:
    """One knows everything, one nothing, one answers in part; one keeps thoughts, one deletes them, one repeats."""
    house = shipped()
    for knows in ("all", "some", "none"):
        visitor = Visitor(house)
        for id_ in house.reflection.sets:
            visitor.meets(Pressed("reflexion:satz", id_))
            while isinstance(visitor.session.sheet, ReflectionSheet):
                _answer(visitor, house, knows)
        for id_ in visitor.things("reflexion"):
            visitor.meets(Pressed("kunden:gedanken", id_)).meets(Pressed("kunden:gedanken", id_))
        yield visitor
    yield _keeper(visitor)
    yield _repeater(Visitor(house))


def _answer(visitor: Visitor, house: Library, knows: str) -> None:
    sheet = visitor.session.sheet
    assert isinstance(sheet, ReflectionSheet)
    step = house.reflection.sets[sheet.set].step(sheet.step)
    assert step is not None
    if sheet.awaiting is Awaited.KEEPING:
        visitor.says("hm").says("ja" if knows == "all" else "nein")
    elif step.kind is Kind.OWN:
        visitor.says(LONG if knows != "none" else "überspringen")
    elif step.kind is Kind.CHOICE:
        visitor.says("weiß nicht so recht").taps(step.options[knows == "some"].label)
    else:
        question = house.reflection.questions[step.question]
        if question.choices:
            visitor.taps(list(question.choices.values())[-1])
        else:
            answers = {"all": question.model_answer, "none": "keine Ahnung"}
            visitor.says("…").says(answers.get(knows, f"Da denke ich an {question.reason[:60]}"))


def _keeper(visitor: Visitor) -> Visitor:
    visitor.commands("reflexion").taps("Rückblick").says("eins").edits("zwei").commands("reflexion").taps("Zurück")
    visitor.taps("Alle Themen").meets(Pressed("reflexion:wahl", "0", "d1"))
    visitor.says("drei").meets(Pressed("reflexion:satz", "experten")).taps("Weiter: ").says("vier").says("fünf")
    visitor.says("ja").taps("Meine Gedanken").taps("4. März").taps("Gedanken löschen").taps("Ja, löschen")
    visitor.taps("Meine Gedanken").meets(Pressed("reflexion:notiz", "7")).commands("reflexion").taps("Psychologie")
    return visitor.says("weil es regnet").edits("um sich einen Wunsch zu erfüllen").commands("abbrechen")


def _repeater(visitor: Visitor) -> Visitor:
    visitor.commands("wiederholung").plays("einzeln", "klavier", "0 0 0", phase="beziehung")
    visitor.plays("einzeln", "klavier", "0 0 0", phase="einwaende").commands("wiederholung")
    visitor.commands("reflexion").taps("Balance").says("keine Ahnung").says("keine Ahnung").commands("abbrechen")
    for answer in ("0 1 ?", "2 2 2", "keine Ahnung", "2 2 2", "2 2 2", "2 2 2"):
        visitor.waits(days=8)
        visitor.taps("Später erinnern").commands("wiederholung")
        if "Los geht’s" not in visitor.labels:
            continue
        visitor.taps("Los geht’s").says("…").edits("99").meets(Pressed("wiederholung:weiss", "", "w0"))
        _repeat(visitor, answer)
    for phase in ("kontaktaufnahme", "vorschlaege", "bindung", "belohnung", "entscheidung", "kundenziele"):
        visitor.plays("einzeln", "klavier", "0 0 0", phase=phase)
    visitor.waits(days=2)
    visitor.taps("Los geht’s")
    _repeat(visitor, "2 2 2 " + LONG)
    return visitor.commands("wiederholung")


def _repeat(visitor: Visitor, answer: str) -> None:
    while isinstance(visitor.session.sheet, RepetitionSheet):
        visitor.says("1") if visitor.session.sheet.choice else visitor.says(answer).edits(answer)
