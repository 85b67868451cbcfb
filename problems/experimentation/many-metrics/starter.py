def adjusted(tests: list[tuple[str, float | None]], method: str) -> list[float | None]:
    """The adjusted p-value of each test, in the order given.

    tests: (family, p-value), or (family, None) where there was no test. Each family is adjusted by itself.
    method: "holm", "bh" or "by". Raises ValueError for another one and for a p-value outside of 0 to 1.
    """
    return [p for _, p in tests]
