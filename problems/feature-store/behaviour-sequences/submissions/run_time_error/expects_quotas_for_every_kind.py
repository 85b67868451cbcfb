# group: samples
"""Looks up the quota of a kind that has none."""

from collections import OrderedDict, defaultdict
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
    order = sorted(range(len(actions)), key=lambda at: actions[at][1])
    recent: dict[tuple[str, str], OrderedDict[int, int]] = defaultdict(OrderedDict)
    histories: list[list[int]] = [[]] * len(requests)
    rank = 0
    for number in sorted(range(len(requests)), key=lambda at: requests[at][1]):
        user, time = requests[number]
        while rank < len(order) and actions[order[rank]][1] < time:
            actor, _, kind, item = actions[order[rank]]
            if True:
                items = recent[actor, kind]
                items[item] = rank
                items.move_to_end(item)
                if len(items) > min(quotas[kind][1], length):
                    items.popitem(last=False)
            rank += 1
        chosen: list[int] = []
        others: list[int] = []
        for kind, (reserved, _) in quotas.items():
            newest = list(reversed(recent[user, kind].values()))
            chosen += newest[:reserved]
            others += newest[reserved:]
        chosen += nlargest(length - len(chosen), others)
        histories[number] = [order[rank] for rank in sorted(chosen)]
    return histories
