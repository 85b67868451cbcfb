# group: scale
"""Right on short chains, but recursion goes as deep as the chain of needs is long."""

from collections import defaultdict

OPEN, STUCK = -2, -1


def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    needs = {name: [need for need in listed if need in needs] for name, listed in needs.items()}
    wave_of: dict[str, int] = {}

    def visit(name: str) -> int:
        if name not in wave_of:
            wave_of[name] = OPEN
            below = [visit(need) for need in needs[name]]
            wave_of[name] = STUCK if min(below, default=0) < 0 else 1 + max(below, default=-1)
        return wave_of[name]

    waves: dict[int, list[str]] = defaultdict(list)
    for name in sorted(needs):
        waves[visit(name)].append(name)
    stuck = waves.pop(STUCK, [])
    follow = {name: min(need for need in needs[name] if wave_of[need] == STUCK) for name in stuck}
    return [waves[number] for number in range(len(waves))], cycle_of(follow)


def cycle_of(follow: dict[str, str]) -> list[str]:
    """The cycle that the walk from the smallest feature meets, or []."""
    if not follow:
        return []
    walk: dict[str, None] = {}
    name = min(follow)
    while name not in walk:
        walk[name] = None
        name = follow[name]
    cycle = list(walk)
    cycle = cycle[cycle.index(name) :]
    turn = cycle.index(min(cycle))
    return cycle[turn:] + cycle[:turn]
