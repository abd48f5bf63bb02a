"""What the reference and its mistakes answer to calls, kept from one submission to the next, within a bound.

Hidden tests make mostly the same calls to every submission, and a program that keeps nothing between calls answers them
alike each time. So an answer goes by all that it may depend on: the kata, the program, and the call with those that it
builds upon; nothing that was kept can make a result differ from what it would be without. Answers of a learner's code
are never kept.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from grader.answers import Answer
from grader.jail import wire
from grader.jail.wire import Handle

MAX_BYTES = 24 << 20
"""So much memory, roughly, the answers of all katas together may take; those used least recently go first."""
_ANSWER_BYTES, _CALL_BYTES, _PROGRAM_BYTES = 500, 500, 50
_DIGEST_BYTES = 16
_RIGHT = "the reference"


class _Known:
    """The answers to one call: by program, and each different one once."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.different: dict[Any, Answer] = {}
        self.size = _CALL_BYTES


class Recall:
    """Answers by key, each key being what they depend on beside the program."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._max_bytes, self._bytes = max_bytes, 0

    def answers(self, key: bytes) -> dict[str, Answer]:
        """Return what is known under ``key``, by program."""
        known = self._known.get(key)
        if known is None:
            return {}
        self._known.move_to_end(key)
        return known.answers

    def keep(self, key: bytes, program: str, answer: Answer) -> Answer:
        """Keep an answer. Return the one that is kept, which programs that answer alike have together."""
        known = self._known.setdefault(key, _Known())
        self._bytes -= known.size if known.answers else 0
        self._known.move_to_end(key)
        content, size = _content(answer)
        if content not in known.different:
            known.different[content] = answer
            known.size += _ANSWER_BYTES + 2 * size
        known.answers[program] = kept = known.different[content]
        known.size += _PROGRAM_BYTES + len(program)
        self._bytes += known.size
        while self._bytes > self._max_bytes:
            self._bytes -= self._known.popitem(last=False)[1].size
        return kept


class KataRecall:
    """What is known of one kata; where nothing may be, it keeps nothing, and knows nothing."""

    def __init__(self, recall: Recall, tag: bytes, *, of_mistakes: bool, of_reference: bool) -> None:
        """``tag`` stands for all of the kata that answers depend on; the flags say whose answers may be kept."""
        self.tag = tag
        self._recall, self._of_mistakes, self._of_reference = recall, of_mistakes, of_reference

    def key_after(self, before: list[bytes], key: bytes) -> bytes:
        """Return the key of a call for programs that remember, made of that of all calls before it and its own."""
        return digest_of(self.tag, [b"after", *before, key])

    def answers(self, key: bytes) -> dict[str, Answer]:
        """Return the answers that are known under ``key``, by program."""
        return self._recall.answers(key)

    def keep(self, key: bytes, program: str, answer: Answer) -> Answer:
        """Keep a mistake's answer, where it may be, and return the one to go on with."""
        return self._recall.keep(key, program, answer) if self._of_mistakes else answer

    def right(self, key: bytes) -> Answer | None:
        """Return the reference's answer, where it is known."""
        return self._recall.answers(key).get(_RIGHT)

    def keep_right(self, key: bytes, answer: Answer) -> Answer:
        """Keep the reference's answer, where it may be, and return the one to go on with."""
        if not self._of_reference or not wire.encode(answer.value, wire.unheld).is_plain:
            return answer
        if answer.error is not None:
            # What it was raised from holds the frames of the call.
            answer.error.__cause__ = answer.error.__context__ = answer.error.__traceback__ = None
        return self._recall.keep(key, _RIGHT, msgspec.structs.replace(answer, value=_copied(answer.value)))


def digest_of(tag: bytes, parts: Iterable[bytes]) -> bytes:
    """Return a key made of ``parts``, in their order, and of ``tag``."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES, key=tag)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def tag_of(*parts: Any) -> bytes:
    """Return a tag for all keys of one kata, made of the ``parts`` of it that answers depend on."""
    return digest_of(b"", [msgspec.msgpack.encode(part) for part in parts])


def bytes_of(value: Any) -> bytes:
    """Return the bytes that plain data is known by; a handle's are those of its number."""
    encoded = wire.encode(value, wire.unheld)
    strides = [array.strides for array in encoded.arrays if not array.flags.c_contiguous]
    return wire.frame(repr(strides).encode(), encoded)


def _copied(value: Any) -> Any:
    """Copy plain data, of which arrays may be views of larger ones, or of an argument."""
    if isinstance(value, tuple | list):
        return type(value)(_copied(item) for item in value)
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _content(answer: Answer) -> tuple[Any, int]:
    """Return what makes two answers alike for all who compare them, and how large it is."""
    how = (answer.refuses, answer.is_explicit, answer.changed, answer.is_reused, answer.has_warned)
    if answer.error is not None:
        return (answer.error.type_name, answer.error.message, *how), len(answer.error.message)
    value = answer.value
    # What stayed in the worker is the program's own affair, and has another number each time.
    parts = tuple(... if isinstance(part, Handle) else part for part in value) if isinstance(value, tuple) else value
    content = bytes_of(... if isinstance(value, Handle) else parts)
    return (content, *how), len(content)
