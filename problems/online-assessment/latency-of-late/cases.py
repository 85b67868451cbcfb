from readyroom import Case


def cases(rng):
    for note, lines in PERCENTILES:
        yield Case(stdin=_log(1000, lines), group="percentile", note=note)
    for note, width, lines in WINDOWS:
        yield Case(stdin=_log(width, lines), group="window", note=note)
    for values in (30, 60):
        yield Case(stdin=_random(rng, 500, values, 4), group="percentile", note="whatever comes")
    for width in (1, 3, 7):
        yield Case(stdin=_random(rng, width, 80, 3), group="window", note="short windows, equal times")
    yield Case(stdin="5 0\n", group="form", note="a log without a line")
    yield Case(stdin=_log(5, ["p 3 50", "p 3 0", "p 9 100"]), group="form", note="no request at all")
    yield Case(stdin=_log(5, ["r 1 4", "r 2 6"]), group="form", note="no question")
    yield Case(stdin=_log(5, ["r 0 0", "p 0 50"]), group="form", note="time and latency are zero")
    yield Case(stdin=_large(rng, 12_000, 30_000), group="scale", note="a long window")
    yield Case(stdin=_large(rng, 9_000, 20), group="scale", note="a long window of few different latencies")


def fresh(rng):
    yield Case(stdin=_random(rng, 400, 40, 5), group="percentile")
    for width in (2, 5):
        yield Case(stdin=_random(rng, width, 60, 3), group="window")


def validate(stdin):
    lines = stdin.split("\n")
    width, count = _integers(lines[0], 2, "the first line holds w and n")
    if not 1 <= width <= 10**9 or not 0 <= count <= 40_000:
        raise ValueError("w is from 1 to 10^9, n from 0 to 4*10^4")
    if len(lines) != count + 2 or lines[-1]:
        raise ValueError("n lines follow the first, each ended by a newline")
    last = 0
    for line in lines[1:-1]:
        last = _line(line, last)


def _line(line, last):
    kind, _, rest = line.partition(" ")
    time, _, number = rest.partition(" ")
    (at,) = _integers(time, 1, f"{line!r}: a time is an integer")
    if not last <= at <= 10**9:
        raise ValueError(f"{line!r}: times do not decrease, and end at 10^9")
    if kind == "r":
        (value,) = _integers(number, 1, f"{line!r}: a latency is an integer")
        if value > 10**12:
            raise ValueError(f"{line!r}: a latency is at most 10^12")
    elif kind == "p":
        whole, point, decimals = number.partition(".")
        _integers(whole + decimals, 1, f"{line!r}: a percentile is a number such as 99.9")
        if float(number) > 100 or len(decimals) > 3 or (point and not decimals):
            raise ValueError(f"{line!r}: a percentile is at most 100, with at most three decimals")
    else:
        raise ValueError(f"{line!r}: a line begins with r or p")
    return at


def _integers(text, count, words):
    parts = text.split(" ")
    if len(parts) != count or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(words)
    return [int(part) for part in parts]


def _log(width, lines):
    return "".join(line + "\n" for line in [f"{width} {len(lines)}", *lines])


def _requests(*values):
    return [f"r 0 {value}" for value in values]


PERCENTILES = [
    ("one request is every percentile", [*_requests(7), "p 0 0", "p 0 33.3", "p 0 100"]),
    ("both ends", [*_requests(5, 1, 9), "p 0 0", "p 0 100"]),
    ("a whole place", [*_requests(40, 10, 30, 20, 50), "p 0 25", "p 0 50", "p 0 75"]),
    ("between two", [*_requests(40, 10, 30, 20), "p 0 50", "p 0 10", "p 0 99"]),
    ("three decimals", [*_requests(0, 10**12), "p 0 99.999", "p 0 0.001", "p 0 50.005"]),
    ("between equal ones", [*_requests(8, 8, 8, 9), "p 0 50", "p 0 66", "p 0 67"]),
    ("latencies are numbers and not text", [*_requests(100, 20, 3), "p 0 0", "p 0 50", "p 0 100"]),
    ("large ones", [*_requests(999_999_999_999, 10**12), "p 0 50", "p 0 12.5"]),
    ("later lines are not seen", ["r 0 1", "p 0 50", "r 0 3", "p 0 50", "r 0 100", "p 0 50"]),
]
WINDOWS = [
    ("exactly as old as the window is long", 10, ["r 0 1", "r 1 5", "p 9 0", "p 10 0", "p 11 0"]),
    ("one tick younger", 10, ["r 5 1", "p 14 50", "p 15 50"]),
    ("all leave at once, and it goes on", 3, ["r 1 4", "r 1 6", "p 9 50", "r 9 2", "p 9 50"]),
    ("equal latencies leave one by one", 5, ["r 1 4", "r 2 4", "r 3 8", "p 6 0", "p 7 0"]),
    ("the largest leaves first", 5, ["r 1 90", "r 2 1", "r 3 2", "p 6 100", "p 7 100"]),
    ("the smallest leaves first", 5, ["r 1 1", "r 2 90", "r 3 50", "p 6 0", "p 7 0"]),
    ("the middle one leaves first", 5, ["r 1 50", "r 2 1", "r 3 90", "p 5 50", "p 6 50"]),
    ("many leave between two lines", 4, ["r 1 1", "r 2 2", "r 3 3", "r 4 4", "r 5 5", "p 8 0", "p 8 100"]),
    ("a window of one tick", 1, ["r 4 7", "p 4 50", "p 5 50", "r 5 3", "r 5 9", "p 5 50"]),
    ("longer than all time", 10**9, ["r 0 3", "r 999999999 5", "p 999999999 0", "p 1000000000 0"]),
    ("leaves without a question, and comes back", 2, ["r 1 5", "r 4 6", "r 8 5", "p 8 0", "p 9 100"]),
]


def _random(rng, width, count, step):
    """Small numbers, so that ties and borders are met."""
    time, lines = 0, []
    for _ in range(count):
        time += rng.randrange(step)
        asked = rng.random() < 0.5
        lines.append(
            f"p {time} {rng.randrange(0, 1001) / 10:g}" if asked else f"r {time} {rng.randrange(12)}"
        )
    return _log(width, lines)


def _large(rng, width, values):
    """A request per tick, and after the first window a question after every request."""
    lines = []
    for time in range(26_000):
        lines.append(f"r {time} {rng.randrange(values) * 1000}")
        if time >= width:
            lines.append(f"p {time} {rng.choice(['50', '90', '99', '99.9'])}")
    return _log(width, lines[:40_000])
