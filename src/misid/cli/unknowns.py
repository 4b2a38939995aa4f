"""`misid unknowns`: which unanswered question matters most."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from misid.cli.grid import print_rows, wide_console
from misid.cli.working import DEFAULT, Draws, Json, ScenarioName, Seed, known_output
from misid.errors import MeaningError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from misid.scenario import Output
    from misid.uncertainty.schema import Entry, Ledger

_SHOWN = 15
_COLUMNS = (
    "rank", "question", "status", "total index", "error", "value", "flip", "low", "high",
    "narrowing",
)  # fmt: skip


def unknowns(
    scenario: ScenarioName = DEFAULT,
    *,
    output: Annotated[str, typer.Option(help="The output whose range is explained.")] = (
        "wrong_person_references"
    ),
    by: Annotated[
        Literal["total", "value", "flip", "narrowing"],
        typer.Option(help="The measure that orders the questions."),
    ] = "total",
    letter: Annotated[
        Literal["records-request", "interrogatories", "hearing"] | None,
        typer.Option(help="Print a text that can be sent instead of the table."),
    ] = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    points: Annotated[
        int, typer.Option(help="Base points of each of 8 sensitivity designs, a power of two.")
    ] = 32,
    every: Annotated[bool, typer.Option("--all", help="Show every question.")] = False,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """
    Rank what nobody has answered: what each answer would be worth.

    Example: misid unknowns task-force-module --letter records-request
    """
    found = _ledger(scenario, known_output(output), by, (draws, seed, points))
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    elif as_csv:
        typer.echo(_csv(found), nl=False)
    elif letter is not None:
        from misid.document.of_ledger import letter as write
        from misid.report.text import text

        typer.echo(text(write(found, letter)), nl=False)
    else:
        _print(wide_console(), found, len(found.ledger) if every else _SHOWN)


def _ledger(
    scenario: str,
    output: Output,
    by: Literal["total", "value", "flip", "narrowing"],
    effort: tuple[int, int, int],
) -> Ledger:
    from misid.scenario import load_scenario
    from misid.uncertainty.ledger import Effort, ledger
    from misid.uncertainty.questions import questions
    from misid.uncertainty.sensitivity import REPLICATES

    draws, seed, points = effort
    if points < 2 or points & (points - 1) or points > 2**14:
        raise MeaningError(
            f"points is {points}, but a design has a power of two of them, from 2 to 16,384.",
            use="--points 32",
        )
    read = load_scenario(scenario)
    runs = draws + REPLICATES * points * (len(questions(read)) + 2)
    arguments = ("unknowns", f"--output={output}", f"--draws={draws}", f"--points={points}")
    with _bar(runs) as progress:
        return ledger(
            read,
            output,
            by=by,
            effort=Effort(draws, seed, points),
            arguments=(*arguments, f"--seed={seed}"),
            progress=progress,
        )


@contextmanager
def _bar(worlds: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("working out worlds"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=worlds)
        yield lambda done: bar.advance(task, done)


def _print(console: Console, found: Ledger, most: int) -> None:
    from misid.results.summary import as_read, natural, with_unit

    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    print_rows(console, _COLUMNS, [_row(one) for one in found.ledger[:most]], _COLUMNS[3:])
    left = len(found.ledger) - most
    if left > 0:
        console.print(Text(f"and {left} more questions: --all shows them"))
    verdict = found.verdict
    if verdict.probability_exceeded is not None and verdict.value_of_all is not None:
        console.print(
            Text(
                f"\nThe limit of {with_unit(verdict.limit, verdict.unit)} "
                f"{as_read(verdict.unit)} is exceeded in "
                f"{natural(100 * verdict.probability_exceeded)} % of the possible worlds, "
                f"{natural(100 * (verdict.margin or 0.0))} percentage points from the middle. "
                f"All answers together would be worth {natural(verdict.value_of_all)} "
                f"{as_read(verdict.unit)} to whoever must decide."
            )
        )
    console.print(
        Text(
            "\nTotal index: share of the uncertainty that is left when everything else is known."
            "\nValue: expected gain for the decision from this answer alone, in the limit's unit."
            "\nFlip: probability that the answer turns the verdict; low and high: share of worlds "
            "above the limit at its low and high end.\nNarrowing: share by which the range would "
            "shrink. Questions of one rank are not told apart.\nA synthetic model."
        )
    )


def _row(one: Entry) -> tuple[str, ...]:
    ends = (one.verdict_low, one.verdict_high)
    return (
        str(one.rank),
        one.question,
        one.status,
        f"{max(0.0, one.total_index):.3f}",
        f"{one.total_error:.3f}",
        f"{one.value_of_information:.2g}",
        f"{one.flip:.0%}",
        *("-" if end is None else f"{end:.0%}" for end in ends),
        f"{one.narrowing:.0%}",
    )


def _csv(found: Ledger) -> str:
    from misid.spreadsheet import csv_text
    from misid.uncertainty.schema import Entry

    names = list(Entry.model_fields)
    return csv_text(names, [[getattr(one, name) for name in names] for one in found.ledger])
