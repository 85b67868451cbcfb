"""Every video points to its group; when two become one, the videos of the smaller move. Each moves O(log n) times."""


class Group:
    """The videos of a group, in no order, with its first upload and its owner."""

    def __init__(self, video: int) -> None:
        self.videos = [video]
        self.original = video
        self.owner: int | None = None


class CopyRegister:
    def __init__(self) -> None:
        self.groups: dict[int, Group] = {}

    def same(self, first: int, second: int) -> bool:
        one, other = self._group(first), self._group(second)
        if one is other:
            return True
        if one.owner is None:
            one.owner = other.owner
        elif other.owner not in (None, one.owner):
            return False
        if len(one.videos) < len(other.videos):
            other.owner = one.owner
            one, other = other, one
        one.original = min(one.original, other.original)
        one.videos += other.videos
        for video in other.videos:
            self.groups[video] = one
        return True

    def claim(self, video: int, owner: int) -> bool:
        group = self._group(video)
        if group.owner is None:
            group.owner = owner
        return group.owner == owner

    def group(self, video: int) -> tuple[int, int, int | None]:
        group = self._group(video)
        return group.original, len(group.videos), group.owner

    def _group(self, video: int) -> Group:
        if video not in self.groups:
            self.groups[video] = Group(video)
        return self.groups[video]
