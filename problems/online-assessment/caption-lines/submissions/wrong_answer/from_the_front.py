# group: samples
"""A table from the front: among equally ragged captions it decides by the last lines instead of by the first ones."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    count = len(words)
    best = {
        0: (0, 0)
    }  # by the number of words in lines: raggedness, and where the last of these lines starts
    for end in range(1, count + 1):
        choices = []
        length = -1
        for start in reversed(range(end)):
            length += 1 + len(words[start])
            if length > width:
                break
            free = width - length if end < count else 0
            choices.append((best[start][0] + free * free, start))
        best[end] = min(choices)
    lines = []
    end = count
    while end > 0:
        start = best[end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return lines[::-1]
