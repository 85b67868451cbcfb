"""A small recurrent network over histories of answers, in numpy.

Every answer leaves a trace in D channels, each of which forgets at a speed of its own, and the speeds are learned:
h ← λ·h + √(1 − λ²)·V[skill, answer]. The next answer is right with σ(b[skill] + h·G[skill] + x·w + a layer of rectifiers
over h, a vector of the skill and x), where x are the features of `histories`. As no matrix moves the state, a pass over
400 000 answers takes a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.histories import History, Indices, Skills, features

Floats = NDArray[np.floating]
Parameters = dict[str, Floats]

CHANNELS, VECTOR, UNITS = 64, 16, 64
SHORTEST, LONGEST = 1.5, 60.0
"""After how many answers the quickest and the slowest channel have forgotten all but 1/e, before any training."""
DROPPED = 0.2
"""Share of the layer's units that is left out of each step of training."""
STEP, WARM, FADING = 0.006, 100, 0.8
"""How far a step goes, over how many it grows to that, and what is left of it after as many more."""
SHRINKING = 0.5
"""What a step takes off each matrix, as a share of the step."""
DECAY_OF_MEAN, DECAY_OF_SQUARE = 0.9, 0.99
FARTHEST = 4.0
"""Standard deviations beyond which a feature is cut off."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Answers (N,) of some students, all abreast: `starts` (T + 1,) says where those number t begin.

    Students go by the length of their history, so those who answer number t are the first of those before.
    """

    skills: Indices
    right: Indices
    features: NDArray[np.float32]
    starts: Indices

    @classmethod
    def of(cls, histories: Sequence[History], skills: Skills) -> Batch:
        """Of these students, with skills as others show them."""
        ordered = sorted(histories, key=lambda history: -len(history[0]))
        lengths = np.array([len(asked) for asked, _ in ordered])
        here = np.searchsorted(-lengths, -np.arange(lengths[0]))
        asked = np.concatenate([[asked[at] for asked, _ in ordered[:n]] for at, n in enumerate(here)])
        x, y = features(ordered, skills)
        return cls(asked, y, x, np.concatenate([[0], np.cumsum(here)]))

    def steps(self) -> Iterator[tuple[slice, slice]]:
        """Answers number t = 1, 2, … and those of the same students just before."""
        for before, start, end in zip(self.starts, self.starts[1:], self.starts[2:], strict=False):
            yield slice(start, end), slice(before, before + end - start)


@dataclass(eq=False)
class _Pass:
    """What a pass forward leaves to the pass back."""

    kept: Floats
    came: Floats
    state: Floats
    wide: Floats
    active: Floats


