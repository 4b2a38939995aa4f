"""`misid case`: what one reference code can mean, and which facts to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from misid.cli.numbers import whole
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
    progress_bar,
    refuse,
    written_as,
    written_in,
)
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.uncertainty.code_schema import CodeCase, Given
    from misid.writers.formats import Formats

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

Another = Annotated[
    Literal["same", "different", "none"] | None,
    typer.Option(
        help="What another search of the same person gave: a code on the same record, on another "
        "record, or no code."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the sheet and its numbers, or the name of a PDF."),
]


def case(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    stated: Set = None,
    rule: Rule = None,
    candidates: Candidates = None,
    group: Group = None,
    condition: Condition = None,
    review: Review = None,
    another: Another = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    language: LanguageCode = "en",
    out: Out = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    as_json: Json = False,
) -> None:
    """
    Say what one reference code can mean, and what to ask for; takes no image, name or code.

    Example: misid case --rule flagged_record --review none --out case.pdf
    """
    from misid.cli.shown import show, write_out
    from misid.document.code import code_document
    from misid.study.asked import given

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = _formats(out, format_, paper)
    known = given(
        rule=rule,
        candidates=candidates,
        group=group,
        condition=condition,
        review=review,
        another=another,
    )
    found = _code_case(scenario, changes_of(scenario, changes, stated), known, (draws, seed))
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), code_document(found, spoken))
    if out is not None:
        from misid.writers.case_files import write_case

        write_out(write_case, found, out, (spoken, formats), quiet=as_json)


def _code_case(
    scenario: str,
    put_on: Sequence[str | dict[str, Any]],
    known: Given,
    luck: tuple[int, int],
) -> CodeCase:
    """The facts of the case; `luck`: draws and seed."""
    from misid.study import Study
    from misid.uncertainty.code_asks import answer_count

    draws, seed = luck
    count = 1 + answer_count(Study(scenario, put_on).scenario, known)
    with progress_bar(draws * count) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        return study.one_code(**known.model_dump())


def _formats(out: Path | None, format_: str, paper: str) -> Formats:
    """The formats of the sheet, where there may be one."""
    if out is not None:
        from misid.writers.case_files import check_case, is_one_file

        check_case(out)
        if is_one_file(out):
            given = {"--format": format_ not in ("html", "pdf")}
            refuse(given, "says nothing beside the name of a PDF", "--out with a folder")
    return written_as(format_, paper, out)
