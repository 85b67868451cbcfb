"""What a Yjs update (format v1) says, read before it touches a document.

The library that applies updates was written for peers who mean well: it keeps what it cannot place yet, takes any
client id, and makes roots of any name. Here an update is walked through first, bounded, and only what a document of
its kind may hold passes.
"""

from dataclasses import dataclass, field

from webapp.live.roles import Kind

ROOT = "content"
MAX_CLIENT = 2**53 - 1  # what Yjs draws ids from is smaller; what JavaScript can count is this
DEPTH = 16
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY = 0, 1, 2, 3, 4, 5, 6, 7, 8
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY = 0x80, 0x40, 0x20
_ALLOWED = {
    Kind.TEXT: {_GC, _DELETED, _STRING},
    Kind.MAP: {_GC, _DELETED, _JSON, _BINARY, _STRING, _TYPE, _ANY},
    Kind.CHAT: {_GC, _DELETED, _ANY},
}
_MAP_TYPES = {0, 1, 2}  # array, map, text


class Malformed(ValueError):
    """These bytes are no update that this document can take."""


@dataclass
class Update:
    """What an update adds and what must be there for it; clocks count UTF-16 units and elements, as in Yjs."""

    adds: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # client -> first clock, clock after the last
    needs: dict[int, int] = field(default_factory=dict)  # client -> how far its clock must have come
    deletes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # client -> (clock, clock after)

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all."""
        return not self.adds and not self.deletes


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise Malformed("it ends early")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 49:
                raise Malformed("a number is too large")
        if value > MAX_CLIENT:
            raise Malformed("a number is too large")
        return value

    def skip(self, length: int) -> None:
        if length > len(self.data) - self.at:
            raise Malformed("it ends early")
        self.at += length

    def string(self) -> str:
        length = self.number()
        start = self.at
        self.skip(length)
        try:
            return self.data[start : self.at].decode()
        except UnicodeDecodeError:
            raise Malformed("a text is not UTF-8") from None

    def any(self, depth: int = 0) -> None:
        """Pass over one JSON-like value."""
        if depth > DEPTH:
            raise Malformed("a value is nested too deeply")
        tag = self.byte()
        if tag in (120, 121, 126, 127):  # true, false, null, undefined
            return
        if tag in (122, 123, 124):  # big integer, float64, float32
            self.skip(4 if tag == 124 else 8)
        elif tag == 125:  # integer; its first byte holds a sign and six bits
            if self.byte() & 0x80:
                self.number()
        elif tag == 119:
            self.string()
        elif tag == 116:
            self.skip(self.number())
        elif tag in (117, 118):
            for _ in range(self._count()):
                if tag == 118:
                    self.string()
                self.any(depth + 1)
        else:
            raise Malformed("a value is of no known type")

    def _count(self) -> int:
        """A number of things that take at least a byte each."""
        count = self.number()
        if count > len(self.data) - self.at:
            raise Malformed("it ends early")
        return count

    count = _count


def read(data: bytes, kind: Kind) -> Update:
    """The update in `data`, for a document of `kind`; Malformed when there is none, or one it may not hold."""
    source, update = _Bytes(data), Update()
    for _ in range(source.count()):
        structs, client, clock = source.count(), source.number(), source.number()
        if client in update.adds or not structs:
            raise Malformed("a client appears twice or without anything")
        begun = clock
        for _ in range(structs):
            clock += _struct(source, kind, update, client, clock)
        if clock > MAX_CLIENT:
            raise Malformed("a clock is too large")
        update.adds[client] = (begun, clock)
    for _ in range(source.count()):
        client, ranges = source.number(), []
        for _ in range(source.count()):
            start, length = source.number(), source.number()
            if not length:
                raise Malformed("a deletion of nothing")
            ranges.append((start, start + length))
            _need(update, client, start + length)
        if client in update.deletes:
            raise Malformed("a client's deletions appear twice")
        update.deletes[client] = ranges
    if source.at != len(data):
        raise Malformed("it goes on after its end")
    return update


def read_state(data: bytes) -> dict[int, int]:
    """A state vector: client -> how many of its clock ticks are known; Malformed when it is none."""
    source, clocks = _Bytes(data), {}
    for _ in range(source.count()):
        client = source.number()
        clocks[client] = source.number()
    if source.at != len(data):
        raise Malformed("it goes on after its end")
    return clocks


def _need(update: Update, client: int, clock: int) -> None:
    if clock > update.needs.get(client, 0):
        update.needs[client] = clock


def _struct(source: _Bytes, kind: Kind, update: Update, client: int, clock: int) -> int:
    """Pass over one struct; its length in clock ticks."""
    info = source.byte()
    content = info & 0x1F
    if content not in _ALLOWED[kind] or (content == _GC and info != _GC):
        raise Malformed("it holds what this document cannot")
    if content == _GC:
        return _length(source.number())
    for flag in (_HAS_LEFT, _HAS_RIGHT):
        if info & flag:
            other, at = source.number(), source.number()
            if other != client or at >= clock:
                _need(update, other, at + 1)
    if not info & (_HAS_LEFT | _HAS_RIGHT):
        _parent(source, kind, update, keyed=bool(info & _HAS_KEY))
    return _content(source, content)


def _parent(source: _Bytes, kind: Kind, update: Update, *, keyed: bool) -> None:
    named = source.number()
    if named == 1:
        if source.string() != ROOT:
            raise Malformed("it writes to a root that this document has not")
    elif named == 0 and kind is Kind.MAP:
        other, at = source.number(), source.number()
        _need(update, other, at + 1)
    else:
        raise Malformed("it writes to a place that this document has not")
    if keyed:
        if kind is not Kind.MAP:
            raise Malformed("it writes under a key, and this document has none")
        source.string()


def _content(source: _Bytes, content: int) -> int:
    if content == _STRING:
        text = source.string()
        return _length(len(text) + sum(character > "\uffff" for character in text))
    if content == _DELETED:
        return _length(source.number())
    if content == _BINARY:
        source.skip(source.number())
        return 1
    if content == _TYPE:
        if source.number() not in _MAP_TYPES:
            raise Malformed("it holds a type that this document cannot")
        return 1
    count = source.count()
    for _ in range(count):
        if content == _JSON:
            source.string()
        else:
            source.any()
    return _length(count)


def _length(length: int) -> int:
    if not length:
        raise Malformed("a struct has no length")
    return length


def covers(known: dict[int, list[tuple[int, int]]], wanted: dict[int, list[tuple[int, int]]]) -> bool:
    """Whether every deleted range in `wanted` lies in ranges of `known`."""
    for client, ranges in wanted.items():
        have = sorted(known.get(client, []))
        for start, end in ranges:
            for low, high in have:
                if low <= start < high:
                    start = high
            if start < end:
                return False
    return True
