"""What the collection asks of its katas beyond what `grade kata check` does, which continuous integration runs on all."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from grader.authoring.chance import chances
from grader.authoring.leaks import leaks
from grader.authoring.schema import FILE, schema_text
from grader.authoring.texts import read_through
from grader.catalogue import Catalogue, find_catalogue
from grader.examples import examples_of
from tests.conftest import ROOT

ALL = find_catalogue().ids()


@pytest.mark.parametrize("kata_id", find_catalogue().ids("code"))
def test_a_kata_is_whole(catalogue: Catalogue, kata_id: str) -> None:
    """At least twelve mistakes, three hints, three examples, and a point in ten for bad input."""
    kata = catalogue.load(kata_id)
    assert len(kata.spec.mistakes) >= 12
    assert len(kata.spec.hints) == 3
    assert "test_bad_input" in kata.checks, "one check holds a learner to refusing bad input"
    assert kata.checks["test_bad_input"].points == 1
    assert len(examples_of(kata.statement_path)) >= 3


@pytest.mark.parametrize("kata_id", ALL)
def test_nothing_is_wrong_with_its_texts(catalogue: Catalogue, kata_id: str) -> None:
    """Not even what an author may leave."""
    kata = catalogue.load(kata_id)
    found = [*read_through(kata), *leaks(kata), *(chances(kata) if kata.kind == "code" else ())]
    assert list(map(str, found)) == []


def test_the_schema_is_that_of_the_types() -> None:
    """As `grade kata new` would write it."""
    for collection in (ROOT, ROOT / "docs" / "softmax-katas" / "softmax_katas"):
        assert (collection / "katas" / FILE).read_text() == schema_text()


@pytest.mark.parametrize("kata_id", ALL)
def test_an_editor_finds_every_kata_right(kata_id: str) -> None:
    """With the schema that the first line of kata.yaml names."""
    path = ROOT / "katas" / kata_id / "kata.yaml"
    first = path.read_text().splitlines()[0]
    schema = json.loads((path.parent / first.partition("$schema=")[2]).read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize(
    ("kata_id", "old", "new"),
    [
        ("conv2d", "points: 0.5", "pionts: 0.5"),
        ("conv2d", "points: 0.5", "points: half"),
        ("conv2d", "difficulty: medium", "difficulty: brutal"),
        ("conv2d", "time: 6", "time: 0.5"),
        ("conv2d", "heat_map: [h_out, w_out]", "heat_map: [h_out]"),
        ("conv2d", "    says: The kernel's rows", "    sais: The kernel's rows"),
        ("explain_overfitting", "group: definition", "gruop: definition"),
        ("explain_overfitting", "passing: {score: 6", "passing: {skore: 6"),
        ("explain_overfitting", "tells: The definition", "tell: The definition"),
    ],
)
def test_an_editor_finds_what_is_wrong(kata_id: str, old: str, new: str) -> None:
    """The same as the program does."""
    text = (Path(ROOT) / "katas" / kata_id / "kata.yaml").read_text()
    assert old in text
    data = yaml.safe_load(text.replace(old, new, 1))
    assert not jsonschema.Draft7Validator(json.loads(schema_text())).is_valid(data)
    assert "description" in json.loads(schema_text())["$defs"]["Budget"]["properties"]["workload"]
