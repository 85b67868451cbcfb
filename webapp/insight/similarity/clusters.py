"""Groups of people joined by pairs: single linkage, with the pairs that hold each group together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.insight.similarity.comparing import Pair


@dataclass(frozen=True)
class Cluster:
    """`members` are people (owners); `links` are the pairs that join them, the most similar first: one fewer.

    Two members that no link joins directly need share nothing with each other.
    """

    members: tuple[int, ...]
    links: tuple[Pair, ...]


def clusters(pairs: Sequence[Pair], owners: Sequence[int], threshold: float) -> list[Cluster]:
    """The groups that pairs of `threshold` and above make, the largest first, then those of the most similar pair."""
    root: dict[int, int] = {}

    def top(person: int) -> int:
        while (above := root.setdefault(person, person)) != person:
            root[person] = person = root[above]
        return person

    links: list[Pair] = []
    for pair in sorted(pairs, key=lambda pair: (-pair.similarity, pair.left, pair.right)):
        if pair.similarity < threshold:
            break
        one, other = top(owners[pair.left]), top(owners[pair.right])
        if one != other:
            root[max(one, other)] = min(one, other)
            links.append(pair)
    groups: dict[int, tuple[set[int], list[Pair]]] = {}
    for pair in links:
        members, inside = groups.setdefault(top(owners[pair.left]), (set(), []))
        members.update((owners[pair.left], owners[pair.right]))
        inside.append(pair)
    found = [Cluster(tuple(sorted(members)), tuple(inside)) for members, inside in groups.values()]
    return sorted(found, key=lambda one: (-len(one.members), -one.links[0].similarity, one.members))
