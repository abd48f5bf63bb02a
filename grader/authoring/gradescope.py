"""A custom autograder for Gradescope: a zip file with the grader, its katas, and the scripts that Gradescope runs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from grader.authoring.pack import zipped
from grader.authoring.wheel import wheel
from grader.kata import Kata
from grader.prose import ProseKata

SCRIPTS = ("run_autograder", "setup.sh")
"""They have to stand at the top of the zip file; the first has to be executable."""


def autograder(katas: Sequence[Kata | ProseKata]) -> bytes:
    """Return the zip file for an assignment with ``katas``; the same files give the same bytes.

    Raises:
        UsageError: the program is not installed.
        KataError: a kata's file cannot be read.
    """
    name, content = wheel(katas)
    folder = files("grader.authoring") / "autograder"
    scripts = {script: (folder / script).read_bytes().replace(b"\r\n", b"\n") for script in SCRIPTS}
    return zipped({**scripts, name: content}, executable=SCRIPTS)
