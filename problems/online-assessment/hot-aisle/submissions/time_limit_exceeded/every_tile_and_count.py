# group: scale
"""Right, but explores every pair of a tile and a count, also those that are hotter than an earlier arrival."""

from collections import deque


def fewest_steps(hall: list[str], limit: int) -> int | None:
    width = max(map(len, hall), default=0) + 1
    border = "#" * width
    floor = border + "".join(line + "#" for line in hall) + border
    if limit < 0 or floor.count("S") != 1 or floor.count("G") != 1:
        raise ValueError("limit must not be negative, and the map needs one S and one G")
    size = len(floor)
    start = floor.index("S")
    seen = {start}  # streak * size + place
    queue = deque([(start, 0)])
    while queue:
        state, steps = queue.popleft()
        streak, place = divmod(state, size)
        if floor[place] == "G":
            return steps
        for neighbour in (place - width, place - 1, place + 1, place + width):
            tile = floor[neighbour]
            hot = streak + 1 if tile == "~" else 0
            if tile != "#" and hot <= limit and hot * size + neighbour not in seen:
                seen.add(hot * size + neighbour)
                queue.append((hot * size + neighbour, steps + 1))
    return None
