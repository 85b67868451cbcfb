# group: scale
"""Tries cuts by length and looks at everything that is left each time."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    for length in range(len(ids) + 1):
        for start in range(len(ids) - length + 1):
            left = ids[:start] + ids[start + length :]
            if len(set(left)) == len(left):
                return start, start + length
    return 0, 0
