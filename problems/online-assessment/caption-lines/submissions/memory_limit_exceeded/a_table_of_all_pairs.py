# group: scale
"""The textbook's tables: the free space of every line from any word to any other, whether it fits or not."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    count = len(words)
    free = [[0] * count for _ in range(count)]
    for start in range(count):
        free[start][start] = width - len(words[start])
        for last in range(start + 1, count):
            free[start][last] = free[start][last - 1] - len(words[last]) - 1
    best = {count: (0, 0)}
    for start in reversed(range(count)):
        choices = []
        for end in range(start + 1, count + 1):
            left = free[start][end - 1]
            if left >= 0:
                choices.append((best[end][0] + (left * left if end < count else 0), -end))
        best[start] = min(choices)
    lines = []
    start = 0
    while start < count:
        end = -best[start][1]
        lines.append(" ".join(words[start:end]))
        start = end
    return lines
