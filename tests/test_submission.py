"""Whatever stands under a submission's name is read, or refused with the reason."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from grader.submission import MAX_SOURCE_BYTES, read_submission


def test_a_file_is_read(tmp_path: Path) -> None:
    """With its hash; a byte order mark is not part of the source."""
    path = tmp_path / "conv2d.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    submission = read_submission(path)
    assert (submission.name, submission.source, submission.problem) == ("conv2d.py", "x = 1\n", "")
    assert len(submission.sha256) == 64


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def make_socket(path: Path) -> None:
    os.chdir(path.parent)  # the name of a unix socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def make_large(path: Path) -> None:
    path.write_bytes(b"#" * (MAX_SOURCE_BYTES + 1))


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole of 1 TiB


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_link, "a symbolic link"),
        (make_dangling_link, "a symbolic link"),
        (os.mkfifo, "a named pipe"),
        (make_socket, "a socket"),
        (os.mkdir, "a folder"),
        (make_large, "1.0 MiB large"),
        (make_huge, "1048576.0 MiB large"),
        (lambda path: path.write_bytes(b"a = 1\n# \xe9\n"), "not UTF-8 text: byte 0xe9 on line 2"),
        (lambda path: path.write_bytes(b"a = 1\n\n\0"), "a null byte on line 3"),
    ],
)
def test_what_is_no_submission_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: object, reason: str
) -> None:
    """And nothing is waited for, followed or read whole."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "conv2d.py"
    make(path)  # type: ignore[operator]
    submission = read_submission(path)
    assert reason in submission.problem
    assert submission.source == ""


def test_a_device_is_refused() -> None:
    """Without opening it."""
    assert "a device" in read_submission(Path("/dev/zero")).problem


def test_nothing_at_all_is_the_caller_s_mistake(tmp_path: Path) -> None:
    """Which the command line reports as wrong usage."""
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "conv2d.py")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.py", "a\\nb.py"),
        (b"\xff.py", "\\xff.py"),
        (b"\x1b[31m.py", "\\x1b[31m.py"),
        ("é.py".encode(), "é.py"),
        ("\u202e.py".encode(), "\\u202e.py"),
    ],
)
def test_a_name_is_shown_harmlessly(tmp_path: Path, name: bytes, shown: str) -> None:
    """Whatever bytes the file system took."""
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
    path.write_text("x = 1\n")
    assert read_submission(path).name == shown
