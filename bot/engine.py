"""The scoring engine, put together from the content that travels in the package."""

import hashlib
import tomllib
from importlib.resources import files
from io import BytesIO

import numpy as np

from flows.scoring.engine import Manual, Scorer
from flows.scoring.model import Model

_ROOT = files("flows.content") / "de" / "scoring"


def load_manual() -> Manual:
    """The rules, lexicons and sentences of the scoring."""
    tables = {name: tomllib.loads(text) for name, text in _tables().items()}
    return Manual.read(signs=tables.pop("signs"), feedback=tables.pop("feedback"), phases=tables)


def _tables() -> dict[str, str]:
    found = [file for folder in (_ROOT, _ROOT / "phases") for file in folder.iterdir() if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): file.read_text("utf-8") for file in sorted(found, key=lambda f: f.name)}


def load_engine() -> Scorer:
    """The engine the bot scores with. Its version changes with every change of rules, words or weights."""
    weights = (_ROOT / "weights.npz").read_bytes()
    with np.load(BytesIO(weights)) as arrays:
        return Scorer(load_manual(), Model(dict(arrays)), _version(weights))


def _version(weights: bytes) -> str:
    digest = hashlib.sha256(weights)
    for table in _tables().values():
        digest.update(table.encode())
    return f"1.{digest.hexdigest()[:8]}"
