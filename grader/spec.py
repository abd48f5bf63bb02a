"""YAML read into frozen types, where whatever does not fit is named with its file, line and field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from grader.errors import KataError, did_you_mean
from grader.sources import text_of

T = TypeVar("T")
_TEXT = "tag:yaml.org,2002:str"
Lines = dict[str, int]
"""The line at which each field stands, by its dotted path; "" is the file's first."""

_MAY_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])&[^\s\[\]{},]", re.MULTILINE)
"""What an anchor looks like, without which there is no alias either; much that is none may look like it too."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """One YAML file: its data, and where each part of it stands."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            KataError: it cannot be read, is not YAML, says a key twice, or uses anchors (which can grow without end).
        """
        self.path = path
        self.lines: Lines = {"": 1}
        text = text_of(path).removeprefix("\ufeff")
        try:
            self._refuse_aliases(text)
            node = yaml.compose(text, Loader=_Loader)
            self.data: Any = self._build(node, "") if node else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            here = text.split("\n")[line - 1] if line else ""
            has_tab = "\t" in here[: len(here) - len(here.lstrip())]
            fix = (
                "Indent with spaces, not tabs."
                if has_tab or "\\t" in str(error.problem)
                else "Mend the YAML at this line; quote a text with `: ` in it."
            )
            raise KataError(path, line, "", f"is not YAML ({error.problem})", fix) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            code = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
            problem = f"is not YAML (it has the character U+{code:04X}, which no text has)"
            raise KataError(path, line, "", problem, "Remove the character.") from error

    def convert(self, data: Any, to: type[T], where: str) -> T:
        """Check ``data``, which stands at ``where``, against the type ``to``."""
        try:
            return msgspec.convert(data, to, strict=True)
        except msgspec.ValidationError as error:
            raise self._explained(error, data, to, where) from error

    def error(self, where: str, problem: str, fix: str) -> KataError:
        """An error at the field ``where``, or at the nearest field around it that the file has."""
        return KataError(self.path, self.line_of(where), where, problem, fix)

    def line_of(self, where: str) -> int:
        """Return the line at which the field ``where`` stands, or the nearest field around it that the file has."""
        while where not in self.lines:
            where = where.rpartition(".")[0]
        return self.lines[where]

    def _refuse_aliases(self, text: str) -> None:
        if not _MAY_ANCHOR.search(text):
            return  # scanning token by token takes as long as all the rest
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
                line = token.start_mark.line + 1
                raise KataError(
                    self.path, line, "", "uses a YAML anchor or alias", "Write the value out in each place."
                )

    def _build(self, node: yaml.Node, where: str) -> Any:
        self.lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            mapping: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = key_node.value
                here = f"{where}.{key}".lstrip(".")
                self.lines[here] = key_node.start_mark.line + 1
                if not isinstance(key_node, yaml.ScalarNode) or not isinstance(key, str):
                    raise self.error(where, "has a key that is not a word", "Use plain words as keys.")
                if key in mapping:
                    raise self.error(here, "is there twice", "Keep one of them.")
                mapping[key] = self._build(value_node, here)
                self.lines[here] = key_node.start_mark.line + 1
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [self._build(child, f"{where}.{index}") for index, child in enumerate(node.value)]
        if node.tag == _TEXT:
            return node.value
        loader = _Loader("")
        try:
            return loader.construct_object(node)
        except (ValueError, AttributeError, KeyError, OverflowError) as error:  # as PyYAML's constructors raise them
            raise self.error(
                where, f"is not a value ({node.value!r:.40})", "Quote it, if it is meant as text."
            ) from error
        finally:
            loader.dispose()

    def _explained(self, error: msgspec.ValidationError, data: Any, to: Any, where: str) -> KataError:
        message, _, at = str(error).partition(" - at `$")
        at = at.partition("[...]")[0]  # a mapping's value, whose key msgspec does not say
        inner = re.sub(r"\[(\d+)\]", r".\1", at.rstrip("`")).strip(".")
        place = ".".join(part for part in (where, inner) if part)
        if missing := re.match(r"Object missing required field `(\w+)`", message):
            field = f"{place}.{missing[1]}".lstrip(".")
            return self.error(field, "missing", f"Add `{missing[1]}: ...`.")
        if unknown := re.match(r"Object contains unknown field `(.*)`", message, re.DOTALL):
            field = f"{place}.{unknown[1]}".lstrip(".")
            known = _known_fields(to)
            return self.error(
                field, f"unknown key{did_you_mean(unknown[1], known)}", f"The keys here are {', '.join(known)}."
            )
        value = data
        for part in filter(None, inner.split(".")):
            value = value[int(part)] if isinstance(value, list) else value.get(part)
        return self.error(
            place, f"{message[0].lower()}{message[1:]}, and here stands {value!r:.60}", "Change the value."
        )


def _known_fields(to: Any) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(to)]
