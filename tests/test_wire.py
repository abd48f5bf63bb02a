"""The wire carries values to the bit, and a hostile frame gets nothing but WireError."""

from __future__ import annotations

import contextlib
import struct
import tracemalloc
from collections import OrderedDict, namedtuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from msgspec.msgpack import Ext

from grader.jail import wire
from grader.jail.layout import laid_out, layout_of

TOKEN = b"t" * wire.TOKEN_BYTES

DTYPES = st.sampled_from(list(wire._DTYPES))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(1 << 200), 1 << 200),
    st.floats(),
    st.complex_numbers(allow_nan=True, allow_infinity=True),
    st.text(),
    st.text(st.characters(categories=["Cs", "Lu"])),
    st.binary(),
)
ARRAYS = DTYPES.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
)
NUMPY_SCALARS = DTYPES.flatmap(lambda dtype: hnp.arrays(dtype, ()).map(lambda array: array[()]))
VALUES = st.recursive(
    st.one_of(SCALARS, ARRAYS, NUMPY_SCALARS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.integers()), inner, max_size=4),
    ),
    max_leaves=12,
)


def sent(value: Any, hold: wire.Hold | None = None) -> Any:
    """The value as the other side gets it."""
    frame = wire.frame(TOKEN, wire.encode(value, hold))
    header_bytes, body_bytes = wire.read_prefix(frame[: wire.PREFIX.size])
    rest = frame[wire.PREFIX.size :]
    assert len(rest) == header_bytes + body_bytes
    decoded = wire.decode(rest[:header_bytes], rest[header_bytes:])
    assert decoded.token == TOKEN
    return decoded.value


def same(left: Any, right: Any) -> bool:
    """Equal in type, and to the bit."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray | np.generic):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(map(same, left.values(), right.values()))
    if isinstance(left, float):
        return struct.pack("d", left) == struct.pack("d", right)
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    return bool(left == right)


@given(VALUES)
def test_values_cross_unchanged(value: Any) -> None:
    """Every carried type, nested, comes out as it went in."""
    assert same(sent(value), value)


@given(ARRAYS, st.data())
def test_arrays_cross_from_any_layout(array: np.ndarray[Any, Any], data: st.DataObject) -> None:
    """Transposed, reversed and strided arrays arrive as plain contiguous ones with the same elements."""
    array = array.transpose(data.draw(st.permutations(range(array.ndim))))
    steps = tuple(slice(None, None, data.draw(st.sampled_from([1, 2, -1, -2]))) for _ in range(array.ndim))
    view = array[steps] if steps else array
    got = sent(view)
    assert same(got, view.copy(order="C"))
    assert got.flags.c_contiguous
    assert got.flags.writeable


@given(hnp.arrays("int16", hnp.array_shapes(max_dims=4, max_side=4)), st.data())
def test_a_layout_is_rebuilt(array: np.ndarray[Any, Any], data: st.DataObject) -> None:
    """What is laid out as another array lies in memory has its values, and strides of its signs and order."""
    view = array.transpose(data.draw(st.permutations(range(array.ndim))))
    view = view[tuple(slice(None, None, data.draw(st.sampled_from([1, 2, -1, -2]))) for _ in range(view.ndim))]
    again = laid_out(view.copy(order="C"), layout_of(view))
    assert np.array_equal(again, view)
    if view.size > 1:
        assert again.flags.c_contiguous == view.flags.c_contiguous
        long = [axis for axis in range(view.ndim) if view.shape[axis] > 1]
        assert [np.sign(again.strides[axis]) for axis in long] == [np.sign(view.strides[axis]) for axis in long]


class Odd(np.ndarray):
    """A subclass."""


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (np.zeros(2).view(Odd), "subclass of numpy.ndarray"),
        (np.ma.masked_all(3), "subclass of numpy.ndarray"),
        (np.array([object()]), "dtype is object"),
        (np.zeros(2, dtype=[("a", "f8")]), "dtype is"),
        (np.zeros(2, dtype="M8[s]"), "dtype is datetime64"),
        (np.zeros(2, dtype=np.longdouble), "dtype is float128"),
        (np.broadcast_to(0.0, (10**6, 10**6)), "MiB large"),
        (10**20_000, "4,000 digits"),
        ([0] * 100_000, "50,000 values"),
        ("x" * (2 << 20), "1 MiB"),
        (OrderedDict(), ""),
        (object(), ""),
        (type("Duck", (), {"__array_interface__": {}})(), "looks like an array"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_cross_stays_as_a_handle(value: Any, why: str) -> None:
    """With the reason in plain words."""
    held: list[Any] = []
    handle = sent(value, lambda kept: held.append(kept) or 7)
    assert type(handle) is wire.Handle
    assert handle.number == 7
    assert why in handle.why
    assert held[0] is value
    with pytest.raises(wire.WireError):
        wire.encode(value)


def test_a_named_tuple_crosses_and_is_held() -> None:
    """Its items can be read as a tuple's, and the object itself goes back by its number."""
    point = namedtuple("Point", "x y")(1, np.ones(2))
    got = sent(point, lambda _: 3)
    assert type(got) is wire.HeldTuple
    assert same(tuple(got), (1, np.ones(2)))
    assert wire.encode(got).nodes == wire.encode(got.handle).nodes


