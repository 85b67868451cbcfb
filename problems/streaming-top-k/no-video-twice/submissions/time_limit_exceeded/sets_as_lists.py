# group: scale
"""Keeps what it has seen in lists, and looks through them."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    last = {video_id: place for place, video_id in enumerate(ids)}
    end = _start_of_longest_end(ids)
    best = (0, end)
    beginning: list[int] = []
    for start, video_id in enumerate(ids, 1):
        if video_id in beginning:
            break
        beginning.append(video_id)
        end = max(end, last[video_id] + 1)
        if end - start < best[1] - best[0]:
            best = (start, end)
    return best


def _start_of_longest_end(ids: list[int]) -> int:
    seen: list[int] = []
    for place in reversed(range(len(ids))):
        if ids[place] in seen:
            return place + 1
        seen.append(ids[place])
    return 0
