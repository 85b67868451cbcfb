"""One small mistake in an answer: nothing at all, another type, an element too many, a number somewhat off."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Path, scalar
from graders.verify.answers.tolerance import FAR, Rule
from sandboxes.values import Array, encode

NAMES = (
    *("nothing", "empty", "another type", "another shape"),
    *("removed", "added", "swapped", "repeated", "key removed", "key added", "values swapped"),
    *("changed", "off", "one per cent off", "nan", "infinite", "negated"),
    *("not raised", "raised", "raised another", "cut short"),
)
"""What a change is called, in messages and in answers.toml."""
TINY, SMALL = 1e-9, 1e-3
"""A number closer to 0 than the former, or than such a part of the largest one, may be what rounding left of it."""
_CONTAINERS = (list, tuple, dict)
_SIZED = (list, tuple, dict, str, bytes)


@dataclass(frozen=True)
class Change:
    """An answer with one mistake: what kind, where in the value, and the whole of it."""

    name: str
    path: Path
    value: Any


def changes(value: Any, rule: Rule, rng: random.Random, scale: float | None = None) -> Iterator[Change]:
    """Wrong answers near `value`: at its top, in containers and leaves of it that are drawn with `rng`.

    Numbers that are tiny beside `scale`, by default the largest one in `value`, may be what rounding left.
    """
    visible = max(TINY, SMALL * (scale_of(value) if scale is None else scale))
    for name, path, new in _all(value, rule, rng, visible):
        if not same(new, get(value, path)):
            yield Change(name, path, put(value, path, new))


def same(one: Any, other: Any) -> bool:
    """Whether two values are one answer: a list stands for a tuple, and nothing else for anything else."""
    if isinstance(one, _SIZED) and isinstance(other, _SIZED) and len(one) != len(other):
        return False
    return encode(_listed(one)) == encode(_listed(other))


def scale_of(value: Any) -> float:
    """The size of the largest finite float in a value."""
    leaves, _ = _places(value)
    return max((_size(get(value, path)) for path in leaves.get(float, ())), default=0.0)


def _all(value: Any, rule: Rule, rng: random.Random, visible: float) -> Iterator[tuple[str, Path, Any]]:
    yield "nothing", (), None
    yield "another type", (), another_type(value)
    if isinstance(value, _SIZED):
        yield "empty", (), type(value)()
    leaves, containers = _places(value)
    for path in _some(containers, rng):
        inner, here = get(value, path), rule_at(rule, path)
        for name, new in _in_dict(inner, here) if isinstance(inner, dict) else _in_sequence(inner, here):
            yield name, path, new
    for path in _some_of_each_type(value, leaves, rng):
        for name, new in _in_leaf(scalar(get(value, path)), rule_at(rule, path), rng, visible):
            yield name, path, new


def another_type(value: Any) -> Any:
    """What nobody could take for `value`, though it tells the same."""
    if isinstance(value, list | tuple):
        return dict(enumerate(value))
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return repr(value)


def _in_sequence(items: list[Any] | tuple[Any, ...], rule: Rule) -> Iterator[tuple[str, Any]]:
    kind, row = type(items), list(items)
    yield "removed", kind(row[:-1])
    yield "added", kind([*row, row[-1]])
    pairs = range(len(row) - 1)
    place = next((i for i in pairs if rule.at(i).apart(row[i], row[i + 1]) and _told(rule, row, i)), None)
    if place is not None:
        front, back = row[:place], row[place + 2 :]
        yield "repeated", kind([*front, row[place], row[place], *back])
        if rule.ordered:
            yield "swapped", kind([*front, row[place + 1], row[place], *back])


def _told(rule: Rule, row: list[Any], place: int) -> bool:
    """Whether an exchange would show in either place: a field may be compared otherwise than its neighbour."""
    return rule.at(place + 1).apart(row[place], row[place + 1])


def _in_dict(given: dict[Any, Any], rule: Rule) -> Iterator[tuple[str, Any]]:
    keys = list(given)
    yield "key removed", {key: given[key] for key in keys[:-1]}
    yield "key added", {**given, _unused(keys): given[keys[-1]]}
    for one, other in itertools.pairwise(keys):
        if rule.at(one).apart(given[one], given[other]) and rule.at(other).apart(given[one], given[other]):
            yield "values swapped", {**given, one: given[other], other: given[one]}
            return


def _unused(keys: list[Any]) -> Any:
    if all(type(key) is int for key in keys):
        return max(keys) + 1
    return next(name for n in range(len(keys) + 1) if (name := f"another{n or ''}") not in keys)


def _in_leaf(leaf: Any, rule: Rule, rng: random.Random, visible: float) -> Iterator[tuple[str, Any]]:
    match leaf:
        case bool():
            yield "changed", not leaf
        case int():
            allowed = rule.allowed(_as_float(leaf))
            if math.isfinite(allowed):
                yield "changed", leaf + max(1, math.ceil(FAR * allowed))
        case float():
            yield from _numbers(leaf, rule, visible)
        case str():
            yield "changed", leaf + "x"
        case bytes():
            yield "changed", leaf + b"x"
        case Array():
            yield from _in_array(leaf, rule, rng, visible)
        case None:
            yield "changed", 0


def _numbers(number: float, rule: Rule, visible: float) -> Iterator[tuple[str, float]]:
    if not math.isnan(number) or not rule.nan_is_equal:
        yield "nan", math.nan
    if not math.isfinite(number):
        yield "changed", 0.0
        return
    yield "infinite", math.inf
    yield "off", number + FAR * max(rule.allowed(number), math.ulp(number))
    if abs(number) >= visible:
        yield "one per cent off", number * 1.01
        yield "negated", -number


def _in_array(array: Array, rule: Rule, rng: random.Random, visible: float) -> Iterator[tuple[str, Any]]:
    """Changes of an array's shape, and of one element; bfloat16 does not go back into an array as it came out."""
    yield "another shape", Array(array.dtype, (1, *array.shape), array.data, array.kind)
    values = array.numpy()
    if not values.size or array.dtype == "bfloat16" or values.dtype.kind not in "biuf":
        return
    place = rng.randrange(values.size)
    old = values.flat[place].item()
    for name, new in _in_leaf(old, rule, rng, visible):
        if name == "off" and values.dtype.itemsize < 8:
            continue  # narrower than the step
        changed = values.copy()
        try:
            changed.flat[place] = new
        except OverflowError:
            continue
        yield name, Array(array.dtype, array.shape, changed.tobytes(), array.kind)


