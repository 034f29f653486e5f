"""Teaches the network: the upper layers of the encoder and the attention of each item, on labelled answers.

The lower layers stay as they are, so their states are reckoned once. Half of what is learned from is read as it was
typed, the rest as if dictated or typed without umlauts. Seeded: the same answers, the same weights on one machine.
"""

import logging
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bot.learning.answers import Example
from bot.learning.encoder import EARLY, HEADS, LATE, WIDTH, Source, Tensors
from flows.course import PHASES
from flows.scoring.encoder import Encoder
from flows.spelling import UMLAUTS

logger = logging.getLogger(__name__)

ITEMS = 3 * len(PHASES)
NARROW, HIDDEN, ASKERS = 128, 192, 4
HIDDEN_OF_OFFENCE = 128
EPOCHS, EPOCHS_AGAIN, BATCH = 6, 2, 32
RATE, RATE_OF_LAYERS, FADING = 1.5e-3, 1e-4, 0.8  # each layer down learns that much slower
RATE_AGAIN = 0.5  # the share of the rate with which the last epochs begin
WARMING = 0.08  # the share of steps in which the rate rises
DICTATED = 0.35
CALM = -5.0  # the log-odds that a single piece offends, before anything is learned
SOFT = 0.02  # how far from certain the labels are taken to be
OFFENCE_SHARE, OFFENCE_WEIGHT = 0.75, 2.0
_SIGNS = re.compile(r"[^\w\s€%]+")


class Layer(nn.Module):
    """A layer of the transformer, with the weights of the source."""

    def __init__(self, weights: Tensors) -> None:
        super().__init__()
        inner = 4 * WIDTH
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.aln, self.oln = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(0.1)
        short = {"w": "weight", "b": "bias"}
        named = ((name.rpartition("."), values) for name, values in weights.items())
        self.load_state_dict({f"{part}.{short[kind]}": torch.tensor(values) for (part, _, kind), values in named})

    def forward(self, states: Tensor, there: Tensor) -> Tensor:
        """One step of reading; `there` tells pieces from padding."""
        shape = (*states.shape[:2], HEADS, -1)
        query, key, value = (part(states).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=there[:, None, None])
        states = self.aln(states + self.dropout(self.ao(seen.transpose(1, 2).flatten(2))))
        read: Tensor = self.oln(states + self.dropout(self.fo(functional.gelu(self.fi(states)))))
        return read

    def weights(self) -> Tensors:
        """The weights by the short names of the source."""
        long = {"weight": "w", "bias": "b"}
        named = ((name.rpartition("."), values) for name, values in self.state_dict().items())
        return {f"{part}.{long[kind]}": values.numpy() for (part, _, kind), values in named}


