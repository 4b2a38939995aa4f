"""`misid unknowns`: which unanswered question matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.completion import output_names
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    ScenarioName,
    Seed,
    With,
    changed,
    known_output,
    one_form,
    progress_bar,
)
from misid.errors import MeaningError
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.scenario import Output, Scenario
    from misid.uncertainty.schema import Entry, Ledger, MovedSide, Verdict, Without

_SHOWN = 15
_NOTES = """
Ranks: by total index; by what {about} would be without the input. In the order of the better one.
Total index: share of the uncertainty about {about} that is left when everything else is known; an \
estimate, with its 90 % interval, shown within 0 and 1 (--json: as they came out).
Without it: the median as it is -> with none of it (a factor at 1), in worlds of the run; where \
that moves it by less than a quarter, in some of them; with /, on each side of what decides \
{about}, and ranked by the side that moves the most. -: there is no such value.
Value: by how many percentage points this answer alone raises the probability of a right verdict.
By amount (--by amount): its worth where going on gains the limit less the output, in its unit.
Flip: probability that the answer turns the verdict; low and high: share of worlds above the limit \
at its low and high end.
Narrows: share by which the range of {about} would shrink. Questions of one rank are not told \
apart. Value, flip, low and high are about the limit, whatever --output is.
A synthetic model."""
_COLUMNS = (
    "ranks", "question", "status", "total index", "without it", "value", "flip", "low, high",
    "narrows",
)  # fmt: skip
_AMOUNT = "by amount"

By = Literal["either", "total", "without", "value", "amount", "flip", "narrowing"]
Form = Literal["records-request", "interrogatories", "hearing"]


def unknowns(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    output: Annotated[
        str,
        typer.Option(help="The output whose range is explained.", autocompletion=output_names),
    ] = "wrong_person_references",
    by: Annotated[By, typer.Option(help="The measure that orders the questions.")] = "either",
    letter: Annotated[
        Form | None, typer.Option(help="Print a text that can be sent instead of the table.")
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
    one_form({"--json": as_json, "--csv": as_csv, "--letter": letter is not None})
    read = changed(scenario, changes)
    found = _ledger(read, known_output(output), by, (draws, seed, points))
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    elif as_csv:
        typer.echo(_csv(found), nl=False)
    elif letter is not None:
        from misid.document.letters import letter as write
        from misid.writers.text import text

        typer.echo(text(write(found, letter)), nl=False)
    else:
        _print(wide_console(), found, len(found.ledger) if every else _SHOWN, by)


def _ledger(
    scenario: tuple[Scenario, tuple[str, ...]],
    output: Output,
    by: By,
    effort: tuple[int, int, int],
) -> Ledger:
    from misid.uncertainty.ledger import Effort, ledger
    from misid.uncertainty.questions import questions
    from misid.uncertainty.sensitivity import REPLICATES

    draws, seed, points = effort
    if points < 2 or points & (points - 1) or points > 2**14:
        raise MeaningError(
            f"points is {points}, but a design has a power of two of them, from 2 to 16,384.",
            use="--points 32",
        )
    read, words = scenario
    runs = draws + REPLICATES * points * (len(questions(read)) + 2)
    arguments = ("unknowns", f"--output={output}", f"--draws={draws}", f"--points={points}")
    with progress_bar(runs) as progress:
        return ledger(
            read,
            output,
            by=by,
            effort=Effort(draws, seed, points),
            arguments=(*arguments, f"--seed={seed}", *words),
            progress=progress,
        )


def _print(console: Console, found: Ledger, most: int, by: By) -> None:
    from misid.results.output_definitions import kind
    from misid.results.summary import lower_first, natural

    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    columns: tuple[str, ...] = (*_COLUMNS[:4], _without_head(found), *_COLUMNS[5:])
    rows: list[tuple[str, ...]] = [
        _row(one, kind(found.output).unit) for one in found.ledger[:most]
    ]
    if by == "amount":
        columns = (*columns, _AMOUNT)
        amounts = (natural(one.value_by_amount) for one in found.ledger)
        rows = [(*row, amount) for row, amount in zip(rows, amounts, strict=False)]
    print_rows(console, columns, rows, columns[5:])
    left = len(found.ledger) - most
    if left > 0:
        console.print(Text(f"and {left} more questions: --all shows them"))
    console.print(Text(_verdict_said(found.verdict)))
    console.print(Text(_NOTES.format(about=lower_first(kind(found.output).title))))


def _verdict_said(verdict: Verdict) -> str:
    """How far the verdict is from turning, and what all answers together are worth."""
    from misid.results.summary import as_read, natural, with_unit

    share, right, amount = (
        verdict.probability_exceeded,
        verdict.value_of_all,
        verdict.value_by_amount_of_all,
    )
    if share is None or right is None or amount is None:
        return ""
    unit = as_read(verdict.unit)
    return (
        f"\nThe limit of {with_unit(verdict.limit, verdict.unit)} {unit} is exceeded in "
        f"{with_unit(share, 'share')} of the possible worlds, "
        f"{natural(100 * (verdict.margin or 0.0))} percentage points from the middle. All answers "
        f"together would raise the probability of a right verdict by {natural(100 * right)} "
        f"percentage points, to 100 %. To whoever weighs the amounts they would be worth "
        f"{with_unit(amount, verdict.unit)} {unit}."
    )


def _row(one: Entry, unit: str) -> tuple[str, ...]:
    index, low, high = (
        f"{_clipped(n):.3f}" for n in (one.total_index, one.total_low, one.total_high)
    )
    ends = (one.verdict_low, one.verdict_high)
    return (
        f"{one.rank}; {one.rank_without or '-'}",
        one.question,
        one.status,
        f"{index} ({low} to {high})",
        _without(one.without, unit),
        f"{one.value_of_information:.1%}",
        f"{one.flip:.0%}",
        ", ".join("-" if end is None else f"{end:.0%}" for end in ends),
        f"{one.narrowing:.0%}",
    )


def _without(one: Without | None, unit: str) -> str:
    from misid.results.summary import said

    if one is None:
        return "-"
    pairs = [(part.median, part.median_without) for part in one.sides or (one,)]
    return " / ".join(f"{said(now, unit)} -> {said(left, unit)}" for now, left in pairs)


def _without_head(found: Ledger) -> str:
    """The column's name, with the sides in the order of its numbers."""
    heads = " / ".join(side.head for side in _sides(found))
    return f"without it: {heads}" if heads else _COLUMNS[4]


def _sides(found: Ledger) -> tuple[MovedSide, ...]:
    """The sides that each question is told on; none where nothing decides the output."""
    return next((one.without.sides for one in found.ledger if one.without is not None), ())


def _clipped(index: float) -> float:
    """An estimate of a share may miss 0 to 1, the share itself does not."""
    return min(max(index, 0.0), 1.0)


def _csv(found: Ledger) -> str:
    """A row a question; what it would be without it in columns of its own, and of each side."""
    from misid.files.spreadsheet import csv_text
    from misid.uncertainty.schema import Entry, Moved, Without

    names = [name for name in Entry.model_fields if name != "without"]
    of_all = [name for name in Without.model_fields if name != "sides"]
    sides, none = _sides(found), (None,) * len(_sides(found))
    rows = [
        [getattr(one, name) for name in names]
        + [getattr(one.without, name, None) for name in of_all]
        + [
            getattr(side, name, None)
            for side in (one.without.sides if one.without else none)
            for name in Moved.model_fields
        ]
        for one in found.ledger
    ]
    heads = [f"without_{name}" for name in of_all]
    heads += [f"without_{side.option}_{name}" for side in sides for name in Moved.model_fields]
    return csv_text([*names, *heads], rows)
