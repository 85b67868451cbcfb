# group: even
"""Looks one line ahead only: takes the first line with which it and the next one are least ragged."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    count = len(words)

    def cost(start: int, end: int) -> int | None:
        length = len(" ".join(words[start:end]))
        return None if length > width else (width - length) ** 2 if end < count else 0

    def line_costs(start: int) -> dict[int, int]:
        """By the end of a line that starts there: its cost."""
        found = {}
        for end in range(start + 1, count + 1):
            price = cost(start, end)
            if price is None:
                break
            found[end] = price
        return found

    lines = []
    start = 0
    while start < count:
        ahead = {
            end: price + min(line_costs(end).values(), default=0) for end, price in line_costs(start).items()
        }
        end = min(ahead, key=lambda end: (ahead[end], -end))
        lines.append(" ".join(words[start:end]))
        start = end
    return lines
