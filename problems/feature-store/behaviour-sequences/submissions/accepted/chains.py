"""User by user: the actions of a kind form a chain from the newest to the oldest, out of which a repeat takes the one it replaces."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice


class Chain:
    """Actions of one user and kind without repeats; numbers are ranks of time."""

    def __init__(self) -> None:
        self.last_of: dict[int, int] = {}  # item: number
        self.older: dict[int | None, int | None] = {None: None}  # None stands at both ends
        self.newer: dict[int | None, int | None] = {None: None}

    def add(self, number: int, item: int) -> None:
        """Put an action newer than all others in, and its repeat out."""
        if item in self.last_of:
            repeat = self.last_of[item]
            self._link(self.older[repeat], self.newer[repeat])
        self._link(self.older[None], number)
        self._link(number, None)
        self.last_of[item] = number

    def __iter__(self) -> Iterator[int]:
        at = self.older[None]
        while at is not None:
            yield at
            at = self.older[at]

    def _link(self, older: int | None, newer: int | None) -> None:
        self.newer[older], self.older[newer] = newer, older


def sample_histories(
    actions: list[tuple[str, int, str, int]],
    requests: list[tuple[str, int]],
    length: int,
    quotas: dict[str, tuple[int, int]],
) -> list[list[int]]:
    places = [reserved for reserved, _ in quotas.values()]
    if length <= 0 or sum(places) > length or any(r < 0 or r > most for r, most in quotas.values()):
        raise ValueError("length and quotas do not fit")
    # Per user (time, is it an action, position): a request goes before actions of its time.
    logs: dict[str, list[tuple[int, bool, int]]] = defaultdict(list)
    for position, (user, time) in enumerate(requests):
        logs[user].append((time, False, position))
    for position, (user, time, kind, _) in enumerate(actions):
        if kind in quotas:
            logs[user].append((time, True, position))
    histories: list[list[int]] = [[] for _ in requests]
    for log in logs.values():
        log.sort()
        chains = {kind: Chain() for kind in quotas}
        for number, (_, is_action, position) in enumerate(log):
            if is_action:
                chains[actions[position][2]].add(number, actions[position][3])
            else:
                chosen = _choose(chains, length, quotas)
                histories[position] = [log[number][2] for number in sorted(chosen)]
    return histories


def _choose(chains: dict[str, Chain], length: int, quotas: dict[str, tuple[int, int]]) -> list[int]:
    """The numbers of a history: reserved places first, then the newest of the other candidates."""
    chosen: list[int] = []
    others: list[int] = []
    for kind, (reserved, most) in quotas.items():
        newest = list(islice(chains[kind], min(most, length)))
        chosen += newest[:reserved]
        others += newest[reserved:]
    others.sort(reverse=True)
    return chosen + others[: length - len(chosen)]
