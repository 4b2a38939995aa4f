"""`misid merge`: the shards of a simulation become one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from misid.cli.options import Json, LanguageCode, written_in
from misid.cli.simulate import print_simulation


def merge(
    folders: Annotated[
        list[Path], typer.Argument(help="Folders that `misid simulate --shard --out` has written.")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the document of the whole, simulation.json.")
    ] = None,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Put the shards of a simulation together: the same counts as if it had never been divided.

    Example: misid merge shards
    """
    from misid.simulation import shards

    spoken = written_in(language, is_written=not as_json)
    simulation = shards.merge(folders)
    if out is not None:
        from misid.files.write import text_writer, write_over

        text = shards.simulation_json(simulation)
        write_over(out / shards.DOCUMENT, text_writer(text), text.partition(",")[0].encode())
    print_simulation(simulation, spoken, as_json=as_json)
