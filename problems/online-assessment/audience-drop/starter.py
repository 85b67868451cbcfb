def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    """For each second, the seconds until the audience is down by percent and stays so for `hold` seconds.

    None where that does not happen within the recording.
    ValueError unless 0 <= percent <= 100 and hold is positive.
    """
    raise NotImplementedError
