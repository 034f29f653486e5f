"""What learning does to its examples before it learns from them."""

from bot.learning.answers import Example, drawn
from bot.learning.grafts import grafts

SNEER = "Wir machen das gleich am Montag. So wie der guckt, kann er nicht mal rechnen. Dann rufe ich an."
FAIR = "Wir machen das gleich am Montag. So wie er guckt, will er noch rechnen. Dann rufe ich an."
HOST = "Ich notiere die Maße und den Termin. Morgen geht die Mail hinaus."


def example(number: int, answer: str, *, author: str = "a", respekt: bool = False, task: str = "t") -> Example:
    return Example(str(number), author, "einwaende", task, "", answer, (1, 1, 1), respekt)


def test_an_offence_is_grafted_with_its_harmless_twin() -> None:
    """What stands around them is the same, and neither tells anything about the items."""
    host = example(3, HOST, author="b", task="other")
    grown = grafts([example(1, SNEER, respekt=True), example(2, FAIR), host])
    assert len(grown) == 2
    offending, harmless = grown
    assert (offending.respekt, harmless.respekt) == (True, False)
    assert "kann er nicht mal rechnen" in offending.answer
    assert "will er noch rechnen" in harmless.answer
    assert {offending.labels, harmless.labels} == {(None, None, None)}
    assert offending.answer.replace("So wie der guckt, kann er nicht mal", "") == harmless.answer.replace(
        "So wie er guckt, will er noch", ""
    )


def test_answers_that_are_no_twins_are_left_alone() -> None:
    assert grafts([example(1, SNEER, respekt=True), example(2, HOST)]) == []


def test_half_of_the_answers_holds_the_quarter() -> None:
    """And both come from whole authors, about as many as asked for."""
    examples = [example(10 * author + n, HOST, author=str(author)) for author in range(40) for n in range(5)]
    quarter, half = drawn(examples, 0.25), drawn(examples, 0.5)
    assert set(quarter) < set(half)
    assert (len(quarter), len(half)) == (50, 100)
    assert {e.author for e in quarter}.isdisjoint(e.author for e in examples if e not in quarter)
