# group: even
"""Right, but tries all captions: the rest is broken anew for each first line."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    return list(best(words, width)[2])


def best(words: list[str], width: int) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
    """Raggedness, words per line turned around, and lines of the best caption."""
    if len(" ".join(words)) <= width:
        choices = [(0, (-len(words),), (" ".join(words),))] if words else [(0, (), ())]
    else:
        choices = []
    for count in range(1, len(words)):
        line = " ".join(words[:count])
        if len(line) > width:
            break
        ragged, counts, lines = best(words[count:], width)
        choices.append((ragged + (width - len(line)) ** 2, (-count, *counts), (line, *lines)))
    return min(choices)
