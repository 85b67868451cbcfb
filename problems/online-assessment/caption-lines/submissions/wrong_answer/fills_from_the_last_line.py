# group: samples
"""Puts as many words into each line as fit, from the last line on, since that one is free."""


def caption_lines(words: list[str], width: int) -> list[str]:
    if width <= 0 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    lines: list[str] = []
    for word in reversed(words):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] = word + " " + lines[-1]
        else:
            lines.append(word)
    return lines[::-1]
