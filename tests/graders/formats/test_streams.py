"""Random numbers of tests that seed them, as the candidate's code draws on from them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from graders.authoring.readyroom_streams import Streams, follow
from tests.graders.formats.objects import graded, package_with, said

SEEDED = """
import random
import unittest

import numpy as np

from shop import draw


class Tests(unittest.TestCase):
    def test_seeds_again(self):
        random.seed(7)
        first = random.random()
        for _ in range(2):
            random.seed(7)
            self.assertEqual(draw("random"), first)

    def test_goes_on(self):
        np.random.seed(3)
        drawn = np.random.normal(size=4).tolist()
        np.random.seed(3)
        mine = [np.random.normal(), *(draw("numpy") for _ in range(3))]
        self.assertEqual(mine, drawn)
"""
SHOP = """
import random
import numpy

def draw(which):
    return random.random() if which == "random" else float(numpy.random.normal())
"""


@pytest.fixture
def streams(monkeypatch):
    """Streams of this process, whose functions that seed are put back."""
    monkeypatch.setattr(random, "seed", random.seed)
    monkeypatch.setattr(np.random, "seed", np.random.seed)
    return Streams()


@pytest.mark.bubblewrap
def test_the_candidate_draws_on_from_where_a_test_stands(tmp_path, pool):
    report = graded(
        package_with(tmp_path, SEEDED, "Tests.test_seeds_again", "Tests.test_goes_on"), pool, SHOP
    )
    assert (report.verdict, said(report)) == ("AC", [])


def test_states_of_a_test_that_does_not_seed_stay_where_they_are(streams):
    streams.begin("random.random()")
    random.random()
    assert streams.changed() == {}


def test_a_state_is_told_when_it_has_changed_or_is_seeded_again(streams):
    streams.begin("random.seed(7)")
    told = []
    for step in (random.random, lambda: None, lambda: random.seed(7), lambda: random.seed(7), lambda: None):
        step()
        told.append("random" in streams.changed())
    assert told == [True, False, True, True, False]


def test_who_follows_draws_the_same(streams):
    streams.begin("np.random.seed(5)")
    random.seed(5)
    np.random.seed(5)
    np.random.normal()
    states = streams.changed()
    drawn = random.random(), random.gauss(0, 1), np.random.normal(), np.random.normal()
    follow(states)
    assert (random.random(), random.gauss(0, 1), np.random.normal(), np.random.normal()) == drawn
