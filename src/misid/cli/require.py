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
from misid.files.written_numbers import NumberPlace, read_number
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
    from misid.study import Study, known_output

    spoken = written_in(language, is_written=not as_json)
    named = known_output(output)
    number = _limit(limit, named)
    put_on = changes_of(scenario, changes, stated)
    with busy("moving one lever at a time"):
        found = Study(scenario, put_on, draws=draws, seed=seed).require(named, number)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), requirements_document(found, spoken))


def _limit(text: str, output: str) -> float:
    """A limit in the unit of the output; a share of it may be written in per cent."""
    from misid.quantities.units import is_share
    from misid.results.output_definitions import kind
    from misid.words.numbers import unit_name

    unit = kind(output).unit
    if is_share(unit):
        return read_number(
            text, NumberPlace("limit", "a share from 0 to 1", "0.2", 0, 1, part_of=1)
        )
    said = f"a number ({unit_name(unit)})" if unit_name(unit) else "a number"
    if unit == "per_100000_searches":
        most = 100_000
        return read_number(
            text, NumberPlace("limit", said, "100", 0, most, is_count=True, part_of=most)
        )
    return read_number(text, NumberPlace("limit", said, "100", least=0, is_count=True))
