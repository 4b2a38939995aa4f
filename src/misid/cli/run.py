"""`misid run`: what a programme would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.compare import print_comparison
from misid.cli.options import (
    DEFAULT,
    Draws,
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    ScenarioName,
    Seed,
    Set,
    With,
    changes_of,
    one_form,
    progress_bar,
    written_as,
    written_in,
)
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.study import Study
    from misid.words import Language

StampAlone = Annotated[
    bool,
    typer.Option("--stamp", help="Print, instead of tables, the paragraph for a methods section."),
]


def run(
    scenario: ScenarioName = DEFAULT,
    *,
    safeguards: With = None,
    stated: Set = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    as_json: Json = False,
    language: LanguageCode = "en",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the report, and every number behind it."),
    ] = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    stamp: StampAlone = False,
) -> None:
    """
    Say what a programme would do: a sentence, the tables, and how sure that is.

    Example: misid run task-force-module --out results
    """
    from misid.study import Study

    one_form({"--json": as_json, "--stamp": stamp})
    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    _check(out, scenario)
    changes = changes_of(scenario, safeguards, stated)
    with progress_bar(2 * draws if changes else draws) as progress:
        before = Study(scenario, draws=draws, seed=seed, progress=progress)
        study = before.change(changes) if changes else before
        comparison = before.compare(study) if changes else None
    if stamp:
        _print_stamp(study, spoken)
    elif as_json:
        typer.echo(study.results.model_dump_json(indent=2))
    else:
        from misid.document.run import screen_of_run

        print_document(wide_console(), screen_of_run(study.glance, spoken))
    if comparison is not None and not (as_json or stamp):
        print_comparison(wide_console(), comparison, spoken)
    if out is not None:
        from misid.cli.shown import write_out
        from misid.writers.folder import write_run

        write_out(write_run, study.run, out, (spoken, formats), quiet=as_json or stamp)


def _check(out: Path | None, scenario: str) -> None:
    """Refuse a folder that cannot be written, or holds another report, before anything is drawn."""
    if out is not None:
        from misid.files.write import check_folder
        from misid.words.stamps import SCENARIO_FILE
        from misid.writers.kinds import RUN, refuse_input, refuse_other_report

        check_folder(out)
        refuse_other_report(out, RUN)
        refuse_input(out, SCENARIO_FILE, scenario)


def _print_stamp(study: Study, language: Language) -> None:
    """One paragraph, in no box and in lines of no width, to be copied."""
    from misid.words.sentence import plain
    from misid.words.stamps import methods

    typer.echo(plain(methods(study.glance, language)))
