"""What answers earn that were written for something else: `python -m tests.benchmarks.gaming`.

The tasks are those of /wiederholung, three for each phase, with their model answers. What is copied or general should
earn nothing, a model answer of another phase hardly ever level 2, and its own always.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.content import load_files, load_reflection
from bot.engine import load_engine
from flows.course import PHASES, Phase
from flows.reading import read_edition
from flows.reflection.reading import read_reflection
from flows.scoring import Exercise, Turn

BESIDE = (5, 11)  # whose model answer is given: that of the phase so many further
GENERAL = (
    "Ich höre aktiv zu, gehe auf den Kunden ein, stelle offene Fragen, schaffe Vertrauen und finde die passende Lösung."
)


def copies(phase: Phase) -> Iterator[str]:
    """The checklist in four shapes."""
    titles, explanations = ([getattr(item, name) for item in phase.items] for name in ("title", "explanation"))
    yield ", ".join(titles)
    yield " ".join(explanations)
    yield " ".join(f"Ich mache das: {title}." for title in titles)
    yield " ".join(explanations).replace("Du ", "Ich ").replace("du ", "ich ")


def answers() -> Iterator[tuple[str, Exercise, str]]:
    """Kinds of answers, each with the exercise it is given to."""
    phases, tasks = read_edition(load_files()).phases, read_reflection(load_reflection()).tasks
    for at, phase in enumerate(PHASES):
        for number, task in enumerate(tasks[phase]):
            exercise = Exercise(phase, task.task)
            yield "its own model answer", exercise, task.model_answer
            for further in BESIDE:
                others = tasks[PHASES[(at + further) % len(PHASES)]]
                yield "model answer of another phase", exercise, others[number % len(others)].model_answer
            yield "task pasted back", exercise, f"{task.task} Genau so mache ich das."
            yield "the same for all phases", exercise, GENERAL
        for copied in copies(phases[phase]):
            yield "checklist copied", Exercise(phase, tasks[phase][0].task), copied


def main() -> None:
    """A line for each kind: how many items get which level."""
    engine, levels = load_engine(), defaultdict[str, Counter[int | None]](Counter)
    for kind, exercise, answer in answers():
        levels[kind].update(item.level for item in engine.score(exercise, [Turn(answer)]).items)
    for kind, found in levels.items():
        counts = ", ".join(f"{found[level]} at {level}" for level in (2, 1, 0))
        print(f"{kind:<30} {found.total():>3} items: {counts}, {found[None]} left open")


if __name__ == "__main__":
    main()
