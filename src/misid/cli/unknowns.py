"""`misid unknowns`: which unanswered question matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from misid.cli.completion import output_names
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    ScenarioName,
    Seed,
    With,
    one_form,
    progress_bar,
    refuse,
)
from misid.errors import MeaningError
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.uncertainty.ledger_schema import Ledger

By = Literal["either", "total", "without", "value", "amount", "flip", "narrowing"]
Letter = Literal["records-request", "interrogatories", "hearing"]


def unknowns(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    output: Annotated[
        str,
        typer.Option(help="The output whose range is explained.", autocompletion=output_names),
    ] = "wrong_person_references",
    by: Annotated[By, typer.Option(help="The measure that orders the questions.")] = "either",
    letter: Annotated[
        Letter | None, typer.Option(help="Print a text that can be sent instead of the table.")
    ] = None,
    questions: Annotated[
        int | None,
        typer.Option(
            help="Of a letter: how many of the ranked questions it asks, 5 if not said; what every "
            "programme is asked follows them."
        ),
    ] = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    points: Annotated[
        int, typer.Option(help="Base points of each of 8 sensitivity designs, a power of two.")
    ] = 32,
    every: Annotated[bool, typer.Option("--all", help="Show every question.")] = False,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """
    Rank what nobody has answered: what each answer would be worth.

    Example: misid unknowns task-force-module --letter records-request
    """
    from misid.study import Study

    forms = {"--json": as_json, "--csv": as_csv, "--letter": letter is not None}
    one_form(forms)
    if any(forms.values()):
        refuse({"--all": every}, "is about the table, and none is printed", "--all without it")
    if letter is None:
        refuse({"--questions": questions}, "says nothing without --letter", "--letter beside it")
    asked = _checked(questions)
    put_on = changes or []
    with progress_bar(_worlds(scenario, put_on, draws, points)) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        found = study.unknowns(output, by=by, points=points)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    elif as_csv:
        _print_csv(found)
    elif letter is not None:
        _print_letter(found, letter, asked)
    else:
        _print_table(found, every=every)


def _checked(questions: int | None) -> int:
    from misid.document.letters import QUESTIONS

    if questions is not None and questions < 1:
        raise MeaningError(
            f"questions is {questions}, but a letter asks at least one.", use="--questions 5"
        )
    return QUESTIONS if questions is None else questions


def _worlds(scenario: str, changes: list[str], draws: int, points: int) -> int:
    """How many worlds are worked out: of the run, and of every design, question by question."""
    from misid.study import Study
    from misid.uncertainty.questions import questions
    from misid.uncertainty.sensitivity import REPLICATES

    asked = questions(Study(scenario, changes).scenario)
    return draws + REPLICATES * points * (len(asked) + 2)


def _print_csv(found: Ledger) -> None:
    from misid.document.tables.uncertainty import questions
    from misid.words import ENGLISH
    from misid.writers.csv import table_csv

    typer.echo(table_csv(questions(found, ENGLISH, whole=True)), nl=False)


def _print_letter(found: Ledger, form: Letter, asked: int) -> None:
    from misid.document.letters import letter
    from misid.writers.text import text

    typer.echo(text(letter(found, form, questions=asked)), nl=False)


def _print_table(found: Ledger, *, every: bool) -> None:
    from misid.cli.shown import show
    from misid.document.uncertainty import ledger_document
    from misid.words import ENGLISH

    document = ledger_document(found, ENGLISH, None) if every else ledger_document(found)
    show(wide_console(), document)
