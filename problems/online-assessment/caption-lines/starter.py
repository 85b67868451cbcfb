def caption_lines(words: list[str], width: int) -> list[str]:
    """The lines of the least ragged caption; of equally ragged ones, the one with more words in earlier lines.

    ValueError when width is not positive or some word is longer than width.
    """
    raise NotImplementedError
