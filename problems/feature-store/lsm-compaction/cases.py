"""Cases for the LSM store: short scripts that each catch a mistake, random ones, and long ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 20_000
MAX_SHOWN = 100_000
MAX_VALUE = 10**9

Calls = list[tuple[object, ...]]
FLUSH: tuple[object, ...] = ("flush",)
RUNS: tuple[object, ...] = ("runs",)
OPEN: tuple[object, ...] = ("snapshot",)
TAKES = {"put": "key, value", "delete": "key", "get": "key[, snapshot]", "release": "snapshot"}
TAKES |= {"compact": "first, last", "snapshot": "", "flush": "", "runs": ""}


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (calls that must be refused included)."""
    if args or kwargs:
        raise ValueError("Store takes no arguments")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    written = shown = 0
    for number, (method, *given) in enumerate(calls, 1):
        if method not in TAKES or not _fits(method, given):
            raise ValueError(f"call {number}: write {method}({TAKES.get(method, '')})")
        written += method in ("put", "delete")
        shown += written if method == "runs" else 0
    if shown > MAX_SHOWN:
        raise ValueError(f"the answers of runs() can hold {shown} entries, at most {MAX_SHOWN} are allowed")


def _fits(method: object, given: list[object]) -> bool:
    """Whether the arguments have the types that the method declares."""
    if method in ("put", "delete", "get"):
        if not given or type(given[0]) is not str or len(given[0]) > 20:
            return False
        if method == "get" and len(given) == 2 and given[1] is None:
            return True
        numbers, fewest, most = given[1:], method == "put", method != "delete"
    else:
        numbers, fewest, most = given, *{"release": (1, 1), "compact": (2, 2)}.get(str(method), (0, 0))
    whole = all(type(number) is int and abs(number) <= MAX_VALUE for number in numbers)
    return whole and fewest <= len(numbers) <= most


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _reads(rng)
    yield from _snapshots(rng)
    yield from _compaction(rng)
    yield from _open(rng)
    yield from _errors()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    yield _case("compaction", "drawn for this submission", _drawn(rng, 250, snapshots=0.0))
    yield _case("open", "drawn for this submission", _drawn(rng, 250, snapshots=0.15))


def _case(group: str, note: str, calls: Calls | str) -> Case:
    return Case(calls=_calls(calls) if isinstance(calls, str) else calls, group=group, note=note)


def _calls(text: str) -> Calls:
    """Calls from words: a1 puts, -a deletes, | flushes, s opens a snapshot, !2 releases number 2, #01 compacts
    runs 0 to 1, = asks for the runs, ?ab reads a and b now and in every open snapshot."""
    calls: Calls = []
    alive: list[int] = []
    for word in text.split():
        sign, rest = word[0], word[1:]
        if word == "s":
            alive.append(sum(call == OPEN for call in calls) + 1)
            calls.append(OPEN)
        elif sign == "!":
            alive = [number for number in alive if number != int(rest)]
            calls.append(("release", int(rest)))
        elif sign == "?":
            calls += _reads_of(rest, alive)
        elif sign == "#":
            calls.append(("compact", int(rest[0]), int(rest[1])))
        elif sign in "|=":
            calls.append(FLUSH if sign == "|" else RUNS)
        else:
            calls.append(("delete", rest) if sign == "-" else ("put", sign, int(rest)))
    return calls


def _reads_of(keys: str, snapshots: Sequence[int]) -> Calls:
    return [("get", key, *at) for key in keys for at in [(), *((number,) for number in snapshots)]]


