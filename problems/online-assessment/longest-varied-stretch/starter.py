def longest_varied_stretch(feed: list[int | None], cap: int, spare: int) -> tuple[int, int] | None:
    """The longest stretch (start, end) of the feed with at most `spare` creators above `cap` videos.

    None in the feed is a video without creator. Of equally long stretches the last; None if there is none.
    ValueError when cap or spare is negative.
    """
    raise NotImplementedError
