class CopyRegister:
    """Groups of videos that are copies of each other, each with at most one owner."""

    def __init__(self) -> None:
        """Start with every video in a group of its own, without owner."""

    def same(self, first: int, second: int) -> bool:
        """Unite the groups of two videos. False, changing nothing, if they have different owners."""
        raise NotImplementedError

    def claim(self, video: int, owner: int) -> bool:
        """Give the group of the video an owner. False, changing nothing, if it has another one."""
        raise NotImplementedError

    def group(self, video: int) -> tuple[int, int, int | None]:
        """The first upload of the video's group, the number of its videos, and its owner or None."""
        raise NotImplementedError
