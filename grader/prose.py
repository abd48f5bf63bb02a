"""A kata that is answered in prose: its folder, and the rubric that the answer is held against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from grader.criteria import RubricSpec
from grader.entries import Outline
from grader.errors import KataError
from grader.kata import SPEC, Exercise

if TYPE_CHECKING:
    from grader.rubric import Marks, Rubric

STUB = "answer.md"


class ProseSpec(Outline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kata.yaml of a kata of the kind ``explain``."""

    kind: Literal["explain"]
    rubric: Any
    """Read on its own, as ``RubricSpec``."""


class ProseKata(Exercise):
    """An exercise in prose."""

    kind = "explain"
    files = (SPEC, "statement.md", STUB)
    stub_name = STUB
    suffix = ".md"

    def __init__(self, folder: Path, reference: Path) -> None:
        """Read and check kata.yaml, but for the rubric's words.

        Raises:
            KataError: a file is missing, or kata.yaml is not as ``ProseSpec`` says.
        """
        super().__init__(folder, reference)
        self.spec: ProseSpec = self._document.convert(self._document.data, ProseSpec, "")
        self._rubric_spec = self._document.convert(self.spec.rubric, RubricSpec, "rubric")
        self.max_score = self._rubric_spec.max_score

    def read_rubric(self) -> None:
        """Hold the rubric against the lexicon, and its own examples and the model answer against the rubric.

        Raises:
            KataError: a word of it is unknown, or an example does not come out as it says.
        """
        from grader.reading.lexicon import shared_lexicon  # a list of katas needs none of this
        from grader.rubric import Rubric

        self.rubric: Rubric = Rubric(self._document, self._rubric_spec, shared_lexicon())
        for number, example in enumerate(self.rubric.examples):
            self._check_example(self.rubric.mark(example.text), example.met, example.misconceptions, number)
        marks = self.rubric.mark(self.reference)
        if missing := [name for name, found in marks.points.items() if found.state != "met"]:
            problem = f"the model answer does not say {', '.join(missing)}"
            raise KataError(self.reference_path, None, "", problem, "Say it there in one plain sentence.")
        if not self.rubric.passes(marks):
            problem = "the model answer does not pass"
            raise KataError(self.reference_path, None, "", problem, "Mend the answer, or ask for less.")

    def _check_example(self, marks: Marks, met: tuple[str, ...], misconceptions: tuple[str, ...], number: int) -> None:
        for key, wanted, found in (
            ("met", met, marks.points),
            ("misconceptions", misconceptions, marks.misconceptions),
        ):
            names = [name for name, state in found.items() if state.state == "met"]
            if sorted(names) != sorted(wanted):
                problem = f"finds {', '.join(names) or 'none'}, and the example says {', '.join(wanted) or 'none'}"
                fix = "Mend the example, the rubric, or the lexicon."
                raise self._document.error(f"rubric.examples.{number}.{key}", f"the rubric {problem}", fix)


def load_prose(folder: Path, reference: Path) -> ProseKata:
    """Read the kata in ``folder``, and hold its rubric to its own examples.

    Raises:
        KataError: anything in it that cannot be used, with the place and the fix.
    """
    kata = ProseKata(folder, reference)
    kata.read_rubric()
    return kata
