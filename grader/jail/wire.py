"""What crosses the wall: values as flat msgpack nodes with raw array buffers, in frames of bounded size.

A value is written in prefix order as a flat list of msgpack nodes: scalars as they are, and everything else as an
extension whose code says what it is and, for a container, how many of the following values are its own. So the decoder
of msgpack itself never sees depth. Arrays send dtype and shape in their node and their elements after the header, and
so does a list of many equally long tuples of whole numbers.

    frame = header length (u32), body length (u64), header (msgpack: token, nodes), body (array elements, 16-aligned)

Both ends use this module. It keeps its own references to all that it needs of numpy, so that a learner's code that
patches numpy in the worker does not change what is sent.
"""

from __future__ import annotations

import math
import struct
from array import array as number_array
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from operator import length_hint
from typing import Any

import msgspec
import numpy as np
from msgspec.msgpack import Ext

MAX_HEADER_BYTES = 2 << 20
MAX_BODY_BYTES = 64 << 20
MAX_NODES = 50_000
MAX_DEPTH = 32
MAX_ENTRIES = 1000  # of a dict: keys may be chosen so that each is compared with all others
MAX_INT_BYTES = 1700  # below the 4,300 decimal digits that Python writes out
MAX_NDIM = 32
TOKEN_BYTES = 16

PREFIX = struct.Struct("<IQ")
_ALIGN = 16
_REPLY_NODES = 64  # what a reply has beside the value in it
_MIN_ROWS = 16  # below, a list of tuples crosses item by item
_SMALL_BYTES = 1 << 12  # up to which an array is copied sooner than a view of it is made

_LIST, _TUPLE, _DICT, _BYTES, _BIG_INT, _COMPLEX, _SCALAR, _ARRAY, _HANDLE, _HELD_TUPLE, _BACK, _ODD_STR, _TABLE = (
    range(1, 14)
)
_COUNT = struct.Struct("<I")
_TWO_DOUBLES = struct.Struct("<dd")
_ROWS_COLUMNS = struct.Struct("<II")
_SHAPES = tuple(struct.Struct(f"<BB{ndim}Q") for ndim in range(MAX_NDIM + 1))
"""By the number of axes: an array's dtype, that number, and its shape."""

_DTYPES = tuple(
    np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
)
_CODE_OF_KIND = {(dtype.kind, dtype.itemsize): code for code, dtype in enumerate(_DTYPES)}
_CODE_OF_DTYPE = {
    dtype.num: _CODE_OF_KIND[dtype.kind, dtype.itemsize]
    for dtype in map(np.dtype, np.typecodes["All"])
    if (dtype.kind, dtype.itemsize) in _CODE_OF_KIND
}
"""By the number that numpy gives a dtype, the same in either byte order; of two that are alike, each has its own."""
_CODE_OF_SCALAR = {dtype.type: code for code, dtype in enumerate(_DTYPES)}

_ndarray = np.ndarray
_empty = np.empty
_frombuffer = np.frombuffer
_ascontiguousarray = np.ascontiguousarray
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[bool | int | float | str | Ext | None])
_type_name = type.__dict__["__name__"].__get__


class WireError(Exception):
    """A frame breaks a rule; nothing in it is used."""


class Handle:
    """Stands in the grader for a value that stayed in the worker; good only as an argument of a later call."""

    def __init__(self, number: int, type_name: str, why: str) -> None:
        """``why`` says in plain words what kept the value from crossing; "" where its type alone did."""
        self.number, self.type_name, self.why = number, type_name, why

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


class HeldTuple(tuple[Any, ...]):
    """A tuple of a learner's own class (a namedtuple, say): its items crossed, and the object itself is held too."""

    handle: Handle


Buffer = bytes | memoryview


