# group: samples
"""Reports every feature that is stuck instead of one cycle."""

from collections import defaultdict


def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    missing = {name: needs.keys() & listed for name, listed in needs.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for name, wanted in missing.items():
        for need in wanted:
            users[need].append(name)
    waves = []
    wave = [name for name in needs if not missing[name]]
    while wave:
        waves.append(sorted(wave))
        following = []
        for name in wave:
            del missing[name]
            for user in users[name]:
                missing[user].remove(name)
                if not missing[user]:
                    following.append(user)
        wave = following
    return waves, sorted(missing)


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
