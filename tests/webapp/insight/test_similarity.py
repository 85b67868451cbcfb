"""Copies are found however they are dressed, and independent solutions are not."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.insight.copying import accepted, commented, renamed, reordered, starter
from webapp.insight.similarity import Pair, Settings, Work, clusters, compare, hashes, runs, tokens

PROBLEM = "replica-placement"
EVERY = Settings(least=0.0)


def works(*texts: str) -> list[Work]:
    return [Work(f"work {n}", n, text) for n, text in enumerate(texts)]


def similarity(one: str, other: str, crowd: list[str] | None = None) -> float:
    """Of two among a crowd of others."""
    found = compare(works(one, other, *(crowd or [])), [starter(PROBLEM)], EVERY)
    return next((pair.similarity for pair in found.pairs if (pair.left, pair.right) == (0, 1)), 0.0)


@pytest.mark.parametrize("dressed", [renamed, reordered, commented, lambda text: reordered(renamed(text))])
def test_a_copy_is_found(dressed):
    mine, *others = accepted(PROBLEM)
    assert similarity(mine, dressed(mine), others) > 0.65


@pytest.mark.parametrize("problem", ["replica-placement", "worker-seeds", "top-k-recency-weighted-ctr"])
def test_independent_solutions_are_no_pair(problem):
    assert compare(works(*accepted(problem)), [starter(problem)]).pairs == []


def test_a_copied_part_counts_for_the_part():
    mine, other, *_ = accepted(PROBLEM)
    half = mine[: len(mine) // 2]
    assert similarity(other, other + half) > 0.5
    (pair,) = compare(works(mine, mine[: len(mine) // 2]), [starter(PROBLEM)], EVERY).pairs
    assert pair.covered_right > 0.8 > pair.covered_left


def test_what_was_given_is_nobodys():
    text = accepted(PROBLEM)[0]
    assert compare(works(text, renamed(text)), [text], EVERY).pairs == []


def test_what_everybody_writes_is_nobodys():
    usual = accepted(PROBLEM)[0]
    crowd = works(*[usual] * 30)
    found = compare(crowd, settings=EVERY)
    assert found.pairs == []
    assert len(found.common) > 10


def test_what_few_of_many_write_is_theirs():
    usual, rare, *_ = accepted(PROBLEM)
    crowd = works(*[usual] * 30, usual + rare, usual + renamed(rare))
    (pair,) = compare(crowd).pairs
    assert (pair.left, pair.right) == (30, 31)


def test_ones_own_works_are_no_pair():
    text, other, *_ = accepted(PROBLEM)
    own = [Work(str(n), 1, one) for n, one in enumerate((text, commented(text), text + other))]
    found = compare(own, settings=EVERY)
    assert (found.pairs, found.people, found.repeats) == ([], 1, 1)


def test_what_is_handed_in_for_one_group_is_not_hidden_behind_another():
    text, other, *_ = accepted(PROBLEM)
    rows = [
        Work("practice", 1, text),
        Work("handed in", 1, text + other, group="cohort"),
        Work("copy", 2, text, group="cohort"),
    ]
    pairs = compare(rows, [starter(PROBLEM)]).pairs
    assert [(rows[p.left].key, rows[p.right].key) for p in pairs] == [
        ("practice", "copy"),
        ("handed in", "copy"),
    ]


def test_two_people_are_one_pair_by_their_most_similar_works():
    mine, other, *_ = accepted(PROBLEM)
    rows = [Work("a1", 1, other), Work("a2", 1, mine), Work("b1", 2, renamed(mine)), Work("b2", 2, "x = 1")]
    (pair,) = compare(rows, [starter(PROBLEM)]).pairs
    assert {pair.left, pair.right} == {1, 2}


def test_no_works_and_short_works_are_no_pairs():
    assert compare([]).pairs == []
    found = compare(works("", "x = 1", "x = 1"))
    assert (found.pairs, found.people, sum(found.nearest)) == ([], 3, 3)


words = st.sampled_from(
    ["a = b", "for x in y:", "f(a, b)", "return a[1:]", "if not z:", "w += 2", "d[k].add(v)", "del q"]
)
program = st.lists(words, min_size=2, max_size=25).map("\n".join)


@settings(deadline=None, max_examples=60)
@given(program, program, program)
def test_similarity_has_no_direction(one, other, third):
    there = compare(works(one, other, third), settings=EVERY).pairs
    back = compare([Work(str(n), n, text) for n, text in ((2, third), (1, other), (0, one))], settings=EVERY)
    named = {tuple(sorted((back.owners[p.left], back.owners[p.right]))): p.similarity for p in back.pairs}
    assert {(pair.left, pair.right) for pair in there} == set(named)
    assert all(abs(named[pair.left, pair.right] - pair.similarity) < 1e-12 for pair in there)
    assert all(0 <= pair.similarity < 1 for pair in there)


@settings(deadline=None, max_examples=60)
@given(program, program, program)
def test_runs_are_equal_tokens_that_do_not_overlap(one, shared, other):
    left, right = tokens(f"{one}\n{shared}"), tokens(f"{shared}\n{other}")
    none = hashes(left.codes[:0])
    found = runs(left, right, none, none)
    for run in found:
        mine = left.codes[run.left : run.left + run.length].tolist()
        assert mine == right.codes[run.right : run.right + run.length].tolist()
        assert run.length >= 12
    assert all(a.left + a.length <= b.left for a, b in pairwise(found))
    by_right = sorted(found, key=lambda run: run.right)
    assert all(a.right + a.length <= b.right for a, b in pairwise(by_right))


def test_runs_mark_a_copy_nearly_whole():
    text = accepted(PROBLEM)[0]
    left, right = tokens(text), tokens(reordered(renamed(text)))
    none = hashes(left.codes[:0])
    found = runs(left, right, none, none)
    assert sum(run.length for run in found) > 0.9 * len(left)
    assert any(run.telling for run in found)


def test_runs_of_what_was_given_are_not_marked():
    text = accepted(PROBLEM)[0]
    left, right = tokens(text), tokens(renamed(text))
    none = hashes(left.codes[:0])
    assert runs(left, right, hashes(left.codes), none) == []
    assert not any(run.telling for run in runs(left, right, none, hashes(left.codes)))


def test_a_text_that_repeats_itself_is_compared_all_the_same():
    left = tokens("x = [" + "1, " * 20_000 + "]")
    none = hashes(left.codes[:0])
    assert runs(left, left, none, none)[0].length >= 12


def pair(left: int, right: int, similarity: float) -> Pair:
    return Pair(left, right, similarity, 9, similarity, similarity)


def test_a_cluster_is_joined_by_its_most_similar_pairs():
    pairs = [pair(0, 1, 0.9), pair(1, 2, 0.7), pair(0, 2, 0.6), pair(3, 4, 0.8), pair(4, 5, 0.4)]
    first, second = clusters(pairs, owners=[10, 11, 12, 13, 14, 15], threshold=0.5)
    assert (first.members, first.links) == ((10, 11, 12), (pairs[0], pairs[1]))
    assert (second.members, second.links) == ((13, 14), (pairs[3],))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 9)), max_size=20))
def test_clusters_are_the_connected_parts(edges):
    pairs = [pair(min(a, b), max(a, b), weight / 10) for a, b, weight in edges if a != b]
    found = clusters(pairs, owners=list(range(9)), threshold=0.5)
    members = [set(cluster.members) for cluster in found]
    for one in pairs:
        inside = [group for group in members if {one.left, one.right} <= group]
        assert len(inside) == (1 if one.similarity >= 0.5 else len(inside))
    assert sum(map(len, members)) == len(set().union(*members)) if members else True
    assert all(len(cluster.links) == len(cluster.members) - 1 for cluster in found)
