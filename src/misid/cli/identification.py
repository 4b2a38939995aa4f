"""`misid evaluate` of candidate lists: who holds them, the work, and what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from misid.cli.options import busy
from misid.cli.out import FILE_SUFFIXES, check_kind
from misid.errors import MeaningError
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.evaluation import Identification, Reading


class Files(NamedTuple):
    """What is read, and what is written."""

    scores: Path
    impostors: Path | None
    mates: Path | None
    out: Path | None
    as_json: bool


def hold_searches(files: Files, reading: Reading, fpir: list[float] | None) -> bool:
    """
    Whether candidate lists are meant: an option says so, or the columns of the file do.

    Where options of pairs alone are given, pairs are meant, whatever the columns are called.

    Raises: MeaningError: an option says so of two files of scores.
    """
    from misid.evaluation.reading.candidates import is_list_file

    roles = ("search", "candidate", "rank", "mate", "gallery_size")
    given = [f"--{role.replace('_', '-')}" for role in roles if getattr(reading, role)]
    given += ["--mates"] * (files.mates is not None) + ["--fpir"] * bool(fpir)
    if files.impostors is None:
        of_pairs = (reading.label, reading.genuine_label, reading.subject_b, reading.group_b)
        return bool(given) or (not any(of_pairs) and is_list_file(files.scores))
    if given:
        raise MeaningError(
            f"{given[0]} says nothing about two files of scores.",
            use="one file of candidate lists, and --mates with the file that says who is enrolled",
        )
    return False


def identify(
    files: Files,
    reading: Reading,
    fpir: list[float] | None,
    *,
    fmr: list[float] | None,
    scenario: tuple[Path | None, str | None],
) -> None:
    """
    Work out candidate lists, print what was found, and write it where that was asked for.

    Raises: MeaningError: an option that says nothing about searches.
    """
    _refuse_pairs(reading, fmr, scenario)
    check_kind(files.out, "identification")
    from misid.evaluation import SEARCH_RATES, evaluate_identification, read_candidate_lists

    with busy("reading candidate lists"):
        table = read_candidate_lists(files.scores, files.mates, reading)
    with busy("counting errors"):
        found = evaluate_identification(table, rates=fpir or SEARCH_RATES)
    if files.as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        from misid.cli.identified import print_identification

        print_identification(wide_console(), found)
    if files.out is not None:
        typer.echo(_write(found, files.out), err=files.as_json)


def _refuse_pairs(
    reading: Reading, fmr: list[float] | None, scenario: tuple[Path | None, str | None]
) -> None:
    given = {
        "--label": reading.label,
        "--genuine-label": reading.genuine_label,
        "--subject-b": reading.subject_b,
        "--group-b": reading.group_b,
        "--fmr": fmr,
        "--to-scenario": scenario[0],
        "--from": scenario[1],
    }
    named = [option for option, value in given.items() if value]
    if named:
        use = "--fpir with a false positive identification rate" if named[0] == "--fmr" else ""
        raise MeaningError(
            f"{named[0]} is about comparisons of two people, but the file holds candidate lists.",
            use=use or "a file of comparisons, or no such option",
        )


def _write(found: Identification, out: Path) -> str:
    """Write the report, or the one file; says what was written."""
    from misid.files.write import text_writer, write_files

    if out.suffix.lower() not in FILE_SUFFIXES:
        from misid.writers.folder import write_identification

        with busy("drawing the report"):
            files = write_identification(found, out)
        beside = ", ".join(str(file.relative_to(out)) for file in files[1:])
        return f"\nreport: {files[0]}\nbeside it: {beside}"
    from misid.evaluation.stamp import document_json
    from misid.writers.search_csv import search_points_csv

    make = search_points_csv if out.suffix.lower() == ".csv" else document_json
    write_files({out.name: text_writer(make(found))}, out.parent)
    return f"\nwritten: {out}"