@pytest.mark.filterwarnings("ignore:Setting the:DeprecationWarning")
@pytest.mark.parametrize("beside", [0, 1, 2], ids=["alone", "a list", "an odd array"])
@pytest.mark.parametrize(
    "change",
    [
        lambda array: array.__setitem__((1, 2), -0.0),
        lambda array: setattr(array, "shape", (3, 2)),
        lambda array: setattr(array, "dtype", np.int64),
    ],
    ids=["an element", "a shape", "a dtype"],
)
def test_a_copy_tells_whether_its_value_is_still_the_same(change: Any, beside: int) -> None:
    """Whatever of it was changed in place."""
    array = np.zeros((2, 3))
    value = (array, ([], [1, np.ones(2)], np.arange(3, dtype=">i4"))[beside])[: 1 + bool(beside)]
    copy = wire.encode(value).copied()
    assert copy.still_is(value)
    change(array)
    assert not copy.still_is(value)


def test_a_copy_tells_that_a_list_in_it_was_changed() -> None:
    """In a tuple too, which is fixed itself."""
    value = ((1, [2]), np.ones(2))
    copy = wire.encode(value).copied()
    value[0][1].append(3)
    assert not copy.still_is(value)


def test_deep_and_cyclic_values_are_cut_off() -> None:
    """What is nested too deep is held at the depth that is too much; a cycle ends there too."""
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    cycle: list[Any] = []
    cycle.append(cycle)
    for value in (deep, cycle):
        got, depth = sent(value, lambda _: 1), 0
        while type(got) is list:
            got, depth = got[0], depth + 1
        assert type(got) is wire.Handle
        assert depth == wire.MAX_DEPTH


def decoded(header: bytes, body: bytes = b"") -> Any:
    """What the grader's side makes of a frame."""
    return wire.decode(header, body)


def header_of(*nodes: Any) -> bytes:
    """A header with a right token and these nodes."""
    return wire._encoder.encode([Ext(wire._BYTES, TOKEN), *nodes])


