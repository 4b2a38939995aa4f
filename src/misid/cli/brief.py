"""`misid brief`: one side of one sheet about a programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from misid.cli.options import (
    DEFAULT,
    Draws,
    LanguageCode,
    PaperName,
    ScenarioName,
    Seed,
    Set,
    With,
    busy,
    changes_of,
    progress_bar,
    written_in,
)

Out = Annotated[
    Path, typer.Option(help="A folder for brief.pdf and brief.html, or the name of a PDF.")
]


def brief(
    scenario: ScenarioName = DEFAULT,
    *,
    safeguards: With = None,
    stated: Set = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    language: LanguageCode = "en",
    paper: PaperName = "a4",
    out: Out = Path("brief"),
) -> None:
    """
    One side of one sheet: a sentence, pictures, questions, safeguards and what they cannot fix.

    Example: misid brief task-force-module --out brief
    """
    from misid.cli.shown import say_files
    from misid.figures.beside import begin
    from misid.study import Study
    from misid.writers.brief_files import check_brief, write_brief
    from misid.writers.paper import check_paper

    spoken = written_in(language, is_written=True)
    check_paper(paper)
    check_brief(out)
    changes = changes_of(scenario, safeguards, stated)
    begin()
    with progress_bar(draws) as progress:
        study = Study(scenario, changes, draws=draws, seed=seed, progress=progress)
        document = study.brief(language)
    with busy("setting the page"):
        files = write_brief(document, out, paper)
    say_files(files, out, spoken, quiet=False)
