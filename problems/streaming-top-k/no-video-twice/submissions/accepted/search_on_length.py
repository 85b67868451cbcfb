# growth: slower
"""If a cut of some length works, so does a longer one: search on the length, and slide a window. O(n log n)."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    number = {video_id: place for place, video_id in enumerate(dict.fromkeys(ids))}
    places = [number[video_id] for video_id in ids]
    too_short, enough = -1, len(ids)
    while enough - too_short > 1:
        length = (too_short + enough) // 2
        if _first_start(places, len(number), length) is None:
            too_short = length
        else:
            enough = length
    start = _first_start(places, len(number), enough) or 0
    return start, start + enough


def _first_start(places: list[int], videos: int, length: int) -> int | None:
    """The first start at which a cut of the length leaves different ids; None if there is none."""
    left = [0] * videos
    for video in places[length:]:
        left[video] += 1
    repeats = sum(count - 1 for count in left if count > 1)
    for start in range(len(places) - length + 1):
        if not repeats:
            return start
        if start + length < len(places):
            left[places[start]] += 1
            repeats += left[places[start]] > 1
            gone = places[start + length]
            left[gone] -= 1
            repeats -= left[gone] > 0
    return None
