"""`misid code`: what one reference code can mean, and which facts to ask for."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from misid.cli.numbers import whole
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    LanguageCode,
    ScenarioName,
    Seed,
    Set,
    With,
    changes_of,
    progress_bar,
    written_in,
)
from misid.writers.terminal import wide_console

Rule = Annotated[
    Literal["any_candidate", "flagged_record"] | None,
    typer.Option(help="What leads to a code, where it is known."),
]
Candidates = Annotated[
    int | None,
    typer.Option(
        parser=whole("candidates", "--candidates 5"),
        help="How many candidates a search returns at most.",
    ),
]
Group = Annotated[
    str | None, typer.Option(help="Name of the group of whoever was photographed, as in the file.")
]
Condition = Annotated[
    str | None, typer.Option(help="Name of the capture condition, as in the file.")
]
Review = Annotated[
    Literal["none", "upheld", "withdrawn"] | None,
    typer.Option(help="Whether anybody compared the pictures, and with which result."),
]


def code(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    stated: Set = None,
    rule: Rule = None,
    candidates: Candidates = None,
    group: Group = None,
    condition: Condition = None,
    review: Review = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Say what one reference code can mean, and what to ask for; takes no image, name or code.

    Example: misid code --rule flagged_record --review none
    """
    from misid.cli.shown import show
    from misid.document.code import code_document
    from misid.study import Study
    from misid.study.asked import given
    from misid.uncertainty.code_asks import answer_count

    spoken = written_in(language, is_written=not as_json)
    known = given(rule, candidates, group, condition, review)
    put_on = changes_of(scenario, changes, stated)
    count = 1 + answer_count(Study(scenario, put_on).scenario, known)
    with progress_bar(draws * count) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        found = study.one_code(**known.model_dump())
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), code_document(found, spoken))
