def speculate(
    target: list[list[float]],
    draft: list[list[float]],
    start: int,
    length: int,
    k: int,
    uniforms: list[float],
) -> tuple[list[int], int]:
    """The next `length` tokens after `start`, and how many rounds they took.

    target[a][b], draft[a][b]: probability of token b after token a, for the large and for the small model.
    k: how many tokens the small model guesses per round. uniforms: random numbers in [0, 1), used in order.
    Raises ValueError when length or k is negative.
    """
    return [], 0