class Encoded:
    """A value as nodes and buffers, not yet a frame."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.buffers: list[Buffer] = []
        self.body_bytes = 0
        self.arrays: list[np.ndarray[Any, Any]] = []
        """The arrays met, in order, as they lie in memory."""
        self.forms: list[tuple[tuple[int, ...], np.dtype[Any]]] = []
        """Of a copy, the shapes and dtypes of the arrays."""
        self.is_fixed = True
        """Whether nothing in it can ever change but the elements and forms of its arrays."""
        self.is_plain = True
        """Whether all of the value is here, and nothing of it stayed on the other side."""

    def copied(self) -> Encoded:
        """Return the same, with buffers that no longer follow the arrays they came from."""
        copy = Encoded()
        copy.nodes, copy.body_bytes = self.nodes, self.body_bytes
        copy.buffers = [bytes(buffer) for buffer in self.buffers]
        copy.is_fixed, copy.arrays = self.is_fixed, self.arrays
        copy.forms = [(array.shape, array.dtype) for array in self.arrays]
        return copy

    def still_is(self, value: Any) -> bool:
        """Tell whether ``value``, of which this is a copy, is to the bit what it was."""
        if not self.is_fixed:
            return encode(value, unheld).same_as(self)
        return self.forms == [(array.shape, array.dtype) for array in self.arrays] and self.buffers == [
            *map(_elements, self.arrays)
        ]

    def same_as(self, other: Encoded) -> bool:
        """Tell whether two values are equal to the bit. NaN equals itself here, and 1 does not equal True."""
        return _encoder.encode(self.nodes) == _encoder.encode(other.nodes) and self.buffers == other.buffers

    def ends(self, header: bytes, body: bytes | bytearray) -> bool:
        """Tell whether a frame of this header and body has this value as its last, and all the arrays are in it."""
        nodes = _encoder.encode(self.nodes)
        head = 1 if len(self.nodes) < 1 << 4 else 3 if len(self.nodes) < 1 << 16 else 5  # where msgpack says how many
        return header.endswith(nodes[head:]) and b"".join(_laid_out(self)) == body


Hold = Callable[[Any], int]
"""Keeps an object on this side and returns the number that stands for it."""


def encode(value: Any, hold: Hold | None = None, back: dict[int, int] | None = None) -> Encoded:
    """Flatten ``value``.

    Args:
        value: anything. What is not of exactly a carried type, or over a bound, becomes a handle by ``hold``.
        hold: as said; without it such a value is an error (the grader sends only what it can).
        back: numbers of held objects by id(), sent as such (in the worker, for comparing arguments).
    Raises:
        WireError: the value cannot be carried and there is no ``hold``.
    """
    encoded = Encoded()
    try:
        _flatten(value, encoded, hold, back or {}, 0)
    except _TooMuchError as error:
        encoded = Encoded()
        _put_handle(value, encoded, hold, str(error))
    return encoded


def unheld(_: Any) -> int:
    """Stand in for ``hold`` where a value is only compared."""
    return 0


def joined(parts: list[Encoded]) -> Encoded:
    """Make one tuple of several values."""
    whole = Encoded()
    whole.nodes.append(Ext(_TUPLE, _COUNT.pack(len(parts))))
    for part in parts:
        whole.nodes += part.nodes
        if part.buffers:
            whole.arrays += part.arrays
            whole.buffers += part.buffers
            whole.body_bytes = _aligned(whole.body_bytes) + part.body_bytes
    return whole


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


class _TooMuchError(Exception):
    """A whole value is over a bound."""


def _put(encoded: Encoded, node: Any) -> None:
    if len(encoded.nodes) >= MAX_NODES:
        raise _TooMuchError(f"it holds more than {MAX_NODES:,} values")
    encoded.nodes.append(node)


def _put_handle(value: Any, encoded: Encoded, hold: Hold | None, why: str) -> None:
    name = _type_name(type(value))
    if hold is None:
        raise WireError(f"a {name} cannot cross the wall: {why or 'only plain data can'}")
    encoded.is_plain = False
    _put(encoded, Ext(_HANDLE, _COUNT.pack(hold(value)) + f"{name[:100]}\n{why}".encode("utf-8", "backslashreplace")))


def _flatten(value: Any, encoded: Encoded, hold: Hold | None, back: dict[int, int], depth: int) -> None:
    if back and id(value) in back:
        _put(encoded, Ext(_BACK, _COUNT.pack(back[id(value)])))
        return
    _PUT_BY_TYPE.get(id(type(value)), _put_other)(value, encoded, hold, back, depth)


_Put = Callable[[Any, Encoded, Hold | None, dict[int, int], int], None]


def _put_plain(value: Any, encoded: Encoded, *_: Any) -> None:
    _put(encoded, value)


def _put_number_of_held(value: Any, encoded: Encoded, *_: Any) -> None:
    handle = value.handle if type(value) is HeldTuple else value
    _put(encoded, Ext(_BACK, _COUNT.pack(handle.number)))


def _put_bytes(value: bytes, encoded: Encoded, *_: Any) -> None:
    _bounded(len(value))
    _put(encoded, Ext(_BYTES, value))


def _put_complex(value: complex, encoded: Encoded, *_: Any) -> None:
    _put(encoded, Ext(_COMPLEX, _TWO_DOUBLES.pack(value.real, value.imag)))


def _put_scalar(value: Any, encoded: Encoded, *_: Any) -> None:
    _put(encoded, Ext(_SCALAR, bytes((_CODE_OF_SCALAR[type(value)],)) + value.tobytes()))


def _put_container(value: Any, encoded: Encoded, hold: Hold | None, back: dict[int, int], depth: int) -> None:
    kind = type(value)
    if depth >= MAX_DEPTH:
        _put_handle(value, encoded, hold, f"it is nested more than {MAX_DEPTH} deep")
        return
    if kind is dict and len(value) > MAX_ENTRIES:
        _put_handle(value, encoded, hold, f"it has more than {MAX_ENTRIES:,} entries")
        return
    encoded.is_fixed = encoded.is_fixed and kind is tuple
    if kind is list and len(value) >= _MIN_ROWS and _put_table(value, encoded):
        return
    code = _LIST if kind is list else _TUPLE if kind is tuple else _DICT
    _put(encoded, Ext(code, _COUNT.pack(min(len(value), MAX_NODES))))
    for item in chain.from_iterable(value.items()) if kind is dict else value:
        _flatten(item, encoded, hold, back, depth + 1)


def _put_other(value: Any, encoded: Encoded, hold: Hold | None, back: dict[int, int], depth: int) -> None:
    kind = type(value)
    if hold is None or not issubclass(kind, tuple):
        _put_handle(value, encoded, hold, _why_not(kind))
        return
    _put_handle(value, encoded, hold, f"it is a {_type_name(kind)}, not a plain tuple")
    held = encoded.nodes.pop()
    items = tuple(tuple.__iter__(value))
    _put(encoded, Ext(_HELD_TUPLE, held.data))
    _flatten(items, encoded, hold, back, depth + 1)


def _put_table(value: list[Any], encoded: Encoded) -> bool:
    """Send a list of equally long tuples of whole numbers as one block of them; tell whether ``value`` is one."""
    columns = len(value[0]) if type(value[0]) is tuple else 0
    if not columns or len(value) * (columns + 1) > MAX_NODES:
        return False
    if {*map(type, value)} != {tuple} or {*map(len, value)} != {columns}:
        return False
    numbers = [*chain.from_iterable(value)]
    if {*map(type, numbers)} != {int}:
        return False
    try:
        block = memoryview(number_array("q", numbers)).cast("B")
    except OverflowError:
        return False
    start = _aligned(encoded.body_bytes)
    if start + len(block) > MAX_BODY_BYTES:
        return False
    _put(encoded, Ext(_TABLE, _ROWS_COLUMNS.pack(len(value), columns)))
    encoded.buffers.append(block)
    encoded.body_bytes = start + len(block)
    return True


def _put_int(value: int, encoded: Encoded, hold: Hold | None, *_: Any) -> None:
    if -(1 << 63) <= value < 1 << 63:
        _put(encoded, value)
    elif (length := value.bit_length() // 8 + 1) <= MAX_INT_BYTES:
        _put(encoded, Ext(_BIG_INT, value.to_bytes(length, "little", signed=True)))
    else:
        _put_handle(value, encoded, hold, "the number has more than 4,000 digits")


def _put_str(value: str, encoded: Encoded, *_: Any) -> None:
    _bounded(4 * len(value))
    try:
        value.encode("utf-8")
        _put(encoded, value)
    except UnicodeEncodeError:
        _put(encoded, Ext(_ODD_STR, value.encode("utf-8", "surrogatepass")))


def _bounded(size: int) -> None:
    if size > MAX_HEADER_BYTES // 2:
        raise _TooMuchError("it holds text of more than 1 MiB")


def _put_array(value: np.ndarray[Any, Any], encoded: Encoded, hold: Hold | None, *_: Any) -> None:
    dtype, size, ndim = value.dtype, value.nbytes, value.ndim
    code = _CODE_OF_DTYPE.get(dtype.num)
    if code is None:
        _put_handle(value, encoded, hold, f"its dtype is {dtype!s:.60}, not a plain number or bool")
        return
    start = _aligned(encoded.body_bytes)
    if start + size > MAX_BODY_BYTES:
        most = f"{MAX_BODY_BYTES >> 20} MiB can cross"
        _put_handle(value, encoded, hold, f"it is {size / 2**20:,.0f} MiB large; {most}")
        return
    if ndim > MAX_NDIM:
        _put_handle(value, encoded, hold, f"it has {ndim} axes; {MAX_NDIM} can cross")
        return
    _put(encoded, Ext(_ARRAY, _SHAPES[ndim].pack(code, ndim, *value.shape)))
    encoded.arrays.append(value)
    encoded.buffers.append(_elements(value if dtype.isnative else value.astype(_DTYPES[code])))
    encoded.is_fixed = encoded.is_fixed and dtype.isnative
    encoded.body_bytes = start + size


def _elements(array: np.ndarray[Any, Any]) -> Buffer:
    """Return the bytes of the elements, in order: a copy of few, and of many the array's own where it can be."""
    if array.nbytes <= _SMALL_BYTES:
        return array.tobytes()
    # A 0-d array made contiguous turns 1-d, which does not matter to its bytes.
    return _ascontiguousarray(array).reshape(-1).view("uint8").data


