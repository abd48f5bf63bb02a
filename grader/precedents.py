"""A test that was passed before is passed by all whose every answer in it is the same, to the bit.

A hidden test is a function of what the code under test answers: its inputs are drawn once, and so is the reference's
part. So where the calls that it makes are known from a submission that passed it, the next one is called so in one go;
answers that were seen before need no second look, and others are there already when the test asks for them. Nothing is
passed here that would not be passed there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence

from grader.jail.ahead import Exchange, Frame, Script
from grader.jail.channel import MAX_REQUESTS_BYTES
from grader.solution import Call, JailedSolution

MAX_REPLIES = 1000
"""So many different ones of one test are known by their digests."""
MAX_OTHERS = 3
"""After so many in a row that passed a test with other calls than are known, these are taken to depend on answers."""
_DIGEST_BYTES = 16


class _Precedent:
    """The calls of a test, and the replies of code that passed it."""

    def __init__(self, script: Script, calls: list[Call]) -> None:
        self.script, self.calls = script, calls
        self.passing: set[bytes] = set()
        self.others = 0
        """So many in a row passed the test with other calls."""


class Precedents:
    """What is known of the tests of one kata."""

    def __init__(self) -> None:
        self._known: dict[str, _Precedent | None] = {}
        """By test; None for one whose calls may depend on the answers, or are too many."""

    def is_known(self, test: str) -> bool:
        """Tell whether the calls of a test are known, or known to depend on answers."""
        return test in self._known

    def script(self, test: str) -> Script | None:
        """Return the calls that a test makes, where they are known."""
        known = self._known.get(test)
        return known.script if known else None

    def passed(self, test: str, replies: Sequence[Frame]) -> list[Call] | None:
        """Return the calls of a test, as the first to pass it answered them, if code that replied so passed it."""
        known = self._known.get(test)
        return known.calls if known and _digest_of(replies) in known.passing else None

    def note(self, test: str, heard: Sequence[Exchange], calls: list[Call]) -> None:
        """Note that a test was passed. ``heard`` and ``calls`` have the same calls, where all of them were kept."""
        if not heard:
            return
        requests = tuple(exchange.request for exchange in heard)
        if test not in self._known:
            self._known[test] = _begun(requests, calls)
        known = self._known[test]
        if known is None:
            return
        if known.script.requests != requests:
            known.others += 1  # of one whose caches are numbers, say
            if known.others == MAX_OTHERS:
                self._known[test] = None
            return
        known.others = 0
        if len(known.passing) < MAX_REPLIES:
            known.passing.add(_digest_of([exchange.reply for exchange in heard]))


class Foresight:
    """Makes the calls of tests before they do, in one run of them all."""

    def __init__(
        self,
        precedents: Precedents,
        solution: JailedSolution,
        tests: Sequence[str],
        one_by_one: Collection[str] = (),
    ) -> None:
        """See ahead.

        Args:
            precedents: of the kata.
            solution: which the tests will call.
            tests: in the order in which they are run.
            one_by_one: those that make their calls themselves all the same.
        """
        self.in_vain: set[str] = set()
        """Tests that did not make some of the calls that were made for them, which may have left something behind: the
        answers since then may be wrong, and what is left out in those tests may be all that is needed."""
        self._precedents, self._solution, self._one_by_one = precedents, solution, one_by_one
        self._tests = tests
        self._most_linked = 1
        """So many tests whose calls take what others gave back are called for in one go: the more, the more tests were
        passed, and none but the one that is wanted once one of them was not."""

    def passed(self, test: str) -> Callable[[], list[Call]] | None:
        """Make the calls that a test is known to make; return what gives them, if code that replied so passed it.

        Raises:
            AstrayError, WorkerEnded: something went wrong that has to be seen call by call.
        """
        if test in self._one_by_one:
            return None
        script = self._precedents.script(test)
        if script is None:
            if not self._precedents.is_known(test):
                self._solution.listen()
            return None
        following = [] if self._solution.has_stock else self._following(test, script)
        calls = self._precedents.passed(test, self._solution.call_ahead(script, following))
        if calls is not None:
            self._most_linked *= 2
            return self._solution.take_ahead(calls)
        if script.is_linked:
            self._most_linked = 0
            if self._solution.has_stock:  # since then the code's own objects have other numbers
                self._solution.call_ahead(script)
        return None

    def _following(self, test: str, script: Script) -> list[Script]:
        """Return the calls of the next tests that can be made in the same go as those of this one.

        That is where code keeps nothing, so that nothing depends on what is called when.
        """
        found: list[Script] = []
        most = self._most_linked if script.is_linked else len(self._tests)
        left = 0 if self._solution.keeps else MAX_REQUESTS_BYTES - script.size
        for other in self._tests[self._tests.index(test) + 1 :]:
            if len(found) + 1 >= most or left <= 0 or not self._precedents.is_known(other):
                break
            coming = None if other in self._one_by_one else self._precedents.script(other)
            if coming is None:
                continue  # it makes its calls itself
            left -= coming.size
            if left < 0 or coming.is_linked != script.is_linked:
                break
            found.append(coming)
        return found

    def learn(self, test: str, calls: list[Call], *, is_passed: bool) -> None:
        """Note the calls of a test that ran; ``is_passed`` if it was passed, and another time would go alike."""
        if self._solution.forget_ahead():
            self.in_vain.add(test)
        heard = self._solution.take_heard()
        if is_passed:
            self._precedents.note(test, heard, calls)


def _begun(requests: tuple[Frame, ...], calls: list[Call]) -> _Precedent | None:
    if len(requests) != len(calls):
        return None
    script = Script(requests, is_linked=any(call.links for call in calls))
    return _Precedent(script, calls) if script.size <= MAX_REQUESTS_BYTES else None


def _digest_of(replies: Sequence[Frame]) -> bytes:
    """Return a digest of replies, with the places of their tokens: code may send one where it does not belong."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for before, after in replies:
        digest.update(b"%d %d " % (len(before), len(after)) + before + after)
    return digest.digest()
