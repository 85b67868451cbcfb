# group: scale
"""Right, but searches the hot tiles around each cool tile anew, and then takes the shortest way over cool tiles."""

from collections import deque
from heapq import heappop, heappush


def fewest_steps(hall: list[str], limit: int) -> int | None:
    if limit < 0 or "".join(hall).count("S") != 1 or "".join(hall).count("G") != 1:
        raise ValueError("limit must not be negative, and the map needs one S and one G")
    tiles = {(row, column): tile for row, line in enumerate(hall) for column, tile in enumerate(line)}
    start = next(place for place, tile in tiles.items() if tile == "S")
    heap = [(0, start)]
    done = set()
    while heap:
        steps, cool = heappop(heap)
        if tiles[cool] == "G":
            return steps
        if cool in done:
            continue
        done.add(cool)
        seen = {cool: 0}
        queue = deque([cool])
        while queue:
            row, column = queue.popleft()
            hot = seen[row, column]
            for place in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                tile = tiles.get(place, "#")
                if tile == "#" or place in seen:
                    continue
                seen[place] = hot + 1
                if tile != "~":
                    heappush(heap, (steps + hot + 1, place))
                elif hot < limit:
                    queue.append(place)
    return None
