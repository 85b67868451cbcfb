# group: scale
"""Right, but goes down one call per line: deeper than Python's stack."""

from functools import cache


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    count = len(words)

    @cache
    def best(start: int) -> tuple[int, int]:
        """Raggedness, and the end of the first line turned around."""
        if start == count:
            return 0, 0
        choices = []
        length = -1
        for end in range(start + 1, count + 1):
            length += 1 + len(words[end - 1])
            if length > width:
                break
            free = width - length if end < count else 0
            choices.append((free * free + best(end)[0], -end))
        return min(choices)

    lines = []
    start = 0
    while start < count:
        end = -best(start)[1]
        lines.append(" ".join(words[start:end]))
        start = end
    return lines
