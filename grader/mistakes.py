"""From wrong answers to the known mistake that they come from.

Every declared mistake is run, behind the wall, on inputs that the learner got wrong and on some that they got right. A
mistake is named only where it gives the learner's own answer on all of them, and no other mistake does: then the code
of the learner and the reference with that one edit cannot be told apart. Where no single mistake fits, pairs are tried.
Where nothing fits, or more than one thing does, nothing is claimed.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from grader.answers import (
    LOOSE,
    Answer,
    agree,
    agree_in_part,
    has_right_value,
    is_apart,
    is_rounded,
)
from grader.entries import Mistake
from grader.experiments import Experiment, chosen_of
from grader.findings import code_of_call
from grader.kata import Kata
from grader.repertoires import Repertoire
from grader.result import MistakeNamed
from grader.solution import Solution
from grader.sweeps import Sweeps
from grader.variants import Variants, singles

MAX_WRONG, MAX_RIGHT = 6, 8
"""So many calls of each check are looked at, of those that went wrong and of those that went right."""
MAX_REFUSALS = 48
"""The same of calls with bad input, each of which says something else."""
MAX_SCREENED = 8
"""Of a check's calls with bad input, so many tell which mistakes are worth being tried in pairs; of others, one."""
MAX_PAIRS = 400


class Diagnosis(msgspec.Struct, frozen=True):
    """The mistakes that explain all that went wrong, and the checks that each of them alone makes fail."""

    named: tuple[MistakeNamed, ...] = ()
    checks: dict[str, tuple[str, ...]] = {}


def diagnose(
    kata: Kata,
    reference: Solution,
    found: Sequence[Experiment],
    repertoire: Repertoire,
    with_pairs: bool = True,
) -> Diagnosis:
    """Name the declared mistake, or two, that explain every wrong answer in ``found`` and contradict no right one.

    Two are looked for only ``with_pairs``, which takes longest where there is nothing to find.
    """
    chosen = chosen_of(found, MAX_WRONG, MAX_RIGHT, MAX_REFUSALS)
    stage, recall, made = repertoire.stage, repertoire.recall, repertoire.singles
    bench = _Bench(kata, reference, chosen, Sweeps(stage, recall, chosen))
    if not bench.wrong:
        return Diagnosis()
    fitting = bench.fitting(bench.possible(made))
    if not fitting:
        # What was kept between calls shows only where none of them is left out.
        whole = _Bench(kata, reference, list(found), Sweeps(stage, recall, found))
        fitting = whole.fitting({name: one for name, one in made.items() if one[1][0].remembers})
    if not fitting and with_pairs:
        fitting = bench.fitting(bench.possible(_pairs(singles(kata, kata.spec.mistakes, with_styles=False), bench)))
    if len({tuple(mistake.id for mistake in mistakes) for mistakes in fitting}) != 1:
        return Diagnosis()
    mistakes = fitting[0]
    checks = bench.checks_of(mistakes)
    return Diagnosis(tuple(bench.named(mistake, checks[mistake.id]) for mistake in mistakes), checks)


def _pairs(made: Variants, bench: _Bench) -> Variants:
    """Make two mistakes at once, of which one explains something, wherever both edits still find their text."""
    partial = bench.partial(made)
    found: Variants = {}
    for one, two in itertools.product(partial, made):
        (first_source, (first,)), (second_source, (second,)) = made[one], made[two]
        if first.id == second.id or (two in partial and two < one):
            continue
        number, other = (int(name.split("/")[1]) for name in (one, two))
        source = second.edits[other].apply(first_source) or first.edits[number].apply(second_source)
        if source:
            order = sorted((first, second), key=lambda mistake: mistake.id)
            found[f"{one}+{two}"] = (source, tuple(order))
        if len(found) == MAX_PAIRS:
            break
    return found


