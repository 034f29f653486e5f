"""What is judged of free answers, and what the topics promise: three wordings, no echo, faults named all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load_reflection
from bot.engine import load_engine
from flows.course import PHASES
from flows.fields import FaultyData
from flows.reflection.content import Question
from flows.reflection.judging import chosen, judge
from flows.reflection.reading import LEAST_TASKS, LEAST_WORDINGS, read_reflection
from flows.scoring import Exercise, Turn

CONTENT = read_reflection(load_reflection())
OPEN = [question for question in CONTENT.questions.values() if question.ideas]

ANSWERS = """
verkaufspsychologie.warum        2  Weil ihnen irgendwas fehlt und sie sich was Schönes gönnen wollen
verkaufspsychologie.warum        2  waschmaschine kaputt also brauch ich ne neue, oder man erfuellt sich nen traum
verkaufspsychologie.warum        1  Sie brauchen es halt
verkaufspsychologie.warum        0  Keine Ahnung
verkaufspsychologie.warum        0  Am Wochenende war ich schwimmen und es gab Pommes
verkaufspsychologie.warum        1  Nicht weil sie etwas brauchen, sondern um sich einen Wunsch zu erfüllen
verkaufspsychologie.ueberlegen   2  Ob es sich lohnt, ob es passt, was es kostet, ob es woanders günstiger ist
verkaufspsychologie.ueberlegen   1  Wie teuer es ist.
verkaufspsychologie.befuerchten  2  Sich zu blamieren, unter Druck gesetzt zu werden, einen Fehlkauf zu machen
verkaufspsychologie.befuerchten  1  einen Fehlkauf
verkaufspsychologie.personal     2  Sie können neugierig machen und Leute für etwas begeistern
verkaufspsychologie.personal     0  Gar keinen, das ist egal
verkaufspsychologie.preis        2  Man überlegt nochmal ob es das wert ist, und die Freude kann weg sein
verkaufspsychologie.preis        1  Bei hohem Preis denkt man länger nach
verkaufspsychologie.empfinden    2  Sie sind glücklich und erleichtert
verkaufspsychologie.empfinden    1  glück
verkaufspsychologie.erneut       1  Weil das Produkt gehalten hat was es versprach
verkaufspsychologie.gewohnheit   2  Wenn es jedes Mal gut läuft, denkt man irgendwann nicht mehr drüber nach
verkaufspsychologie.gewohnheit   1  Durch gute Erlebnisse
experten.rollen                  2  Ich bin Profi für Heizungen, der Kunde ist Profi für sein eigenes Haus
wirkung.ansteckung               2  Man hört das Lächeln und es steckt an
wirkung.ansteckung               1  Das hört man
wuensche.umgang                  2  freundlich und höflich, in einem ruhigen Raum wo keiner zuhört
wuensche.wert                    1  Nach seinen Zielen
wuensche.information             1  Sie müssen verständlich sein
kundenkenntnis.sieben            2  Wer entscheidet, den Bedarf, in welcher Phase wir stecken, die Bedenken
kundenkenntnis.sieben            1  wer da das Sagen hat
strategie.unterschied            2  Strategie ist der große Plan, Taktik der nächste konkrete Schritt
kaufprozess.warum                2  Weil der Kunde den gleichen Weg geht, nur aus seiner Sicht, und ich helfe ihm dabei
gefuehl.zuerst                   2  Erst der Bauch, dann der Kopf
gefuehl.zuerst                   1  nach Gefühl
gefuehl.zuerst                   ?  Rein rational, Gefühle spielen keine Rolle
"""


@pytest.mark.parametrize("line", ANSWERS.strip().splitlines())
def test_an_answer_earns_its_level(line: str) -> None:
    """In anybody's words: 2 all that counts, 1 in part, 0 nothing, ? is not clear."""
    id_, level, text = line.split(maxsplit=2)
    assert judge(CONTENT.questions[id_], text).level == (None if level == "?" else int(level))


@pytest.mark.parametrize("question", OPEN, ids=lambda question: question.id)
def test_a_model_answer_is_met_and_repeating_the_question_earns_nothing(question: Question) -> None:
    assert judge(question, question.model_answer).level == 2
    assert not any(judge(question, wording).level for wording in question.wordings)


@pytest.mark.parametrize("question", CONTENT.questions.values(), ids=lambda question: question.id)
def test_a_question_has_three_wordings_of_its_own(question: Question) -> None:
    assert len(set(question.wordings)) >= LEAST_WORDINGS


@given(st.sampled_from(OPEN), st.text(max_size=300))
def test_no_text_breaks_the_judging(question: Question, text: str) -> None:
    """Always the same verdict, and every quote is the trainee's own."""
    judged = judge(question, text)
    assert judged == judge(question, text)
    assert all(quote.split()[0] in text for _, quote in judged.found)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5), st.text(max_size=50))
def test_no_text_breaks_a_choice(labels: list[str], text: str) -> None:
    number = chosen(labels, text)
    assert number is None or 0 <= number < len(labels)


def test_every_phase_has_tasks_whose_model_answers_earn_it_all() -> None:
    """So that what failed comes back in another situation each time, and nobody is shown a poor example.

    Where the engine cannot tell, it may say so, in one item of ten.
    """
    engine = load_engine()
    assert CONTENT.tasks.keys() == set(PHASES)
    assert min(map(len, CONTENT.tasks.values())) >= LEAST_TASKS
    levels = [
        item.level
        for phase, tasks in CONTENT.tasks.items()
        for task in tasks
        for item in engine.score(Exercise(phase, task.task), [Turn(task.model_answer)]).items
    ]
    assert {0, 1}.isdisjoint(levels)
    assert levels.count(2) >= 0.9 * len(levels)


def test_all_faults_are_named_at_once() -> None:
    """In sentences, with the place."""
    files = load_reflection()
    files["gefuehl.toml"] = files["gefuehl.toml"].replace('question = "zuerst"', 'question = "zuletzt"')
    files["haltung.toml"] = files["haltung.toml"].replace('leads = "tuerhell"', 'leads = "fenster"', 1)
    files["balance.toml"] = files["balance.toml"].replace('right = ["ich"]', 'right = ["wir"]', 1) + "\nfarbe = 1\n"
    files["wirkung.toml"] = "title = "
    with pytest.raises(FaultyData) as raised:
        read_reflection(files)
    told = "\n".join(raised.value.faults)
    for fault in (
        "question is 'zuletzt'; expected one of zuerst",
        "leads to 'fenster'",
        "right names 'wir'; expected some of beide, ich, kunde, keiner",
        "farbe is not a known key",
        "wirkung.toml: is no TOML",
    ):
        assert fault in told
