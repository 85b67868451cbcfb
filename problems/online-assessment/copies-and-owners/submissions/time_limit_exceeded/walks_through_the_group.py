# group: scale
"""Right, but keeps only the links, and walks through the whole group at every call."""


class CopyRegister:
    def __init__(self) -> None:
        self.links: dict[int, set[int]] = {}
        self.owners: dict[int, int] = {}

    def same(self, first: int, second: int) -> bool:
        owners = {self._owner(first), self._owner(second)} - {None}
        if second not in self._videos(first) and len(owners) > 1:
            return False
        self.links.setdefault(first, set()).add(second)
        self.links.setdefault(second, set()).add(first)
        return True

    def claim(self, video: int, owner: int) -> bool:
        present = self._owner(video)
        if present is None:
            self.owners[video] = owner
        return present in (None, owner)

    def group(self, video: int) -> tuple[int, int, int | None]:
        videos = self._videos(video)
        return min(videos), len(videos), self._owner(video)

    def _owner(self, video: int) -> int | None:
        return next((self.owners[each] for each in self._videos(video) if each in self.owners), None)

    def _videos(self, video: int) -> set[int]:
        found, stack = {video}, [video]
        while stack:
            fresh = self.links.get(stack.pop(), set()) - found
            found |= fresh
            stack += fresh
        return found
