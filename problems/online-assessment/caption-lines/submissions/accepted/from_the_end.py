"""From the end: the best caption from each word on, and where its first line ends. O(words * width)."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    count = len(words)
    best = {count: (0, 0)}  # by first word: raggedness, and the end of the first line turned around
    for start in reversed(range(count)):
        choices = []
        length = -1
        for end in range(start + 1, count + 1):
            length += 1 + len(words[end - 1])
            if length > width:
                break
            free = width - length if end < count else 0
            choices.append((free * free + best[end][0], -end))
        best[start] = min(choices)
    lines = []
    start = 0
    while start < count:
        end = -best[start][1]
        lines.append(" ".join(words[start:end]))
        start = end
    return lines
