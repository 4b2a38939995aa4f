"""`misid scenario`: the scenarios that come along, and one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.grid import print_rows, wide_console
from misid.errors import OutputError

if TYPE_CHECKING:
    from misid.scenario import Input, Scenario

scenarios = typer.Typer(
    help="List, show, check and start scenarios.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid scenario show task-force-module",
)

Name = Annotated[str, typer.Argument(help="A scenario's name or a YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


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
    print_rows(wide_console(), ("name", "title"), [(s.name, s.title) for s in found])


@scenarios.command()
def show(scenario: Name = "task-force-module", as_json: Json = False) -> None:
    """
    Explain every input of a scenario: value or range, status, source, and why.

    Example: misid scenario show task-force-module
    """
    from misid.scenario import inputs, load_scenario

    read = load_scenario(scenario)
    if as_json:
        typer.echo(json.dumps({"scenario": read.name, "inputs": _entries(read)}, indent=2))
        return
    console = wide_console()
    console.print(Text(f"{read.title}\n", style="bold"))
    console.print(Text(f"{read.about}\n"))
    for one in inputs(read):
        console.print(Text(f"{one.name}: {said(one)}", style="bold"))
        for line in _reasons(one):
            console.print(Text(f"    {line}"))
    limit = read.decision
    console.print(Text(f"\nthreshold.policy: {read.threshold.policy}", style="bold"))
    console.print(Text(f"retention.horizon: {read.retention.horizon} years", style="bold"))
    console.print(Text(f"decision: {limit.output} above {limit.limit:g}", style="bold"))
    console.print(Text(f"    status: {limit.status.value}\n    why: {limit.why}"))


@scenarios.command()
def check(scenario: Name) -> None:
    """
    Check a scenario file; a mistake is told with its line.

    Example: misid scenario check mine.yaml
    """
    from misid.scenario import digest, inputs, load_scenario

    read = load_scenario(scenario)
    ranges = sum(one.content.is_range for one in inputs(read))
    total = len(inputs(read))
    typer.echo(f"{read.name}: in order. {total} inputs, {ranges} of them not known exactly.")
    typer.echo(f"digest {digest(read)}")


@scenarios.command()
def new(
    file: Annotated[Path, typer.Argument(help="The file to write; must not exist.")],
    like: Annotated[str, typer.Option(help="The scenario to start from.")] = "task-force-module",
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
    typer.echo(f"written: {file}. Edit it, then `misid scenario check {file}`.")


def said(one: Input) -> str:
    """The content of an input in words."""
    from misid.quantities import Choice, Quantity
    from misid.scenario.parts import Algorithm

    content = one.content
    if isinstance(content, Quantity):
        return _quantity(content)
    if isinstance(content, Choice):
        return " or ".join(_option(option) for option in content.options)
    if isinstance(content, Algorithm):
        return content.name or f"any algorithm that misses below {content.below:g} at 12 million"
    shares = ", ".join(f"{name} {share:g}" for name, share in content.shares.items())
    if content.concentration is None:
        return shares
    return f"{shares} (drawn around these, concentration {content.concentration:g})"


def _quantity(content: object) -> str:
    from misid.quantities import Quantity

    assert isinstance(content, Quantity)  # noqa: S101 - narrows the type
    unit = f" {content.unit}" if content.unit else ""
    if content.value is not None:
        return f"{content.value:,g}{unit}" if content.value < 1e5 else f"{content.value:,.0f}{unit}"
    if content.evidence is not None:
        return f"one row of {content.evidence}, column {content.column}"
    law = content.distribution or "5 % to 95 %"
    return f"{_plain(content.low)} to {_plain(content.high)}{unit} ({law})"


def _option(option: str | int | bool) -> str:
    return str(option).lower() if isinstance(option, bool) else str(option)


def _plain(number: float | None) -> str:
    shown = float(number or 0.0)
    return f"{shown:,.0f}" if abs(shown) >= 1e3 else f"{shown:g}"


def _reasons(one: Input) -> list[str]:
    source = f", source {one.content.source}" if one.content.source else ""
    why = [f"why: {' '.join(one.content.why.split())}"] if one.content.why else []
    return [one.description, f"status: {one.content.status.value}{source}", *why]


def _entries(read: Scenario) -> list[dict[str, object]]:
    from misid.scenario import inputs

    return [
        {
            "name": one.name,
            "description": one.description,
            "status": one.content.status.value,
            "source": one.content.source,
            "why": one.content.why,
            "content": one.content.model_dump(mode="json"),
        }
        for one in inputs(read)
    ]
