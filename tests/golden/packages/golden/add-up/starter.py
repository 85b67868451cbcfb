def add_up(numbers: list[int], start: int = 0) -> tuple[int, int | None]:
    """The sum plus `start`, and the largest number or None."""
    raise NotImplementedError
