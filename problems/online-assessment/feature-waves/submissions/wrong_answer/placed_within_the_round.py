# group: waves
"""Counts a feature as placed while the round is still going on, so that another one slips into the same wave."""


def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    left = {name: needs.keys() & listed for name, listed in needs.items()}
    placed: set[str] = set()
    waves = []
    while True:
        wave = []
        for name in sorted(left):
            if left[name] <= placed:
                placed.add(name)
                wave.append(name)
                del left[name]
        if not wave:
            break
        waves.append(wave)
    return waves, cycle_of({name: wanted - placed for name, wanted in left.items()})


def cycle_of(stuck: dict[str, set[str]]) -> list[str]:
    """The cycle that the walk over the stuck features meets, or []."""
    if not stuck:
        return []
    walk: list[str] = []
    name = min(stuck)
    while name not in walk:
        walk.append(name)
        name = min(stuck[name])
    cycle = walk[walk.index(name) :]
    turn = cycle.index(min(cycle))
    return cycle[turn:] + cycle[:turn]
