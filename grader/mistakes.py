"""From wrong answers to the known mistake that they come from.

Every declared mistake is run, behind the wall, on inputs that the learner got wrong and on some that they got right. A
mistake is named only where it gives the learner's own answer on all of them, and no other mistake does: then the code
of the learner and the reference with that one edit cannot be told apart. Where no single mistake fits, pairs are tried.
Where nothing fits, or more than one thing does, nothing is claimed.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from grader.answers import (
    LOOSE,
    Answer,
    agree,
    agree_in_part,
    answer_of,
    has_right_value,
    is_apart,
    is_rounded,
)
from grader.entries import Mistake
from grader.experiments import Experiment, chosen_of, refuses
from grader.findings import code_of_call
from grader.jail.client import Jail, Kept, Worker, WorkerEnded
from grader.jail.wire import Handle
from grader.kata import Kata
from grader.result import MistakeNamed
from grader.solution import Solution
from grader.text import lines_of

MAX_WRONG, MAX_RIGHT = 6, 8
"""So many calls of each check are looked at, of those that went wrong and of those that went right."""
MAX_REFUSALS = 48
"""The same of calls with bad input, each of which says something else."""
MAX_SCREENED = 8
"""Of a check's calls with bad input, so many tell which mistakes are worth being tried in pairs; of others, one."""
MAX_PAIRS = 400
_FIRST_LINK = 1 << 20  # beyond the numbers that a worker gives to objects that it holds

Variants = dict[str, tuple[str, tuple[Mistake, ...]]]
"""By name, a source and the mistakes that were made in it."""


class Diagnosis(msgspec.Struct, frozen=True):
    """The mistakes that explain all that went wrong, and the checks that each of them alone makes fail."""

    named: tuple[MistakeNamed, ...] = ()
    checks: dict[str, tuple[str, ...]] = {}


def diagnose(jail: Jail, kata: Kata, reference: Solution, found: Sequence[Experiment]) -> Diagnosis:
    """Name the declared mistake, or two, that explain every wrong answer in ``found`` and contradict no right one."""
    bench = _Bench(jail, kata, reference, chosen_of(found, MAX_WRONG, MAX_RIGHT, MAX_REFUSALS))
    if not bench.wrong:
        return Diagnosis()
    fitting = bench.fitting(bench.possible(_singles(kata, kata.spec.mistakes)))
    if not fitting:
        # What was kept between calls shows only where none of them is left out.
        whole = _Bench(jail, kata, reference, list(found))
        fitting = whole.fitting(_singles(kata, [mistake for mistake in kata.spec.mistakes if mistake.remembers]))
    if not fitting:
        fitting = bench.fitting(bench.possible(_pairs(_singles(kata, kata.spec.mistakes, with_styles=False), bench)))
    if len({tuple(mistake.id for mistake in mistakes) for mistakes in fitting}) != 1:
        return Diagnosis()
    mistakes = fitting[0]
    checks = bench.checks_of(mistakes)
    return Diagnosis(tuple(bench.named(mistake, checks[mistake.id]) for mistake in mistakes), checks)


def _singles(kata: Kata, mistakes: Sequence[Mistake], with_styles: bool = True) -> Variants:
    """Make each mistake in each of its ways, in the reference and in each other style of it."""
    styles = [kata.reference, *(style.apply(kata.reference) for style in kata.spec.styles if with_styles)]
    return {
        f"{mistake.id}/{number}/{style}": (source, (mistake,))
        for mistake in mistakes
        for number, edit in enumerate(mistake.edits)
        for style, base in enumerate(styles)
        if (source := edit.apply(base))
    }


def _pairs(singles: Variants, bench: _Bench) -> Variants:
    """Make two mistakes at once, of which one explains something, wherever both edits still find their text."""
    partial = bench.partial(singles)
    found: Variants = {}
    for one, two in itertools.product(partial, singles):
        (first_source, (first,)), (second_source, (second,)) = singles[one], singles[two]
        if first.id == second.id or (two in partial and two < one):
            continue
        number, other = (int(name.split("/")[1]) for name in (one, two))
        source = second.edits[other].apply(first_source) or first.edits[number].apply(second_source)
        if source and len(found) < MAX_PAIRS:
            order = sorted((first, second), key=lambda mistake: mistake.id)
            found[f"{one}+{two}"] = (source, tuple(order))
    return found


