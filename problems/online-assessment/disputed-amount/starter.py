def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    """How many stretches of at least `least` entries add up to target, and the longest of them.

    Of equally long stretches the first; None when there is none. ValueError when least is not positive.
    """
    raise NotImplementedError