def _places(value: Any) -> tuple[dict[type, list[Path]], list[Path]]:
    """Paths of the leaves by type, and of the containers that hold something, from the top."""
    leaves, containers = dict[type, list[Path]](), list[Path]()
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, inner = waiting.pop()
        if not isinstance(inner, _CONTAINERS):
            leaves.setdefault(type(scalar(inner)), []).append(path)
        elif inner:
            containers.append(path)
            items = inner.items() if isinstance(inner, dict) else enumerate(inner)
            waiting += [((*path, name), item) for name, item in items]
    return leaves, containers


def _some(containers: list[Path], rng: random.Random) -> list[Path]:
    """The top, and another one at random."""
    return [*containers[:1], *(rng.sample(containers[1:], 1) if containers[1:] else [])]


def _some_of_each_type(value: Any, leaves: dict[type, list[Path]], rng: random.Random) -> list[Path]:
    """A leaf of each type at random, and the largest number."""
    chosen = [rng.choice(paths) for paths in leaves.values()]
    largest = max(leaves.get(float, ()), key=lambda path: _size(get(value, path)), default=None)
    return list(dict.fromkeys([*chosen, largest] if largest is not None else chosen))


def _size(number: Any) -> float:
    number = scalar(number)
    return abs(number) if math.isfinite(number) else 0.0


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def rule_at(rule: Rule, path: Path) -> Rule:
    """The rule at the end of a path."""
    for name in path:
        rule = rule.at(name)
    return rule


def get(value: Any, path: Path) -> Any:
    """The part of a value at a path."""
    for name in path:
        value = value[name]
    return value


def put(value: Any, path: Path, new: Any) -> Any:
    """A copy of the value with another part at the path; what lies beside it is shared."""
    if not path:
        return new
    name, *rest = path
    inner = put(value[name], tuple(rest), new)
    if isinstance(value, dict):
        return {**value, name: inner}
    return type(value)([*value[:name], inner, *value[name + 1 :]])


def _listed(value: Any) -> Any:
    """The value with lists for tuples."""
    if isinstance(value, list | tuple):
        return [_listed(item) for item in value]
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return value
