# group: waves
"""Counts each need once, but takes it away once for each time that it is listed: a feature can be placed before its last need."""

from collections import defaultdict


def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    missing = {name: needs.keys() & listed for name, listed in needs.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for name, listed in needs.items():
        for need in listed:
            users[need].append(name)
    open_needs = {name: len(wanted) for name, wanted in missing.items()}
    waves = []
    wave = [name for name in needs if not missing[name]]
    while wave:
        waves.append(sorted(wave))
        following = []
        for name in wave:
            del missing[name]
            for user in users[name]:
                missing.get(user, set()).discard(name)
                open_needs[user] -= 1
                if open_needs[user] == 0:
                    following.append(user)
        wave = following
    return waves, cycle_of(missing)


def cycle_of(stuck: dict[str, set[str]]) -> list[str]:
    """The cycle that the walk over the stuck features meets, or []."""
    if not stuck:
        return []
    walk: list[str] = []
    name = min(stuck)
    visited = set()
    while name not in visited:
        visited.add(name)
        walk.append(name)
        name = min(stuck[name])
    cycle = walk[walk.index(name) :]
    turn = cycle.index(min(cycle))
    return cycle[turn:] + cycle[:turn]