def _why_not(kind: type) -> str:
    if issubclass(kind, _ndarray):
        return f"it is a {_type_name(kind)}, a subclass of numpy.ndarray"
    if any(hasattr(kind, name) for name in ("__array__", "__array_interface__", "__array_struct__")):
        return f"it is a {_type_name(kind)}, which only looks like an array"
    return ""


_PUT: dict[type, _Put] = {
    _ndarray: _put_array,
    **dict.fromkeys((type(None), bool, float), _put_plain),
    int: _put_int,
    str: _put_str,
    bytes: _put_bytes,
    complex: _put_complex,
    **dict.fromkeys(_CODE_OF_SCALAR, _put_scalar),
    **dict.fromkeys((list, tuple, dict), _put_container),
    **dict.fromkeys((Handle, HeldTuple), _put_number_of_held),
}
_PUT_BY_TYPE = {id(kind): put for kind, put in _PUT.items()}
"""How a value of exactly a type is written, by the type's id(): a learner's class may call itself equal to another."""


def frame(token: bytes, encoded: Encoded) -> bytes:
    """Put a value into a frame."""
    return b"".join(frame_parts(token, encoded))


def frame_parts(token: bytes, encoded: Encoded) -> list[Buffer]:
    """Put a value into a frame whose parts are still to be joined; arrays are not copied."""
    header = _encoder.encode([Ext(_BYTES, token), *encoded.nodes])
    if len(header) > MAX_HEADER_BYTES:
        raise WireError(f"the values take more than {MAX_HEADER_BYTES >> 20} MiB beside their arrays")
    return [PREFIX.pack(len(header), encoded.body_bytes) + header, *_laid_out(encoded)]


