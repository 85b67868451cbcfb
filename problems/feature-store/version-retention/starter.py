class VersionStore:
    """Versions of feature values, of which a garbage collection keeps what readers and training sets need."""

    def __init__(self, keep: int, horizon: int) -> None:
        """Start empty. ValueError unless keep >= 1 and horizon >= 0."""

    def write(self, key: str, time: int, value: int) -> int:
        """Add a version of the key and return its number. ValueError when the clock would go back."""
        return 0

    def read(self, key: str, time: int) -> int | None:
        """The value current at that time, None if there was none yet. KeyError when it has been collected."""

    def pin(self, name: str, keys: list[str], time: int) -> list[tuple[str, int]]:
        """Pin what was current at that time for a training set; the pairs (key, version), ordered by key.

        ValueError when the name is taken, KeyError when a version has been collected; then nothing changes.
        """
        return []

    def unpin(self, name: str) -> None:
        """Give up a training set. KeyError when there is none of that name."""

    def collect(self, now: int) -> list[tuple[str, int]]:
        """Remove what nobody needs; the pairs (key, version), ordered. ValueError when the clock would go back."""
        return []

    def versions(self, key: str) -> list[int]:
        """The numbers of the key's versions that are stored, ascending."""
        return []
