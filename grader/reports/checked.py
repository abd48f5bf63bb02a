"""What mentors are told: what a check of katas found, and which limits calibrating proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.authoring.calibrate import Proposal
from grader.authoring.problem import Problem
from grader.authoring.report import Report
from grader.text import visible

MAX_NAMED = 3
"""So many of the mistakes that only one check refuses are named."""
MAX_NAME = 36


def checked_json(reports: Sequence[Report]) -> Iterator[str]:
    """Write one report a line."""
    for report in reports:
        yield msgspec.json.encode(report).decode() + "\n"


def checked_terminal(reports: Sequence[Report]) -> Iterator[RenderableType]:
    """Show what refuses what where one kata was checked, every problem, and a table of all."""
    if len(reports) == 1 and reports[0].checks:
        yield Text()
        yield _mistakes(reports[0])
        yield Text()
        yield _checks(reports[0])
    for report in reports:
        if report.problems:
            yield Text(f"\n{visible(report.kata)}", "bold")
            yield from (_problem(problem) for problem in report.problems)
    yield Text()
    yield _table(reports)
    yield Text()
    yield _summary(reports)


def _problem(problem: Problem) -> RenderableType:
    is_error = problem.level == "error"
    line = Text()
    line.append("  ✗ " if is_error else "  · ", "red" if is_error else "yellow")
    line.append(visible(problem.place), "bold")
    line.append(f": {visible(problem.where)}" if problem.where else "")
    said = Text("      " + visible(problem.problem.rstrip("\n")).replace("\n", "\n      "))
    said.append(f"\n      {visible(problem.fix)}" if "\n" in problem.problem else f". {visible(problem.fix)}", "dim")
    return Group(line, said)


def _mistakes(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("mistake")
    table.add_column("refused by")
    for name, checks in report.refused.items():
        names = ", ".join(check.removeprefix("test_") for check in checks)
        table.add_row(name, Text(names or "no check", "" if checks else "red"))
    return table


def _checks(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("check")
    table.add_column("mistakes refused", justify="right")
    table.add_column("which only it refuses, mutants among them")
    for name, worth in report.checks.items():
        alone = ", ".join(name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…" for name in worth.alone[:MAX_NAMED])
        more = f" and {len(worth.alone) - MAX_NAMED} more" if len(worth.alone) > MAX_NAMED else ""
        table.add_row(
            name, str(len(worth.mistakes)), Text(visible(f"{alone}{more}" or "none"), "" if alone else "yellow")
        )
    return table


def _table(reports: Sequence[Report]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("kata")
    for heading in ("problems", "notes", "mistakes", "mutants killed", "timed out", "equivalent", "right", "a grading"):
        table.add_column(heading, justify="right")
    for report in reports:
        errors = len(report.errors)
        refused = sum(bool(checks) for checks in report.refused.values())
        mutation = report.mutation
        killed = "-"
        if mutation is not None and mutation.rate is not None:
            noticed = mutation.killed + mutation.timed_out
            killed = f"{noticed} of {noticed + mutation.survived} ({100 * mutation.rate:.0f} %)"
        table.add_row(
            visible(report.kata),
            Text(str(errors), "red" if errors else "green"),
            str(len(report.problems) - errors),
            f"{refused} of {len(report.refused)}" if report.refused else "-",
            killed,
            str(mutation.timed_out) if mutation else "-",
            str(mutation.equivalent) if mutation else "-",
            str(report.right) if report.right else "-",
            f"{report.grading_s:.2f} s" if report.grading_s else "-",
        )
    return table


def _summary(reports: Sequence[Report]) -> Text:
    errors = sum(len(report.errors) for report in reports)
    if not errors:
        return Text("Nothing is wrong.", "bold green")
    katas = sum(bool(report.errors) for report in reports)
    problems = "1 problem" if errors == 1 else f"{errors} problems"
    return Text(f"{problems} in {katas} of {len(reports)} katas.", "bold red")


def proposals_terminal(proposals: Sequence[Proposal]) -> Iterator[RenderableType]:
    """Show what each solution costs on each budget, the limit proposed, and what lies on both sides of it."""
    for proposal in proposals:
        yield Text(f"\n{visible(proposal.budget)}  ({proposal.kind}, limit {proposal.limit:g})", "bold")
        for cost in (proposal.reference, *proposal.right, *([proposal.naive] if proposal.naive else [])):
            told = cost.problem or f"{cost.measured:.3g}  (between {cost.low:.3g} and {cost.high:.3g})"
            yield Text(f"  {visible(cost.name, keep=''):<24}{visible(told)}")
        if not proposal.reference.problem:
            yield Text(f"  {'proposed':<24}{proposal.kind}: {proposal.proposed:g}", "green")
            yield Text(f"  {'margin':<24}{_margins(proposal)}")
        yield Text(f"  {visible(proposal.advice)}", "dim")


def _margins(proposal: Proposal) -> str:
    if proposal.kind == "growth":
        above = "" if proposal.above is None else f", and {proposal.above:.2g} below naive.py's"
        return f"{proposal.below:.2g} above the reference's exponent{above}"
    above = "" if proposal.above is None else f", naive.py {proposal.above:.3g} times the limit"
    return f"the reference has {proposal.below:.3g} times what it takes{above}"