class Reader(nn.Module):
    """The layers that learn and the attention above them; `flows.scoring.network` reckons the same without torch."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.ln, self.inp, self.f = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, NARROW), nn.Linear(2, NARROW)
        self.mix, self.key = nn.Linear(NARROW, NARROW), nn.Linear(NARROW, NARROW)
        spread = 0.3 / math.sqrt(NARROW)
        self.query = nn.Parameter(torch.randn(ITEMS, ASKERS, NARROW) * spread)
        self.base = nn.Parameter(torch.randn(len(PHASES), ASKERS, NARROW) * spread)
        self.hid, self.out = nn.Linear(ASKERS * NARROW, HIDDEN), nn.Linear(HIDDEN, 2)
        self.ie, self.own, self.ob = (nn.Embedding(ITEMS, size) for size in (HIDDEN, 2 * HIDDEN, 2))
        self.dropout = nn.Dropout(0.3)
        self.offence = Offence()
        nn.init.normal_(self.ie.weight, std=0.1)
        for part in (self.f, self.own, self.ob):
            nn.init.zeros_(part.weight)

    def forward(self, early: Tensor, there: Tensor, likeness: Tensor, phases: Tensor) -> tuple[Tensor, Tensor]:
        """The steps of the items, (answers, 3, 2), and the offences, (answers, 3), as log-odds."""
        late = early
        for layer in self.layers:
            late = layer(late, there)
        late = self.ln(late)
        states = self.dropout(self.inp(late) + self.f(likeness))
        states = states + self.dropout(functional.gelu(self.mix(states)))
        keys, items = self.key(states), 3 * phases[:, None] + torch.arange(3)
        asked = torch.einsum("aihd,atd->aiht", self.query[items] + self.base[phases][:, None], keys)
        focus = asked.masked_fill(~there[:, None, None], -1e4).softmax(-1)
        seen = torch.einsum("aiht,atd->aihd", focus, states).flatten(2)
        hidden = self.dropout(functional.gelu(self.hid(seen) + self.ie(items)))
        own = self.own(items).unflatten(-1, (2, HIDDEN))
        steps = self.out(hidden) + torch.einsum("aikd,aid->aik", own, hidden) + self.ob(items)
        return steps, self.offence(early, late, states, keys, there)


class Offence(nn.Module):
    """Three witnesses of lacking respect: one looks where the items look, one at the words too, one at each piece."""

    def __init__(self) -> None:
        super().__init__()
        self.rq, self.rh = nn.Parameter(torch.randn(2, NARROW) * 0.1), nn.Linear(2 * NARROW, 1)
        self.ln, self.early, self.late = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, NARROW), nn.Linear(WIDTH, NARROW)
        self.query, self.key = nn.Parameter(torch.randn(ASKERS, NARROW) * 0.1), nn.Linear(NARROW, NARROW)
        self.hid, self.out = nn.Linear(ASKERS * NARROW, HIDDEN_OF_OFFENCE), nn.Linear(HIDDEN_OF_OFFENCE, 1)
        self.piece, self.sting = nn.Linear(NARROW, NARROW), nn.Linear(NARROW, 1)
        self.dropout = nn.Dropout(0.3)
        nn.init.normal_(self.sting.weight, std=0.02)
        nn.init.constant_(self.sting.bias, CALM)

    def forward(self, early: Tensor, late: Tensor, states: Tensor, keys: Tensor, there: Tensor) -> Tensor:
        """Their log-odds, (answers, 3)."""
        outside = ~there[:, None]
        beside = self._seen(self.rq, keys, states, outside)
        own = self.dropout(functional.gelu(self.late(late) + self.early(self.ln(early))))
        seen = self.dropout(functional.gelu(self.hid(self._seen(self.query, self.key(own), own, outside))))
        stings = self.sting(self.dropout(functional.gelu(self.piece(own))))[..., 0]
        loudest = stings.masked_fill(~there, -1e4).logsumexp(-1)
        return torch.stack([self.rh(beside)[:, 0], self.out(seen)[:, 0], loudest], -1)

    @staticmethod
    def _seen(query: Tensor, keys: Tensor, states: Tensor, outside: Tensor) -> Tensor:
        focus = torch.einsum("hd,atd->aht", query, keys).masked_fill(outside, -1e4).softmax(-1)
        return torch.einsum("aht,atd->ahd", focus, states).flatten(1)


@dataclass(frozen=True)
class Reading:
    """An answer as the lower layers leave it: states (pieces, width), and its likeness to the task (pieces, 2)."""

    states: Tensor
    likeness: Tensor


@dataclass(frozen=True)
class Lesson:
    """An example, read as typed and as dictated."""

    example: Example
    typed: Reading
    dictated: Reading


def lessons(encoder: Encoder, examples: Sequence[Example]) -> tuple[list[Lesson], NDArray[np.float32]]:
    """Reads all examples with the lower layers; with them the middle of all tasks' states."""
    tasks = {task: encoder.early(task) for task in dict.fromkeys(example.task for example in examples)}
    middle = np.concatenate(list(tasks.values())).mean(0)

    def directions(states: NDArray[np.float32]) -> Tensor:
        return functional.normalize(torch.from_numpy(states - middle), dim=-1)

    towards = {task: directions(states) for task, states in tasks.items()}

    def reading(text: str, task: str) -> Reading:
        states = encoder.early(text)
        nearness = (directions(states) @ towards[task].T).topk(3, -1).values
        likeness = 2 * torch.stack([nearness[:, 0], nearness.mean(-1)], -1)
        return Reading(torch.from_numpy(states).half(), likeness.half())

    read = [
        Lesson(e, reading(e.answer, e.task), reading(_dictated(e.answer, number), e.task))
        for number, e in enumerate(examples)
    ]
    return read, middle


def _dictated(text: str, number: int) -> str:
    """Without signs and capitals, without umlauts, or both."""
    if number % 3 != 2:
        text = " ".join(_SIGNS.sub(" ", text.lower()).split()) or text
    return text.translate(UMLAUTS) if number % 3 else text


