"""`misid calibrate`: the mate law of a published algorithm, and how well it fits."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.text import Text

from misid.cli.completion import algorithm_names
from misid.cli.options import Json
from misid.writers.terminal import print_rows, wide_console

_HEADS = ("condition", "law", "not findable", "location", "scale", "residual", "at 250 million")


def calibrate(
    algorithm: Annotated[
        str,
        typer.Argument(
            help="An algorithm of nist_frte_1n_fnir_2026-01-09.", autocompletion=algorithm_names
        ),
    ],
    as_json: Json = False,
) -> None:
    """
    Show the mate laws that give an algorithm's published figures, and how far they part.

    The published figures are taken as exact here; a run carries their rounding and counting error.

    Example: misid calibrate nec_010
    """
    from misid.matching.fits import fits

    found = fits(algorithm)
    if as_json:
        entries = [fit.as_dict() for fit in found]
        typer.echo(json.dumps({"algorithm": algorithm, "fits": entries}, indent=2))
        return
    console = wide_console()
    rows = [
        (
            fit.condition,
            fit.tail,
            f"{fit.not_findable:.5f}",
            f"{fit.location:.1f}",
            f"{fit.scale:.2f}",
            "-" if fit.residual is None else f"{fit.residual:+.1%}",
            f"{fit.extrapolated:.4f}",
        )
        for fit in found
    ]
    print_rows(console, _HEADS, rows, _HEADS[2:])
    console.print(
        Text(
            "\nMisses at a false positive rate of 0.003 and 250 million records: extrapolated. "
            "Nothing published measures galleries beyond 12 million records.\n"
            "Residual: modelled over published share of mates not at rank 1, less 1; that it is "
            "small is no evidence that the law is right."
        )
    )
