"""`misid run`: what a programme would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.compare import print_comparison
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    LanguageCode,
    ScenarioName,
    Seed,
    With,
    busy,
    progress_bar,
)
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.programme.expected.outcome_table import Progress
    from misid.results import Run
    from misid.study import Study
    from misid.words import Language


def run(
    scenario: ScenarioName = DEFAULT,
    *,
    safeguards: With = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    as_json: Json = False,
    language: LanguageCode = "en",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the report, and every number behind it."),
    ] = None,
) -> None:
    """
    Say what a programme would do: a sentence, the tables, and how sure that is.

    Example: misid run task-force-module --out results
    """
    from misid.words import language as language_of

    written_in = language_of(language)
    if out is not None:
        from misid.files.write import check_folder
        from misid.writers.kinds import RUN, refuse_other_report

        check_folder(out)
        refuse_other_report(out, RUN)
    with progress_bar(draws * (2 if safeguards else 1)) as progress:
        baseline, study = _studies(scenario, safeguards or [], draws, seed, progress)
    if as_json:
        typer.echo(study.results.model_dump_json(indent=2))
    else:
        from misid.document.run import screen_of_run

        print_document(wide_console(), screen_of_run(study.run.glance, written_in))
        if safeguards:
            print_comparison(wide_console(), baseline.compare(study), written_in)
    if out is not None:
        _write(study.run, out, written_in, quiet=as_json)


def _studies(
    scenario: str, safeguards: list[str], draws: int, seed: int, progress: Progress | None
) -> tuple[Study, Study]:
    """The same worlds without and with safeguards, worked out."""
    from misid.study import Study

    baseline = Study(scenario, draws=draws, seed=seed, progress=progress)
    study = baseline.change(safeguards) if safeguards else baseline
    _ = study.run
    return baseline, study


def _write(found: Run, out: Path, written_in: Language, *, quiet: bool) -> None:
    from misid.writers.folder import write_run

    with busy("drawing the report"):
        files = write_run(found, out, written_in)
    typer.echo(f"\nreport: {files[0]}", err=quiet)
    typer.echo(f"beside it: {', '.join(file.name for file in files[1:])}", err=quiet)
