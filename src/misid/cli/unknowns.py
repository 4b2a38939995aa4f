"""`misid unknowns`: which unanswered question matters most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from misid.cli.completion import output_names
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
    one_form,
    progress_bar,
    refuse,
    written_as,
    written_in,
)
from misid.errors import MeaningError
from misid.writers.kinds import LEDGER, check_report
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.document.model import Document
    from misid.study.changes import Changes
    from misid.uncertainty.ledger_schema import Ledger
    from misid.words import Language
    from misid.writers.formats import Formats

By = Literal["either", "total", "without", "value", "amount", "flip", "narrowing"]
Order = Annotated[By, typer.Option("--by", help="The measure that orders the questions.")]
Letter = Literal["records-request", "interrogatories", "hearing"]
Output = Annotated[
    str, typer.Option(help="The output whose range is explained.", autocompletion=output_names)
]
Questions = Annotated[
    int | None,
    typer.Option(
        parser=whole("questions", "--questions 5"),
        help="Of a letter: how many of the ranked questions it asks, 5 if not said; what every "
        "programme is asked follows them.",
    ),
]
Ask = Annotated[
    list[str] | None,
    typer.Option(
        help="Of a letter: a question that it asks, by its field (`--csv` lists them), in place of "
        "the first ones; repeatable."
    ),
]
Points = Annotated[
    int,
    typer.Option(
        parser=whole("points", "--points 32"),
        help="Base points of each of 8 sensitivity designs, a power of two.",
    ),
]
LetterName = Annotated[
    Letter | None, typer.Option(help="Print a text that can be sent instead of the table.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for the questions, or for the letter: `misid verify` works either out again."
    ),
]


class LetterAsked(NamedTuple):
    """What a letter asks: so many of the first questions, or those of these fields."""

    many: int
    fields: list[str] | None


def unknowns(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None, stated: Set = None,
    output: Output = "wrong_person_references", by: Order = "either",
    letter: LetterName = None, questions: Questions = None, ask: Ask = None,
    draws: Draws = 4096, seed: Seed = 1, points: Points = 32,
    every: Annotated[bool, typer.Option("--all", help="Show every question.")] = False,
    language: LanguageCode = "en", out: Out = None,
    format_: FormatNames = "html", paper: PaperName = "a4", as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:  # fmt: skip
    """
    Rank what nobody has answered, or write a letter that asks it.

    Example: misid unknowns task-force-module --letter records-request
    """
    from misid.study import Study

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, LEDGER)
    forms = {"--json": as_json, "--csv": as_csv, "--letter": letter is not None}
    one_form(forms)
    if any(forms.values()):
        refuse({"--all": every}, "is about the table, and none is printed", "--all without it")
    if letter is None:
        given = {"--questions": questions, "--ask": ask}
        refuse(given, "says nothing without --letter", "--letter beside it")
    put_on = changes_of(scenario, changes, stated)
    asked = _checked(questions, ask, scenario, put_on)
    with progress_bar(_worlds(scenario, put_on, draws, points)) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        found = study.unknowns(output, by=by, points=points)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    elif as_csv:
        _print_csv(found, spoken)
    elif letter is not None:
        _print_letter(_document(found, letter, spoken, asked))
    else:
        _print_table(found, spoken, every=every)
    if out is not None:
        made = _document(found, letter, spoken, asked)
        _write((found, made), out, (spoken, formats), quiet=any(forms.values()))


def _write(
    found: tuple[Ledger, Document], out: Path, asked: tuple[Language, Formats], *, quiet: bool
) -> None:
    """Write the ledger and its document; `asked`: in which language and formats."""
    from misid.cli.shown import say_files
    from misid.writers.ledger_files import write_ledger

    language, formats = asked
    say_files(write_ledger(*found, out, language, formats), out, language, quiet=quiet)


def _print_letter(written: Document) -> None:
    from misid.writers.text import text

    typer.echo(text(written), nl=False)


def _checked(
    questions: int | None, ask: list[str] | None, scenario: str, changes: Changes
) -> LetterAsked:
    """How many questions a letter asks, or which, refused before any work is done."""
    from misid.document.letters import QUESTIONS, check_fields
    from misid.study import Study

    if questions is not None and ask:
        raise MeaningError("--questions and --ask both say what is asked.", use="one of them")
    if questions is not None and questions < 1:
        raise MeaningError(
            f"questions is {questions}, but a letter asks at least one.", use="--questions 5"
        )
    if ask:
        check_fields(Study(scenario, changes).scenario, ask)
    return LetterAsked(questions or QUESTIONS, ask or None)


def _worlds(scenario: str, changes: Changes, draws: int, points: int) -> int:
    """How many worlds are worked out, over and over."""
    from misid.study import Study
    from misid.uncertainty.ledger import parts

    return parts(Study(scenario, changes).scenario, draws, points)


def _print_csv(found: Ledger, language: Language) -> None:
    from misid.document.tables.uncertainty import questions
    from misid.writers.csv import table_csv

    typer.echo(table_csv(questions(found, language, whole=True)), nl=False)


def _document(
    found: Ledger, form: Letter | None, language: Language, asked: LetterAsked
) -> Document:
    """The letter; or where none is asked for, every question."""
    from misid.document.letters import letter
    from misid.document.uncertainty import ledger_document

    if form is None:
        return ledger_document(found, language, None)
    return letter(found, form, language, questions=asked.many, fields=asked.fields)


def _print_table(found: Ledger, language: Language, *, every: bool) -> None:
    from misid.cli.shown import show
    from misid.document.uncertainty import SHOWN, ledger_document

    most = None if every else SHOWN
    document = ledger_document(found, language, most)
    show(wide_console(), document)
