# group: residual
"""Compares the random number with the running sums of the residual as if they reached 1."""

from bisect import bisect_right
from itertools import accumulate


def sample(weights: list[float], uniform: float) -> int:
    """The first token at which the running sum of the weights exceeds the given share of their total."""
    sums = list(accumulate(weights))
    return bisect_right(sums, uniform * sums[-1])


def speculate(
    target: list[list[float]],
    draft: list[list[float]],
    start: int,
    length: int,
    k: int,
    uniforms: list[float],
) -> tuple[list[int], int]:
    if length < 0 or k < 0:
        raise ValueError("length and k must not be negative")
    number = iter(uniforms)
    tokens = [start]
    rounds = 0
    while len(tokens) <= length:
        rounds += 1
        guesses: list[int] = []
        for _ in range(min(k, length - len(tokens))):
            guesses.append(sample(draft[[*tokens, *guesses][-1]], next(number)))
        for guess in guesses:
            p, q = target[tokens[-1]], draft[tokens[-1]]
            if next(number) * q[guess] >= p[guess]:
                residual = [max(large - small, 0.0) for large, small in zip(p, q)]
                uniform = next(number)
                sums = list(accumulate(residual))
                tokens.append(min(bisect_right(sums, uniform), len(p) - 1))
                break
            tokens.append(guess)
        else:
            tokens.append(sample(target[tokens[-1]], next(number)))
    return tokens[1:], rounds
