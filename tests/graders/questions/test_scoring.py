"""Every key scores 1 and everything else less; what people type is read as they mean it."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.questions import AnswerError, guess, key_of, mark
from graders.questions.answers import normal_form, parse_number
from tests.graders.questions.banks import ALL, read_bank


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    bank, _ = read_bank(tmp_path_factory.mktemp("bank"), *ALL)
    return {item.type: item for item in bank.items}


def test_every_key_scores_one(items):
    assert {kind: mark(item, key_of(item)).score for kind, item in items.items()} == dict.fromkeys(items, 1.0)


def test_a_wrong_choice_scores_nothing_and_says_why(items):
    marked = mark(items["choice"], "a")
    assert (marked.score, marked.right) == (0.0, False)
    assert [(remark.key, remark.text[:22]) for remark in marked.remarks] == [("a", "That is what taking it")]


@pytest.mark.parametrize(
    ("picked", "score"), [("ab", 1), ("a", 0.5), ("abc", 0.5), ("ac", 0), ("abcd", 0), ("", 0)]
)
def test_several_earn_the_right_share_minus_the_wrong_share(items, picked, score):
    assert mark(items["several"], tuple(picked)).score == score


def test_only_the_stated_set_scores_one(items):
    item = items["several"]
    full = [p for n in range(5) for p in combinations(item.keys, n) if mark(item, p).right]
    assert full == [("a", "b")]


def test_several_say_what_was_missed_and_what_was_wrong(items):
    assert [remark.key for remark in mark(items["several"], ("a", "d")).remarks] == ["b", "d"]


def test_only_the_right_order_scores_one_and_the_reverse_nothing(items):
    item = items["ordering"]
    scores = {order: mark(item, order).score for order in permutations(item.keys)}
    assert [order for order, score in scores.items() if score == 1] == [item.keys]
    assert scores[item.keys[::-1]] == 0
    assert scores[("b", "a", "c", "d")] == pytest.approx(4 / 6)


def test_a_slip_in_the_order_is_explained(items):
    assert [remark.key for remark in mark(items["ordering"], tuple("abdc")).remarks] == ["c"]
    assert mark(items["ordering"], tuple("bacd")).remarks == ()


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("400", 1),
        ("400 requests/s", 1),
        ("0.4k", 1),
        ("24,000 requests/min", 1),
        ("403.9", 1),
        ("404.1", 0),
        ("-400", 0),
    ],
)
def test_a_number_is_right_within_its_tolerance_in_any_known_unit(items, typed, score):
    assert mark(items["numeric"], typed).score == score


def test_a_known_wrong_number_is_explained_and_another_is_not(items):
    assert [remark.text[:21] for remark in mark(items["numeric"], "50").remarks] == ["Those are the batches"]
    assert mark(items["numeric"], "3").remarks == ()
    assert mark(items["numeric"], "3").read == 3


@pytest.mark.parametrize(("typed", "score"), [("o(N LOG n)", 1), ("n log n.", 1), ("O(n)", 0), ("O(n²)", 0)])
def test_short_answers_agree_in_normal_form(items, typed, score):
    assert mark(items["short"], typed).score == score


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("choice", "z"), ("choice", ("a", "b")), ("several", ("a", "a")), ("ordering", ("a", "b")), ("numeric", "many"),
     ("numeric", "400 ms"), ("short", " . ")],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_asked_again(items, kind, answer):
    with pytest.raises(AnswerError):
        mark(items[kind], answer)


def test_guessing_is_worth_what_blind_answers_earn(items):
    assert guess(items["choice"]) == pytest.approx(1 / 3)
    # of the 16 sets: the key earns 1, four earn one half
    assert guess(items["several"]) == pytest.approx((1 + 4 * 0.5) / 16)
    assert 0 < guess(items["ordering"]) < 0.25
    assert (guess(items["numeric"]), guess(items["short"])) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,234.5", 1234.5), ("1 000 000", 1e6), ("−2.5e-3", -0.0025), ("3/4", 0.75), ("1.2×10^6", 1.2e6), ("≈ 7", 7),
     (".5", 0.5), ("2 million", 2e6), ("12 %", 12), ("1.5 s", 1500), ("2k MS", 2000)],
)  # fmt: skip
def test_numbers_are_read_as_they_are_meant(typed, number):
    assert parse_number(typed, "ms" if "s" in typed.casefold() else "%", {"s": 1000.0}) == pytest.approx(
        number
    )


@pytest.mark.parametrize(
    "typed",
    ["", "1,5", "0,25", "five", "1/0", "3 apples", "1..2", "12,34", "1e999", "9" * 150 + "e300", "7" * 201],
)
def test_numbers_that_can_be_misread_are_refused(typed):
    with pytest.raises(AnswerError):
        parse_number(typed)


@given(
    st.floats(min_value=-1e12, max_value=1e12, allow_nan=False),
    st.sampled_from(["{!r}", "{:,.3f}", "{:.6e}"]),
)
def test_numbers_survive_being_written(number, how):
    assert parse_number(how.format(number)) == pytest.approx(number, rel=1e-5, abs=1e-3)


@given(st.text(), st.sampled_from(["words", "code"]))
def test_a_normal_form_is_its_own_normal_form_up_to_articles(text, form):
    once = normal_form(text, form)
    assert not any(char.isspace() for char in once)
    assert normal_form(f"  {text}\n", form) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("logQ-correction", "log Q correction"),
        ("the Delta Method.", "delta–method"),
        ("“cold start”", "cold start"),
    ],
)
def test_spellings_of_the_same_words_agree(one, other):
    assert normal_form(one) == normal_form(other)


def test_code_keeps_its_case_and_signs():
    assert normal_form("`x - 1`", "code") == "x-1"
    assert normal_form("X", "code") != normal_form("x", "code")
