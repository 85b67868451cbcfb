# group: scale
"""For each beginning it finds the longest end from the right again."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    best = (0, len(ids))
    beginning: set[int] = set()
    for start in range(len(ids) + 1):
        end, seen = len(ids), set(beginning)
        while end > start and ids[end - 1] not in seen:
            end -= 1
            seen.add(ids[end])
        if end - start < best[1] - best[0]:
            best = (start, end)
        if start == len(ids) or ids[start] in beginning:
            break
        beginning.add(ids[start])
    return best
