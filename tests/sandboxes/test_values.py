"""Values as bytes: what goes in comes out, and bytes that nobody encoded are refused without harm."""

from collections import Counter, OrderedDict, namedtuple
from enum import IntEnum

import msgpack
import numpy
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sandboxes.values import Array, Bounds, Opaque, ValueRefused, decode, encode

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**200), max_value=2**200),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=())),
    st.binary(),
    st.builds(Opaque, st.text(max_size=50), st.text(max_size=50)),
)
KEYS = st.one_of(st.booleans(), st.integers(), st.text(), st.binary(), st.tuples(st.integers(), st.text()))
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(KEYS, inner, max_size=5),
    ),
    max_leaves=30,
)
DTYPES = st.sampled_from(
    ["?", "i1", "<i2", "<i4", "<i8", "u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)


def exactly(value: object) -> object:
    """Return a form of `value` in which equal means equal in every type."""
    if isinstance(value, dict):
        return ("dict", [(exactly(key), exactly(item)) for key, item in value.items()])
    if isinstance(value, list | tuple):
        return (type(value).__name__, [exactly(item) for item in value])
    return (type(value).__name__, repr(value) if isinstance(value, float) else value)


@given(PLAIN)
def test_plain_value_round_trips_in_every_type(value: object) -> None:
    assert exactly(decode(encode(value))) == exactly(value)


@given(arrays.arrays(dtype=DTYPES, shape=arrays.array_shapes(min_dims=0, min_side=0, max_side=4)))
def test_array_round_trips(array: numpy.ndarray) -> None:
    decoded = decode(encode(array))
    assert type(decoded) is Array
    back = decoded.numpy()
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert encode(decoded) == encode(array)


@pytest.mark.parametrize(
    "array", [numpy.array(["ab", "ç"]), numpy.array([b"ab", b"c"]), numpy.arange(6.0).reshape(2, 3).T]
)
def test_text_bytes_and_transposed_arrays_round_trip(array: numpy.ndarray) -> None:
    back = decode(encode(array)).numpy()
    assert back.dtype == array.dtype
    assert back.tolist() == array.tolist()


def test_decoded_array_can_be_written_to() -> None:
    array = decode(encode(numpy.zeros(3))).numpy()
    array[0] = 1
    assert array.tolist() == [1.0, 0.0, 0.0]


def test_big_endian_array_travels_as_little_endian() -> None:
    decoded = decode(encode(numpy.array([1, 2], dtype=">i4")))
    assert (decoded.dtype, decoded.data) == ("int32", b"\1\0\0\0\2\0\0\0")


def test_bfloat16_widens_to_float32() -> None:
    half = Array("bfloat16", (2,), b"\x80\x3f\x00\xc0", "torch")
    assert half.numpy().tolist() == [1.0, -2.0]


Point = namedtuple("Point", "x y")


class Colour(IntEnum):
    RED = 1


class Text(str):
    pass


@pytest.mark.parametrize(
    ("value", "narrowed"),
    [
        (Point(1, 2), (1, 2)),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (Colour.RED, 1),
        (Text("x"), "x"),
        (bytearray(b"x"), b"x"),
        (numpy.float64(1.5), Array("float64", (), b"\0\0\0\0\0\0\xf8?")),
        (numpy.bool_(True), Array("bool", (), b"\1")),
    ],
)
def test_subclass_is_narrowed_to_its_base(value: object, narrowed: object) -> None:
    assert exactly(decode(encode(value))) == exactly(narrowed)


class Broken:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "opaque"),
    [
        ({1}, Opaque("set", "{1}")),
        (len, Opaque("builtin_function_or_method", "<built-in function len>")),
        (Broken(), Opaque(f"{__name__}.Broken", "<repr failed: RuntimeError>")),
        (numpy.array([None]), Opaque("numpy.ndarray[object]", "array([None], dtype=object)")),
    ],
)
def test_what_cannot_leave_is_opaque(value: object, opaque: Opaque) -> None:
    assert decode(encode([value])) == [opaque]


def test_value_that_contains_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(ValueRefused, match="cannot leave"):
        encode(value)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_is_bounded_exactly() -> None:
    assert decode(encode(nested(10)), Bounds(depth=10)) == nested(10)
    for deeper in (nested(11), {"key": nested(10)}, ((nested(9),),)):
        with pytest.raises(ValueRefused, match="nested deeper than 10"):
            decode(encode(deeper), Bounds(depth=10))


