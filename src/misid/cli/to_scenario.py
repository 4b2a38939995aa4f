"""`misid evaluate --to-scenario`: a scenario file whose matcher is as measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misid.cli.options import DEFAULT, busy
from misid.errors import MeaningError

if TYPE_CHECKING:
    from misid.evaluation import ScoreTable
    from misid.scenario import Scenario

_SUFFIXES = (".yaml", ".yml")


def starting_scenario(file: Path | None, like: str | None) -> Scenario | None:
    """
    The scenario to start from, read before any work is done; nothing where none is to be written.

    Raises: MeaningError: a file that is no YAML by its name, or a start without a file.
    """
    from misid.files.write import check_folder
    from misid.scenario import load_scenario

    if file is None:
        if like is not None:
            raise MeaningError(
                "--from says which scenario to start from, but none is to be written.",
                use="--to-scenario with the name of a file beside it",
            )
        return None
    if file.suffix.lower() not in _SUFFIXES:
        raise MeaningError(
            f"{file.name} does not end like a scenario.",
            use=f"a name that ends with {' or '.join(_SUFFIXES)}",
        )
    if file.is_dir():
        raise MeaningError(f"{file.name} is a folder, but a file is needed.", use="another name")
    check_folder(file.parent)
    return load_scenario(like or DEFAULT)


def write_scenario(
    table: ScoreTable,
    start: Scenario,
    scores: tuple[Path | None, ...],
    file: Path,
    *,
    quiet: bool,
) -> None:
    """Write the scenario, and say what could not be taken from the scores."""
    from misid.files.write import text_writer, write_files
    from misid.writers.scenario_from_scores import Origin, to_scenario

    with busy("measuring the matcher"):
        origin = Origin.of([path for path in scores if path is not None])
        found = to_scenario(table, start, origin)
    write_files({file.name: text_writer(found.text)}, file.parent)
    typer.echo(f"\nwritten: {file}", err=quiet)
    for note in found.notes:
        typer.echo(note, err=quiet)
    typer.echo(f"Now `misid scenario show {file}` and `misid run {file}`.", err=quiet)
