"""A trie with one level per full block: a node stands for all tokens up to its end, and knows the blocks that hold its last ones."""

from bisect import insort
from heapq import heappop, heappush
from weakref import WeakValueDictionary


class Node:
    """A prefix of whole blocks. It lives as long as a block refers to it; whoever holds a longer prefix holds this one too."""

    def __init__(self) -> None:
        self.children: WeakValueDictionary[tuple[int, ...], Node] = WeakValueDictionary()
        self.blocks: list[int] = []  # in order


class Block:
    def __init__(self, tokens: list[int]) -> None:
        self.tokens = tokens
        self.users = 1
        self.node: Node | None = None  # once it is full


class PagedCache:
    def __init__(self, num_blocks: int, block_size: int) -> None:
        if num_blocks < 1 or block_size < 1:
            raise ValueError("num_blocks and block_size must be positive")
        self.block_size = block_size
        self.unused = list(range(num_blocks))  # a heap
        self.blocks: dict[int, Block] = {}
        self.tables: dict[int, list[int]] = {}
        self.root = Node()

    def add(self, seq: int, tokens: list[int]) -> int:
        self._must_be_new(seq)
        if not tokens:
            raise ValueError("a prompt has at least one token")
        pieces = [tokens[at : at + self.block_size] for at in range(0, len(tokens), self.block_size)]
        shared = self._find(pieces)
        if len(pieces) - len(shared) > len(self.unused):
            raise MemoryError("too few free blocks for this prompt")
        for block in shared:
            self.blocks[block].users += 1
        self.tables[seq] = shared
        found = len(shared)
        for piece in pieces[found:]:
            shared.append(self._take(piece))
            self._index(shared)
        return found * self.block_size

    def append(self, seq: int, token: int) -> tuple[int, int] | None:
        table = self._known(seq)
        last = self.blocks[table[-1]]
        copied = None
        if len(last.tokens) == self.block_size:
            table.append(self._take([]))
        elif last.users > 1:
            copied = table[-1], self._take([*last.tokens])
            last.users -= 1
            table[-1] = copied[1]
        self.blocks[table[-1]].tokens.append(token)
        self._index(table)
        return copied

    def fork(self, parent: int, child: int) -> None:
        table = self._known(parent)
        self._must_be_new(child)
        for block in table:
            self.blocks[block].users += 1
        self.tables[child] = [*table]

    def free(self, seq: int) -> None:
        for number in self._known(seq):
            block = self.blocks[number]
            block.users -= 1
            if not block.users:
                if block.node:
                    block.node.blocks.remove(number)
                del self.blocks[number]
                heappush(self.unused, number)
        del self.tables[seq]

    def table(self, seq: int) -> list[int]:
        return [*self._known(seq)]

    def available(self) -> int:
        return len(self.unused)

    def _known(self, seq: int) -> list[int]:
        if seq not in self.tables:
            raise ValueError("no such sequence")
        return self.tables[seq]

    def _must_be_new(self, seq: int) -> None:
        if seq in self.tables:
            raise ValueError("there is a sequence of this number")

    def _find(self, pieces: list[list[int]]) -> list[int]:
        """The blocks that hold the first pieces, as many as there are; a piece that is not full is never found."""
        node, found = self.root, []
        for piece in pieces:
            child = node.children.get(tuple(piece))
            if child is None:
                break
            found.append(child.blocks[0])
            node = child
        return found

    def _take(self, tokens: list[int]) -> int:
        if not self.unused:
            raise MemoryError("no free block")
        number = heappop(self.unused)
        self.blocks[number] = Block(tokens)
        return number

    def _index(self, table: list[int]) -> None:
        """Make the last block of a table known to `add` if it is full."""
        block = self.blocks[table[-1]]
        if len(block.tokens) == self.block_size:
            before = self.blocks[table[-2]].node if len(table) > 1 else self.root
            block.node = before.children.setdefault(tuple(block.tokens), Node())
            insort(block.node.blocks, table[-1])
