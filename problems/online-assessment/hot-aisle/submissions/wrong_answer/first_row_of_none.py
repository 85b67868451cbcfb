# group: bounds
"""Looks at the first row of an empty map before asking whether there is one."""


def fewest_steps(hall: list[str], limit: int) -> int | None:
    rows = [*hall, ""]
    width = len(hall[0]) + 1
    # Racks to the right and below; what lies to the left or above has an index that leads into them, too.
    floor = "".join(line.ljust(width, "#") for line in rows)
    if limit < 0 or floor.count("S") != 1 or floor.count("G") != 1:
        raise ValueError("limit must not be negative, and the map needs one S and one G")
    goal = floor.index("G")
    best = {floor.index("S"): 0}
    layer = best.copy()
    steps = 0
    while layer and goal not in layer:
        steps += 1
        following: dict[int, int] = {}
        for place, streak in layer.items():
            for neighbour in (place - width, place - 1, place + 1, place + width):
                tile = floor[neighbour]
                hot = streak + 1 if tile == "~" else 0
                if tile != "#" and hot < best.get(neighbour, limit + 1):
                    best[neighbour] = following[neighbour] = hot
        layer = following
    return steps if layer else None
