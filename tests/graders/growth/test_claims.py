"""Claims of growth: what they mean, and what is refused with which words."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.growth.claims import parse


@pytest.mark.parametrize(
    ("text", "letter", "ratio"),
    [
        ("1", "n", 1.0),
        ("n", "n", 8.0),
        ("n^2", "n", 64.0),
        ("n ^ 1.5", "n", 8.0**1.5),
        ("log n", "n", 2.5),
        ("n log n", "n", 20.0),
        ("n log^2 n", "n", None),
        ("n log k", "n", 8.0),
        ("n log k", "k", 2.5),
        ("k log n", "k", 8.0),
        ("m", "n", 1.0),
    ],
)
def test_claim_from_4_to_32(text: str, letter: str, ratio: float | None) -> None:
    if ratio is None:
        with pytest.raises(ValueError, match="is no growth"):
            parse(text)
        return
    claim = parse(text)
    assert claim.at(32, letter) / claim.at(4, letter) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 'says nothing; write a product such as "n log n", "n^2" or "1"'),
        ("n + k", '\'+ k\' is no growth; write a product such as "n log n", "n^2" or "1"'),
        ("O(n)", '\'O(n)\' is no growth; write a product such as "n log n", "n^2" or "1"'),
        ("n^9", "the power 9 does not lie between 0 and 4"),
        ("n^0", "the power 0 does not lie between 0 and 4"),
        ("1 n", '1 stands alone: "1" is growth that does not depend on the size'),
        ("log 1", '1 stands alone: "1" is growth that does not depend on the size'),
    ],
)
def test_what_is_no_claim_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        parse(text)


@given(st.floats(0.5, 4), st.integers(2, 10**6))
def test_a_power_is_a_power(power: float, size: int) -> None:
    assert parse(f"n^{power:.2f}").at(size, "n") == pytest.approx(math.exp(round(power, 2) * math.log(size)))
