"""What changed between two texts, found without knowing how it was typed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Splice:
    """At `place`, `cut` characters (code points) give way to `put`."""

    place: int
    cut: int
    put: str

    @classmethod
    def between(cls, old: str, new: str) -> "Splice":
        """The one change that leads from `old` to `new`."""
        start = _shared(old, new)
        end = _shared(old[start:][::-1], new[start:][::-1])
        return cls(start, len(old) - end - start, new[start : len(new) - end])

    def apply(self, text: str) -> str:
        """`text` after it; ValueError where it does not fit."""
        if not 0 <= self.place <= self.place + self.cut <= len(text):
            raise ValueError(f"no change at {self.place} of {len(text)} characters")
        return text[: self.place] + self.put + text[self.place + self.cut :]


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike; by halving, since comparing slices is quick."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
