class Store:
    """A key-value store of sorted runs, with snapshots. Runs are numbered from 0, the newest."""

    def __init__(self) -> None:
        """Start empty: no writes, no runs, no snapshots."""

    def put(self, key: str, value: int) -> None:
        """Write a value; takes the next sequence number."""

    def delete(self, key: str) -> None:
        """Write a tombstone, whether or not the key is known; takes the next sequence number."""

    def get(self, key: str, snapshot: int | None = None) -> int | None:
        """The value now, or as the open snapshot sees it; None if absent or deleted. KeyError if it is not open."""

    def snapshot(self) -> int:
        """Open a snapshot of all writes so far. Numbers count 1, 2, 3, … and are never used again."""
        return 0

    def release(self, snapshot: int) -> None:
        """Close a snapshot. KeyError if it is not open."""

    def flush(self) -> None:
        """Turn the writes in memory into the newest run; does nothing when there are none."""

    def compact(self, first: int, last: int) -> None:
        """Merge the runs first, …, last into one. ValueError, changing nothing, unless 0 <= first <= last < runs."""

    def runs(self) -> list[list[tuple[str, int, int | None]]]:
        """All runs, newest first; entries (key, sequence number, value or None) by key, then newest first."""
        return []
