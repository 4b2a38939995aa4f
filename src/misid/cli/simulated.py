"""What `misid simulate` and `misid merge` print, and the bar while they work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.simulation.people_schema import LivedEitherOr
    from misid.simulation.schema import Ensemble, SimulatedEitherOr, SimulatedRate, Simulation

_SHOW_PROGRESS_FROM = 50_000_000
HEADS = (
    "", "simulated", "95 % from", "to", "closed form", "possible worlds from", "to", "events",
    "trials", "unit", "",
)  # fmt: skip
"""Of a table of rates; the range over worlds is 5 % to 95 %."""
_WRONG = "wrong_person_references"


class _Rate(ProgressColumn):
    """Things a second."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def render(self, task: Task) -> Text:
        speed = task.speed or 0.0
        return Text(f"{speed / 1e6:,.0f} million {self.what} a second" if speed >= 1e6 else "")


@contextmanager
def stops_bar(
    total: int, what: str = "stops", least: int = _SHOW_PROGRESS_FROM
) -> Iterator[Callable[[int], None] | None]:
    """
    Tells a bar how many things are done, with rate and time left; nothing where they are few.

    Args:
        total: how many there are.
        what: they are.
        least: so many are worth a bar.
    """
    console = Console(stderr=True)
    if total < least or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("simulating"), BarColumn(), _Rate(what), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)


def print_simulation(found: Simulation) -> None:
    """The sentence, rates of everybody and of each group, and how well the closed form agrees."""
    console = wide_console()
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    print_sides(console, found.either_or)
    taken = (
        next((s.clause for s in found.either_or.sides if s.taken), "") if found.either_or else ""
    )
    if taken:
        console.print(Text(f"\nHere {taken}", style="bold"))
    everybody = [rate for rate in found.rates if not rate.group]
    print_rows(console, HEADS, [(rate.title, *rate_cells(rate)) for rate in everybody], HEADS[1:-2])
    console.print(Text("\nWrong-person references by group, of its own searches", style="bold"))
    groups = [rate for rate in found.rates if rate.group and rate.name == _WRONG]
    print_rows(console, HEADS, [(rate.group, *rate_cells(rate)) for rate in groups], HEADS[1:-2])
    _print_agreement(console, found)
    _print_notes(console, found)


def print_ensemble(found: Ensemble) -> None:
    """The sentence, and both parts of the variance of each output."""
    console = wide_console()
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    heads = ("", "mean", "deviation between worlds", "by chance", "share between worlds", "unit")
    rows = [
        (
            row.title,
            _said(row.mean, row.unit),
            _said(_root(row.between_worlds), row.unit),
            _said(_root(row.within_worlds), row.unit),
            _said(row.share_between, "share"),
            _as_read(row.unit),
        )
        for row in found.rows
    ]
    print_rows(console, heads, rows, heads[1:-1])
    for caution in found.scenario.cautions:
        console.print(Text(caution))
    stamp = found.stamp
    console.print(
        Text(
            f"{stamp.program} {stamp.version}, scenario {found.scenario.name} "
            f"{stamp.scenario_digest[:12]}, evidence {stamp.evidence_digest[:12]}, {stamp.draws:,} "
            f"worlds, {stamp.repeats:,} simulations of {stamp.stops:,} stops in each, seed "
            f"{stamp.seed}"
        )
    )


def print_sides(console: Console, either_or: SimulatedEitherOr | LivedEitherOr | None) -> None:
    """Wrong-person references on each side of what decides them."""
    if either_or is None:
        return
    console.print(Text("Wrong-person references on both sides", style="bold"))
    rows = [
        (side.clause[:1].upper() + side.clause[1:], *rate_cells(side.rates[0]))
        for side in either_or.sides
    ]
    print_rows(console, HEADS, rows, HEADS[1:-2])
    console.print()


def rate_cells(rate: SimulatedRate) -> tuple[str, ...]:
    """A rate, its interval, the closed form and its range over worlds, as they are printed."""
    numbers = (rate.rate, rate.low, rate.high, rate.expected)
    worlds = (rate.worlds.low, rate.worlds.high)
    return (
        *(_said(one, rate.unit) for one in numbers),
        *("-" if one is None else _rounded(one, rate.unit) for one in worlds),
        f"{rate.count:,}",
        f"{rate.trials:,}",
        _as_read(rate.unit),
        ", ".join(rate.flags),
    )


def _rounded(number: float, unit: str) -> str:
    from misid.results.summary import with_unit

    return with_unit(number, unit)


def _print_agreement(console: Console, found: Simulation) -> None:
    how = found.agreement
    text = (
        f"\nAll counts against the closed form: chi-square {how.statistic:,.1f} at "
        f"{how.degrees_of_freedom:,} degrees of freedom; chance alone makes it so large in "
        f"{how.probability:.1%} of simulations."
    )
    if how.impossible:
        text += f" {how.impossible:,} stops ended in ways that the closed form rules out."
    console.print(Text(text))


def _print_notes(console: Console, found: Simulation) -> None:
    if found.middle:
        taken = ", ".join(f"{one.input} {one.option}" for one in found.middle)
        console.print(Text(f"Ranges stand at their middle; of open options: {taken}."))
    for caution in found.scenario.cautions:
        console.print(Text(caution))
    stamp = found.stamp
    part = f", shard {stamp.shard} of {stamp.shards}" if stamp.shards > 1 else ""
    console.print(
        Text(
            f"{stamp.program} {stamp.version}, scenario {found.scenario.name} "
            f"{stamp.scenario_digest[:12]}, evidence {stamp.evidence_digest[:12]}, "
            f"{stamp.stops:,} stops, seed {stamp.seed}{part}"
        )
    )


def _root(variance: float | None) -> float | None:
    return None if variance is None else max(variance, 0.0) ** 0.5


def _said(number: float | None, unit: str = "") -> str:
    """Four digits: counts of many stops carry more than a range of worlds does."""
    if number is None:
        return "no trials"
    share = unit.startswith("share")
    number = 100.0 * number if share else number
    text = f"{number:,.0f}" if number >= 1000.0 else f"{number:.4g}"
    return f"{text} %" if share else text


def _as_read(unit: str) -> str:
    from misid.results.summary import as_read

    return as_read(unit)
