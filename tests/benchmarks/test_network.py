"""The recurrent network: its gradients, what it may know, and that it learns what only order tells."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.benchmarks.histories import Skills
from tests.benchmarks.network import Batch, Network, Training

COUNT = 4


def _batch(lengths, seed=0):
    random = np.random.default_rng(seed)
    students = [(random.integers(0, COUNT, n), random.integers(0, 2, n)) for n in lengths]
    return Batch.of(students, Skills.seen(students, COUNT))


def test_batch_has_the_answers_of_its_students_abreast():
    long, short = (np.array([1, 2, 3]), np.array([1, 0, 1])), (np.array([3, 1]), np.array([0, 0]))
    batch = Batch.of([short, long], Skills.seen([long, short], COUNT))
    assert list(batch.skills) == [1, 3, 2, 1, 3]
    assert list(batch.right) == [1, 0, 0, 0, 1]
    assert [(now.start, now.stop, before.start, before.stop) for now, before in batch.steps()] == [
        (2, 4, 0, 2),
        (4, 5, 2, 3),
    ]


@pytest.mark.parametrize(
    "name",
    ["kept", "trace", "reading", "vector", "bias", "straight", "inner", "inner_bias", "outer"],
)
def test_gradient_is_the_slope_of_the_loss(name):
    batch = _batch([7, 5, 5, 1])
    network = Network(COUNT, [batch], seed=0)
    network.parameters = {key: value.astype(np.float64) for key, value in network.parameters.items()}

    def loss():
        chances = network.chances(batch)
        return -np.log(np.where(batch.right == 1, chances, 1 - chances)).mean()

    gradient, value = network.gradients(batch)[name], network.parameters[name]
    way = np.random.default_rng(1).standard_normal(value.shape)
    value += 1e-7 * way
    above = loss()
    value -= 2e-7 * way
    assert (above - loss()) / 2e-7 == pytest.approx((gradient * way).sum(), rel=1e-4)


def test_chance_knows_nothing_of_the_answer_it_is_of_nor_of_later_ones():
    random = np.random.default_rng(2)
    asked, right = random.integers(0, COUNT, 9), random.integers(0, 2, 9)
    skills = Skills.seen([(asked, right)], COUNT)
    flipped = np.where(np.arange(9) >= 5, 1 - right, right)
    before, after = (Batch.of([(asked, marks)], skills) for marks in (right, flipped))
    network = Network(COUNT, [before], seed=0)
    was, now = network.chances(before), network.chances(after)
    assert np.array_equal(was[:6], now[:6])
    assert not np.isclose(was[6:], now[6:]).any()


def test_training_finds_what_only_the_order_of_skills_and_answers_tells():
    """An answer on skill 2 repeats the last one on skill 0, whatever came between."""
    random = np.random.default_rng(3)
    students = []
    for _ in range(200):
        asked = random.integers(0, 3, 20)
        right = random.integers(0, 2, 20)
        for at in np.flatnonzero(asked == 2):
            earlier = np.flatnonzero(asked[:at] == 0)
            right[at] = right[earlier[-1]] if len(earlier) else right[at]
        students.append((asked, right))
    skills = Skills.seen(students, COUNT)
    batches = [Batch.of(students[n : n + 20], skills) for n in range(0, 160, 20)]
    held = Batch.of(students[160:], skills)
    training = Training(Network(COUNT, batches, seed=0), batches)
    network = [training.once() for _ in range(15)][-1]
    told = held.skills == 2
    assert roc_auc_score(held.right[told], network.chances(held)[told]) > 0.85
    assert roc_auc_score(held.right[~told], network.chances(held)[~told]) < 0.6


def test_a_seed_gives_the_same_network():
    batch = _batch([9, 4])
    first, second = (Training(Network(COUNT, [batch], seed=5), [batch]).once() for _ in range(2))
    assert np.array_equal(first.chances(batch), second.chances(batch))
