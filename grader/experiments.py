"""The calls that the tests made, each held as an experiment: what the learner's code gave, and what is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from grader.answers import Answer, answer_of, is_own_object, is_right
from grader.hidden import Trial
from grader.jail.client import Returned
from grader.jail.raised import LearnerError
from grader.jail.wire import Handle, HeldTuple
from grader.solution import Call, Link, Solution
from grader.text import has_word, lines_of


class Experiment(msgspec.Struct, frozen=True):
    """One call of the learner's, and what it should have given."""

    check: str
    call: Call
    right: Answer
    theirs: Answer
    is_wrong: bool
    own: dict[int | str, Link]
    """The arguments that hold an object of the learner's own, by position or keyword, with where each comes from."""
    names: dict[int | str, str]
    """The names of the others, which hold plain data."""


def experiments(reference: Solution, source: str, trials: Sequence[Trial]) -> list[Experiment]:
    """Hold what the learner's code gave in ``trials`` against what the reference gives for the same calls."""
    lines = lines_of(source)
    rights: dict[int, Answer] = {}
    found = []
    for trial in trials:
        call = trial.call
        outcome = call.returned or call.raised
        own = {
            place: link
            for place, link in call.links.items()
            if is_own_object(_part(rights.get(id(link.call)), link.path))
        }
        right = _right_answer(reference, call, own, rights)
        if right is None or outcome is None:
            continue
        rights[id(call)] = right
        parameters = reference.parameters[call.function]
        names = {
            place: str(parameters[place] if isinstance(place, int) and place < len(parameters) else place)
            for place, _ in call.given
            if place not in own
        }
        theirs = answer_of(outcome, lines, names, refuses=refuses(outcome, call), has_warned=call.has_warned)
        is_wrong = call.is_blamed or not is_right(theirs, right)
        found.append(Experiment(trial.check, call, right, theirs, is_wrong, own, names))
    return found


def refuses(outcome: Returned | LearnerError, call: Call) -> bool:
    """Tell whether a call with bad input ended as it should."""
    return isinstance(outcome, ValueError) and any(has_word(str(outcome), name) for name in call.refusal_names)


def chosen_of(found: Sequence[Experiment], most_wrong: int, most_right: int, most_refusals: int) -> list[Experiment]:
    """Pick some of each check's experiments, in the order in which they were made, and those that they build upon.

    ``most_refusals``: how many of those with bad input, which are not counted among the others; of right ones, none
    where ``most_right`` is 0.
    """
    kinds: dict[tuple[str, bool, bool], list[Experiment]] = defaultdict(list)
    for experiment in found:
        kinds[experiment.check, experiment.is_wrong, experiment.right.error is not None].append(experiment)
    needed: set[int] = set()
    for (_, is_wrong, is_refusal), group in kinds.items():
        most = most_wrong if is_wrong else most_right
        most = most_refusals if is_refusal and most else most
        # The first that failed, which are as they were drawn, and the last, which are as small as can be.
        picked = group if len(group) <= most else [*group[: most - most // 2], *group[len(group) - most // 2 :]]
        needed |= {id(experiment.call) for experiment in picked}
    # With what a call builds upon comes all that was called since, for it may have had a part in it.
    places = {id(experiment.call): place for place, experiment in enumerate(found)}
    for place in range(len(found) - 1, -1, -1):
        call = found[place].call
        if id(call) in needed:
            first = min((places.get(id(link.call), place) for link in call.links.values()), default=place)
            needed |= {id(experiment.call) for experiment in found[first:place]}
    return [experiment for experiment in found if id(experiment.call) in needed]


def _right_answer(
    reference: Solution, call: Call, own: dict[int | str, Link], rights: dict[int, Answer]
) -> Answer | None:
    """Return the reference's answer, or None where the call takes an object of the learner's that came from nowhere."""
    values: dict[int | str, Any] = {}
    for place, value in call.given:
        if place in own:
            link = own[place]
            value = _part(rights.get(id(link.call)), link.path)
        elif isinstance(value, Handle | HeldTuple):
            return None
        values[place] = value
    args = [values.pop(place) for place in range(len(call.args))]
    keywords = {str(name): value for name, value in values.items()}
    try:
        returned = getattr(reference, call.function)(*args, **keywords)
    except LearnerError as error:
        return Answer(error=error, refuses=True)
    return Answer(value=returned)


def _part(answer: Answer | None, path: tuple[int, ...]) -> Any:
    """Return a part of what an answer gave back, or None where there is none."""
    value = answer.value if answer else None
    for place in path:
        if not isinstance(value, tuple) or place >= len(value):
            return None
        value = value[place]
    return value
