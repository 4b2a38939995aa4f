"""`misid require`: what would have to be true for a limit to be met."""

from __future__ import annotations

from typing import Annotated

import typer

from misid.cli.completion import output_names
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    LanguageCode,
    ScenarioName,
    Seed,
    Set,
    With,
    busy,
    changes_of,
    written_in,
)
from misid.writers.terminal import wide_console


def require(
    output: Annotated[
        str,
        typer.Argument(help="What is limited: the name of an output.", autocompletion=output_names),
    ],
    limit: Annotated[str, typer.Argument(help="The most it may be: 100, 20%, or 1 in 1,000.")],
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    stated: Set = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Say where each lever would have to stand for a limit to be met with 95 % probability.

    Example: misid require wrong_person_references_upheld 100
    """
    from misid.cli.shown import show
    from misid.document.uncertainty import requirements_document
    from misid.study import Study, known_output, read_limit

    spoken = written_in(language, is_written=not as_json)
    named = known_output(output)
    number = read_limit(limit, named)
    put_on = changes_of(scenario, changes, stated)
    with busy("moving one lever at a time"):
        found = Study(scenario, put_on, draws=draws, seed=seed).require(named, number)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), requirements_document(found, spoken))
