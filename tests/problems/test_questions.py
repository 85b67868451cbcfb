"""The question banks as they are: complete, in order, and fair."""

import re
from collections import Counter
from pathlib import Path

import pytest

from graders.diagnostics import Diagnostics
from graders.package.manifest import LEVELS, TOPICS
from graders.questions import (
    Choice,
    Numeric,
    Ordering,
    Several,
    guess,
    key_of,
    load_questions,
    mark,
    shown_order,
    texts_of,
)
from graders.questions.checks import check_library
from graders.questions.items import Short
from tests.problems.author import PROBLEMS
from webapp.catalog.domain.rendering import render_markdown

DIAGNOSTICS = Diagnostics()
LIBRARY = load_questions(PROBLEMS / "questions", DIAGNOSTICS)
CATALOGUE = {
    "coding": ["recency-weighted-ctr", "shortest-removable-subarray", "streaming-top-k *"],
    "recsys-modelling": [
        "in-batch-negatives-and-sessions",
        "pointwise-or-pairwise",
        "watch-time-up-retention-down *",
    ],
    "system-design": ["cold-start-in-80-ms *", "ctr-up-retention-down"],
    "experimentation": ["conflicting-metrics-rule", "session-depth-and-flat-impressions *"],
    "deep-learning": ["adamw-offline-up-revenue-down", "multitask-collapse", "nan-loss-first-checks *"],
    "llm-multimodal": ["fusion-under-latency", "query-rewrites-that-fail", "where-multimodal-features-go *"],
    "behavioural": ["embedding-within-20-ms", "lift-with-more-reports *"],
}
"""The written questions every bank must hold, a star marking those with a worked answer."""
ITEMS = [item for bank in LIBRARY.banks for item in bank.items]
NAMED = {"ids": lambda item: item.name}


def test_nothing_is_wrong_with_them() -> None:
    check_library(LIBRARY, DIAGNOSTICS)
    assert [str(note) for note in DIAGNOSTICS.notes] == []


def test_there_is_a_bank_for_every_topic() -> None:
    assert tuple(bank.topic for bank in LIBRARY.banks) == TOPICS


@pytest.mark.parametrize("bank", LIBRARY.banks, ids=lambda bank: bank.topic)
def test_a_bank_holds_fifteen_items_over_all_levels_and_types_that_fit(bank) -> None:
    levels = Counter(item.level for item in bank.items)
    assert len(bank.items) >= 15
    assert all(levels[level] >= 3 for level in LEVELS)
    assert len({item.type for item in bank.items}) >= 3


@pytest.mark.parametrize("item", ITEMS, **NAMED)
def test_the_key_scores_one_and_no_distractor_does(item) -> None:
    assert mark(item, key_of(item)).score == 1.0
    match item:
        case Choice():
            assert sum(mark(item, letter).score for letter in item.keys) == 1.0
        case Several():
            for letter in item.keys:
                other = item.correct ^ {letter}
                assert mark(item, tuple(other)).score < 1.0
        case Ordering():
            assert mark(item, item.keys[::-1]).score == 0.0
        case Numeric() | Short():
            texts = [str(getattr(wrong, "value", None) or wrong.text) for wrong in item.mistakes]
            marked = [mark(item, text) for text in texts]
            assert [(m.score, m.remarks[0].text) for m in marked] == [(0.0, w.why) for w in item.mistakes]


def test_the_written_questions_of_the_catalogue_are_there() -> None:
    written = {bank.topic: bank.written for bank in LIBRARY.banks if bank.written}
    marked = {
        topic: [question.id + " *" * question.starred for question in sorted(questions, key=lambda q: q.id)]
        for topic, questions in written.items()
    }
    assert marked == CATALOGUE


@pytest.mark.parametrize("question", [q for bank in LIBRARY.banks for q in bank.written], **NAMED)
def test_a_rubric_gives_all_or_nothing_at_its_ends_and_its_texts_render(question) -> None:
    assert question.score({criterion.id: len(criterion.levels) - 1 for criterion in question.criteria}) == 1.0
    assert question.score({criterion.id: 0 for criterion in question.criteria}) == 0.0
    for text in (question.prompt, question.answer):
        assert "merror" not in render_markdown(text)


def test_the_readiness_check_asks_ten_times_and_first_for_an_objective() -> None:
    assert len(LIBRARY.readiness) == 10
    assert LIBRARY.readiness[0].id == "for-you-objective"
    assert {line.topic for line in LIBRARY.readiness} == set(CATALOGUE)


def test_keys_are_shown_at_every_position_about_equally_often() -> None:
    """Over all four-option items and some seeds, each position holds the key in a quarter of showings."""
    choices = [item for item in ITEMS if isinstance(item, Choice) and len(item.options) == 4 and item.shuffle]
    shown = [shown_order(item, str(seed)).index(str(key_of(item))) for item in choices for seed in range(40)]
    share = {position: count / len(shown) for position, count in Counter(shown).items()}
    assert share == pytest.approx(dict.fromkeys(range(4), 0.25), abs=0.03)


def test_the_longest_option_is_no_better_than_a_guess() -> None:
    choices = [item for item in ITEMS if isinstance(item, Choice)]
    longest = [max(item.keys, key=lambda letter: len(item.option(letter).text)) for item in choices]
    right = sum(mark(item, letter).score for item, letter in zip(choices, longest, strict=True))
    assert right / len(choices) < sum(map(guess, choices)) / len(choices) + 0.15


@pytest.mark.parametrize("item", ITEMS, **NAMED)
def test_texts_render_without_a_broken_formula(item) -> None:
    for field, text in texts_of(item):
        html = render_markdown(text)
        assert "merror" not in html, field
        prose = re.sub(r"<(math|code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert not re.search(r"[\\`]|\$[^\d]", prose), field


def test_questions_are_no_set_of_packages() -> None:
    assert [
        file
        for file in Path(PROBLEMS / "questions").rglob("*.toml")
        if file.name in ("set.toml", "problem.toml")
    ] == []
