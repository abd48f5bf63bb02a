"""What learners get of a kata, in a zip file that is the same to the byte whenever it is made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec
import yaml

from grader.entries import CodeOutline, Outline
from grader.errors import KataError
from grader.examples import examples_of
from grader.kata import SPEC, Exercise, Kata
from grader.packed import MARK
from grader.sources import text_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
_FILE_MODE, _PROGRAM_MODE = 0o100644 << 16, 0o100755 << 16
README = "README.md"


def pack_text(katas: Sequence[Exercise], with_tests: bool) -> bytes:
    """Return a zip file with ``katas``: a collection, and at its top what a learner starts from.

    ``with_tests``: with hidden tests, references, mistakes and rubrics, for whoever grades.

    Raises:
        KataError: a file cannot be read, or one has the name of another.
    """
    files = {README: _readme(katas, with_tests)}
    if with_tests:
        files |= collection_of(katas)
    for kata in katas:
        examples_of(kata.statement_path)  # who gets the pack could not mend them
        if not with_tests:
            files |= _learners_files(kata)
        for name, text in ((kata.file_name, kata.stub), (kata.statement_name, kata.statement)):
            if name in files:
                problem = f"two files of the pack would be called {name}"
                raise KataError(kata.folder, None, "", problem, "Pack the katas one by one.")
            files[name] = text
    return zipped({name: text.encode() for name, text in files.items()})


def collection_of(katas: Iterable[Exercise]) -> dict[str, str]:
    """Return the files of a collection that has ``katas`` whole, by their places in it.

    Raises:
        KataError: a file cannot be read.
    """
    files = {}
    for kata in katas:
        for name in kata.files:
            files[str(PurePosixPath("katas") / kata.id / name)] = text_of(kata.folder / name)
        files[str(PurePosixPath("solutions") / kata.file_name)] = kata.reference
    return files


def _learners_files(kata: Exercise) -> dict[str, str]:
    folder = PurePosixPath("katas") / kata.id
    names = [name for name in kata.files if name not in (SPEC, "hidden_tests.py")]
    return {
        **{str(folder / name): text_of(kata.folder / name) for name in names},
        str(folder / SPEC): _learners_spec(kata),
    }


def _learners_spec(kata: Exercise) -> str:
    """Write kata.yaml anew with what a learner may know, and no more."""
    spec = kata.spec
    kind = CodeOutline if isinstance(spec, CodeOutline) else Outline
    said: dict[str, Any] = {"kind": kata.kind} | {
        field.encode_name: msgspec.to_builtins(getattr(spec, field.name)) for field in msgspec.structs.fields(kind)
    }
    body = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120)
    kind_line, _, rest = body.partition("\n")
    return f"{kind_line}\n{MARK}\n{rest}"


def _readme(katas: Sequence[Exercise], with_tests: bool) -> str:
    listed = "\n".join(
        f"- `{kata.file_name}`: {kata.spec.title}; `{kata.statement_name}` says what to do" for kata in katas
    )
    first = katas[0].id
    runs = any(isinstance(kata, Kata) for kata in katas)
    tried = "It runs the examples of the statement" if runs else "It looks whether something is written"
    what = (
        "With the hidden tests and the references in it, this is for those who grade, and not for learners. Katas that"
        " the program has itself are there already, and refused as twins."
        if with_tests
        else f"{tried}; the hidden tests, and with them the score, are with your mentor."
    )
    return f"""# Katas

{listed}

In this folder, with `grade` installed:

```sh
grade run {first} --katas .
```

{what}
"""


def zipped(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return a zip file that depends on nothing but ``files`` and which of them are ``executable``."""
    whole = io.BytesIO()
    # Stored as they are: compressed, the bytes would depend on the version of zlib.
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, whatever this machine is
            entry.external_attr = _PROGRAM_MODE if name in executable else _FILE_MODE
            archive.writestr(entry, files[name])
    return whole.getvalue()