def teach(source: Source, taught: Sequence[Lesson], grown: Sequence[Lesson], seed: int = 0) -> Reader:
    """Trains a reader: on all lessons, then, from half the rate on, on those `taught` without those `grown` of them."""
    torch.manual_seed(seed)
    reader = Reader([Layer(source.layer(number)) for number in range(EARLY, LATE)])
    _learn(reader, [*taught, *grown], random.Random(seed), EPOCHS, 1.0)
    torch.manual_seed(seed + 1)
    _learn(reader, taught, random.Random(seed + 1), EPOCHS_AGAIN, RATE_AGAIN)
    reader.eval()
    return reader


def _learn(reader: Reader, taught: Sequence[Lesson], chance: random.Random, epochs: int, share: float) -> None:
    """Some epochs in which the rate rises to that share of the usual one and falls to nothing."""
    learning = _optimizer(reader)
    steps = epochs * math.ceil(len(taught) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        learning, lambda step: share * min(1, (step + 1) / (WARMING * steps)) * max(0, 1 - step / steps)
    )
    for epoch in range(epochs):
        reader.train()
        total = 0.0
        for batch in _batches(taught, chance):
            loss = _loss(reader, batch, [chance.random() < DICTATED for _ in batch])
            learning.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1)
            learning.step()
            rate.step()
            total += loss.item() * len(batch)
        logger.info("Epoch %s of %s: loss %.3f", epoch + 1, epochs, total / len(taught))


def _optimizer(reader: Reader) -> torch.optim.Optimizer:
    of_layers = {id(weight) for weight in reader.layers.parameters()}
    above = [weight for weight in reader.parameters() if id(weight) not in of_layers]
    layers = [
        {"params": list(layer.parameters()), "lr": RATE_OF_LAYERS * FADING**depth, "weight_decay": 0.01}
        for depth, layer in enumerate(reversed(reader.layers))
    ]
    return torch.optim.AdamW([{"params": above, "lr": RATE, "weight_decay": 0.05}, *layers])


def _batches(taught: Sequence[Lesson], chance: random.Random) -> Iterator[list[Lesson]]:
    """Answers of about the same length together, otherwise in no order."""
    order = chance.sample(taught, len(taught))
    near = 16 * BATCH
    batches = []
    for start in range(0, len(order), near):
        alike = sorted(order[start : start + near], key=lambda lesson: len(lesson.typed.states))
        batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
    yield from chance.sample(batches, len(batches))


def _loss(reader: Reader, batch: Sequence[Lesson], dictated: Sequence[bool]) -> Tensor:
    readings = [lesson.dictated if heard else lesson.typed for lesson, heard in zip(batch, dictated, strict=True)]
    steps, offences = reader(*_together(readings), _phases([lesson.example for lesson in batch]))
    labels = torch.tensor([[-1 if label is None else label for label in lesson.example.labels] for lesson in batch])
    known = labels >= 0
    reached = torch.stack([labels >= 1, labels >= 2], -1).float() * (1 - 2 * SOFT) + SOFT
    offended = torch.tensor([lesson.example.respekt for lesson in batch]).float() * (1 - 2 * SOFT) + SOFT
    loss = OFFENCE_SHARE * functional.binary_cross_entropy_with_logits(
        offences, offended[:, None].expand_as(offences), pos_weight=torch.tensor(OFFENCE_WEIGHT)
    )
    if known.any():
        loss = loss + functional.binary_cross_entropy_with_logits(steps[known], reached[known])
    return loss


def _together(readings: Sequence[Reading]) -> tuple[Tensor, Tensor, Tensor]:
    states = nn.utils.rnn.pad_sequence([reading.states.float() for reading in readings], batch_first=True)
    likeness = nn.utils.rnn.pad_sequence([reading.likeness.float() for reading in readings], batch_first=True)
    sizes = torch.tensor([len(reading.states) for reading in readings])
    return states, torch.arange(states.shape[1]) < sizes[:, None], likeness


def _phases(examples: Sequence[Example]) -> Tensor:
    return torch.tensor([PHASES.index(example.phase) for example in examples])


def pack(reader: Reader, middle: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """The arrays `flows.scoring.network.Network` is made of."""
    above = {name: values for name, values in reader.state_dict().items() if not name.startswith("layers.")}
    return {"middle": middle} | {name: values.numpy().astype(np.float16) for name, values in above.items()}


def learned(reader: Reader) -> list[Mapping[str, NDArray[Any]]]:
    """The weights of the layers that learned."""
    return [layer.weights() for layer in reader.layers if isinstance(layer, Layer)]
