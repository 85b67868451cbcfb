def rerank(quality: list[float], vectors: list[list[float]], alpha: float, k: int) -> list[tuple[int, float]]:
    """Greedy choice of k candidates by gain in the determinant of L, each with its gain at that moment.

    L[i][j] = quality[i] * quality[j] * ((1 - alpha) * (i == j) + alpha * dot(vectors[i], vectors[j])).
    Raises ValueError unless 0 <= alpha < 1, k > 0, qualities are positive, numbers finite, and shapes fit.
    """
    return []
