"""`misid scenario`: the scenarios that come along, and one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.completion import scenario_names
from misid.cli.options import Json
from misid.errors import OutputError
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.scenario import Input, Scenario
    from misid.scenario.schema import OperatingPoint

scenarios = typer.Typer(
    help="List, show, check and start scenarios.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid scenario show task-force-module",
)

Name = Annotated[
    str,
    typer.Argument(help="A scenario's name or a YAML file.", autocompletion=scenario_names),
]


@scenarios.command("list")
def list_(as_json: Json = False) -> None:
    """
    List the scenarios that come along.

    Example: misid scenario list
    """
    from misid.scenario import load_scenario, names

    found = [load_scenario(name) for name in names()]
    if as_json:
        typer.echo(json.dumps({"scenarios": [{"name": s.name, "title": s.title} for s in found]}))
        return
    print_rows(wide_console(), ("name", "what it is"), [(s.name, s.title) for s in found])


@scenarios.command()
def show(scenario: Name = "task-force-module", as_json: Json = False) -> None:
    """
    Explain every input of a scenario: value or range, status, source, and why.

    Example: misid scenario show task-force-module
    """
    from misid.scenario import load_scenario
    from misid.scenario.words import HEADINGS

    read = load_scenario(scenario)
    if as_json:
        typer.echo(json.dumps({"scenario": read.name, "inputs": _entries(read)}, indent=2))
        return
    console = wide_console()
    console.print(Text(f"{read.title}\n", style="bold"))
    console.print(Text(read.about))
    for block, heading in HEADINGS.items():
        lines = _LINES.get(block, _input_lines)(read, block)
        if lines:
            console.print(Text(f"\n{heading}\n", style="bold underline"))
        for line in lines:
            console.print(Text(line, style="" if line.startswith(" ") else "bold"))


@scenarios.command()
def check(scenario: Name, as_json: Json = False) -> None:
    """
    Check a scenario file; a mistake is told with its line.

    Example: misid scenario check mine.yaml
    """
    from misid.scenario import digest, inputs, load_scenario
    from misid.scenario.contradictions import tried

    read = load_scenario(scenario)
    ranges = sum(one.content.is_range for one in inputs(read))
    total, found = len(inputs(read)), tried(read)
    if as_json:
        said = {"name": read.name, "inputs": total, "open_inputs": ranges, "digest": digest(read)}
        typer.echo(json.dumps(said | asdict(found)))
        return
    typer.echo(f"{read.name}: in order. {total} inputs, {ranges} of them not known exactly.")
    follows, held = (one.text for one in found.worked_out), (one.text for one in found.adjustments)
    for text in (*follows, *held):
        typer.echo(text)
    typer.echo(f"digest {digest(read)}")


@scenarios.command()
def new(
    file: Annotated[Path, typer.Argument(help="The file to write; must not exist.")],
    like: Annotated[
        str, typer.Option(help="The scenario to start from.", autocompletion=scenario_names)
    ] = "task-force-module",
    as_json: Json = False,
) -> None:
    """
    Write a scenario file to start from, with the comments of the one it is like.

    Example: misid scenario new mine.yaml
    """
    from misid.scenario import library, load_scenario, to_yaml

    text = library.text(like) if like in library.names() else to_yaml(load_scenario(like))
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise OutputError(f"{file.name} exists already.", use="another name") from None
    except OSError as error:
        raise OutputError(
            f"{file.name} cannot be written: {error.strerror}.", use="another folder"
        ) from None
    if as_json:
        typer.echo(json.dumps({"written": file.name, "like": like}))
        return
    typer.echo(f"written: {file}. Edit it, then `misid scenario check {file}`.")


def _input_lines(read: Scenario, block: str) -> list[str]:
    """The inputs of a block; those alike but for the group they are of are explained together."""
    from misid.scenario import inputs

    mine = [one for one in inputs(read) if one.path[0] == block]
    alike = groupby(mine, key=lambda one: (one.path[:-1], one.description, one.content))
    return [line for _, some in alike for line in _explained(read, list(some))]


def _explained(read: Scenario, some: list[Input]) -> list[str]:
    from misid.scenario.words import concerns, in_words, known

    names = [f"{one.name}: {concerns(one, read)}".removesuffix(" ") for one in some]
    first = some[0]
    why = [f"    why: {_line(first.content.why)}"] if first.content.why else []
    said = (first.description, in_words(first, read), known(first, read))
    return [*names, *(f"    {line}" for line in said), *why]


def _threshold_lines(read: Scenario, block: str) -> list[str]:
    from misid.scenario.words import POLICIES

    policy = read.threshold.policy
    return [f"threshold.policy: {policy}", f"    {POLICIES[policy]}", *_input_lines(read, block)]


def _retention_lines(read: Scenario, block: str) -> list[str]:
    from misid.scenario.amounts import duration

    horizon = duration(read.retention.horizon)
    lines = ["retention.horizon:", "    Years that are modelled.", f"    {horizon}"]
    return [*lines, *_input_lines(read, block)]


def _decision_lines(read: Scenario, _block: str) -> list[str]:
    from misid.results.output_definitions import kind
    from misid.scenario.amounts import amount

    limit, of = read.decision, kind(read.decision.output)
    return [
        f"decision: {limit.output}",
        f"    {of.title}: more than {amount(limit.limit, of.unit)}",
        f"    {limit.status.value}: it is the reader's limit, not misid's",
        f"    why: {_line(limit.why)}",
    ]


def _point_lines(read: Scenario, _block: str) -> list[str]:
    from misid.scenario.amounts import number
    from misid.scenario.words import cited

    lines: list[str] = []
    for point in read.operating_points:
        gallery = f", gallery of {number(point.gallery)}" if point.gallery else ""
        lines += [
            f"{point.measure}{gallery}{_of_groups(point)}:",
            f"    {_published(point)}",
            f"    published by {cited(point.source, read)}",
            f"    {_USED[point.used]}",
            f"    note: {_line(point.note)}",
        ]
    return lines


def _of_groups(point: OperatingPoint) -> str:
    return f", {', '.join(point.groups)}" if point.groups else ""


_USED = {
    "no": "the model does not use it",
    "widened": "a range was made wider on account of it",
    "put in": "an input was chosen from it, so it is no test",
    "fitted": "an input was fitted to it, so it is no test",
}


def _published(point: OperatingPoint) -> str:
    from misid.results.output_definitions import unit_of
    from misid.scenario.amounts import amount, share

    unit = unit_of(point.measure)
    said = share(point.published) if unit == "share" else amount(point.published, unit)
    return f"{said} ({point.counted})" if point.counted else said


_LINES: dict[str, Callable[[Scenario, str], list[str]]] = {
    "threshold": _threshold_lines,
    "retention": _retention_lines,
    "decision": _decision_lines,
    "operating_points": _point_lines,
}


def _line(text: str) -> str:
    return " ".join(text.split())


def _entries(read: Scenario) -> list[dict[str, object]]:
    from misid.scenario import inputs
    from misid.scenario.words import in_words

    return [
        {
            "name": one.name,
            "description": one.description,
            "words": in_words(one, read),
            "status": one.content.status.value,
            "source": one.content.source,
            "why": one.content.why,
            "content": one.content.model_dump(mode="json"),
        }
        for one in inputs(read)
    ]