class Network:
    """For K skills; `batches` are only asked for the range of their features."""

    def __init__(self, count: int, batches: Sequence[Batch], seed: int) -> None:
        self.random = np.random.default_rng(seed)
        x = np.concatenate([batch.features for batch in batches])
        self.centre, self.scale = x.mean(axis=0), x.std(axis=0) + 1e-6
        quantities, wide = x.shape[1], CHANNELS + VECTOR + x.shape[1]
        kept = np.exp(-1 / np.geomspace(SHORTEST, LONGEST, CHANNELS))
        self.parameters: Parameters = {
            "kept": np.log(kept / (1 - kept)).astype(np.float32),
            "trace": self._drawn((2 * count, CHANNELS), 0.1),
            "reading": self._drawn((count, CHANNELS), 0.1),
            "vector": self._drawn((count, VECTOR), 0.1),
            "bias": np.zeros(count, np.float32),
            "straight": np.zeros(quantities, np.float32),
            "inner": self._drawn((wide, UNITS), wide**-0.5),
            "inner_bias": np.zeros(UNITS, np.float32),
            "outer": self._drawn((UNITS,), UNITS**-0.5),
        }

    def _drawn(self, shape: tuple[int, ...], deviation: float) -> Floats:
        return (self.random.standard_normal(shape) * deviation).astype(np.float32)

    def chances(self, batch: Batch) -> Floats:
        """P(right) of each answer of the batch (N,)."""
        return sigmoid(self._forward(batch, self._scaled(batch), None)[0])

    def gradients(self, batch: Batch, dropped: float = 0.0) -> Parameters:
        """Of the mean log-loss, with a share of the units left out."""
        p, x = self.parameters, self._scaled(batch)
        mask = (self.random.random((len(x), UNITS), np.float32) >= dropped) / np.float32(1 - dropped)
        logit, made = self._forward(batch, x, mask)
        off = ((sigmoid(logit) - batch.right) / len(x)).astype(x.dtype)
        inner = off[:, None] * p["outer"] * mask * (made.active > 0)
        wide = inner @ p["inner"].T
        state = wide[:, :CHANNELS] + off[:, None] * p["reading"][batch.skills]
        came, kept = self._back(batch, made, state)
        return {
            "kept": kept,
            "trace": _summed(came, 2 * batch.skills + batch.right, len(p["trace"])),
            "reading": _summed(off[:, None] * made.state, batch.skills, len(p["reading"])),
            "vector": _summed(wide[:, CHANNELS : CHANNELS + VECTOR], batch.skills, len(p["vector"])),
            "bias": np.bincount(batch.skills, off, len(p["bias"])).astype(x.dtype),
            "straight": x.T @ off,
            "inner": made.wide.T @ inner,
            "inner_bias": inner.sum(axis=0),
            "outer": made.active.T @ off,
        }

    def _scaled(self, batch: Batch) -> Floats:
        scaled = (batch.features - self.centre) / self.scale
        return np.clip(scaled, -FARTHEST, FARTHEST).astype(self.parameters["inner"].dtype)

    def _forward(self, batch: Batch, x: Floats, mask: Floats | None) -> tuple[Floats, _Pass]:
        p = self.parameters
        kept = sigmoid(p["kept"])
        came = p["trace"][2 * batch.skills + batch.right]
        entering = came * np.sqrt(1 - kept**2)
        state = np.zeros_like(entering)
        for now, before in batch.steps():
            state[now] = kept * state[before] + entering[before]
        wide = np.concatenate([state, p["vector"][batch.skills], x], axis=1)
        active = np.maximum(wide @ p["inner"] + p["inner_bias"], 0)
        if mask is not None:
            active *= mask
        read = np.einsum("nd,nd->n", state, p["reading"][batch.skills])
        logit = p["bias"][batch.skills] + read + x @ p["straight"] + active @ p["outer"]
        return logit, _Pass(kept, came, state, wide, active)

    def _back(self, batch: Batch, made: _Pass, state: Floats) -> tuple[Floats, Floats]:
        """From the gradient of the states to those of the traces that came in (N, D) and of what is kept (D,).

        `state` is used up: it becomes the gradient by way of all later answers.
        """
        entered, by_keeping = np.zeros_like(state), np.zeros_like(made.kept)
        for now, before in reversed(list(batch.steps())):
            entered[before] = state[now]
            state[before] += made.kept * state[now]
            by_keeping += np.einsum("nd,nd->d", state[now], made.state[before])
        share = np.sqrt(1 - made.kept**2)
        by_keeping -= np.einsum("nd,nd->d", entered, made.came) * made.kept / share
        return entered * share, by_keeping * made.kept * (1 - made.kept)


class Training:
    """Adam, one batch after the other; what counts is the running average of the parameters over about one pass."""

    def __init__(self, network: Network, batches: Sequence[Batch]) -> None:
        self.network, self.batches = network, batches
        self.mean, self.square, self.average = (
            {name: np.zeros_like(value) for name, value in network.parameters.items()} for _ in range(3)
        )
        self.steps = 0

    def once(self) -> Network:
        """After one more pass over the batches: the network with averaged parameters."""
        for n in self.network.random.permutation(len(self.batches)):
            self._step(self.network.gradients(self.batches[n], DROPPED))
        weight = np.float32(1 - (1 - 1 / len(self.batches)) ** self.steps)
        averaged = copy(self.network)
        averaged.parameters = {name: value / weight for name, value in self.average.items()}
        return averaged

    def _step(self, gradients: Parameters) -> None:
        self.steps += 1
        step = STEP * min(1, self.steps / WARM) * FADING ** (self.steps / WARM)
        for name, value in self.network.parameters.items():
            mean, square, average = self.mean[name], self.square[name], self.average[name]
            mean += (1 - DECAY_OF_MEAN) * (gradients[name] - mean)
            square += (1 - DECAY_OF_SQUARE) * (gradients[name] ** 2 - square)
            spread = np.sqrt(square / (1 - DECAY_OF_SQUARE**self.steps)) + 1e-8
            value -= step * mean / (1 - DECAY_OF_MEAN**self.steps) / spread
            if value.ndim == 2:
                value -= step * SHRINKING * value
            average += (value - average) / len(self.batches)


def sigmoid(logit: Floats) -> Floats:
    """σ, for any logit without overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * logit)


def _summed(values: Floats, names: Indices, count: int) -> Floats:
    """Rows (N, D) summed by name (count, D)."""
    order = np.argsort(names, kind="stable")
    there, starts = np.unique(names[order], return_index=True)
    total = np.zeros((count, values.shape[1]), values.dtype)
    total[there] = np.add.reduceat(values[order], starts)
    return total
