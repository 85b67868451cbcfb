"""Online assessment, sequences: accepted solutions against the statements read literally."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGES = {
    "longest-varied-stretch": "longest_varied_stretch",
    "disputed-amount": "disputed_stretches",
    "watched-by-many": "watched_by_many",
    "audience-drop": "seconds_until_drop",
    "caption-lines": "caption_lines",
    "stream-ad-breaks": "best_revenue",
}
SOLUTIONS = {
    (package, file): vars(load(f"online-assessment/{package}", f"submissions/accepted/{file}"))[name]
    for package, name in PACKAGES.items()
    for file in accepted(f"online-assessment/{package}")
}
Stretch = tuple[int, int]


def of(package: str) -> pytest.MarkDecorator:
    """Run a test with each accepted solution of a package."""
    return pytest.mark.parametrize(
        "key", [key for key in SOLUTIONS if key[0] == package], ids=lambda key: key[1]
    )


def stretches(length: int) -> list[Stretch]:
    """All stretches of at least one element."""
    return [(start, end) for start in range(length) for end in range(start + 1, length + 1)]


@of("longest-varied-stretch")
@settings(max_examples=300, deadline=None)
@given(
    feed=st.lists(st.sampled_from([None, 0, 1, 2, 3]), max_size=12),
    cap=st.integers(0, 3),
    spare=st.integers(0, 2),
)
def test_the_longest_varied_stretch_is_found_among_all(
    key: tuple[str, str], feed: list[int | None], cap: int, spare: int
) -> None:
    def varied(start: int, end: int) -> bool:
        counts = Counter(creator for creator in feed[start:end] if creator is not None)
        return sum(count > cap for count in counts.values()) <= spare

    candidates = [stretch for stretch in stretches(len(feed)) if varied(*stretch)]
    longest = max(candidates, key=lambda stretch: (stretch[1] - stretch[0], stretch[0]), default=None)
    assert SOLUTIONS[key](feed, cap, spare) == longest


@of("disputed-amount")
@settings(max_examples=300, deadline=None)
@given(amounts=st.lists(st.integers(-3, 3), max_size=12), target=st.integers(-4, 4), least=st.integers(1, 5))
def test_disputed_stretches_are_found_among_all(
    key: tuple[str, str], amounts: list[int], target: int, least: int
) -> None:
    found = [
        (start, end)
        for start, end in stretches(len(amounts))
        if end - start >= least and sum(amounts[start:end]) == target
    ]
    longest = max(found, key=lambda stretch: (stretch[1] - stretch[0], -stretch[0]), default=None)
    assert SOLUTIONS[key](amounts, target, least) == (len(found), longest)


@of("watched-by-many")
@settings(max_examples=300, deadline=None)
@given(
    views=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 5)).map(
            lambda view: (view[0], view[1], view[1] + view[2])
        ),
        max_size=10,
    ),
    k=st.integers(1, 4),
)
def test_stretches_watched_by_many_hold_the_popular_milliseconds(
    key: tuple[str, str], views: list[tuple[int, int, int]], k: int
) -> None:
    popular = [
        len({viewer for viewer, start, end in views if start <= time < end}) >= k for time in range(16)
    ]
    borders = [time for time in range(16) if popular[time] != (time > 0 and popular[time - 1])]
    assert SOLUTIONS[key](views, k) == list(zip(borders[::2], borders[1::2], strict=True))


@of("audience-drop")
@settings(max_examples=300, deadline=None)
@given(
    viewers=st.lists(st.integers(0, 12), max_size=12),
    percent=st.sampled_from([0, 1, 10, 25, 33, 50, 67, 90, 99, 100]),
    hold=st.integers(1, 4),
)
def test_the_first_drop_is_found_by_looking_ahead(
    key: tuple[str, str], viewers: list[int], percent: int, hold: int
) -> None:
    def wait(second: int) -> int | None:
        for start in range(second + 1, len(viewers) - hold + 1):
            if all(100 * low <= (100 - percent) * viewers[second] for low in viewers[start : start + hold]):
                return start - second
        return None

    assert SOLUTIONS[key](viewers, percent, hold) == [wait(second) for second in range(len(viewers))]


@of("caption-lines")
@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(["a", "bb", "ccc", "dddd"]), max_size=9), width=st.integers(4, 12))
def test_the_lines_of_a_caption_are_the_best_of_all(
    key: tuple[str, str], words: list[str], width: int
) -> None:
    def captions(rest: list[str]) -> list[list[list[str]]]:
        if not rest:
            return [[]]
        heads = [rest[:count] for count in range(1, len(rest) + 1)]
        return [
            [head, *tail]
            for head in heads
            if len(" ".join(head)) <= width
            for tail in captions(rest[len(head) :])
        ]

    def order(caption: list[list[str]]) -> tuple[int, list[int]]:
        ragged = sum((width - len(" ".join(line))) ** 2 for line in caption[:-1])
        return ragged, [-len(line) for line in caption]

    assert SOLUTIONS[key](words, width) == [" ".join(line) for line in min(captions(words), key=order)]


@of("stream-ad-breaks")
@settings(max_examples=200, deadline=None)
@given(
    offers=st.lists(
        st.tuples(st.sampled_from("aab"), st.integers(0, 8), st.integers(1, 4), st.integers(0, 5)).map(
            lambda offer: (offer[0], offer[1], offer[1] + offer[2], offer[3])
        ),
        max_size=7,
    ),
    gap=st.integers(0, 4),
)
def test_the_best_revenue_is_that_of_the_best_subset(
    key: tuple[str, str], offers: list[tuple[str, int, int, int]], gap: int
) -> None:
    def revenue(subset: int) -> int:
        taken = sorted((offer for n, offer in enumerate(offers) if subset >> n & 1), key=lambda o: o[1:3])
        for former, latter in pairwise(taken):
            pause = gap if former[0] != latter[0] else 0
            if former[2] + pause > latter[1]:
                return 0
        return sum(price for *_, price in taken)

    assert SOLUTIONS[key](offers, gap) == max(map(revenue, range(2 ** len(offers))))


@of("stream-ad-breaks")
@settings(max_examples=100, deadline=None)
@given(starts=st.lists(st.integers(0, 30), max_size=12, unique=True), gap=st.integers(0, 50))
def test_one_advertiser_never_pauses(key: tuple[str, str], starts: list[int], gap: int) -> None:
    assert SOLUTIONS[key]([("a", start, start + 1, 2) for start in starts], gap) == 2 * len(starts)
