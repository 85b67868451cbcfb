def absorb(summary: dict[int, int], chunk: list[int], k: int) -> dict[int, int]:
    """The summary, of at most k - 1 entries, of everything in `summary` and the views of `chunk`.

    Promise: with N views in total and f(v) of video v, f(v) - N / k <= summary.get(v, 0) <= f(v).
    """
    return summary


def merge(first: dict[int, int], second: dict[int, int], k: int) -> dict[int, int]:
    """The summary of everything that both summaries stand for, under the same promise."""
    return first


def recount(counts: dict[int, int], chunk: list[int]) -> dict[int, int]:
    """The counts with the views of `chunk` added, for those videos that have an entry."""
    return counts


def heavy(counts: dict[int, int], n: int, k: int) -> list[tuple[int, int]]:
    """(video_id, count) of the videos with more than n / k views, larger counts first, then smaller ids."""
    return []
