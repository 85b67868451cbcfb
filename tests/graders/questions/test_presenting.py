"""Options are shown in an order that one seed fixes and many seeds make even."""

from collections import Counter

import pytest

from graders.questions import shown_order
from tests.graders.questions.banks import ALL, CHOICE, read_bank


@pytest.fixture
def items(tmp_path):
    return {item.type: item for item in read_bank(tmp_path, *ALL)[0].items}


def test_one_seed_shows_one_order(items):
    orders = {shown_order(items["several"], "session 1") for _ in range(20)}
    assert len(orders) == 1
    assert {shown_order(items["several"], f"session {n}") for n in range(200)} > orders


def test_the_key_is_shown_at_every_position_about_equally_often(items):
    at = Counter(shown_order(items["choice"], str(seed)).index("b") for seed in range(3000))
    assert sorted(at) == [0, 1, 2]
    assert all(880 < count < 1120 for count in at.values())  # 1000 ± 4.6 standard deviations


def test_steps_are_never_shown_in_the_right_order(items):
    shown = {shown_order(items["ordering"], str(seed)) for seed in range(500)}
    assert len(shown) == 23  # all orders of four steps but one


def test_options_on_a_scale_stay_as_they_are(tmp_path):
    (item,) = read_bank(
        tmp_path, CHOICE.replace("[[items.options]]", "shuffle = false\n\n[[items.options]]", 1)
    )[0].items
    assert {shown_order(item, str(seed)) for seed in range(50)} == {("a", "b", "c")}


def test_typed_answers_have_no_options_to_show(items):
    assert (shown_order(items["numeric"], "x"), shown_order(items["short"], "x")) == ((), ())
