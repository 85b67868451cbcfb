"""Histories of answers to skills, and what of a history tells the next answer.

Per skill: how often and how well, with forgetting at several speeds, and how long ago. Over skills: the same, skills
that go together, and how often this skill is right after that one. All of it is known before the answer is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
History = tuple[Indices, Indices]
"""One student's skills and answers (0 or 1), oldest first."""

_OVERALL = np.array([0.7, 0.9, 0.97, 0.995])
_ON_SKILL = np.array([0.6, 0.85])
_LAGS = (1, 2, 3, 4)


def read(path: Path) -> list[History]:
    """Three lines per student: how many, skill ids, right (1) or wrong (0). ValueError names the line that is not so."""
    lines = path.read_text().splitlines()
    histories = []
    for at in range(0, len(lines) - 2, 3):
        try:
            count = int(lines[at])
            skills, right = (
                np.array([int(word) for word in line.split(",") if word.strip()], dtype=np.intp)
                for line in lines[at + 1 : at + 3]
            )
        except ValueError as error:
            raise ValueError(f"{path}, line {at + 1}: {error}") from error
        if not len(skills) == len(right) == count or not np.isin(right, (0, 1)).all():
            raise ValueError(
                f"{path}, line {at + 1}: {count} answers announced, {len(skills)} skills, {len(right)} marks"
            )
        if count:
            histories.append((skills, right))
    return histories


@dataclass(frozen=True, eq=False)
class Skills:
    """What is known of K skills from other students.

    `rates` (K,) of right answers; `after` and `times` (K, K, 2): right ones and all on a skill that came after a skill
    answered so; `alike` (K, K) how far being better at one goes with being better at the other.
    """

    rates: Floats
    after: Floats
    times: Floats
    alike: Floats

    @classmethod
    def seen(cls, histories: Sequence[History], count: int) -> Skills:
        """From these histories; `count` is K."""
        skills = np.concatenate([history[0] for history in histories])
        right = np.concatenate([history[1] for history in histories])
        had = np.bincount(skills, minlength=count)
        mean = (right.sum() + 1) / (len(right) + 2)
        rates = (np.bincount(skills, right, count) + 5 * mean) / (had + 5)
        pairs = [(q[:-1] * count + q[1:]) * 2 + a[:-1] for q, a in histories]
        pair, next_ = np.concatenate(pairs), np.concatenate([a[1:] for _, a in histories])
        size, shape = count * count * 2, (count, count, 2)
        after = np.bincount(pair, next_, size).reshape(shape)
        times = np.bincount(pair, minlength=size).reshape(shape)
        return cls(rates, after, times, _alike(histories, rates))


def _alike(histories: Sequence[History], rates: Floats) -> Floats:
    """Correlation of students' surplus on two skills, shrunk where few had both; 0 where negative."""
    surplus = np.zeros((len(histories), len(rates)))
    met = np.zeros_like(surplus)
    for row, (skills, right) in enumerate(histories):
        np.add.at(surplus[row], skills, right - rates[skills])
        np.add.at(met[row], skills, 1)
    surplus /= met + 3
    there = (met > 0).astype(float)
    both = there.T @ there
    scale = np.sqrt((surplus**2).T @ there) * np.sqrt(there.T @ surplus**2)
    alike = surplus.T @ surplus / np.maximum(scale, 1e-9) * both / (both + 20)
    np.fill_diagonal(alike, 0)
    return np.maximum(alike, 0)


def features(histories: Sequence[History], skills: Skills) -> tuple[NDArray[np.float32], Indices]:
    """One row per answer (R, F) and the answers (R,), all students abreast from their first answer to the last."""
    ordered = sorted(histories, key=lambda history: -len(history[0]))
    lengths = np.array([len(history[0]) for history in ordered])
    state = _State(len(ordered), skills)
    asked = np.zeros((len(ordered), lengths[0]), dtype=np.intp)
    right = np.zeros_like(asked)
    for row, (skill, answer) in enumerate(ordered):
        asked[row, : len(skill)], right[row, : len(answer)] = skill, answer
    rows = []
    answers = []
    for at in range(lengths[0]):
        here = int(np.searchsorted(-lengths, -at))
        rows.append(state.row(asked[:here], right[:here], at))
        answers.append(right[:here, at])
        state.answer(asked[:here, at], right[:here, at], at)
    return np.concatenate(rows), np.concatenate(answers)


