class PagedCache:
    """Which blocks of GPU memory hold the keys and values of which sequence.

    Misuse raises ValueError; too few free blocks raise MemoryError and change nothing.
    """

    def __init__(self, num_blocks: int, block_size: int) -> None:
        """Start with all blocks free. Each holds block_size tokens."""

    def add(self, seq: int, tokens: list[int]) -> int:
        """Begin a sequence with a prompt; return how many of its tokens were found in the cache."""
        return 0

    def append(self, seq: int, token: int) -> tuple[int, int] | None:
        """Write one more token; return (from, to) if a block had to be copied first."""
        return None

    def fork(self, parent: int, child: int) -> None:
        """Begin a sequence that shares all blocks of another."""

    def free(self, seq: int) -> None:
        """End a sequence."""

    def table(self, seq: int) -> list[int]:
        """The blocks of a sequence in order of position."""
        return []

    def available(self) -> int:
        """How many blocks are free."""
        return 0
