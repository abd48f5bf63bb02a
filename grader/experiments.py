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
from grader.recall import KataRecall, bytes_of, digest_of
from grader.solution import Call, Link, Solution
from grader.text import has_word, lines_of

_HELD = (Handle, HeldTuple)


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
    key: bytes
    """Of all that a program's answer depends on that keeps nothing between calls: this call, and those behind it."""
    behind: int
    """So many of the calls before it may have had a part in an object that it takes."""


def experiments(reference: Solution, source: str, trials: Sequence[Trial], recall: KataRecall) -> list[Experiment]:
    """Hold what the learner's code gave in ``trials`` against what the reference gives for the same calls."""
    lines = lines_of(source)
    rights: dict[int, Answer] = {}
    made: dict[int, Answer] = {}
    places: dict[int, int] = {}
    names_of: dict[tuple[int | str, ...], dict[int | str, str]] = {}
    found: list[Experiment] = []
    for trial in trials:
        call = trial.call
        outcome = call.returned or call.raised
        own = {
            place: link
            for place, link in call.links.items()
            if is_own_object(_part(rights.get(id(link.call)), link.path))
        }
        given = call.given
        if outcome is None or _takes_from_nowhere(given, own):
            continue
        key, behind = _key_of(call, own, [places[id(link.call)] for link in own.values()], found, recall.tag)
        right = recall.right(key) or recall.keep_right(
            key, _made_right(reference, call, own, found[len(found) - behind :], made)
        )
        rights[id(call)], places[id(call)] = right, len(found)
        plain = (call.function, *(place for place, _ in given if place not in own))
        if plain not in names_of:
            names_of[plain] = _names(reference.parameters[call.function], plain[1:])
        names = names_of[plain]
        theirs = answer_of(outcome, lines, names, refuses=refuses(outcome, call), has_warned=call.has_warned)
        is_wrong = call.is_blamed or not is_right(theirs, right)
        found.append(Experiment(trial.check, call, right, theirs, is_wrong, own, names, key, behind))
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


def _names(parameters: Sequence[str], places: Sequence[int | str]) -> dict[int | str, str]:
    """Return the parameters' names of arguments, by their positions or keywords."""
    return {
        place: str(parameters[place] if isinstance(place, int) and place < len(parameters) else place)
        for place in places
    }


def _takes_from_nowhere(given: Sequence[tuple[int | str, Any]], own: dict[int | str, Link]) -> bool:
    """Tell whether a call takes an object of the learner's of which it is not known how it was made."""
    return any(isinstance(value, _HELD) and place not in own for place, value in given)


def _key_of(
    call: Call, own: dict[int | str, Link], sources: list[int], found: list[Experiment], tag: bytes
) -> tuple[bytes, int]:
    """Return ``key`` and ``behind`` of the experiment that follows those ``found``.

    ``sources``: the places among them of the calls that gave what is in ``own``, in its order.
    """
    here = len(found)
    if call.origin and call.origin.key:
        return call.origin.key, 0
    first = min(sources, default=here)
    # A call in between may have taken the same object, and so may one that it builds upon.
    first = min((place - found[place].behind for place in range(first, here)), default=here)
    values = {place: Handle(0, "", "") if place in own else value for place, value in call.given}
    taken = [(place, here - source, link.path) for (place, link), source in zip(own.items(), sources, strict=True)]
    head = repr((call.function, call.refusal_names, taken)).encode()
    behind = [experiment.key for experiment in found[first:here]]
    key = digest_of(tag, [head, bytes_of(call.arranged(values)), *behind])
    if call.origin:  # of which nothing in the key is not the same each time
        call.origin.key = key
    return key, here - first


def _made_right(
    reference: Solution,
    call: Call,
    own: dict[int | str, Link],
    behind: Sequence[Experiment],
    made: dict[int, Answer],
) -> Answer:
    """Have the reference answer a call.

    Args:
        reference: which answers.
        call: as the learner's code was called.
        own: as in ``Experiment``.
        behind: the experiments whose calls this one builds upon. The reference makes all of them anew where it did not
            make each, for its answer to one was known.
        made: by call, the answers that it gave; this one is added.
    """
    if any(id(experiment.call) not in made for experiment in behind):
        for experiment in behind:
            made[id(experiment.call)] = _answer(reference, experiment.call, experiment.own, made)
    made[id(call)] = answer = _answer(reference, call, own, made)
    return answer


def _answer(reference: Solution, call: Call, own: dict[int | str, Link], made: dict[int, Answer]) -> Answer:
    values = {
        place: _part(made.get(id(own[place].call)), own[place].path) if place in own else value
        for place, value in call.given
    }
    args, keywords = call.arranged(values)
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
