"""However lines break, processes end and frames come doubled or out of order: nothing is lost or displaced."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.live.schedules import evening, wrongs


@given(st.randoms(use_true_random=False), st.integers(1, 120))
@settings(max_examples=80, deadline=None)
def test_documents_converge_and_every_character_is_where_it_was_typed(random, steps):
    text, runs, deleted = evening(random, steps)

    assert wrongs(text, runs, deleted) == 0


def test_what_the_measure_calls_wrong():
    assert wrongs("abc", ["abc"], set()) == 0
    assert wrongs("ac", ["abc"], {"b"}) == 0
    assert wrongs("ac", ["abc"], set()) == 1
    assert wrongs("acb", ["abc"], set()) == 1
    assert wrongs("abcb", ["abc"], set()) >= 1
