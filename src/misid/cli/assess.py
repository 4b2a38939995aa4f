"""`misid assess`: what questionnaires ask, what the model answers, what contradicts itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.default_word import with_default
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
    day_of,
    progress_bar,
    written_as,
    written_in,
)
from misid.cli.shown import write_out
from misid.files.read import cut
from misid.writers.terminal import print_document, print_rows, wide_console

if TYPE_CHECKING:
    from misid.assessment.answers import Answers
    from misid.assessment.schema import Assessment
    from misid.words import Language

assessments = typer.Typer(
    cls=with_default("write"),
    help="Write an assessment: misid assess SCENARIO. It asks what privacy and impact forms ask, "
    "answers what a model can, and finds what contradicts itself. Its options: misid assess write "
    "--help.",
    rich_markup_mode=None,
    epilog="Example: misid assess task-force-module --out assessment",
)
imports = typer.Typer(
    help="Turn what was published into a file of answers.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid assess import omb inventory.csv DHS-2731",
)
assessments.add_typer(imports, name="import")

Day = Annotated[
    str | None,
    typer.Option("--on", metavar="YEAR-MONTH-DAY", help="The day that it is about."),
]
AnswersFile = Annotated[
    str | None,
    typer.Option(help="A YAML file of answers (`misid assess new` writes one to fill in)."),
]
Forms = Annotated[
    list[str] | None,
    typer.Option(
        "--form", help="A questionnaire (`misid assess forms`) or a YAML file; repeatable."
    ),
]


@assessments.command("write")
def write(
    scenario: ScenarioName = DEFAULT,
    *,
    answers: AnswersFile = None,
    forms: Forms = None,
    on: Day = None,
    safeguards: With = None,
    stated: Set = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    language: LanguageCode = "en",
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report, and every fact behind it.")
    ] = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
) -> None:
    """
    Say how every question stands, what contradicts itself, and what the model gives.

    Example: misid assess write task-force-module --form pta --format html,pdf --out assessment
    """
    from misid.study import Study

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    _check_folder(out, scenario, answers)
    day = day_of(on)
    _check_inputs(forms, answers)
    with progress_bar(draws) as progress:
        study = Study(
            scenario,
            changes_of(scenario, safeguards, stated),
            draws=draws,
            seed=seed,
            progress=progress,
        )
        found = study.assess(forms or (), answers, day)
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True, indent=2))
    else:
        _show(found, spoken)
    if out is not None:
        from misid.writers.assessment_files import write_assessment

        write_out(write_assessment, found, out, (spoken, formats), quiet=as_json)


@assessments.command()
def forms(*, language: LanguageCode = "en", as_json: Json = False) -> None:
    """
    List the questionnaires that come along.

    Example: misid assess forms
    """
    from misid.assessment import files

    spoken = written_in(language, is_written=not as_json)
    found = [files.shipped_form(name) for name in files.ORDER]
    if as_json:
        rows = [{"name": one.name, "title": one.title, "items": len(one.items)} for one in found]
        typer.echo(json.dumps({"forms": rows}, indent=2))
        return
    heads = spoken.word("Name"), spoken.word("What it is")
    print_rows(wide_console(), heads, [(one.name, spoken.authored(one.title)) for one in found])


@assessments.command()
def show(
    form: Annotated[str, typer.Argument(help="A questionnaire's name or a YAML file.")],
    *,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    List what a questionnaire asks, with the name of each question.

    Example: misid assess show pta
    """
    from misid.assessment.files import load_form

    spoken = written_in(language, is_written=not as_json)
    found = load_form(form)
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True, indent=2))
        return
    console = wide_console()
    console.print(Text(f"{spoken.authored(found.title)}\n", style="bold"))
    console.print(Text(spoken.authored(found.about)))
    for chapter in found.chapters:
        console.print(Text(f"\n{spoken.authored(chapter.title)}\n", style="bold underline"))
        for item in chapter.items:
            console.print(Text(item.id, style="bold"))
            console.print(Text(f"  {spoken.authored(item.asks)}"))


@assessments.command()
def new(
    forms: Annotated[
        list[str] | None, typer.Argument(help="Questionnaires; left out, all that come along.")
    ] = None,
    *,
    programme: Annotated[str, typer.Option(help="Of which programme.")] = "the programme",
    on: Day = None,
) -> None:
    """
    Print a file of answers to fill in, a line for each question.

    Example: misid assess new pta > answers.yaml
    """
    from misid.assessment.files import ORDER, load_form
    from misid.writers.assessment_files import blank_answers

    found = [load_form(name) for name in forms or ORDER]
    typer.echo(blank_answers(found, cut(programme), day_of(on) or _today()), nl=False)


@imports.command("omb")
def import_omb(
    file: Annotated[Path, typer.Argument(help="The inventory as CSV.")],
    use_case: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a row, or the name of one use.")
    ],
    *,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """
    Print the answers that a row of the inventory of uses of AI gives; what is open is unknown.

    Example: misid assess import omb inventory.csv DHS-2731 > answers.yaml
    """
    from misid.assessment.inventory import from_inventory

    found = from_inventory(file, use_case, day_of(on) or _today())
    _print_answers(found, as_json=as_json)


@assessments.command()
def diff(
    old: Annotated[Path, typer.Argument(help="assessment.json of the older one, or its folder.")],
    new: Annotated[Path, typer.Argument(help="The same of the newer one.")],
    *,
    language: LanguageCode = "en",
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option(help="An HTML file for the same.")] = None,
) -> None:
    """
    Say what changed between two assessments: answers, numbers, unknowns, contradictions, days.

    Example: misid assess diff spring autumn
    """
    from misid.assessment.difference import difference
    from misid.assessment.files import load_assessment
    from misid.document.difference import difference_document

    spoken = written_in(language, is_written=out is not None or not as_json)
    before, after = load_assessment(old), load_assessment(new)
    found = difference(before, after)
    document = difference_document(found, before, after, spoken)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_document(wide_console(), document)
    if out is not None:
        from misid.files.write import OURS, text_writer, write_over
        from misid.writers.html import html

        write_over(out, text_writer(html(document)), OURS)


def _check_folder(out: Path | None, scenario: str, answers: str | None) -> None:
    """Refuse a folder before the worlds are worked out."""
    if out is not None:
        from misid.files.write import check_folder
        from misid.words.assessment import ANSWERS_FILE
        from misid.words.stamps import SCENARIO_FILE
        from misid.writers.kinds import ASSESSMENT, refuse_input, refuse_other_report

        check_folder(out)
        refuse_other_report(out, ASSESSMENT)
        refuse_input(out, SCENARIO_FILE, scenario)
        refuse_input(out, ANSWERS_FILE, answers)


def _show(found: Assessment, language: Language) -> None:
    from misid.document.assessment import screen_of_assessment

    print_document(wide_console(), screen_of_assessment(found, language))


def _print_answers(found: Answers, *, as_json: bool) -> None:
    from misid.writers.assessment_files import answers_yaml

    if as_json:
        typer.echo(found.model_dump_json(by_alias=True, indent=2))
    else:
        typer.echo(answers_yaml(found), nl=False)


def _check_inputs(forms: list[str] | None, answers: str | None) -> None:
    """Read what is given before the worlds are worked out."""
    from misid.assessment.files import load_answers, load_form

    for form in forms or ():
        load_form(form)
    if answers is not None:
        load_answers(answers)


def _today() -> date:
    """The day on which something is read; it is written down, so that it stays the same."""
    return date.today()