def _laid_out(encoded: Encoded) -> list[Buffer]:
    """Return the parts of a frame's body, and zeros in the gaps between them."""
    parts: list[Buffer] = []
    offset = 0
    for buffer in encoded.buffers:
        if gap := _aligned(offset) - offset:
            parts.append(bytes(gap))
        parts.append(buffer)
        offset += gap + len(buffer)
    if gap := encoded.body_bytes - offset:  # an empty array at the end takes nothing but its alignment
        parts.append(bytes(gap))
    return parts


def read_prefix(prefix: bytes | bytearray) -> tuple[int, int]:
    """Return the lengths of header and body, held against their bounds before anything takes memory."""
    header_bytes, body_bytes = PREFIX.unpack(prefix)
    if header_bytes > MAX_HEADER_BYTES or body_bytes > MAX_BODY_BYTES:
        raise WireError(f"a frame of {header_bytes + body_bytes:,} bytes is over the bound")
    return header_bytes, body_bytes


def parts_of(frame: bytes) -> tuple[bytes, bytes]:
    """Return the header and the body of a whole frame."""
    body_at = PREFIX.size + read_prefix(frame[: PREFIX.size])[0]
    return frame[PREFIX.size : body_at], frame[body_at:]


class Decoded:
    """A frame's token and value, and the arrays in it, each with the place in the body that it was copied from."""

    def __init__(self, token: bytes, value: Any, arrays: list[tuple[np.ndarray[Any, Any], slice]]) -> None:
        self.token, self.value, self.arrays = token, value, arrays