class _Bench:
    """Holds the answers of variants of the reference against the learner's."""

    def __init__(self, kata: Kata, reference: Solution, chosen: list[Experiment], sweeps: Sweeps) -> None:
        self._kata, self._reference, self._chosen, self._sweeps = kata, reference, chosen, sweeps
        self.wrong = [experiment for experiment in chosen if experiment.is_wrong]
        self._some_wrong = chosen_of(chosen, 1, 0, MAX_SCREENED)

    def fitting(self, variants: Variants) -> list[tuple[Mistake, ...]]:
        """Return the mistakes of those variants whose every answer is the learner's; of several, the likest."""
        first = dict(itertools.islice(variants.items(), 1))
        if len({made for _, made in variants.values()}) == 1 and (found := self._fitting(first)):
            return found  # no matter which of them fits
        return self._fitting(variants)

    def _fitting(self, variants: Variants) -> list[tuple[Mistake, ...]]:
        def fits(may_round: bool, experiment: Experiment, answer: Answer) -> bool:
            theirs, right = experiment.theirs, experiment.right
            if may_round and is_rounded(theirs, right) and is_rounded(answer, right):
                return True
            if not experiment.is_wrong:
                return has_right_value(answer, right, LOOSE)
            return agree(theirs, answer, right) and _is_wrong_too(experiment, answer)

        answers = self._sweeps.answers(variants, self._chosen, fits)
        theirs = [experiment.theirs for experiment in self._chosen]
        is_rounding = any(is_rounded(experiment.theirs, experiment.right) for experiment in self.wrong)
        likeness = {
            name: self._likeness(theirs, given)
            for name, given in answers.items()
            if _traces(given) == _traces(theirs)
            and (is_rounding or not any(mistake.rounds for mistake in variants[name][1]))
        }
        most = max(likeness.values(), default=0)
        return [variants[name][1] for name, likes in likeness.items() if likes == most]

    def _likeness(self, theirs: list[Answer], given: list[Answer]) -> int:
        """Count the calls in which also what was changed is the same, and no rounding was allowed for."""
        return sum(
            mine.changed == other.changed and agree(mine, other, experiment.right)
            for experiment, mine, other in zip(self._chosen, theirs, given, strict=True)
        )

    def partial(self, variants: Variants) -> list[str]:
        """Return the names of those variants that explain some of what went wrong, those first that explain most."""
        explained: dict[str, int] = defaultdict(int)
        given = self._sweeps.answers(variants, self._some_wrong, lambda *_: True)
        for place, experiment in enumerate(self._some_wrong):
            alike: dict[int, bool] = {}  # by answer, of which many variants may have the same
            for name, answers in given.items() if experiment.is_wrong else ():
                answer = answers[place]
                if id(answer) not in alike:
                    alike[id(answer)] = self._explains(experiment, answer, agree_in_part)
                if alike[id(answer)]:
                    explained[name] += 1
        return sorted(explained, key=lambda name: (-explained[name], name))

    def possible(self, variants: Variants) -> Variants:
        """Return those variants that give the learner's answer in a few of the calls that went wrong."""
        answers = self._sweeps.answers(
            variants, self._some_wrong, lambda _, e, answer: not e.is_wrong or agree(e.theirs, answer, e.right)
        )
        return {name: variants[name] for name in answers}

    def checks_of(self, mistakes: tuple[Mistake, ...]) -> dict[str, tuple[str, ...]]:
        """Return, by mistake, the checks whose every wrong answer it explains alone, or not without the other."""
        wrong = list(dict.fromkeys(experiment.check for experiment in self.wrong))
        if len(mistakes) == 1:
            return {mistakes[0].id: tuple(wrong)}
        variants = singles(self._kata, mistakes)
        unlike: dict[str, set[str]] = {mistake.id: set(wrong) for mistake in mistakes}
        for name, given in self._sweeps.answers(variants, self._chosen, lambda *_: True).items():
            unlike[variants[name][1][0].id] &= {
                experiment.check
                for experiment, answer in zip(self._chosen, given, strict=True)
                if experiment.is_wrong and not self._explains(experiment, answer, agree)
            }
        by_both = set.intersection(*unlike.values())
        by_each = {
            mistake.id: tuple(check for check in wrong if check not in unlike[mistake.id] or check in by_both)
            for mistake in mistakes
        }
        # Where one in different ways explains all of them, the other still has its part in some.
        return {name: checks or tuple(wrong) for name, checks in by_each.items()}

    def named(self, mistake: Mistake, checks: tuple[str, ...]) -> MistakeNamed:
        """Return the mistake with a call that shows it: the last that failed, which is as small as was found."""
        example = [experiment for experiment in self.wrong if experiment.check == checks[0]][-1]
        return MistakeNamed(
            id=mistake.id,
            says=mistake.says,
            look=mistake.look,
            code=code_of_call(example.call, self._reference),
            got=example.theirs.text,
        )

    @staticmethod
    def _explains(experiment: Experiment, answer: Answer, alike: Callable[[Answer, Answer, Answer], bool]) -> bool:
        """Tell whether a mistake's answer to a call that went wrong is the learner's, in what it changed too."""
        is_alike = alike(experiment.theirs, answer, experiment.right)
        return is_alike and experiment.theirs.changed == answer.changed and _is_wrong_too(experiment, answer)


def _is_wrong_too(experiment: Experiment, answer: Answer) -> bool:
    """Tell whether an answer like the learner's is wrong in what theirs is: value, side effects, or only a warning."""
    theirs, right = experiment.theirs, experiment.right
    if not has_right_value(theirs, right):
        return not has_right_value(answer, right)
    if theirs.changed or theirs.is_reused or (theirs.has_warned and answer.has_warned):
        return True
    return right.error is None and is_apart(theirs, right) and is_apart(answer, right)


def _traces(answers: Iterable[Answer]) -> tuple[frozenset[str], bool]:
    """Return what calls did beside answering: which arguments they changed, and whether they gave memory out again."""
    given = list(answers)
    changed = frozenset(name for answer in given for name in answer.changed)
    return changed, any(answer.is_reused for answer in given)