HOSTILE = {
    "empty": b"",
    "not a list": b"\x01",
    "no token": wire._encoder.encode([1, 2]),
    "short token": wire._encoder.encode([Ext(wire._BYTES, b"x"), None]),
    "nothing after the token": header_of(),
    "two values": header_of(1, 2),
    "nested msgpack": b"\x91" * 100_000,
    "a list of 2**32 announced": b"\xdd\xff\xff\xff\xff",
    "nested announcements": (b"\xdd\x00\x0f\xff\xff" * 200_000),
    "a map": wire._encoder.encode([Ext(wire._BYTES, TOKEN), {1: 2}]),
    "unknown extension": header_of(Ext(99, b"")),
    "timestamp": header_of(Ext(-1, b"\0" * 4)),
    "list longer than its nodes": header_of(Ext(wire._LIST, struct.pack("<I", 2**32 - 1))),
    "list count too short": header_of(Ext(wire._LIST, b"\1")),
    "nested too deep": header_of(*[Ext(wire._LIST, struct.pack("<I", 1))] * 1000, None),
    "unhashable key": header_of(Ext(wire._DICT, struct.pack("<I", 1)), Ext(wire._LIST, struct.pack("<I", 0)), 1),
    "odd dict": header_of(Ext(wire._DICT, struct.pack("<I", 1)), 1),
    "complex too short": header_of(Ext(wire._COMPLEX, b"1234")),
    "scalar of no dtype": header_of(Ext(wire._SCALAR, b"\xff12345678")),
    "scalar too long": header_of(Ext(wire._SCALAR, b"\x0b" + b"1" * 9)),
    "scalar empty": header_of(Ext(wire._SCALAR, b"")),
    "array empty": header_of(Ext(wire._ARRAY, b"")),
    "array of no dtype": header_of(Ext(wire._ARRAY, b"\xff\x00")),
    "array of 2**63 elements": header_of(Ext(wire._ARRAY, struct.pack("<BB2Q", 11, 2, 2**31, 2**32))),
    "array of 200 axes": header_of(Ext(wire._ARRAY, struct.pack("<BB200Q", 11, 200, *[1] * 200))),
    "array of 0 by 2**62": header_of(Ext(wire._ARRAY, struct.pack("<BB2Q", 11, 2, 0, 2**62))),
    "array of 0 by 2**64 - 1": header_of(Ext(wire._ARRAY, struct.pack("<BB2Q", 11, 2, 0, 2**64 - 1))),
    "array beyond the body": header_of(Ext(wire._ARRAY, struct.pack("<BB1Q", 11, 1, 1))),
    "shape cut short": header_of(Ext(wire._ARRAY, struct.pack("<BB1Q", 11, 2, 1))),
    "big integer too long": header_of(Ext(wire._BIG_INT, b"1" * (wire.MAX_INT_BYTES + 1))),
    "handle cut short": header_of(Ext(wire._HANDLE, b"1")),
    "number of a handle sent back": header_of(Ext(wire._BACK, b"1234")),
    "held tuple of no tuple": header_of(Ext(wire._HELD_TUPLE, b"1234x"), 1),
    "broken text": header_of(Ext(wire._ODD_STR, b"\xff\xff")),
    "too many nodes": header_of(*[None] * (wire.MAX_NODES + 100)),
    "truncated": wire.frame(TOKEN, wire.encode([1, 2, 3]))[wire.PREFIX.size : -2],
}


@pytest.mark.parametrize("header", list(HOSTILE.values()), ids=list(HOSTILE))
def test_a_hostile_header_is_refused(header: bytes) -> None:
    """With WireError, and nothing else."""
    with pytest.raises(wire.WireError):
        decoded(header)


def test_a_body_that_belongs_to_no_array_is_refused() -> None:
    """Every byte has to be accounted for."""
    with pytest.raises(wire.WireError):
        decoded(header_of(1), b"surplus")


@pytest.mark.parametrize(
    "sizes", [(2**32 - 1, 0), (0, 2**64 - 1), (wire.MAX_HEADER_BYTES + 1, 0), (0, wire.MAX_BODY_BYTES + 1)]
)
def test_a_length_over_the_bound_is_refused_before_it_is_read(sizes: tuple[int, int]) -> None:
    """The prefix alone says so."""
    with pytest.raises(wire.WireError):
        wire.read_prefix(struct.pack("<IQ", *sizes))


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=300), st.binary(max_size=300).map(lambda tail: header_of()[:1] + header_of()[1:] + tail)
    ),
    st.binary(max_size=64),
)
def test_random_frames_are_refused_or_read(header: bytes, body: bytes) -> None:
    """Whatever the bytes, there is a value or a WireError."""
    with contextlib.suppress(wire.WireError):
        decoded(header, body)


@settings(max_examples=300)
@given(VALUES, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_frames_are_refused_or_read(value: Any, damage: list[tuple[int, int]]) -> None:
    """A right frame with some bytes changed is read as something, or refused; never anything else."""
    frame = bytearray(wire.frame(TOKEN, wire.encode(value)))
    for place, byte in damage:
        frame[place % len(frame)] = byte
    with contextlib.suppress(wire.WireError):
        header_bytes, body_bytes = wire.read_prefix(frame[: wire.PREFIX.size])
        rest = bytes(frame[wire.PREFIX.size :])
        decoded(rest[:header_bytes], rest[header_bytes : header_bytes + body_bytes])


@pytest.mark.parametrize(
    "name", ["nested announcements", "a list of 2**32 announced", "array of 2**63 elements", "too many nodes"]
)
def test_a_hostile_header_takes_little_memory(name: str) -> None:
    """What is announced is not allocated."""
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        decoded(HOSTILE[name])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 << 20
