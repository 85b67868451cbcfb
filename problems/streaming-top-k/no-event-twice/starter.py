class Deduplicator:
    """Lets each event through once within its time to live, in bounded memory and with bounded work per call.

    Entries are kept in the order in which they were added. A call of accept first removes at most two expired
    entries from the old end, then decides, and evicts the oldest entry when more than `capacity` are held.
    """

    def __init__(self, ttl: int, capacity: int) -> None:
        """Start without entries. ValueError when ttl or capacity is not positive."""

    def accept(self, time: int, event_id: int) -> bool:
        """Whether the event is let through. ValueError, changing nothing, when time runs backwards."""
        return True

    def held(self) -> int:
        """How many entries are held, expired ones included."""
        return 0

    def evicted(self) -> int:
        """How many entries were evicted for want of room."""
        return 0
