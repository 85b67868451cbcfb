def serve(
    requests: list[tuple[int, int, int]], max_batch: int, token_budget: int, base_us: int, token_us: int
) -> list[tuple[int, int]]:
    """When each request gets its first and its last token, in microseconds, in the order of `requests`.

    requests: (arrival in microseconds, tokens of the prompt, tokens to produce).
    A step over n tokens takes base_us + n * token_us.
    Raises ValueError unless 1 <= max_batch <= token_budget.
    """
    return []