def _drawn(rng: random.Random, length: int, snapshots: float, compact: bool = True) -> Calls:
    """Random writes and reads of few keys; with snapshots that open and close."""
    calls: Calls = []
    runs, opened, alive = 0, 0, list[int]()
    for _ in range(length):
        key, chance = rng.choice("abcd"), rng.random()
        if chance < snapshots and rng.random() < 0.5 and alive:
            calls.append(("release", alive.pop(rng.randrange(len(alive)))))
        elif chance < snapshots:
            opened += 1
            alive.append(opened)
            calls.append(OPEN)
        elif chance < 0.45:
            calls.append(("put", key, rng.randint(-9, 9)))
        elif chance < 0.62:
            calls.append(("delete", key))
        elif chance < 0.75:
            calls.append(("get", key, rng.choice([None, *alive])))
        elif chance < 0.9 or runs < 2 or not compact:
            calls.append(FLUSH)
            runs += 1
        else:
            last = rng.randrange(2)
            calls += [("compact", rng.randint(0, last), last), RUNS, *_reads_of("abcd", alive)]
            runs = 1
    return [*calls, FLUSH, RUNS, *_reads_of("abcd", alive)]


def _samples() -> Iterator[Case]:
    yield _case("samples", "a tombstone and what it hides", "a1 b2 | -a b3 | ?ab = #00 = #01 = ?a")
    calls = [*_calls("a1 s -a | #00 ="), ("get", "a", 1), ("get", "a"), *_calls("!1 #00 =")]
    yield _case("samples", "a tombstone under a snapshot", calls)
    yield _case("samples", "memory before runs", "a1 | a2 ?ab =")


def _reads(rng: random.Random) -> Iterator[Case]:
    yield _case("reads", "nothing written", "?a | = a1 | | = | =")
    yield _case("reads", "three runs, the newest entry counts", "a1 b1 | a2 c2 | a3 | ?abcd =")
    yield _case("reads", "deleted and written again", "a1 b1 c1 | -a b2 | -b ?abc | ?abc a4 ?a")
    yield _case("reads", "deleting what is not there", "-x a1 -x ?ax | = a2 | =")
    yield _case("reads", "all versions are flushed", "b1 a1 b2 a2 b3 -a | = ?ab")
    keys = ["b", "", "a", "B", "ab", "é", "10", "9", "b" * 20]
    odd: Calls = [("put", key, number) for number, key in enumerate(keys)]
    asked: Calls = [("get", key) for key in [*keys, "c", "aa"]]
    yield _case("reads", "the order of keys", [*odd, FLUSH, RUNS, *asked])
    yield _case("reads", "a value of zero", "a5 | a0 b0 ?ab | ?ab =")
    yield _case("reads", "writes, flushes and reads", _drawn(rng, 200, snapshots=0.0, compact=False))


def _snapshots(rng: random.Random) -> Iterator[Case]:
    yield _case("snapshots", "of nothing", "s a1 ?a | ?a")
    yield _case("snapshots", "four versions of one key in memory", "a1 s a2 s -a s a3 ?a | ?a =")
    yield _case("snapshots", "versions in several runs", "a1 b1 s | a2 s -b | -a c3 s | b4 ?abc")
    yield _case("snapshots", "writes after the snapshot", "a1 | s a2 b2 ?ab | -a ?ab | ?ab")
    yield _case("snapshots", "numbers are not used again", "s s !1 s !3 !2 s a1 ?a s a2 ?a")
    drawn = _drawn(rng, 220, snapshots=0.2, compact=False)
    yield _case("snapshots", "opened and closed at random", drawn)


def _compaction(rng: random.Random) -> Iterator[Case]:
    for chosen in ("01", "12", "23", "02", "13", "03", "22", "33"):
        calls = f"a1 b1 c1 | a2 -b d2 | a3 c3 | -d b4 | #{chosen} = ?abcd"
        yield _case("compaction", f"runs {chosen[0]} to {chosen[1]} of four", calls)
    yield _case("compaction", "deleted again and again", "a1 | -a | a3 | -a | #12 = #12 = #01 = ?a")
    yield _case("compaction", "one run alone", "-a a2 -b | #00 = -a | #00 = ?ab #01 =")
    yield _case("compaction", "nothing is left, and numbers go on", "a1 | b2 | -a -b | #02 = ?ab a9 | =")
    yield _case("compaction", "memory is not part of it", "a1 | a2 | a3 -b #01 = ?ab | =")
    yield _case("compaction", "merged again and again", _drawn(rng, 400, snapshots=0.0))


