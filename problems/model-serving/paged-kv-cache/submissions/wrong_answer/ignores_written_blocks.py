# group: sharing
"""Only prompts are found; blocks filled token by token never get into the index."""

from hashlib import blake2b
from heapq import heappop, heappush
from itertools import takewhile


class PagedCache:
    def __init__(self, num_blocks: int, block_size: int) -> None:
        if min(num_blocks, block_size) <= 0:
            raise ValueError("num_blocks and block_size must be positive")
        self.size = block_size
        self.heap = list(range(num_blocks))
        self.users: dict[int, int] = {}
        self.tables: dict[int, list[int]] = {}
        self.tails: dict[int, list[int]] = {}  # per sequence the tokens of its last block
        self.digest: dict[int, bytes] = {}  # of full blocks
        self.holders: dict[bytes, set[int]] = {}

    def add(self, seq: int, tokens: list[int]) -> int:
        if seq in self.tables or not tokens:
            raise ValueError("the sequence exists, or the prompt is empty")
        keys = self._chain(tokens)
        table = [min(self.holders[key]) for key in takewhile(self.holders.__contains__, keys)]
        found = len(table)
        needed = -(-len(tokens) // self.size) - found
        if needed > len(self.heap):
            raise MemoryError("too few free blocks for this prompt")
        for block in table:
            self.users[block] += 1
        table += [self._take() for _ in range(needed)]
        for block, key in zip(table[found:], keys[found:]):
            self._publish(block, key)
        self.tables[seq] = table
        self.tails[seq] = tokens[(len(tokens) - 1) // self.size * self.size :]
        return found * self.size

    def append(self, seq: int, token: int) -> tuple[int, int] | None:
        table, tail = self._table(seq), self.tails[seq]
        last = table[-1]
        copied = None
        if len(tail) == self.size:
            table.append(self._take())
            tail = []
        elif self.users[last] > 1:
            copied = (last, self._take())
            self._drop(last)
            table[-1] = copied[1]
        self.tails[seq] = tail = [*tail, token]
        return copied

    def fork(self, parent: int, child: int) -> None:
        table = self._table(parent)
        if child in self.tables:
            raise ValueError("there is a sequence of this number")
        for block in table:
            self.users[block] += 1
        self.tables[child] = table.copy()
        self.tails[child] = self.tails[parent]

    def free(self, seq: int) -> None:
        for block in self._table(seq):
            self._drop(block)
        del self.tables[seq]

    def table(self, seq: int) -> list[int]:
        return self._table(seq).copy()

    def available(self) -> int:
        return len(self.heap)

    def _table(self, seq: int) -> list[int]:
        if seq not in self.tables:
            raise ValueError("no such sequence")
        return self.tables[seq]

    def _chain(self, tokens: list[int]) -> list[bytes]:
        """The digests of all full blocks of a prompt."""
        keys, key = [], b""
        for end in range(self.size, len(tokens) + 1, self.size):
            key = self._key(key, tokens[end - self.size : end])
            keys.append(key)
        return keys

    def _key(self, before: bytes, tokens: list[int]) -> bytes:
        return blake2b(before + repr(tokens).encode()).digest()

    def _publish(self, block: int, key: bytes) -> None:
        self.digest[block] = key
        self.holders.setdefault(key, set()).add(block)

    def _take(self) -> int:
        if not self.heap:
            raise MemoryError("no free block")
        block = heappop(self.heap)
        self.users[block] = 1
        return block

    def _drop(self, block: int) -> None:
        self.users[block] -= 1
        if self.users[block]:
            return
        heappush(self.heap, block)
        if block in self.digest:
            key = self.digest.pop(block)
            self.holders[key].discard(block)
            if not self.holders[key]:
                del self.holders[key]
