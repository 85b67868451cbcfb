"""A smaller input on which a submission fails in the same way, looked for after the verdict."""

from graders.shrinking.search import can_shrink, smaller

__all__ = ["can_shrink", "smaller"]
