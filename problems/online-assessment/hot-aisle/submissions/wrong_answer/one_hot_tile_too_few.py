# group: samples
"""Stops one hot tile before the limit."""

from collections import deque


def fewest_steps(hall: list[str], limit: int) -> int | None:
    tiles = {(row, column): tile for row, line in enumerate(hall) for column, tile in enumerate(line)}
    kinds = list(tiles.values())
    if limit < 0 or kinds.count("S") != 1 or kinds.count("G") != 1:
        raise ValueError("limit must not be negative, and the map needs one S and one G")
    start = next(place for place, tile in tiles.items() if tile == "S")
    least = {start: 0}  # by tile: the fewest hot tiles in a row with which it has been reached
    queue = deque([(start, 0, 0)])
    while queue:
        (row, column), streak, steps = queue.popleft()
        if tiles[row, column] == "G":
            return steps
        for place in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            tile = tiles.get(place, "#")
            hot = streak + 1 if tile == "~" else 0
            if tile != "#" and hot < least.get(place, max(limit, 1)):
                least[place] = hot
                queue.append((place, hot, steps + 1))
    return None
