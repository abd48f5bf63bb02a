"""How hidden tests draw their inputs: always the same ones, drawn once and remembered."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import hypothesis
import numpy as np
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.internal.conjecture import providers
from hypothesis.strategies import DataObject

from grader.jail.endings import WorkerEnded

PROFILE = "katas"
MAX_SHRINKING, MIN_SHRINKING = 100, 20
"""So many tries make a counterexample small enough to read; more would take longer than a candidate waits."""

Example = dict[str, Any]

_EXPLICIT = "hypothesis_explicit_examples"  # where hypothesis keeps those of @example


def settle_hypothesis() -> None:
    """Load the profile of hidden tests: derandomised, without a database, a deadline, or words of its own."""
    settings.register_profile(
        PROFILE,
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=20,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
    settings.load_profile(PROFILE)
    # Hypothesis would also draw the constants that it finds in the modules loaded so far, which makes what one kata
    # draws depend on which others were graded before it, and leaves a cache in the learner's folder.
    if hasattr(providers, "_get_local_constants"):
        providers._get_local_constants = lambda: providers._local_constants


def generator_for(test_name: str, seed: int = 0) -> np.random.Generator:
    """Return the random generator of a test, the same each time; with another ``seed`` than 0, another."""
    number = zlib.crc32(test_name.encode())
    return np.random.default_rng([number, seed] if seed else number)


def reseed(test: Callable[..., Any], seed: int) -> None:
    """Have a hypothesis test draw other inputs than those that everybody gets."""
    seed_by = hypothesis.seed(seed)
    seed_by(test)  # which sets an attribute of the test, and gives it back


def draw_examples(test: Callable[..., Any], fixtures: dict[str, Any]) -> list[Example] | None:
    """Draw all the inputs of a hypothesis test without running its body.

    Returns:
        The drawn arguments of each example, or None where the body itself draws (``st.data()``).
    """
    handle = test.hypothesis  # type: ignore[attr-defined]  # hypothesis puts it on the functions it wraps
    body = handle.inner_test
    examples: list[Example] = []

    def record(arguments: Example) -> None:
        examples.append({name: value for name, value in arguments.items() if name not in fixtures})

    handle.inner_test = _stand_in(record)
    try:
        test(**fixtures)
    finally:
        handle.inner_test = body
    drawn_inside = any(isinstance(value, DataObject) for example in examples for value in example.values())
    return None if drawn_inside else examples


def _extent(value: Any) -> int:
    """Return how much there is to read in an argument, or in all of an example's."""
    if isinstance(value, np.ndarray):
        return value.size + value.ndim
    if isinstance(value, dict):
        return sum(map(_extent, value.values()))
    return sum(map(_extent, value)) + 1 if isinstance(value, list | tuple) else 1


def replay(body: Callable[..., Any], fixtures: dict[str, Any], examples: list[Example]) -> Exception | None:
    """Run a test's body on drawn examples. Return the first failure, or None where all of them passed."""
    for example in examples:
        try:
            body(**fixtures, **example)
        except UnsatisfiedAssumption:
            continue
        except Exception as error:  # any failure is an answer
            _blame_last_call(fixtures)
            return error
    return None


def replay_all(body: Callable[..., Any], fixtures: dict[str, Any], examples: list[Example]) -> Exception | None:
    """Run a test's body on all drawn examples. Return the failure of the smallest that fails, which runs once more."""
    failing: list[Example] = []
    first: Exception | None = None
    for example in examples:
        try:
            failure = replay(body, fixtures, [example])
        except WorkerEnded:
            if first is None:
                raise
            break
        first = first or failure
        failing += [example] if failure else []
    return replay(body, fixtures, sorted(failing, key=_extent)) or first


def smallest_failure(test: Callable[..., Any], fixtures: dict[str, Any], runs: int) -> Exception | None:
    """Have hypothesis find a failure again and shrink it, in at most ``runs`` further runs of the body.

    Args:
        test: as hypothesis wraps it.
        fixtures: its fixtures.
    Returns:
        The failure of the smallest example found, which was the last to run; None where no example fails any more.
    """
    handle = test.hypothesis  # type: ignore[attr-defined]  # as above
    body = handle.inner_test
    failing: Example = {}
    runs_left = runs

    def counted(arguments: Example) -> None:
        nonlocal failing, runs_left
        if failing:
            runs_left -= 1
            if runs_left < 0:
                raise _EnoughShrunkError
        try:
            body(**arguments)
        except UnsatisfiedAssumption:
            raise
        except Exception:
            failing = arguments  # hypothesis tries only what is smaller than the smallest so far
            _blame_last_call(fixtures)
            raise

    handle.inner_test = _stand_in(counted)
    explicit = getattr(test, _EXPLICIT, [])
    setattr(test, _EXPLICIT, [])  # written out by the kata's author, they are tried first, and never made smaller
    try:
        test(**fixtures)
    except _EnoughShrunkError:
        drawn = {name: value for name, value in failing.items() if name not in fixtures}
        return replay(body, fixtures, [drawn])
    except Exception as error:  # any failure is an answer
        return error
    finally:
        handle.inner_test = body
        setattr(test, _EXPLICIT, explicit)
    return None


def _stand_in(action: Callable[[Example], None]) -> Callable[..., None]:
    """Make a test's body of ``action``. Hypothesis seeds itself with the body's text, so all of them have this one."""

    def body(**arguments: Any) -> None:
        action(arguments)

    return body


def _blame_last_call(fixtures: dict[str, Any]) -> None:
    if "solution" in fixtures:
        fixtures["solution"].blame()


class _EnoughShrunkError(BaseException):
    """Ends hypothesis's search from inside a test; not an Exception, so that it is not taken for a failure."""
