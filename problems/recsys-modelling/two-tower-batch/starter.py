def two_tower_batch(
    users: list[list[float]],
    items: list[list[float]],
    ids: list[int],
    log_q: list[float],
    temperature: float,
    k: int,
) -> dict[str, object]:
    """Loss of in-batch softmax with logQ correction, gradients of both towers, recall@k of the batch.

    users, items: (B, d) vectors of the observed pairs; ids, log_q: (B,) item ids and ln Q of each row's item.
    Raises ValueError on shapes that do not fit, numbers out of range, and rows of one item that differ.
    """
    return {"loss": 0.0, "user_gradient": [], "item_gradient": [], "recall": 0.0}
