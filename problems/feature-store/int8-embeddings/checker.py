"""Decodes what a quantiser returns, weighs it, and measures recall on queries that the quantiser has not seen."""

import zlib

import numpy as np

UNSEEN = 150
PARTS = {"row_scale": 0, "channel_scale": 1, "offset": 1}  # the axis along which each has its length


class Refused(Exception):
    """What is wrong with an answer, in words for the candidate."""


def check(case, expected, actual):
    """True when the answer is an encoding within the budget whose recall reaches the floor."""
    given = dict(zip(("vectors", "queries", "k", "floor", "budget"), case.args)) | (case.kwargs or {})
    vectors, queries = (np.array(given[name], dtype=float) for name in ("vectors", "queries"))
    try:
        decoded, size = decode(actual, vectors.shape)
    except Refused as refused:
        return str(refused)
    if size > given["budget"]:
        return f"The encoding takes {size} bytes; the budget is {given['budget']}."
    found = recall(vectors, decoded, unseen(queries), given["k"])
    if found < given["floor"] - 1e-12:
        return f"recall@{given['k']} on unseen queries is {found:.4f}; the floor is {given['floor']:g}."
    return True


def decode(answer, shape):
    """The (n, d) table that an answer stands for, and how many bytes it takes."""
    if not isinstance(answer, dict) or "codes" not in answer:
        raise Refused("The answer must be a dict with the key 'codes'.")
    if strange := [key for key in answer if key not in ("codes", *PARTS)]:
        raise Refused(f"The answer has a key {strange[0]!r:.40} that means nothing.")
    codes = _numbers("codes", answer["codes"], shape)
    if (codes != np.rint(codes)).any() or codes.min() < -128 or codes.max() > 127:
        raise Refused("codes must be whole numbers from -128 to 127.")
    parts = {name: answer[name] for name in PARTS if answer.get(name) is not None}
    parts = {name: _single(name, part, (shape[PARTS[name]],)) for name, part in parts.items()}
    row_scale = parts.get("row_scale", np.ones(shape[0]))[:, None]
    decoded = row_scale * parts.get("channel_scale", 1.0) * codes + parts.get("offset", 0.0)
    return decoded, codes.size + 4 * sum(part.size for part in parts.values())


def _numbers(name, value, shape):
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name} must be numbers of the shape {shape}.") from None
    if array.shape != shape or not np.isfinite(array).all():
        raise Refused(f"{name} must be finite numbers of the shape {shape}.")
    return array


def _single(name, value, shape):
    with np.errstate(over="ignore"):
        array = _numbers(name, value, shape).astype(np.float32)
    if not np.isfinite(array).all():
        raise Refused(f"{name} must be finite in single precision.")
    return array.astype(float)


def unseen(queries):
    """Queries with the mean and the spread of those given: pairs of them, turned into one another by a random angle."""
    chance = np.random.default_rng(zlib.crc32(queries.tobytes()))
    mean = queries.mean(axis=0)
    one, other = (queries[chance.integers(len(queries), size=UNSEEN)] - mean for _ in range(2))
    angle = chance.uniform(0, 2 * np.pi, size=(UNSEEN, 1))
    return mean + np.cos(angle) * one + np.sin(angle) * other


def recall(vectors, decoded, queries, k):
    """Mean share of the true best k of each query among the decoded best k."""
    true, found = (nearest(scores(table, queries), k) for table in (vectors, decoded))
    return float(np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(true, found)]))


def scores(table, queries):
    """Inner products (m, n), added up in the same order for each row, so that equal rows have equal ones."""
    total = np.zeros((len(queries), len(table)))
    for numbers, weights in zip(table.T, queries.T):
        total += weights[:, None] * numbers
    return total


def nearest(scores, k):
    """The k rows of the largest scores for each query; of equal ones the rows that come first."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]