def test_size_and_elements_are_bounded() -> None:
    assert decode(encode([0] * 8), Bounds(items=9)) == [0] * 8
    for value, bounds in (
        ([0] * 9, Bounds(items=9)),
        ([[]] * 8, Bounds(items=9)),
        (b"x" * 100, Bounds(bytes=100)),
    ):
        with pytest.raises(ValueRefused):
            decode(encode(value), bounds)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"\x93\x01",
        b"\x01\x02",
        b"\xa1\xff",
        b"\x81\x90\x01",  # a list as a key
        b"\xdd\xff\xff\xff\xff",
        b"\xdd\x00\xff\xff\xff" * 600,
        b"\xd6\xff\x00\x00\x00\x00",  # a timestamp
        msgpack.packb(msgpack.ExtType(77, b"x")),
        msgpack.packb(msgpack.ExtType(2, b"")),  # the mark of a tuple, outside a list
        msgpack.packb([1, msgpack.ExtType(2, b"")]),
        msgpack.packb(msgpack.ExtType(4, msgpack.packb(["x", 5]))),
        msgpack.packb(msgpack.ExtType(4, msgpack.packb(["x", "y" * 500]))),
        msgpack.packb(msgpack.ExtType(3, b"\0")),
        msgpack.packb(msgpack.ExtType(3, b"\0\xff\x01")),
    ],
)
def test_malformed_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueRefused):
        decode(data)


@pytest.mark.parametrize(
    "header",
    [
        ["float64", [3], "numpy"],  # more than its data
        ["float64", [-1], "numpy"],
        ["float64", [1 << 60, 1 << 60], "numpy"],
        ["float64", [True], "numpy"],
        ["object", [1], "numpy"],
        ["U99999999999", [1], "numpy"],
        ["float64", [1], "pickle"],
        ["float64", [1] * 40, "numpy"],
        ["float64", [1]],
        [5, [1], "numpy"],
    ],
)
def test_malformed_array_is_refused(header: list[object]) -> None:
    packed = msgpack.packb(header)
    with pytest.raises(ValueRefused):
        decode(msgpack.packb(msgpack.ExtType(3, len(packed).to_bytes(2, "big") + packed + b"\0" * 8)))


@pytest.mark.parametrize("header", [["float64", [1 << 40, 0], "numpy"], ["U0", [1 << 40], "numpy"]])
def test_array_of_nothing_but_lists_is_refused(header: list[object]) -> None:
    packed = msgpack.packb(header)
    with pytest.raises(ValueRefused):
        decode(msgpack.packb(msgpack.ExtType(3, len(packed).to_bytes(2, "big") + packed)))


@pytest.mark.parametrize("code", [0x110000, 0xFFFFFFFF])
def test_array_of_texts_that_are_none_is_refused(code: int) -> None:
    packed = msgpack.packb(["U1", [], "numpy"])
    forged = len(packed).to_bytes(2, "big") + packed + code.to_bytes(4, "little")
    with pytest.raises(ValueRefused):
        decode(msgpack.packb(msgpack.ExtType(3, forged)))


def test_keys_with_one_hash_are_refused_before_they_cost_time() -> None:
    prime = 2**61 - 1
    for keys, dicts in ((2000, 1), (500, 10), (20, 5000)):
        attack = [{n * prime: None for n in range(keys)}] * dicts
        with pytest.raises(ValueRefused, match="same hash"):
            decode(encode(attack))


def test_few_keys_with_one_hash_are_taken() -> None:
    value = [{-1: "a", -2: "b", 0.5: "c"}] * 10_000
    assert decode(encode(value)) == value


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(data: bytes) -> None:
    try:
        value = decode(data, Bounds(depth=5, items=50))
    except ValueRefused:
        return
    assert exactly(decode(encode(value))) == exactly(value)


@settings(max_examples=200)
@given(PLAIN, st.data())
def test_damaged_bytes_are_a_value_or_refused(value: object, data: st.DataObject) -> None:
    encoded = bytearray(encode([value]))
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] = data.draw(st.integers(0, 255))
    try:
        decode(bytes(encoded))
    except ValueRefused:
        event("refused")
