"""A question and its verdict, as they are said in a set and when they come back."""

from typing import Any

from flows.effects import Button, Effect, Picture, Rows, Say
from flows.reflection.content import ATTITUDES, PLACES, Question, ReflectionSet
from flows.reflection.judging import Judged


def worded(question: Question, wording: int) -> str:
    """The question in one of its wordings; there may be fewer now than there were."""
    return question.wordings[wording % len(question.wordings)]


def leading(set_: ReflectionSet, thoughts: str) -> Rows:
    """On to where a set leads; kept `thoughts` (their id) come along."""
    match set_.leads:
        case "kunden":
            return ((Button("kunden:gedanken" if thoughts else "kunden:neu", "karte_anlegen", thoughts),),)
        case "aktivitaeten":
            return ((Button("aktivitaeten:neu", "aktivitaet_planen", f"gedanke/{thoughts}" if thoughts else ""),),)
    return ()


def choices(question: Question, action: str, mark: str) -> Rows:
    """The answers to pick from, one to a row."""
    return tuple(
        (Button(action, "auswahl", str(number), mark, {"text": label}),)
        for number, label in enumerate(question.choices.values())
    )


def verdict(question: Question, judged: Judged, *, known: bool, corrected: bool, returns: bool) -> Effect:
    """What the answer was worth and why; the balance of interests and the attitudes are also drawn."""
    values: dict[str, Any] = {
        "stufe": judged.level,
        "gefunden": judged.found,
        "fehlt": judged.missing if judged.level != 2 else (),
        "grund": question.reason,
        "muster": question.model_answer,
        "richtig": [question.choices[key] for key in question.right],
        "gewusst": known,
        "geaendert": corrected,
        "kommt_wieder": returns,
    }
    if not question.field:
        return Say("reflexion_urteil", values)
    if question.field in ATTITUDES:
        return Picture("haltung", {"field": question.field}, "reflexion_urteil", values)
    own, customer = PLACES[question.field]
    loses = {"beide_gewinnen": "niemand", "verkauf_verliert": "verkauf"}.get(question.field, "beide")
    place = {"own": own, "customer": customer, "field": question.field, "loses": loses}
    return Picture("balance", place, "reflexion_urteil", values)
