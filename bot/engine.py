"""The scoring engine, put together from the content that travels in the package."""

import hashlib
import tomllib
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from flows.scoring.decision import Decider
from flows.scoring.encoder import Encoder, Layers
from flows.scoring.engine import Learned, Manual, Scorer
from flows.scoring.linear import Linear
from flows.scoring.network import Network

_ROOT = files("flows.content") / "de" / "scoring"
_LEARNED = ("encoder.npz", "lower.onnx", "upper.onnx", "network.npz", "linear.npz", "calibration.npz")
_PIECE = 1 << 16  # bytes of a file that are read at once


def load_manual() -> Manual:
    """The rules, lexicons and sentences of the scoring."""
    tables = {name: tomllib.loads(text) for name, text in _tables().items()}
    return Manual.read(signs=tables.pop("signs"), feedback=tables.pop("feedback"), phases=tables)


def _tables() -> dict[str, str]:
    found = [file for folder in (_ROOT, _ROOT / "phases") for file in folder.iterdir() if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): file.read_text("utf-8") for file in sorted(found, key=lambda f: f.name)}


def load_engine() -> Scorer:
    """The engine the bot scores with. Its version changes with every change of rules, words or weights."""
    learned = Learned(
        load_encoder(),
        Network(_arrays("network.npz")),
        Linear(_arrays("linear.npz")),
        Decider(_arrays("calibration.npz")),
    )
    return Scorer(load_manual(), learned, _version())


def load_encoder() -> Encoder:
    """The encoder by itself."""
    with as_file(_ROOT / "lower.onnx") as lower, as_file(_ROOT / "upper.onnx") as upper:
        return Encoder(_arrays("encoder.npz"), layers(lower), layers(upper))


def _arrays(name: str) -> dict[str, NDArray[Any]]:
    with (_ROOT / name).open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


def layers(model: bytes | Path) -> Layers:
    """Layers of the encoder, on one core: several would make the sums depend on the machine.

    A session keeps the bytes it was made of, so a file takes less memory.
    """
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda states: session.run(None, {"before": states})[0]


def _version() -> str:
    digest = hashlib.sha256()
    for name in _LEARNED:
        with (_ROOT / name).open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    for table in _tables().values():
        digest.update(table.encode())
    return f"2.{digest.hexdigest()[:8]}"
