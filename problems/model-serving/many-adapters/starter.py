def serve_adapters(
    requests: list[tuple[int, int, int]], slots: int, max_batch: int, load_steps: int
) -> tuple[list[int], int]:
    """When each request is done, in the order of `requests`, and how many adapters were loaded.

    requests: (step of arrival, adapter, tokens to produce).
    slots: adapters that fit on the GPU at once. load_steps: how long the link needs for one adapter.
    Raises ValueError when slots or max_batch is not positive.
    """
    return [], 0
