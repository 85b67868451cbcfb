class TieredCache:
    """A cache of rows in RAM over SSD over a remote store, with admission by recent frequency."""

    def __init__(self, ram: int, ssd: int, window: int, costs: tuple[int, int, int, int]) -> None:
        """Start with empty tiers of `ram` and `ssd` rows; frequencies halve every `window` calls of get.

        costs: of a RAM hit, an SSD hit, a remote fetch, and a write to the SSD.
        ValueError unless ram >= 1, ssd >= 0 and window >= 1.
        """

    def get(self, key: str) -> str:
        """Look a row up, move rows as the rules say, and return where it was: "ram", "ssd" or "remote"."""
        return "remote"

    def invalidate(self, key: str) -> bool:
        """Drop the row from the tier that holds it; whether one did. Its frequency stays."""
        return False

    def contents(self) -> tuple[list[str], list[str]]:
        """The keys in RAM and those on the SSD, each from the least to the most recently used."""
        return [], []

    def stats(self) -> dict[str, int]:
        """Under ram, ssd, remote, ssd_writes and cost: calls of get by result, rows written to the SSD, total cost."""
        return {}