def decode(header: bytes | bytearray, body: bytes | bytearray, fetch: Callable[[int], Any] | None = None) -> Decoded:
    """Rebuild a frame's value; every array is a new, contiguous one.

    Args:
        header: as in the frame.
        body: as in the frame; all of it must belong to an array.
        fetch: gives the held object of a number (in the worker); without it, a ``Handle`` is made (in the grader).
    Raises:
        WireError: the frame breaks a rule.
    """
    try:
        nodes = _decoder.decode(header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, MemoryError, OverflowError, ValueError) as error:
        raise WireError(f"not msgpack of the agreed form: {error}") from error
    if len(nodes) > MAX_NODES + _REPLY_NODES:
        raise WireError("too many nodes")
    reader = _Reader(nodes, body, fetch)
    token = next(reader.nodes, None)
    if type(token) is not Ext or token.code != _BYTES or len(bytes(token.data)) != TOKEN_BYTES:
        raise WireError("no token")
    try:
        value = reader.value(0)
    except StopIteration:
        raise WireError("the value ends too early") from None
    except (struct.error, ValueError, TypeError, OverflowError, MemoryError, LookupError, RecursionError) as error:
        raise WireError(f"a node is malformed: {error}") from error
    reader.expect_end()
    return Decoded(bytes(token.data), value, reader.arrays)


