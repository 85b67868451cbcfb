# group: cuts
"""Drops one id from the front of the end where several must go."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    end, tail = len(ids), set()
    while end and ids[end - 1] not in tail:
        end -= 1
        tail.add(ids[end])
    best = (0, end)
    head: set[int] = set()
    for start, video_id in enumerate(ids, 1):
        if video_id in head:
            return best
        head.add(video_id)
        if video_id in tail:
            tail.remove(ids[end])
            end += 1
        best = min(best, (start, end), key=_length)  # the first of equally short ones
    return best


def _length(cut: tuple[int, int]) -> int:
    return cut[1] - cut[0]
