"""Answers that a human and the scoring have judged, in few words."""

from bot.evaluation.figures import Judged
from bot.evaluation.lines import Labelled
from flows.scoring import Flag, ItemVerdict, Verdict

Given = tuple[int, int, int | None]  # label, best guess, level

SAME: Given = (1, 1, 1)


def judged(
    *items: Given,
    task: str = "Frau Ott sucht Regale.",
    answer: str = "Was lagern Sie?",
    confidence: tuple[float, float, float] = (0.5, 0.5, 0.5),
    respekt: bool | None = None,
    flags: tuple[Flag, ...] = (),
    phase: str = "kundensituation",
) -> Judged:
    """An answer; items that are not given are the same to both."""
    first, second, third = (*items, SAME, SAME, SAME)[:3]
    verdicts = tuple(
        ItemVerdict(f"{phase}.{number}", level, guess, sure, None, "So ist es.")
        for number, (_, guess, level), sure in zip((1, 2, 3), (first, second, third), confidence, strict=True)
    )
    line = Labelled("a1", phase, task, answer, (first[0], second[0], third[0]), respekt)
    return line, Verdict(verdicts, flags, "1.abc")