class _Reader:
    """Reads values off a flat list of nodes."""

    def __init__(self, nodes: list[Any], body: bytes | bytearray, fetch: Callable[[int], Any] | None) -> None:
        self.nodes, self.body, self.fetch = iter(nodes), memoryview(body), fetch
        self.offset = 0
        self.arrays: list[tuple[np.ndarray[Any, Any], slice]] = []

    def expect_end(self) -> None:
        if length_hint(self.nodes) or self.offset != len(self.body):
            raise WireError("something stands after the value")

    def value(self, depth: int) -> Any:
        return self.values(1, depth)[0]

    def values(self, count: int, depth: int) -> list[Any]:
        found = []
        for _ in range(count):
            node = next(self.nodes)
            if type(node) is Ext:
                read = _READ_BY_CODE.get(node.code)
                node = read(self, bytes(node.data), depth) if read else _bad()
            found.append(node)
        return found

    def raw(self, data: bytes, _: int) -> bytes:
        return data

    def big_int(self, data: bytes, _: int) -> int:
        if len(data) > MAX_INT_BYTES:
            raise WireError("a number has too many digits")
        return int.from_bytes(data, "little", signed=True)

    def complex_number(self, data: bytes, _: int) -> complex:
        return complex(*_TWO_DOUBLES.unpack(data))

    def scalar(self, data: bytes, _: int) -> Any:
        dtype = _dtype_of(data[0])
        return _frombuffer(data, dtype, count=1, offset=1)[0] if len(data) == 1 + dtype.itemsize else _bad()

    def odd_str(self, data: bytes, _: int) -> str:
        return data.decode("utf-8", "surrogatepass")

    def sent_back(self, data: bytes, _: int) -> Any:
        return self.fetch(*_COUNT.unpack(data)) if self.fetch else _bad()

    def held(self, data: bytes, _: int) -> Handle:
        return _bad() if self.fetch else _handle_of(data)

    def held_tuple(self, data: bytes, depth: int) -> HeldTuple:
        if self.fetch:
            _bad()
        handle = _handle_of(data)
        if depth > MAX_DEPTH:
            raise WireError("a tuple is nested too deep")
        items = self.value(depth + 1)
        held = HeldTuple(items if type(items) is tuple else _bad())
        held.handle = handle
        return held

    def items(self, data: bytes, depth: int, each: int = 1) -> list[Any]:
        (count,) = _COUNT.unpack(data)
        if depth > MAX_DEPTH or count > length_hint(self.nodes):
            raise WireError("a container is nested too deep or too large")
        if each == 2 and count > MAX_ENTRIES:
            raise WireError("a dict has too many entries")
        return self.values(each * count, depth + 1)

    def as_list(self, data: bytes, depth: int) -> list[Any]:
        return self.items(data, depth)

    def as_tuple(self, data: bytes, depth: int) -> tuple[Any, ...]:
        return tuple(self.items(data, depth))

    def as_dict(self, data: bytes, depth: int) -> dict[Any, Any]:
        keys_and_values = iter(self.items(data, depth, each=2))
        return dict(zip(keys_and_values, keys_and_values, strict=True))

    def table(self, data: bytes, _: int) -> list[tuple[int, ...]]:
        rows, columns = _ROWS_COLUMNS.unpack(data)
        if not columns or rows * (columns + 1) > MAX_NODES:
            raise WireError("a table is too large")
        start = _aligned(self.offset)
        if start + 8 * rows * columns > len(self.body):
            raise WireError("a table reaches beyond the frame")
        self.offset = start + 8 * rows * columns
        numbers = iter(_frombuffer(self.body, "int64", count=rows * columns, offset=start).tolist())
        return [*zip(*[numbers] * columns, strict=True)]

    def array(self, data: bytes, _: int) -> np.ndarray[Any, Any]:
        dtype, shape, size = _form_of(data)
        start = _aligned(self.offset)
        if start + size > len(self.body):
            raise WireError("an array reaches beyond the frame")
        # A copy: what is in the body is the sender's, and stays as it is.
        array = _ndarray(shape, dtype, self.body, start).copy() if size else _empty(shape, dtype)
        self.offset = start + size
        self.arrays.append((array, slice(start, start + size)))
        return array


def _bad() -> Any:
    raise WireError("a node that has no place here")


def _dtype_of(code: int) -> np.dtype[Any]:
    return _DTYPES[code] if code < len(_DTYPES) else _bad()


@lru_cache(maxsize=1024)
def _form_of(data: bytes) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Return the dtype, the shape and the bytes of an array that its node tells of."""
    ndim = data[1] if len(data) > 1 else _bad()
    if ndim > MAX_NDIM:
        raise WireError("an array has too many axes")
    code, _, *shape = _SHAPES[ndim].unpack(data)
    dtype = _dtype_of(code)
    return dtype, tuple(shape), math.prod(shape) * dtype.itemsize


def _handle_of(data: bytes) -> Handle:
    (number,) = _COUNT.unpack(data[:4])
    type_name, _, why = data[4:1000].decode("utf-8", "replace").partition("\n")
    return Handle(number, type_name, why)


_READ_BY_CODE: dict[int, Callable[[_Reader, bytes, int], Any]] = {
    _LIST: _Reader.as_list,
    _TUPLE: _Reader.as_tuple,
    _DICT: _Reader.as_dict,
    _BYTES: _Reader.raw,
    _BIG_INT: _Reader.big_int,
    _COMPLEX: _Reader.complex_number,
    _SCALAR: _Reader.scalar,
    _ARRAY: _Reader.array,
    _HANDLE: _Reader.held,
    _HELD_TUPLE: _Reader.held_tuple,
    _BACK: _Reader.sent_back,
    _ODD_STR: _Reader.odd_str,
    _TABLE: _Reader.table,
}