class _State:
    """What has been counted of each student (S, …) up to now."""

    def __init__(self, students: int, skills: Skills) -> None:
        count = len(skills.rates)
        self.skills = skills
        self.met, self.surplus = np.zeros((2, students, count))
        self.last, self.before = np.zeros((2, students, count))
        self.seen = np.full((students, count), -1.0)
        self.right_on, self.weight_on = np.zeros((2, students, count, len(_ON_SKILL)))
        self.right, self.weight = np.zeros((2, students, len(_OVERALL)))
        self.above = np.zeros((students, 3))
        self.same, self.streak, self.distinct = np.zeros((3, students))

    def row(self, asked: Indices, right: Indices, at: int) -> NDArray[np.float32]:
        """The features of the answers number `at` of the students that have one.

        Marks are 1, −1 or, where there is none, 0; counts are logarithms.
        """
        here, skill = np.arange(len(asked)), asked[:, at]
        rate = self.skills.rates[skill]
        previous = asked[:, at - 1] if at else np.full(len(asked), -1)
        outcome = right[:, at - 1] if at else np.full(len(asked), -1)
        met, seen = self.met[here, skill], self.seen[here, skill]
        recent = (self.right_on[here, skill] + rate[:, None]) / (self.weight_on[here, skill] + 1)
        overall = (self.right[: len(here)] + 0.7) / (self.weight[: len(here)] + 1)
        again = np.where(previous == skill, self.same[: len(here)], 0)
        columns = [
            np.log(rate / (1 - rate)),
            np.log1p(met),
            met == 0,
            self.surplus[here, skill] / (met + 2),
            self.last[here, skill],
            self.before[here, skill],
            np.where(seen < 0, 0, np.log1p(at - seen)),
            *recent.T,
            *overall.T,
            *self.above[: len(here)].T,
            np.log1p(again),
            again == 1,
            again == 2,
            _log(self.streak[: len(here)]),
            np.full(len(here), np.log1p(at)),
            np.log1p(self.distinct[: len(here)]),
            *self._lags(asked, right, at),
            *self._alike(here, skill),
            *self._after(skill, previous, outcome, rate),
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _lags(self, asked: Indices, right: Indices, at: int) -> list[Indices]:
        none = np.zeros(len(asked), dtype=np.intp)
        lagged = []
        for lag in _LAGS:
            lagged += (
                [2 * right[:, at - lag] - 1, asked[:, at - lag] == asked[:, at]] if at >= lag else [none] * 2
            )
        return lagged

    def _alike(self, here: Indices, skill: Indices) -> list[Floats]:
        """The surplus on other skills, weighted by how much they go with this one, and the weight."""
        alike, met = self.skills.alike[skill], self.met[: len(here)]
        sure = met / (met + 2) ** 2
        weight = np.einsum("sk,sk->s", alike, met / (met + 2))
        return [
            np.einsum("sk,sk,sk->s", alike, self.surplus[: len(here)], sure) / (weight + 0.3),
            np.log1p(weight),
        ]

    def _after(self, skill: Indices, previous: Indices, outcome: Indices, rate: Floats) -> list[Floats]:
        after, times = (
            table[previous, skill, outcome] * (previous >= 0)
            for table in (self.skills.after, self.skills.times)
        )
        return [(after + 10 * rate) / (times + 10), np.log1p(times)]

    def answer(self, skill: Indices, right: Indices, at: int) -> None:
        """Count the answers number `at`."""
        here = np.arange(len(skill))
        surplus = right - self.skills.rates[skill]
        again = self.seen[here, skill] == at - 1 if at else np.zeros(len(here), dtype=bool)
        self.same[: len(here)] = np.where(again, self.same[: len(here)] + 1, 1)
        streak = self.streak[: len(here)]
        self.streak[: len(here)] = np.where(right == 1, np.maximum(streak, 0) + 1, np.minimum(streak, 0) - 1)
        self.distinct[: len(here)] += self.met[here, skill] == 0
        self.met[here, skill] += 1
        self.surplus[here, skill] += surplus
        self.before[here, skill], self.last[here, skill] = self.last[here, skill], 2 * right - 1
        self.seen[here, skill] = at
        self.right_on[here, skill] = _ON_SKILL * self.right_on[here, skill] + right[:, None]
        self.weight_on[here, skill] = _ON_SKILL * self.weight_on[here, skill] + 1
        self.right[: len(here)] = _OVERALL * self.right[: len(here)] + right[:, None]
        self.weight[: len(here)] = _OVERALL * self.weight[: len(here)] + 1
        speeds = np.array([0.8, 0.95, 0.99])
        self.above[: len(here)] = speeds * self.above[: len(here)] + (1 - speeds) * surplus[:, None]


def _log(count: Floats) -> Floats:
    return np.sign(count) * np.log1p(np.abs(count))
