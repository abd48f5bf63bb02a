"""How variants of a reference answer a learner's calls: as is known of them already, or else as a worker says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from grader.answers import Answer, answer_of
from grader.experiments import Experiment, refuses
from grader.forgetful import memory_of
from grader.jail.client import Kept, Returned, VariantsCall
from grader.jail.endings import WorkerEnded
from grader.jail.raised import LearnerError
from grader.jail.wire import Handle
from grader.recall import KataRecall
from grader.stage import Stage
from grader.text import lines_of
from grader.variants import Variants

_FIRST_LINK = 1 << 20  # beyond the numbers that a worker gives to objects that it holds

GoesOn = Callable[[bool, Experiment, Answer], bool]
"""Whether a variant is still wanted that gives this answer; the flag says whether it may round."""


class Sweeps:
    """Runs variants through calls, on a stage where not all of their answers are known."""

    def __init__(self, stage: Stage, recall: KataRecall, chosen: Sequence[Experiment]) -> None:
        """``chosen``: all the calls that there may be."""
        self._stage, self._recall = stage, recall
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        for experiment in chosen:
            for link in experiment.own.values():
                self._numbers.setdefault((id(link.call), link.path), _FIRST_LINK + len(self._numbers))

    def answers(
        self, variants: Variants, experiments: Sequence[Experiment], goes_on: GoesOn
    ) -> dict[str, list[Answer]]:
        """Run ``variants`` through experiments; return the answers of those for which ``goes_on`` held throughout."""
        sweep = _Sweep(self._recall, variants, experiments, goes_on)
        self._ask(sweep, sweep.unfinished(variants))
        return sweep.finished()

    def _ask(self, sweep: _Sweep, names: list[str]) -> None:
        """Have a worker give the answers that are missing of ``names``."""
        if not names:
            return
        sources = {name: sweep.variants[name][0] for name in names}
        try:
            for name in self._stage.load(sources):
                sweep.drop(name)
            self._walk(sweep, names, {name: lines_of(source) for name, source in sources.items()})
        except WorkerEnded:
            self._stage.close()
            if self._stage.was_used:  # by others before, one of which may have brought it about
                self._ask(sweep, sweep.unfinished(names))
                return
            # One of them ended the process, or took too long: it is looked for by halves.
            if len(names) == 1:
                sweep.drop(names[0])
            left = sweep.unfinished(names)
            self._ask(sweep, left[: len(left) // 2])
            self._ask(sweep, left[len(left) // 2 :])

    def _walk(self, sweep: _Sweep, names: list[str], lines: dict[str, list[str]]) -> None:
        """Make the calls: one by one while variants fall out, and ever more at a time while none does."""
        steps, most = sweep.missing(names), 1
        while batch := [*islice(steps, most)]:
            wanted = len(sweep)
            calls = [self._call(sweep.experiments[place], asked) for place, asked in batch]
            for (place, asked), outcomes in zip(batch, self._stage.worker.call_variants(calls), strict=True):
                experiment = sweep.experiments[place]
                for name, (outcome, has_warned) in zip(asked, outcomes, strict=True):
                    sweep.take(name, place, _answer_of(outcome, lines[name], experiment, has_warned))
            most = 2 * most if len(sweep) == wanted else 1

    def _call(self, experiment: Experiment, names: list[str]) -> VariantsCall:
        call, own = experiment.call, experiment.own
        values = {
            place: Handle(self._numbers[id(own[place].call), own[place].path], "", "") if place in own else value
            for place, value in call.given
        }
        args, kwargs = call.arranged(values)
        keep: list[Kept] = [(number, path) for (maker, path), number in self._numbers.items() if maker == id(call)]
        return VariantsCall(names, call.function, args, kwargs, keep)


def _answer_of(outcome: Returned | LearnerError, lines: list[str], experiment: Experiment, has_warned: bool) -> Answer:
    refused = refuses(outcome, experiment.call)
    return answer_of(outcome, lines, experiment.names, refuses=refused, has_warned=has_warned)


class _Sweep:
    """Variants on their way through calls: the answers so far of those that are still wanted."""

    def __init__(
        self, recall: KataRecall, variants: Variants, experiments: Sequence[Experiment], goes_on: GoesOn
    ) -> None:
        self.variants, self.experiments = variants, experiments
        self._recall, self._goes_on = recall, goes_on
        self._verdicts: dict[tuple[bool, int, int], tuple[Answer, bool]] = {}
        self._keys = [experiment.key for experiment in experiments]
        self._paths: list[bytes] = []
        known = [recall.answers(key) for key in self._keys]
        self._rows: dict[str, list[Answer | None]] = {}
        for name, (source, _) in variants.items():
            row = self._row(name, known if _forgets(source) else self._known_after_all)
            if row is not None:
                self._rows[name] = row

    @cached_property
    def _known_after_all(self) -> list[dict[str, Answer]]:
        """The answers to each call that are known of programs which may remember those before it."""
        return [self._recall.answers(self._path_to(place)) for place in range(len(self._keys))]

    def _row(self, name: str, known: Sequence[dict[str, Answer]]) -> list[Answer | None] | None:
        """Return the answers that are known of a variant; None where one of them says that it is not wanted."""
        row: list[Answer | None] = []
        for place, answers in enumerate(known):
            answer = answers.get(name)
            if answer is not None and not self._is_wanted(name, place, answer):
                return None
            row.append(answer)
        return row

    def __len__(self) -> int:
        """The variants that are still wanted."""
        return len(self._rows)

    def unfinished(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that are still wanted, and of which answers are missing."""
        return [name for name in names if None in self._rows.get(name, ())]

    def finished(self) -> dict[str, list[Answer]]:
        """Return the answers of those that came through."""
        return {name: [answer for answer in row if answer is not None] for name, row in self._rows.items()}

    def drop(self, name: str) -> None:
        """Leave a variant out from now on."""
        self._rows.pop(name, None)

    def take(self, name: str, place: int, answer: Answer) -> None:
        """Note a variant's answer, if it was missing, and the variant is still wanted."""
        row = self._rows.get(name)
        if row and row[place] is None:
            key = self._keys[place] if _forgets(self.variants[name][0]) else self._path_to(place)
            row[place] = answer = self._recall.keep(key, name, answer)
            if not self._is_wanted(name, place, answer):
                self.drop(name)

    def missing(self, names: list[str]) -> Iterator[tuple[int, list[str]]]:
        """Say, call after call, which variants have to be called: for an answer, or on the way to a later one."""
        needed = {name: self._needed(name) for name in self.unfinished(names)}
        for place in range(len(self.experiments)):
            if asked := [name for name, places in needed.items() if place in places and name in self._rows]:
                yield place, asked

    def _needed(self, name: str) -> set[int]:
        places = [place for place, answer in enumerate(self._rows[name]) if answer is None]
        if not _forgets(self.variants[name][0]):
            return set(range(places[-1] + 1))
        return {step for place in places for step in range(place - self.experiments[place].behind, place + 1)}

    def _path_to(self, place: int) -> bytes:
        """Return the key of a call with all those before it."""
        while len(self._paths) <= place:
            self._paths.append(self._recall.key_after(self._paths[-1:], self._keys[len(self._paths)]))
        return self._paths[place]

    def _is_wanted(self, name: str, place: int, answer: Answer) -> bool:
        """Ask whether a variant goes on, once for all that give the same answer."""
        may_round = any(mistake.rounds for mistake in self.variants[name][1])
        key = (may_round, place, id(answer))
        if key not in self._verdicts:
            self._verdicts[key] = answer, self._goes_on(may_round, self.experiments[place], answer)
        return self._verdicts[key][1]


@lru_cache(maxsize=1024)
def _forgets(source: str) -> bool:
    """Tell whether a variant keeps nothing between calls; of others an answer may depend on all calls before."""
    return memory_of(source) == "none"