class _Bench:
    """Runs variants of the reference through the learner's calls, in a worker of their own."""

    def __init__(self, jail: Jail, kata: Kata, reference: Solution, chosen: list[Experiment]) -> None:
        self._jail, self._kata, self._reference, self._chosen = jail, kata, reference, chosen
        self.wrong = [experiment for experiment in chosen if experiment.is_wrong]
        self._some_wrong = chosen_of(chosen, 1, 0, MAX_SCREENED)
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        for experiment in chosen:
            for link in experiment.own.values():
                self._numbers.setdefault((id(link.call), link.path), _FIRST_LINK + len(self._numbers))

    def fitting(self, variants: Variants) -> list[tuple[Mistake, ...]]:
        """Return the mistakes of those variants whose every answer is the learner's; of several, the likest."""

        def fits(name: str, experiment: Experiment, answer: Answer) -> bool:
            may_round = any(mistake.rounds for mistake in variants[name][1])
            theirs, right = experiment.theirs, experiment.right
            if may_round and is_rounded(theirs, right) and is_rounded(answer, right):
                return True
            if not experiment.is_wrong:
                return has_right_value(answer, right, LOOSE)
            return agree(theirs, answer, right) and _is_wrong_too(experiment, answer)

        answers = self._sweep(variants, self._chosen, fits)
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

        def note(name: str, experiment: Experiment, answer: Answer) -> bool:
            if experiment.is_wrong and self._explains(experiment, answer, agree_in_part):
                explained[name] += 1
            return True

        self._sweep(variants, self._some_wrong, note)
        return sorted(explained, key=lambda name: (-explained[name], name))

    def possible(self, variants: Variants) -> Variants:
        """Return those variants that give the learner's answer in a few of the calls that went wrong."""
        answers = self._sweep(
            variants, self._some_wrong, lambda _, e, answer: not e.is_wrong or agree(e.theirs, answer, e.right)
        )
        return {name: variants[name] for name in answers}

    def checks_of(self, mistakes: tuple[Mistake, ...]) -> dict[str, tuple[str, ...]]:
        """Return, by mistake, the checks whose every wrong answer it explains alone, or not without the other."""
        wrong = list(dict.fromkeys(experiment.check for experiment in self.wrong))
        if len(mistakes) == 1:
            return {mistakes[0].id: tuple(wrong)}
        variants = _singles(self._kata, mistakes)
        unlike: dict[str, set[str]] = {mistake.id: set(wrong) for mistake in mistakes}
        for name, given in self._sweep(variants, self._chosen, lambda *_: True).items():
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

    def _sweep(
        self,
        variants: Variants,
        experiments: Sequence[Experiment],
        goes_on: Callable[[str, Experiment, Answer], bool],
    ) -> dict[str, list[Answer]]:
        """Run ``variants`` through experiments; return the answers of those for which ``goes_on`` held throughout."""
        if not variants:
            return {}
        spec = self._kata.spec
        worker = self._jail.worker(spec.limits, spec.packages)
        try:
            sources = {name: source for name, (source, _) in variants.items()}
            failed = worker.load_variants(sources, spec.functions, spec.packages)
            answers: dict[str, list[Answer]] = {name: [] for name in variants if name not in failed}
            lines = {name: lines_of(sources[name]) for name in answers}
            for experiment in experiments:
                if not answers:
                    break
                for name, answer in self._answers(worker, experiment, list(answers), lines):
                    answers[name].append(answer)
                    if not goes_on(name, experiment, answer):
                        del answers[name]
            return answers
        except WorkerEnded:  # one of them ended the process, or took too long: it is looked for by halves
            if len(variants) == 1:
                return {}
            names = list(variants)
            halves = (names[: len(names) // 2], names[len(names) // 2 :])
            return {
                name: given
                for half in halves
                for name, given in self._sweep({name: variants[name] for name in half}, experiments, goes_on).items()
            }
        finally:
            worker.close()

    def _answers(
        self, worker: Worker, experiment: Experiment, names: list[str], lines: dict[str, list[str]]
    ) -> Iterator[tuple[str, Answer]]:
        call, own = experiment.call, experiment.own
        values = {
            place: Handle(self._numbers[id(own[place].call), own[place].path], "", "") if place in own else value
            for place, value in call.given
        }
        args = tuple(values.pop(place) for place in range(len(call.args)))
        keep: list[Kept] = [(number, path) for (maker, path), number in self._numbers.items() if maker == id(call)]
        outcomes = worker.call_variants(names, call.function, args, {str(k): v for k, v in values.items()}, keep)
        for name, (outcome, has_warned) in zip(names, outcomes, strict=True):
            yield (
                name,
                answer_of(
                    outcome, lines[name], experiment.names, refuses=refuses(outcome, call), has_warned=has_warned
                ),
            )


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
