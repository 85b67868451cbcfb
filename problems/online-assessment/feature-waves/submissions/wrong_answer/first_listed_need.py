# group: cycles
"""Goes to the first stuck need of the list instead of the smallest."""

from collections import defaultdict


def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    needs = {name: [need for need in listed if need in needs] for name, listed in needs.items()}
    wave_of: dict[str, int | None] = {}
    stack = list(needs)
    while stack:
        name = stack[-1]
        if name not in wave_of:
            wave_of[name] = None  # stuck until all needs are placed; a need that leads back here finds it so
            stack += [need for need in needs[name] if need not in wave_of]
            continue
        stack.pop()
        below = [wave_of[need] for need in needs[name]]
        if None not in below:
            wave_of[name] = 1 + max(below, default=-1)
    waves: dict[int | None, list[str]] = defaultdict(list)
    for name in sorted(needs):
        waves[wave_of[name]].append(name)
    stuck = waves.pop(None, [])
    follow = {name: next(need for need in needs[name] if wave_of[need] is None) for name in stuck}
    return [waves[number] for number in range(len(waves))], cycle_of(follow)


def cycle_of(follow: dict[str, str]) -> list[str]:
    """The cycle that the walk from the smallest feature meets, or []."""
    if not follow:
        return []
    name = min(follow)
    for _ in follow:  # after so many steps the walk has surely reached the cycle
        name = follow[name]
    on_cycle = {name}
    while (name := follow[name]) not in on_cycle:
        on_cycle.add(name)
    cycle = [min(on_cycle)]
    while (name := follow[cycle[-1]]) != cycle[0]:
        cycle.append(name)
    return cycle
