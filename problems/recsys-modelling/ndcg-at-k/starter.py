def ndcg(queries: list[tuple[list[float], list[int]]], k: int) -> tuple[float | None, list[float | None]]:
    """Mean NDCG@k over queries with a relevant item, and NDCG@k of every query; None where there is none.

    queries: (scores, grades) per query, one number per item; equal scores share their places.
    Raises ValueError when k <= 0, lengths differ, a grade is not in 0..30, or a score is not finite.
    """
    return None, []
