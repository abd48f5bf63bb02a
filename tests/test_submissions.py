"""Right, wrong and hostile submissions end as the folders say that they are in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from grader.catalogue import Catalogue
from grader.grading import Grader
from grader.result import to_json
from grader.submission import read_submission
from tests.conftest import SUBMISSIONS, first_trouble

# Which declared mistakes the wrong samples make; [] where none of the list.
LABELS = yaml.safe_load((SUBMISSIONS / "mistakes.yaml").read_text())
SAMPLES = [path for path in sorted(SUBMISSIONS.glob("*/*/*.py")) if path.parts[-3] != "costly"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "-".join(path.with_suffix("").parts[-3:]))
def test_a_submission_ends_as_its_folder_says(grader: Grader, catalogue: Catalogue, path: Path) -> None:
    """In <kata>/ the folder is the verdict; in hostile/, graded as conv2d, the outcome of the first check not passed.

    Of the checks alone: what the right ones cost is in test_budgets.py.
    """
    hostile = path.parts[-3] == "hostile"
    kata = catalogue.load("conv2d" if hostile else path.parts[-3])
    result = grader.grade(kata, read_submission(path), with_budgets=False)
    assert (first_trouble(result) if hostile else result.verdict) == path.parent.name, to_json(result)[:3000]
    assert [check.id for check in result.checks] == list(kata.checks)
    assert result.score < kata.max_score or result.verdict == "passed"
    assert result.duration_s < kata.spec.limits.total_s + 5
    if not hostile and path.parent.name == "failed":
        named = [mistake.id for mistake in result.mistakes]
        assert named in ([], sorted(LABELS[kata.id][path.stem])), "another mistake is named than was made"
        assert {check for finding in result.findings for check in finding.checks} >= {
            check.id for check in result.checks if check.outcome not in ("passed", "skipped")
        }
