"""As the beginning grows, the end must start behind the last place of each of its ids: a running maximum."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    last = {video_id: place for place, video_id in enumerate(ids)}
    end = _start_of_longest_end(ids)
    best = (0, end)
    beginning: set[int] = set()
    for start, video_id in enumerate(ids, 1):
        if video_id in beginning:
            break
        beginning.add(video_id)
        end = max(end, last[video_id] + 1)
        if end - start < best[1] - best[0]:
            best = (start, end)
    return best


def _start_of_longest_end(ids: list[int]) -> int:
    seen: set[int] = set()
    for place in reversed(range(len(ids))):
        if ids[place] in seen:
            return place + 1
        seen.add(ids[place])
    return 0
