"""Learns the scoring from labelled answers: `python -m bot.learning.scoring ANSWERS CONTENT`.

ANSWERS has the folders `training`, `calibration` and `test`, each with `dev-AUTHOR.jsonl` and `tasks*.jsonl`; no author
and no task is in two of them. CONTENT gets the encoder, the network, the linear weights and the calibration. What is
said of the calibration answers decides how sure it may sound; the test answers are only measured. About an hour on two
cores and 12 GB of memory; needs `pip install -e '.[learning]'`.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engine import layers, load_manual
from bot.learning import encoder, linear, network
from bot.learning.answers import Example, read_examples
from bot.learning.calibration import calibrate
from bot.learning.grafts import grafts
from flows.course import PHASES
from flows.scoring.decision import Decider
from flows.scoring.encoder import Encoder, Floats
from flows.scoring.engine import Learned
from flows.scoring.linear import Linear
from flows.scoring.network import Impression, Network

logger = logging.getLogger(__name__)

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Lesson:
    """What was learned, as it is stored."""

    vocabulary: Arrays
    lower: bytes
    upper: bytes
    network: Arrays
    linear: Arrays
    calibration: Arrays

    @property
    def files(self) -> dict[str, bytes]:
        """The files by name."""
        return {
            "encoder.npz": _packed(self.vocabulary),
            "lower.onnx": self.lower,
            "upper.onnx": self.upper,
            "network.npz": _packed(self.network),
            "linear.npz": _packed(self.linear),
            "calibration.npz": _packed(self.calibration),
        }

    @property
    def learned(self) -> Learned:
        """The same, ready to judge."""
        return Learned(
            Encoder(self.vocabulary, layers(self.lower), layers(self.upper)),
            Network(self.network),
            Linear(self.linear),
            Decider(self.calibration),
        )


def main() -> None:
    """Writes encoder.npz, lower.onnx, upper.onnx, network.npz, linear.npz and calibration.npz."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    answers, content = map(Path, sys.argv[1:3])
    lesson = learn(*(read_examples(answers / name) for name in ("training", "calibration")))
    for name, data in lesson.files.items():
        (content / name).write_bytes(data)


def learn(taught: Sequence[Example], tuned: Sequence[Example]) -> Lesson:
    """Learns from the one, and how sure to sound from the other."""
    source = encoder.read_source()
    kept = encoder.vocabulary(source, (text for example in taught for text in (example.task, example.answer)))
    vocabulary = encoder.pack(source, kept)
    grown = grafts(taught)
    logger.info("%s pieces; reading %s answers and %s grafts", len(kept), len(taught), len(grown))
    lower = encoder.export(
        [source.layer(number) for number in range(encoder.EARLY)],
        (source.tensors["emb.ln.w"], source.tensors["emb.ln.b"]),
    )
    lessons, middle = network.lessons(Encoder(vocabulary, layers(lower), _idle), [*taught, *grown])
    reader = network.teach(source, lessons[: len(taught)], lessons[len(taught) :])
    upper = encoder.export(network.learned(reader))
    attention = network.pack(reader, middle)
    logger.info("The network is done; learning the linear weights")
    manual = load_manual()
    weights = linear.learn(linear.sample(manual, taught))
    seen = impressions(Encoder(vocabulary, layers(lower), layers(upper)), Network(attention), tuned)
    judge = Linear(weights)
    counted = [judge.judge(s.example.phase, s.features) for s in linear.sample(manual, tuned)]
    measured = calibrate(seen, counted, tuned)
    logger.info("Calibrated: %s", {name: values.tolist() for name, values in measured.items()})
    return Lesson(vocabulary, lower, upper, attention, weights, measured)


def _idle(states: Floats) -> Floats:
    """Stands for the upper layers while they are not learned yet; nobody looks at what they say."""
    return states


def impressions(reader: Encoder, judge: Network, examples: Sequence[Example]) -> list[Impression]:
    """What the network makes of each answer, as in the product."""
    contexts = {task: judge.directions(reader.early(task)) for task in {example.task for example in examples}}
    return [judge.judge(PHASES.index(e.phase), reader.encode(e.answer), contexts[e.task]) for e in examples]


def _packed(arrays: Arrays) -> bytes:
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


if __name__ == "__main__":
    main()
