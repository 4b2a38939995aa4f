"""`misid run`: what a programme would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.compare import print_comparison
from misid.cli.grid import print_rows, wide_console
from misid.cli.working import (
    DEFAULT,
    Draws,
    Json,
    ScenarioName,
    Seed,
    With,
    busy,
    progress_bar,
    worked_out,
)

if TYPE_CHECKING:
    from misid.results import Interval, Results, Run
    from misid.uncertainty.schema import Comparison

_GROUPS_TITLE = """
By group, of its own searches: wrong-person references per 100,000 (median, 5 %, 95 %);
then medians: those upheld and wrong records per 100,000, misses as a share of sought people"""


def run(
    scenario: ScenarioName = DEFAULT,
    *,
    safeguards: With = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    as_json: Json = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the report, and every number behind it."),
    ] = None,
) -> None:
    """
    Say what a programme would do: a sentence, the tables, and how sure that is.

    Example: misid run task-force-module --out results
    """
    if out is not None:
        from misid.output import check_folder
        from misid.report.kinds import RUN, refuse_other_report

        check_folder(out)
        refuse_other_report(out, RUN)
    found, comparison = _found(scenario, safeguards or [], draws, seed)
    if as_json:
        typer.echo(found.results.model_dump_json(indent=2))
    else:
        print_results(wide_console(), found.results)
    if comparison is not None and not as_json:
        print_comparison(wide_console(), comparison)
    if out is not None:
        _write(found, out, quiet=as_json)


def _found(
    scenario: str, safeguards: list[str], draws: int, seed: int
) -> tuple[Run, Comparison | None]:
    """The run, and the comparison with the same scenario without safeguards."""
    if not safeguards:
        return worked_out(scenario, draws, seed, command=("run",)), None
    from misid.scenario import load_change, load_scenario
    from misid.uncertainty.compare import compare

    changes = [load_change(name) for name in safeguards]
    named = tuple(f"--with={change.name}" for change in changes)
    with progress_bar(2 * draws) as progress:
        compared = compare(
            load_scenario(scenario),
            changes,
            draws=draws,
            seed=seed,
            arguments=("run", *named, f"--draws={draws}", f"--seed={seed}"),
            progress=progress,
        )
    return compared.after, compared.comparison


def _write(found: Run, out: Path, *, quiet: bool) -> None:
    from misid.report import write_run

    with busy("drawing the report"):
        files = write_run(found, out)
    typer.echo(f"\nreport: {files[0]}", err=quiet)
    typer.echo(f"beside it: {', '.join(file.name for file in files[1:])}", err=quiet)


def print_results(console: Console, results: Results) -> None:
    """The first screen: the sentence, then the tables."""
    console.print(Text(f"\n{results.sentence}\n", style="bold"))
    _print_headline(console, results)
    _print_beside(console, results)
    _print_groups(console, results)
    _print_years(console, results)
    _print_decision(console, results)
    _print_notes(console, results)


def _print_headline(console: Console, results: Results) -> None:
    from misid.results.summary import as_read, title_of

    rows = [
        (
            title_of(row, results.scenario.horizon_years),
            *_three(row, row.unit),
            as_read(row.unit),
            ", ".join(row.flags),
        )
        for row in results.headline
    ]
    heads = ("", "median", "5 %", "95 %", "unit", "flags")
    print_rows(console, heads, rows, ("median", "5 %", "95 %"))


def _print_beside(console: Console, results: Results) -> None:
    """What was published of the same, and where it lies outside the range: hits and misses."""
    if results.beside:
        console.print(Text("\nWhat was published of it", style="bold"))
    for one in results.beside:
        console.print(Text(one.sentence))


def _print_groups(console: Console, results: Results) -> None:
    console.print(Text(_GROUPS_TITLE, style="bold"))
    rows = [
        (
            row.label,
            *_three(row.wrong_person_references),
            _middle(row.wrong_person_references_upheld),
            _middle(row.wrong_record_references),
            _middle(row.misses_among_sought, "share"),
            _middle(row.searches_a_year),
        )
        for row in results.groups
    ]
    heads = ("", "median", "5 %", "95 %", "upheld", "wrong record", "misses", "searches a year")
    print_rows(console, heads, rows, heads[1:])


def _print_years(console: Console, results: Results) -> None:
    from misid.results.summary import said

    console.print(Text("\nWrong-person references in a year", style="bold"))
    rows = [
        (
            f"one {row.unit}" if row.unit != "programme" else "the programme",
            *_three(row.expected),
            f"{said(row.year_low)} to {said(row.year_high)}",
            _middle(row.dispersion),
            _middle(row.any, "share"),
        )
        for row in results.years
    ]
    heads = ("", "median", "5 %", "95 %", "from year to year", "dispersion", "any in a year")
    print_rows(console, heads, rows, heads[1:])
    console.print(
        Text(
            "5 % to 95 %: what is not known. From year to year: chance alone, at the medians."
            "\nDispersion: variance from year to year over that of independent events."
        )
    )


def _print_decision(console: Console, results: Results) -> None:
    decided = results.decision
    title = next(row.title for row in results.headline if row.name == decided.output)
    console.print(Text("\nA limit", style="bold"))
    if decided.probability_exceeded is None:
        console.print(Text(f"{title}: no trials, so no limit can be exceeded."))
        return
    from misid.results.summary import as_read, with_unit

    limit = with_unit(decided.limit, decided.unit)
    console.print(
        Text(
            f"{title} above {limit} {as_read(decided.unit)}: "
            f"{decided.probability_exceeded:.0%} of the possible worlds. "
            f"The limit is {decided.status}: {decided.why}"
        )
    )


def _print_notes(console: Console, results: Results) -> None:
    from misid.results.stamp import stamp_line

    console.print()
    for caution in results.scenario.cautions:
        console.print(Text(caution))
    if any("prior only" in row.flags for row in results.headline):
        console.print(Text("Prior only: every range it rests on was assumed; opinion, not data."))
    console.print(Text(stamp_line(results.stamp, results.scenario.name)))


def _three(one: Interval, unit: str = "") -> tuple[str, str, str]:
    from misid.results.summary import said

    return said(one.median, unit), said(one.low, unit), said(one.high, unit)


def _middle(one: Interval, unit: str = "") -> str:
    from misid.results.summary import said

    return said(one.median, unit)
