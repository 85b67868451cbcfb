"""Cases for the features in waves: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_FEATURES = 10_000
MAX_NEEDS = 30_000
MAX_NAME = 20

Needs = dict[str, list[str]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    given = {**dict(zip(("needs",), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 1 or given.keys() != {"needs"}:
        raise ValueError("feature_waves takes one argument, needs")
    needs = given["needs"]
    if type(needs) is not dict or len(needs) > MAX_FEATURES:
        raise ValueError(f"needs must be a dict of at most {MAX_FEATURES} features")
    for feature, names in needs.items():
        _name("a feature", feature)
        if type(names) is not list:
            raise ValueError(f"needs[{feature!r}] must be a list of names")
        for name in names:
            _name(f"needs[{feature!r}]", name)
    if sum(map(len, needs.values())) > MAX_NEEDS:
        raise ValueError(f"the lists may hold at most {MAX_NEEDS} names together")


def _name(where: str, value: object) -> None:
    if type(value) is not str or len(value) > MAX_NAME:
        raise ValueError(f"{where}: a name is a string of at most {MAX_NAME} characters")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _waves(rng)
    yield from _cycles(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("waves", note, _random_needs(rng, 40, 70, back=0))
    yield _case("cycles", note, _random_needs(rng, 30, 45, back=3))
    yield _case("cycles", note, _random_needs(rng, 24, 30, back=8))


def _case(group: str, note: str, needs: Needs) -> Case:
    return Case(args=(needs,), group=group, note=note)


def _of(**needs: str) -> Needs:
    """Features with names of one letter: a="bc" needs b and c."""
    return {name: list(listed) for name, listed in needs.items()}


def _random_needs(rng: random.Random, features: int, edges: int, back: int) -> Needs:
    """A random acyclic graph with raw columns and repeated names, and `back` needs that may close cycles."""
    names = [f"f{number}" for number in rng.sample(range(10 * features), features)]
    needs: Needs = {
        name: rng.sample(["raw", "log"], rng.randrange(3)) for name in rng.sample(names, features)
    }
    for turned in [False] * edges + [True] * back:
        low, high = sorted(rng.choices(range(features), k=2))
        if turned:
            needs[names[low]].append(names[high])
        elif low != high:
            needs[names[high]].append(names[low])
    for listed in needs.values():
        rng.shuffle(listed)
    return needs


def _samples() -> Iterator[Case]:
    first = {
        "ctr": ["clicks", "views"],
        "views": ["log"],
        "clicks": ["log"],
        "score": ["ctr", "age", "views"],
    }
    yield _case("samples", "three waves", first)
    second = _of(a="db", b="c", c="e", e="b", d="", f="f")
    yield _case("samples", "a walk that begins outside its cycle", second)
    yield _case("samples", "two features that need each other", _of(x="y", y="x"))


def _waves(rng: random.Random) -> Iterator[Case]:
    yield _case("waves", "the longest way counts", _of(a="", b="a", c="b", d="ac"))
    yield _case("waves", "the longest way counts, named backwards", _of(d="", c="d", b="c", a="db"))
    yield _case("waves", "a chain in the order of its names", _of(a="", b="a", c="b", d="c", e="d"))
    yield _case("waves", "a chain against the order of its names", _of(a="b", b="c", c="d", d="e", e=""))
    yield _case("waves", "raw columns only", {"b": ["x", "y"], "a": ["x"], "c": []})
    yield _case("waves", "raw columns do not cost a wave", {"a": ["raw"], "b": ["raw", "a"], "c": ["raw"]})
    yield _case("waves", "a name twice in a list", _of(a="", b="aa", c="bab", d="xxx"))
    yield _case("waves", "two ways of the same length", _of(s="", l="s", r="s", t="lr"))
    names = {"f10": ["raw"], "f9": ["f10"], "f2": ["raw"], "F2": ["f10"], "f1": ["f10", "f2"], "": ["f2"]}
    yield _case("waves", "sorted as strings", names)
    yield _case("waves", "many features of one", {**{f"n{n}": ["root"] for n in range(12)}, "root": []})
    yield _case(
        "waves",
        "one feature of many",
        {"all": [f"n{n}" for n in range(12)], **{f"n{n}": [] for n in range(12)}},
    )
    yield _case("waves", "forty features", _random_needs(rng, 40, 60, back=0))
    yield _case("waves", "sixty features, many needs", _random_needs(rng, 60, 240, back=0))


def _cycles(rng: random.Random) -> Iterator[Case]:
    yield _case("cycles", "a feature that needs itself", _of(a="", b="ba", c="a"))
    yield _case("cycles", "needs itself, and is needed", _of(a="b", b="b", c="a", d=""))
    yield _case("cycles", "three in a ring, listed backwards", _of(c="a", b="c", a="b"))
    yield _case("cycles", "three in a ring the other way", _of(c="b", b="a", a="c"))
    yield _case("cycles", "the smallest is met in the middle", _of(a="d", d="b", b="e", e="c", c="d"))
    yield _case("cycles", "a long way to the cycle", _of(a="q", q="p", p="o", o="n", n="m", m="o"))
    yield _case("cycles", "the smallest stuck need, not the first in the list", _of(a="cb", b="a", c="a"))
    yield _case("cycles", "the smallest need is not stuck", _of(d="ac", a="", c="d", e="a"))
    yield _case("cycles", "what can be computed is computed", _of(a="", b="a", c="bd", d="c", e="b", f="ce"))
    yield _case("cycles", "stuck behind a cycle that is listed later", _of(k="z", z="y", y="z", l="k"))
    yield _case("cycles", "two cycles, the walk meets the later one", _of(a="y", b="c", c="b", y="z", z="y"))
    yield _case("cycles", "two cycles, the first key is not the smallest", _of(y="z", z="y", b="x", x="b"))
    yield _case("cycles", "two cycles that share a feature", _of(b="cd", c="b", d="b", a=""))
    yield _case("cycles", "from one cycle into another", _of(d="e", e="dc", c="f", f="c"))
    yield _case("cycles", "the short way round is not asked for", _of(a="bz", b="c", c="z", z="a"))
    yield _case("cycles", "a name twice in a ring", _of(a="bb", b="aa", c="aab"))
    yield _case("cycles", "thirty features, a few needs turned around", _random_needs(rng, 30, 40, back=4))
    yield _case("cycles", "twenty features, many turned around", _random_needs(rng, 20, 20, back=20))
    yield _case("cycles", "eighty features", _random_needs(rng, 80, 120, back=5))
    yield _case("cycles", "fifty features, long walks", _walk(rng, 50))


def _walk(rng: random.Random, features: int) -> Needs:
    """Every feature needs one other: walks are long, and nothing can be computed."""
    names = [f"w{number:03d}" for number in range(features)]
    rest = names[1:]
    rng.shuffle(rest)
    order = [names[0], *rest]
    back = order[features // 2]
    return {name: [after] for name, after in zip(order, [*order[1:], back], strict=True)}


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no features", {})
    yield _case("bounds", "one feature", {"a": []})
    yield _case("bounds", "one feature of a raw column", {"a": ["b"]})
    yield _case("bounds", "one feature of itself", {"a": ["a"]})
    yield _case("bounds", "a name without characters needs itself", {"": [""], "a": [""]})
    yield _case(
        "bounds",
        "long names that differ in the last letter",
        {"n" * 19 + "b": ["n" * 19 + "a"], "n" * 19 + "a": []},
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    diamonds: Needs = {"d0": []}
    for layer in range(1, 400):
        diamonds |= {f"l{layer}": [f"d{layer - 1}"], f"r{layer}": [f"d{layer - 1}"]}
        diamonds[f"d{layer}"] = [f"l{layer}", f"r{layer}"]
    yield _case("scale", "diamond after diamond", diamonds)
    names = [f"c{number}" for number in rng.sample(range(10**6), MAX_FEATURES)]
    chain: Needs = {name: [before] for before, name in zip(names, names[1:], strict=False)}
    mixed = rng.sample(names[1:], MAX_FEATURES - 1)
    yield _case("scale", "a chain of all features", {**{name: chain[name] for name in mixed}, names[0]: []})
    ring = {name: chain.get(name, [names[-1]]) for name in rng.sample(names, MAX_FEATURES)}
    yield _case("scale", "a ring of all features", ring)
    yield _case("scale", "random needs", _random_needs(rng, 8_000, 20_000, back=0))
