"""Learns the scoring from labelled answers: `python -m bot.learning.scoring ANSWERS CONTENT`.

ANSWERS has the folders `training`, `calibration` and `test`, each with `dev-AUTHOR.jsonl` and `tasks*.jsonl`; no author
and no task is in two of them. CONTENT gets the encoder, the network, the linear weights and the calibration. What is
said of the calibration answers decides how sure it may sound; the test answers are only measured. About half an hour on
two cores; needs `pip install -e '.[learning]'`.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.engine import layers, load_manual
from bot.learning import encoder, linear, network
from bot.learning.answers import Example, read_examples
from bot.learning.calibration import calibrate
from flows.course import PHASES
from flows.scoring.encoder import Encoder, Floats
from flows.scoring.linear import Linear
from flows.scoring.network import Impression, Network

logger = logging.getLogger(__name__)


def main() -> None:
    """Writes encoder.npz, lower.onnx, upper.onnx, network.npz, linear.npz and calibration.npz."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    answers, content = map(Path, sys.argv[1:3])
    taught, tuned = (read_examples(answers / name) for name in ("training", "calibration"))
    source = encoder.read_source()
    kept = encoder.vocabulary(source, (text for example in taught for text in (example.task, example.answer)))
    vocabulary = encoder.pack(source, kept)
    np.savez_compressed(content / "encoder.npz", allow_pickle=False, **vocabulary)
    logger.info("%s pieces; reading %s answers", len(kept), len(taught))

    opening = source.tensors["emb.ln.w"], source.tensors["emb.ln.b"]
    lower = encoder.export([source.layer(number) for number in range(encoder.EARLY)], opening)
    (content / "lower.onnx").write_bytes(lower)
    lessons, middle = network.lessons(Encoder(vocabulary, layers(lower), _idle), taught)
    reader = network.teach(source, lessons)
    upper = encoder.export(network.learned(reader))
    (content / "upper.onnx").write_bytes(upper)
    attention = network.pack(reader, middle)
    np.savez_compressed(content / "network.npz", allow_pickle=False, **attention)
    logger.info("The network is done; learning the linear weights")

    manual = load_manual()
    weights = linear.learn(linear.sample(manual, taught))
    np.savez_compressed(content / "linear.npz", allow_pickle=False, **weights)
    seen = impressions(Encoder(vocabulary, layers(lower), layers(upper)), Network(attention), tuned)
    judge = Linear(weights)
    counted = [judge.judge(s.example.phase, s.features) for s in linear.sample(manual, tuned)]
    measured = calibrate(seen, counted, tuned)
    np.savez(content / "calibration.npz", allow_pickle=False, **measured)
    logger.info("Calibrated: %s", {name: values.tolist() for name, values in measured.items()})


def _idle(states: Floats) -> Floats:
    """Stands for the upper layers while they are not learned yet; nobody looks at what they say."""
    return states


def impressions(reader: Encoder, judge: Network, examples: Sequence[Example]) -> list[Impression]:
    """What the network makes of each answer, as in the product."""
    contexts = {task: judge.directions(reader.early(task)) for task in {example.task for example in examples}}
    return [judge.judge(PHASES.index(e.phase), reader.encode(e.answer), contexts[e.task]) for e in examples]


if __name__ == "__main__":
    main()
