"""The hidden tests kill every mechanical mutant of the references. These tests skip without cosmic-ray."""

from __future__ import annotations

import pytest

from grader.authoring.mutants import mutants_of, survivors
from grader.catalogue import Catalogue, find_catalogue
from grader.grading import Grader

pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed (the extra `author`)")


@pytest.mark.parametrize("kata_id", find_catalogue().ids("code"))
def test_no_mutant_survives_but_the_declared_equivalents(grader: Grader, catalogue: Catalogue, kata_id: str) -> None:
    """And every declared equivalent is a mutant that there is, and does survive."""
    kata = catalogue.load(kata_id)
    mutants = list(mutants_of(kata.reference))
    assert len(mutants) > 50
    left = [f"{mutant.line}: {mutant.was} -> {mutant.now}" for mutant in survivors(grader, kata, mutants)]
    assert left == []
    made = {mutant.now for mutant in mutants}
    assert [line for equivalent in kata.spec.equivalents for line in equivalent.mutants if line not in made] == []


def test_mutants_differ_in_code() -> None:
    """Each changes one line, and none only the words of a message."""
    source = "def f(x):\n    if x < 1:\n        raise ValueError(f'x is {x + 1}')\n    return x * 2\n"
    mutants = list(mutants_of(source))
    assert {mutant.line for mutant in mutants} == {2, 4}
    assert len({mutant.source for mutant in mutants}) == len(mutants) > 10
    assert "return x + 2" in [mutant.now for mutant in mutants]
