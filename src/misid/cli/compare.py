"""`misid compare`: what a change would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.completion import output_names, scenario_names
from misid.cli.numbers import number
from misid.cli.options import (
    DEFAULT,
    Draws,
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    Seed,
    Set,
    With,
    changes_of,
    progress_bar,
    refuse,
    written_as,
    written_in,
)
from misid.errors import MeaningError
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from rich.console import Console

    from misid.scenario import Output
    from misid.uncertainty.schema import Comparison
    from misid.words import Language
    from misid.writers.formats import Formats

_OTHER = "another scenario, or --with SAFEGUARD, or --set NAME=VALUE"

Before = Annotated[
    str,
    typer.Argument(
        help="A scenario's name or a YAML file: the baseline.", autocompletion=scenario_names
    ),
]
After = Annotated[
    str | None,
    typer.Argument(
        help="Another scenario; without it the baseline with changes.",
        autocompletion=scenario_names,
    ),
]
Shown = Annotated[
    str | None,
    typer.Option(
        help="The output that the picture of --out shows; else the one that moves the most.",
        autocompletion=output_names,
    ),
]
Out = Annotated[
    Path | None, typer.Option(help="Folder for a report, its numbers, tables and picture.")
]
Minutes = Annotated[
    float | None,
    typer.Option(
        parser=number("minutes", "--minutes 5"),
        help="Minutes that one reviewer takes for one reference, as you know or measured them: "
        "hours a year.",
    ),
]


def compare(
    before: Before = DEFAULT,
    after: After = None,
    *,
    changes: With = None,
    stated: Set = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    output: Shown = None,
    out: Out = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    review_minutes: Minutes = None,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Work out two scenarios in the same worlds, and say what changes.

    Example: misid compare task-force-module --with delete-non-matches
    """
    from misid.study import Study, known_output
    from misid.uncertainty.accounts import check_minutes, with_review_minutes

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = _formats(out, output, format_, paper)
    shown = None if output is None else known_output(output)
    if review_minutes is not None:
        check_minutes(review_minutes)
    put_on = changes_of(after or before, changes, stated)
    if after is None and not put_on:
        raise MeaningError("there is nothing to compare with.", use=_OTHER)
    with progress_bar(2 * draws) as progress:
        first, second = (
            Study(name, on_it, draws=draws, seed=seed, progress=progress)
            for name, on_it in ((before, []), (after or before, put_on))
        )
        found = first.compare(second)
    if review_minutes is not None:
        found = with_review_minutes(found, review_minutes)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_comparison(wide_console(), found, spoken)
    if out is not None:
        _write(found, out, (shown, spoken, formats), quiet=as_json)


def print_comparison(console: Console, found: Comparison, language: Language) -> None:
    """What moved, what a year gains and loses by it, and what differs."""
    from misid.cli.shown import show
    from misid.document.uncertainty import comparison_document

    show(console, comparison_document(found, language))


def _write(
    found: Comparison, out: Path, asked: tuple[Output | None, Language, Formats], *, quiet: bool
) -> None:
    from misid.cli.shown import say_files
    from misid.writers.comparison_files import write_comparison

    output, language, formats = asked
    files = write_comparison(found, out, output=output, language=language, formats=formats)
    say_files(files, out, language, quiet=quiet)


def _formats(out: Path | None, output: str | None, format_: str, paper: str) -> Formats:
    """The formats of the report, where there may be one."""
    if out is None:
        refuse({"--output": output}, "says nothing without --out", "--out beside it")
        return written_as(format_, paper, out)
    from misid.files.write import check_folder
    from misid.writers.kinds import COMPARISON, refuse_other_report

    check_folder(out)
    refuse_other_report(out, COMPARISON)
    return written_as(format_, paper, out)
