"""One finding per cause: failing checks grouped by what makes them fail, and what their inputs have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.experiments import Experiment
from grader.findings import line_of, sentence
from grader.inputs import Facts, common_trait, facts
from grader.kata import Kata
from grader.mistakes import Diagnosis
from grader.result import CheckResult, Finding
from grader.solution import TrustedSolution
from grader.text import has_word, lines_of

MAX_LINES, MAX_LINE = 20_000, 500
"""A stranger's source is not searched beyond these."""
MAX_KNOWN = 2000
"""Of so many calls of a kata it is kept what can be said of them."""
_EMPTY_SLICE = re.compile(r"(\w+)\s*:\s*-\s*\1\b")
_STOPPED = {"timeout": "It takes too long.", "memory": "It takes too much memory.", "crashed": "The process ends."}


class _Kind(msgspec.Struct, frozen=True):
    """What kind of failure a check met: checks of one kind have one cause, as far as can be seen."""

    says: str
    line: int | None = None


def findings(
    kata: Kata,
    reference: TrustedSolution,
    source: str,
    checks: Sequence[CheckResult],
    found: Sequence[Experiment],
    diagnosis: Diagnosis,
    known: dict[bytes, Facts],
) -> tuple[Finding, ...]:
    """Group the failing checks by cause: the known mistake, or else the kind of failure and the line it came from.

    ``known``: what was found out of calls of this kata before, by their keys; more is added.
    """
    failing = [check for check in checks if check.outcome not in ("passed", "skipped")]
    all_failing = tuple(check.id for check in failing)
    named = [
        Finding(
            cause=mistake.says,
            mistake=mistake.id,
            # What a mistake spoils may show in checks that do not ask for it; those that fail are its doing then.
            checks=tuple(name for name in all_failing if name in diagnosis.checks[mistake.id]) or all_failing,
            common=_common(kata, reference, found, diagnosis.checks[mistake.id], known),
        )
        for mistake in diagnosis.named
    ]
    explained = {check for finding in named for check in finding.checks}
    groups: dict[_Kind, list[str]] = defaultdict(list)
    for check in failing:
        if check.id not in explained:
            groups[_kind_of(check, source, found)].append(check.id)
    others = [
        Finding(
            cause=kind.says, checks=tuple(names), common=_common(kata, reference, found, names, known), line=kind.line
        )
        for kind, names in groups.items()
    ]
    return (*named, *_merged(source, others))


def _merged(source: str, found: Sequence[Finding]) -> Iterable[Finding]:
    """Make one finding of those whose inputs have the same in common, and say where a slice is empty for it."""
    by_common: dict[str, list[Finding]] = defaultdict(list)
    for number, finding in enumerate(found):
        by_common[finding.common or str(number)].append(finding)
    for same in by_common.values():
        empty, line = _empty_slice(source, same[0].common)
        yield Finding(
            cause=" ".join(dict.fromkeys([*filter(None, [empty]), *(finding.cause for finding in same)])),
            checks=tuple(check for finding in same for check in finding.checks),
            common=same[0].common,
            line=next((finding.line for finding in same if finding.line), line),
        )


def _kind_of(check: CheckResult, source: str, found: Sequence[Experiment]) -> _Kind:
    if check.outcome in _STOPPED:
        return _Kind(_STOPPED[check.outcome])
    if check.line is not None and check.outcome == "error":
        name = check.message.partition(":")[0].partition(" (")[0]
        return _Kind(f"{name} at line {check.line}: `{line_of(source, check.line)}`.", check.line)
    wrong = [experiment for experiment in found if experiment.check == check.id and experiment.is_wrong]
    return _Kind(_difference(wrong[-1]) if wrong else check.message)


def _difference(experiment: Experiment) -> str:
    """Say in which way an answer is wrong."""
    theirs, right = experiment.theirs, experiment.right
    if right.error is not None:
        if theirs.error is None:
            return "Bad input is taken without an error."
        if isinstance(theirs.error, ValueError):
            return "The error for bad input does not name the argument."
        return f"Bad input ends in {theirs.error.type_name}, not in a ValueError."
    if theirs.error is not None:
        return f"{theirs.error.type_name} is raised."
    pairs = list(_arrays(theirs.value, right.value))
    if any(one.shape != other.shape for one, other in pairs):
        return "Results have the wrong shape."
    if any(one.dtype.kind != other.dtype.kind for one, other in pairs):
        return "Results have the wrong dtype."
    if any(np.isfinite(other).all() and not np.isfinite(one).all() for one, other in pairs):
        return "Results have NaN or infinity in them."
    if theirs.changed:
        names = " and ".join(f"`{name}`" for name in sorted(theirs.changed))
        return f"Arguments are changed in place: {names}."
    if theirs.is_reused:
        return "Results of different calls share memory."
    return sentence("results are wrong numbers" if pairs else "results are not of the form that they should be")


def _arrays(value: Any, right: Any) -> Iterable[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    if isinstance(value, np.ndarray) and isinstance(right, np.ndarray):
        yield value, right
    elif isinstance(value, tuple | list) and isinstance(right, tuple | list) and len(value) == len(right):
        for one, other in zip(value, right, strict=True):
            yield from _arrays(one, other)


def _common(
    kata: Kata,
    reference: TrustedSolution,
    found: Sequence[Experiment],
    checks: Iterable[str],
    known: dict[bytes, Facts],
) -> str:
    """Say what the wrong inputs of ``checks`` have in common, and no right input of any check has."""
    names = set(checks)
    wrong = [experiment for experiment in found if experiment.is_wrong and experiment.check in names]
    refused = [experiment for experiment in wrong if experiment.right.error is not None]
    if refused and len(refused) == len(wrong):
        return _unrefused(reference, refused)
    values = [experiment for experiment in wrong if experiment.right.error is None]
    functions = {experiment.call.function for experiment in values}
    if len(functions) != 1:
        return ""
    right = [e for e in found if not e.is_wrong and e.right.error is None and e.call.function in functions]
    return common_trait(
        [_facts(kata, reference, experiment, known) for experiment in values],
        [_facts(kata, reference, experiment, known) for experiment in right],
    )


def _unrefused(reference: TrustedSolution, refused: Sequence[Experiment]) -> str:
    """Name the arguments whose bad values were taken, as the reference's own errors name them first."""
    named: dict[str, None] = {}
    for experiment in refused:
        message = experiment.right.error.message if experiment.right.error else ""
        words = [name for name in reference.parameters[experiment.call.function] if has_word(message, name)]
        named |= dict.fromkeys(sorted(words, key=message.find)[:1])
    return " or ".join(f"a bad {name}" for name in named)


def _facts(kata: Kata, reference: TrustedSolution, experiment: Experiment, known: dict[bytes, Facts]) -> Facts:
    if experiment.key not in known:
        call = experiment.call
        parameters = reference.parameters[call.function]
        given = {str(parameters[place] if isinstance(place, int) else place): value for place, value in call.given}
        if len(known) == MAX_KNOWN:
            known.clear()
        known[experiment.key] = facts(reference.defaults[call.function] | given, kata.spec.shapes)
    return known[experiment.key]


def _empty_slice(source: str, common: str) -> tuple[str, int | None]:
    """Find the slice that leaves nothing where an argument is 0: from p to -p."""
    if not re.fullmatch(r"\w+=0", common):
        return "", None
    for number, line in enumerate(lines_of(source)[:MAX_LINES], 1):
        if len(line) <= MAX_LINE and (match := _EMPTY_SLICE.search(line.partition("#")[0])):
            return f"At line {number}, the slice `{match[0]}` is empty where `{match[1]}` is 0.", number
    return "", None
