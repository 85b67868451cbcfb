def by_city(rows: list[tuple[str, str, int]]) -> dict:
    """Read an experiment in which whole cities were assigned.

    rows: (city, arm, value), one per user; arm is "control" or "treatment".
    Returns {"effect", "se", "naive_se", "design_effect", "icc", "p"}.
    Raises ValueError when an arm has fewer than two cities or a city stands in both arms.
    """
    return {"effect": 0.0, "se": 0.0, "naive_se": 0.0, "design_effect": 1.0, "icc": None, "p": 1.0}
