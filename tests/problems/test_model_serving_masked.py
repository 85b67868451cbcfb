"""The examiner of the masked top-k: its two answers agree, its batches hold what they are for, and it sees every mistake."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import load_apart

PARTS = load_apart("model-serving/masked-top-k")
EXAMINER, RANKING = PARTS["examiner"], PARTS["ranking"]
KINDS = ("plain", "watched", "ties", "numbers")


class Candidate:
    """Answers as the examiner's own ranking does, spoilt by a function of scores, watched ids and answer."""

    def __init__(self, spoil: Any = None) -> None:
        self.spoil = spoil or (lambda scores, watched, ids: ids)
        self.stated: list[dict[str, int]] = []

    def costs(self, **stated: int) -> None:
        self.stated.append(stated)

    def top_items(self, scores: np.ndarray, watched: np.ndarray, k: int) -> Any:
        ids = np.array(RANKING.by_keys(scores, watched, k), dtype=np.int64)
        return self.spoil(scores, watched, ids)


@pytest.fixture(autouse=True)
def without_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examiner hands numpy's arrays on as they are: nothing that it looks at is PyTorch's own."""
    monkeypatch.setattr(EXAMINER, "tensors", lambda scores, watched: (scores, watched))


def failed(spoil: Any, what: str, items: int = 40) -> list[str]:
    """Titles of the checks that fail."""
    finding = EXAMINER.examine(Candidate(spoil), what, items, 7)
    return [check.title for check in finding.checks if not check.passed]


@settings(max_examples=40)
@given(st.sampled_from(KINDS), st.integers(2, 8), st.integers(20, 60), st.integers(0, 2**32), st.data())
def test_both_answers_agree(kind: str, rows: int, items: int, seed: int, data: st.DataObject) -> None:
    scores, watched = RANKING.batch(np.random.default_rng(seed), kind, rows, items)
    k = data.draw(st.integers(1, items))
    assert RANKING.by_hand(scores.tolist(), watched.tolist(), k) == RANKING.by_keys(scores, watched, k)


@pytest.mark.parametrize("what", ["samples", *EXAMINER.TITLE])
def test_right_answer_passes_everywhere(what: str) -> None:
    assert failed(None, what) == []


def test_example_of_the_statement_is_answered_as_it_says() -> None:
    scores, watched = EXAMINER.EXAMPLE
    assert RANKING.by_hand(scores, watched, 3) == [[1, 2, 0], [3, 2, -1], [-1, -1, -1]]


def _last_item_for_filler(scores: np.ndarray, watched: np.ndarray, ids: np.ndarray) -> np.ndarray:
    return np.where(ids < 0, 0, ids)


def _larger_ids_first(scores: np.ndarray, watched: np.ndarray, ids: np.ndarray) -> np.ndarray:
    turned = RANKING.by_keys(
        scores[:, ::-1], np.where(watched < 0, -1, scores.shape[1] - 1 - watched), ids.shape[1]
    )
    turned = np.array(turned)
    return np.where(turned < 0, -1, scores.shape[1] - 1 - turned)


def _unmasked(scores: np.ndarray, watched: np.ndarray, ids: np.ndarray) -> np.ndarray:
    return np.array(RANKING.by_keys(scores, np.full_like(watched, -1), ids.shape[1]))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (_last_item_for_filler, "watched"),
        (_larger_ids_first, "ties"),
        (_unmasked, "watched"),
        (_unmasked, "large"),
    ],
)
def test_mistake_is_seen_in_its_group(spoil: Any, what: str) -> None:
    assert failed(spoil, what) != []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda scores, watched, ids: ids.tolist(),
        lambda scores, watched, ids: ids.astype(np.int32),
        lambda scores, watched, ids: ids[:, :-1] if ids.shape[1] > 1 else ids[:0],
    ],
)
def test_answer_of_another_form_fails_every_check_in_words(spoil: Any) -> None:
    finding = EXAMINER.examine(Candidate(spoil), "samples", 4, 0)
    assert [(check.passed, "was asked for" in check.message) for check in finding.checks] == [
        (False, True)
    ] * 2


def test_cost_of_a_timed_call_is_what_every_solution_must_read_and_write() -> None:
    candidate = Candidate()
    EXAMINER.examine(candidate, "large", 500, 7)
    assert (
        candidate.stated == [{"bytes": 4 * 64 * 500 + 8 * 64 * 20 + 8 * 64 * 100}] * 4
    )  # the first call is not timed
