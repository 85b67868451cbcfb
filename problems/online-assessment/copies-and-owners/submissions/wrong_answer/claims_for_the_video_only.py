# group: samples
"""Keeps owners by video instead of by group."""


class CopyRegister:
    def __init__(self) -> None:
        self.parents: dict[int, int] = {}
        self.facts: dict[int, tuple[int, int, int | None]] = {}  # by root: original, copies, owner

    def same(self, first: int, second: int) -> bool:
        upper, lower = self._root(first), self._root(second)
        if upper == lower:
            return True
        original, copies, owner = self.facts[upper]
        other_original, other_copies, other_owner = self.facts[lower]
        if None not in (owner, other_owner) and owner != other_owner:
            return False
        if copies < other_copies:
            upper, lower = lower, upper
        self.parents[lower] = upper
        self.facts[upper] = (
            min(original, other_original),
            copies + other_copies,
            other_owner if owner is None else owner,
        )
        return True

    def claim(self, video: int, owner: int) -> bool:
        root = video
        self._root(video)
        self.facts.setdefault(video, (video, 1, None))
        original, copies, present = self.facts[root]
        if present is None:
            self.facts[root] = (original, copies, owner)
        return present in (None, owner)

    def group(self, video: int) -> tuple[int, int, int | None]:
        return self.facts[self._root(video)]

    def _root(self, video: int) -> int:
        if video not in self.parents:
            self.parents[video] = video
            self.facts[video] = (video, 1, None)
        while self.parents[video] != video:
            video = self.parents[video]
        return video
