"""Cases for captions: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_WORDS = 14_000
MAX_LENGTH = 100
MAX_WIDTH = 100


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("words", "width"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"words", "width"}:
        raise ValueError("caption_lines takes words and width")
    words, width = given["words"], given["width"]
    if type(words) is not list or len(words) > MAX_WORDS:
        raise ValueError(f"words must be a list of at most {MAX_WORDS} words")
    for number, word in enumerate(words):
        if type(word) is not str or not 1 <= len(word) <= MAX_LENGTH or " " in word:
            raise ValueError(
                f"words[{number}] must be a string of 1 to {MAX_LENGTH} characters without spaces"
            )
    if type(width) is not int or abs(width) > MAX_WIDTH:
        raise ValueError(f"width must be an integer between {-MAX_WIDTH} and {MAX_WIDTH}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _even(rng)
    yield from _ties(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("even", note, _random_words(rng, 60, 9), 21)
    yield _case("even", note, _random_words(rng, 40, 5), 9)
    yield _case("ties", note, _random_words(rng, 60, 3), 8)


def _case(group: str, note: str, words: Sequence[str], width: int) -> Case:
    return Case(args=(list(words), width), group=group, note=note)


def _refused(note: str, words: list[str], width: int) -> Case:
    return Case(args=(words, width), group="bounds", note=note, raises="ValueError")


def _random_words(rng: random.Random, words: int, longest: int) -> list[str]:
    """Words of up to `longest` letters."""
    return ["".join(rng.choices("aeioklmnrst", k=rng.randint(1, longest))) for _ in range(words)]


def _samples() -> Iterator[Case]:
    yield _case(
        "samples", "a full line is not the best start", "here is how i make my morning tea".split(), 13
    )
    yield _case(
        "samples", "a bit less in the first line", "add a bit of salt and wait for an hour".split(), 12
    )
    yield _case("samples", "equally ragged", "one pan and ten minutes is all you need".split(), 10)
    yield _case("samples", "one line", "hold on tight".split(), 20)


def _even(rng: random.Random) -> Iterator[Case]:
    yield _case("even", "just one line", "so far so good".split(), 14)
    yield _case("even", "one character too much for one line", "so far so good".split(), 13)
    yield _case("even", "the space counts", "ab cd ef".split(), 4)
    yield _case("even", "no space after the last word", "ab cd ef".split(), 5)
    yield _case("even", "a full line, then a short one", "aaa bb cc ddddd".split(), 6)
    yield _case("even", "a last line of one letter", "aaaa bbbb cccc d".split(), 9)
    yield _case("even", "the last line need not be full", "aaa bbb ccc ddd eee".split(), 11)
    yield _case(
        "even", "two threes are better than a six", "it is not the shoes that make you run faster".split(), 8
    )
    yield _case("even", "the worst line is not all that counts", "k lll mm oo nnnn aa sss lll ss".split(), 9)
    yield _case(
        "even", "a change at the start that pays only in the end", "aa b cc ddd e ff ggg hhhhhh i".split(), 7
    )
    yield _case("even", "squares and not cubes", "aaaa b cc ddd eee fffff ggggg".split(), 8)
    yield _case("even", "no place is used up by the end of a line", "aaaa b c d ee fff".split(), 6)
    fewer = "aaaaa bbb ccc d e f ggg hhhhh ii j kkkkk".split()
    yield _case("even", "no place is added by the end of a line", fewer, 9)
    yield _case("even", "each word on a line of its own", ["long"] * 4, 5)
    yield _case("even", "all words alike", ["so"] * 11, 8)
    yield _case("even", "forty words", _random_words(rng, 40, 8), 18)
    yield _case("even", "forty short words", _random_words(rng, 40, 4), 12)
    yield _case("even", "sixty words in narrow lines", _random_words(rng, 60, 9), 10)
    yield _case("even", "eighty words in wide lines", _random_words(rng, 80, 11), 40)


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "the first line takes two", "a bb a bb".split(), 4)
    yield _case("ties", "one free place, here or there", "aa b aa bb".split(), 4)
    yield _case("ties", "equal in the first line", "bbbb a bb a bb".split(), 4)
    yield _case("ties", "three in turn", "a a a a a bbb".split(), 4)
    yield _case("ties", "two choices that do not touch", "a bb a bbbb a bb a bb".split(), 4)
    yield _case("ties", "the last line is free in more than one way", "aaaa bb c d".split(), 4)
    yield _case("ties", "words of one letter", ["a"] * 10, 4)
    yield _case("ties", "words of one letter and of two", "a bb a a bb bb a a a bb a".split(), 5)
    yield _case("ties", "sixty short words", _random_words(rng, 60, 2), 4)
    yield _case("ties", "sixty words of up to three letters", _random_words(rng, 60, 3), 6)
    yield _case("ties", "sixty words of up to three letters, wider", _random_words(rng, 60, 3), 9)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no words", [], 1)
    yield _case("bounds", "one letter", ["a"], 1)
    yield _case("bounds", "letters in lines of one", ["a", "b", "c"], 1)
    yield _case("bounds", "a word as long as a line", ["aaaaa", "b", "ccccc"], 5)
    yield _case("bounds", "the longest word in the widest line", ["a" * MAX_LENGTH, "b"], MAX_WIDTH)
    yield _case(
        "bounds", "characters, not bytes", ["cr\u00e8me", "br\u00fbl\u00e9e", "\u6771\u4eac", "\u2026"], 12
    )
    yield _case("bounds", "marks are characters like others", ["oh,", "no!", "-", "(again)", "\t"], 7)
    yield _refused("a word one letter too long", ["aaaaa", "b"], 4)
    yield _refused("a last word one letter too long", ["b", "aaaaa"], 4)
    yield _refused("a width of 0", ["a"], 0)
    yield _refused("a negative width", ["a"], -3)
    yield _refused("a width of 0 and no words", [], 0)
    yield _refused("a negative width and no words", [], -1)


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "scale", "14 000 letters in wide lines", ["ab"[rng.random() < 0.1] for _ in range(MAX_WORDS)], 100
    )
    yield _case("scale", "14 000 words", _random_words(rng, MAX_WORDS, 9), 42)
    yield _case("scale", "14 000 short words in narrow lines", _random_words(rng, MAX_WORDS, 2), 7)
