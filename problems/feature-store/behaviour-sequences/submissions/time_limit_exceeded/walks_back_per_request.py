# group: scale
"""Right, and walks back through the user's actions until the history is full, which it may never be."""

from bisect import bisect_left
from collections import defaultdict
from heapq import nlargest


def sample_histories(
    actions: list[tuple[str, int, str, int]],
    requests: list[tuple[str, int]],
    length: int,
    quotas: dict[str, tuple[int, int]],
) -> list[list[int]]:
    if length < 1 or sum(reserved for reserved, _ in quotas.values()) > length:
        raise ValueError("length must be positive and hold all reserved places")
    if any(not 0 <= reserved <= most for reserved, most in quotas.values()):
        raise ValueError("reserved must lie between 0 and most")
    logs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, (user, time, kind, _) in enumerate(actions):
        if kind in quotas:
            logs[user].append((time, position))
    for log in logs.values():
        log.sort()
    histories: list[list[int]] = []
    for user, time in requests:
        log = logs[user]
        seen: dict[str, dict[int, tuple[int, int]]] = {kind: {} for kind in quotas}
        for at in range(bisect_left(log, (time, -1)) - 1, -1, -1):
            _, _, kind, item = actions[log[at][1]]
            if len(seen[kind]) < quotas[kind][1] and item not in seen[kind]:
                seen[kind][item] = log[at]
                if all(len(seen[kind]) >= min(most, length) for kind, (_, most) in quotas.items()):
                    break
        chosen: list[tuple[int, int]] = []
        others: list[tuple[int, int]] = []
        for kind, (reserved, _) in quotas.items():
            newest = list(seen[kind].values())
            chosen += newest[:reserved]
            others += newest[reserved:]
        chosen += nlargest(length - len(chosen), others)
        histories.append([position for _, position in sorted(chosen)])
    return histories
