"""More to learn respect from: an offence of one answer in the middle of another, and its harmless twin likewise.

Where two answers to a task say nearly the same, one with and one without respect, the sentences in which they differ
are what makes the difference, whatever stands around them.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from bot.learning.answers import Example

ALIKE = 0.7  # share of letters that twins have in common
ROOMY = 30  # letters an answer must have to hold a foreign sentence
_BETWEEN = re.compile(r"(?<=[.!?…])\s+|\n+")


def grafts(examples: Sequence[Example], seed: int = 5) -> list[Example]:
    """For each pair of twins two answers of which nothing is known but whether they lack respect."""
    chance = random.Random(seed)
    hosts = [example for example in examples if not example.respekt and len(example.answer) > ROOMY]
    grown = []
    for one, other in _twins(examples):
        said, meant = _sentences(one.answer), _sentences(other.answer)
        offence = [sentence for sentence in said if sentence not in meant]
        harmless = [sentence for sentence in meant if sentence not in said]
        if offence and harmless:
            host = chance.choice(hosts)
            around = _sentences(host.answer)
            at = chance.randint(0, len(around))
            for part, lacking in ((offence, True), (harmless, False)):
                text = " ".join([*around[:at], *part, *around[at:]])
                name = f"{one.id}+{host.id}"
                grown.append(replace(host, id=name, answer=text, labels=(None, None, None), respekt=lacking))
    return grown


def _twins(examples: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    """Each answer without respect with the respectful one to its task that is most alike, if it is alike enough."""
    to_task = defaultdict(list)
    for example in examples:
        to_task[example.author, example.task_id].append(example)
    for answers in to_task.values():
        respectful = [answer for answer in answers if not answer.respekt]
        for answer in answers:
            if answer.respekt and respectful:
                twin = max(respectful, key=lambda other: Indel.normalized_similarity(answer.answer, other.answer))
                if Indel.normalized_similarity(answer.answer, twin.answer) > ALIKE:
                    yield answer, twin


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _BETWEEN.split(text) if sentence.strip()]
