"""The JSON Schema of kata.yaml, made from the types that it is checked against, so that an editor knows it."""

from __future__ import annotations

import ast
import inspect
import itertools
import json
from typing import Any

import msgspec

from grader.criteria import Example, Group, Misconception, Passing, Point, RubricSpec
from grader.entries import Budget, Check, Drawn, Edit, Equivalent, Limits, Mistake, Spec
from grader.prose import ProseSpec

FILE = "kata.schema.json"
"""Stands in katas/, beside the folders whose kata.yaml names it."""
SCHEMA_LINE = f"# yaml-language-server: $schema=../{FILE}"
"""The first line of a kata.yaml."""

_ENTRIES: dict[tuple[str, str], type[Any]] = {
    ("Spec", "checks"): Check,
    ("Spec", "budgets"): Budget,
    ("RubricSpec", "points"): Point,
    ("RubricSpec", "misconceptions"): Misconception,
}
"""Mappings whose entries are checked one by one, and by what."""
_KINDS = (Drawn, Edit, Equivalent, Example, Group, Limits, Mistake, Passing)
_TEMPLATE = "#/$defs/{name}"


def schema_text() -> str:
    """Return the schema as the text of its file."""
    kinds: tuple[type[Any], ...] = (Spec, ProseSpec, RubricSpec, *_KINDS, *_ENTRIES.values())
    _, parts = msgspec.json.schema_components(kinds, ref_template=_TEMPLATE)
    for (owner, field), entry in _ENTRIES.items():
        parts[owner]["properties"][field].update(_mapping_of(entry))
    parts["ProseSpec"]["properties"]["rubric"] = {"$ref": _TEMPLATE.format(name="RubricSpec")}
    parts["RubricSpec"]["properties"]["examples"].update(
        {"type": "array", "items": {"$ref": _TEMPLATE.format(name="Example")}}
    )
    for kind in kinds:
        part = parts[kind.__name__]
        part.pop("title", None)  # a type's name means nothing to an author
        for field, said in _words_of(kind).items():
            part["properties"][field].setdefault("description", said)
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "kata.yaml",
        "if": {"properties": {"kind": {"const": "explain"}}, "required": ["kind"]},
        "then": {"$ref": _TEMPLATE.format(name="ProseSpec")},
        "else": {"$ref": _TEMPLATE.format(name="Spec")},
        "$defs": parts,
    }
    return json.dumps(_of_draft_7(schema), indent=1, ensure_ascii=False) + "\n"


def _of_draft_7(part: Any) -> Any:
    """Return ``part`` as editors read it: they know draft 7, which writes tuples in another way than msgspec does."""
    if isinstance(part, list):
        return [_of_draft_7(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "prefixItems" in part:
        part = {**part, "items": part["prefixItems"], "additionalItems": False}
        del part["prefixItems"]
    return {key: _of_draft_7(value) for key, value in part.items()}


def _mapping_of(entry: type[Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"$ref": _TEMPLATE.format(name=entry.__name__)}}


def _words_of(kind: type[Any]) -> dict[str, str]:
    """Return what a type's own source says below each of its fields, by the field's key."""
    keys = {field.name: field.encode_name for field in msgspec.structs.fields(kind)}
    said: dict[str, str] = {}
    for owner in reversed([owner for owner in kind.__mro__ if owner.__module__.startswith("grader.")]):
        (node,) = ast.parse(inspect.getsource(owner)).body
        assert isinstance(node, ast.ClassDef)
        for field, words in itertools.pairwise(node.body):
            match field, words:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                    said[keys[name]] = " ".join(text.split())
    return said
