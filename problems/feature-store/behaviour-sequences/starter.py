def sample_histories(
    actions: list[tuple[str, int, str, int]],
    requests: list[tuple[str, int]],
    length: int,
    quotas: dict[str, tuple[int, int]],
) -> list[list[int]]:
    """For each request the positions in `actions` of its user's history, oldest first.

    actions: (user, time, kind, item). requests: (user, time). length: most actions of one history.
    quotas: per kind how many places are reserved for it, and how many actions of it a history may hold.
    Raises ValueError when length < 1, or when quotas do not fit.
    """
    return []