def _open(rng: random.Random) -> Iterator[Case]:
    yield _case("open", "one snapshot after another closes", "a1 s a2 s a3 s a4 | #00 = !2 #00 = !3 #00 = ?a")
    yield _case("open", "only the last write before a snapshot stays", "a1 a2 s a3 a4 s s a5 a6 | #00 = ?a")
    yield _case("open", "snapshots right after and right before an entry", "a1 s b2 a3 s b4 | #00 = ?ab")
    yield _case("open", "two equal snapshots, one closes", "a1 s s -a | !1 #00 = ?a !2 #00 =")
    yield _case("open", "tombstones upon tombstones", "a1 -a s a3 -a s -a | #00 = ?a")
    buried = "-a s a2 s -a s -a | #00 = ?a !2 #00 = ?a"
    yield _case("open", "a tombstone below and two above a value", buried)
    yield _case("open", "merged in two steps", "a1 b1 | s -a b2 | -b s a3 | #12 = #01 = ?ab !1 #00 =")
    yield _case("open", "above an older run", "a1 | a2 s -a | s -a s | #00 = #01 = ?a #01 =")
    yield _case("open", "a snapshot from before everything", "s a1 b2 | s -a | #01 = ?ab")
    yield _case("open", "neighbouring keys hide nothing", "b1 s -b a3 -a c5 s -c | #00 = ?abc")
    for length in (150, 300):
        yield _case("open", "snapshots open and close", _drawn(rng, length, snapshots=0.2))


def _errors() -> Iterator[Case]:
    def read(*snapshots: int) -> Calls:
        return [("get", "a", number) for number in snapshots]

    calls = [*_calls("a1"), *read(1, 0), *_calls("s !1"), *read(1, 2), *_calls("s"), *read(2, -1)]
    yield _case("errors", "reading with a snapshot that is not open", [*calls, ("get", "a", None)])
    yield _case("errors", "releasing what is not open", "!1 s !1 !1 s !2 !0 s !-1 !3 a1 ?a")
    ranges = [(1, 0), (-1, 0), (-1, -1), (0, 2), (2, 2), (0, -1), (1, 2)]
    calls = [*_calls("#00 a1 | a2 | -a"), *(("compact", *pair) for pair in ranges), *_calls("= #11 #01 =")]
    yield _case("errors", "ranges of runs that are not there", calls)


def _scale(rng: random.Random) -> Iterator[Case]:
    many: Calls = []
    for number in range(9_900):
        many.append(("put", f"key-{rng.randrange(10**6)}", number))
        if number % 3_300 == 3_299:
            many.append(FLUSH)
    many += [("get", f"key-{rng.randrange(10**6)}") for _ in range(10_000)]
    yield _case("scale", "many keys in three runs", many)
    hot: Calls = [("put", "hot", 0)]
    hot += [OPEN for _ in range(10)]
    hot += [("put", "hot", number) for number in range(7_900)]
    hot += [FLUSH, *(("get", "hot", rng.randint(1, 10)) for _ in range(8_000))]
    yield _case("scale", "a hot key, read by old snapshots", hot)
    steps: Calls = []
    for number in range(5_000):
        steps += [("put", "hot", number), OPEN]
    yield _case("scale", "a snapshot after each write", [*steps, FLUSH, *[("compact", 0, 0)] * 9, RUNS])
    wide: Calls = [("put", f"key-{number}", number) for number in range(5_000)]
    for number in range(5_000):
        wide += [OPEN, ("put", f"key-{rng.randrange(5_000)}", number)]
    yield _case(
        "scale", "many keys, many snapshots", [*wide, FLUSH, ("compact", 0, 0), ("compact", 0, 0), RUNS]
    )
