"""`misid scenario`: the scenarios that come along, and one's own."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.completion import scenario_names
from misid.cli.options import Json, LanguageCode, written_in
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.scenario import Scenario

scenarios = typer.Typer(
    help="List, show, check and start scenarios.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid scenario show task-force-module",
)

_LONGEST_NAME = 64
Name = Annotated[
    str,
    typer.Argument(help="A scenario's name or a YAML file.", autocompletion=scenario_names),
]


@scenarios.command("list")
def list_(*, language: LanguageCode = "en", as_json: Json = False) -> None:
    """
    List the scenarios that come along.

    Example: misid scenario list
    """
    from misid.scenario import load_scenario, names

    spoken = written_in(language, is_written=not as_json)
    found = [load_scenario(name) for name in names()]
    if as_json:
        typer.echo(json.dumps({"scenarios": [{"name": s.name, "title": s.title} for s in found]}))
        return
    heads = spoken.word("Name"), spoken.word("What it is")
    print_rows(wide_console(), heads, [(s.name, spoken.authored(s.title)) for s in found])


@scenarios.command()
def show(
    scenario: Name = "task-force-module",
    *,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Explain every input of a scenario: value or range, status, source, and why.

    Example: misid scenario show task-force-module
    """
    from misid.scenario import load_scenario
    from misid.words.listing import listing

    spoken = written_in(language, is_written=not as_json)
    read = load_scenario(scenario)
    if as_json:
        typer.echo(json.dumps({"scenario": read.name, "inputs": _entries(read)}, indent=2))
        return
    console = wide_console()
    console.print(Text(f"{spoken.authored(read.title)}\n", style="bold"))
    console.print(Text(spoken.authored(read.about)))
    for heading, entries in listing(read, spoken):
        console.print(Text(f"\n{heading}\n", style="bold underline"))
        for entry in entries:
            console.print(Text("\n".join(entry.names), style="bold"))
            console.print(Text("\n".join(f"    {line}" for line in entry.lines)))


@scenarios.command()
def check(scenario: Name, as_json: Json = False) -> None:
    """
    Check a scenario file; a mistake is told with its line.

    Example: misid scenario check mine.yaml
    """
    from misid.results.schema import Caution
    from misid.scenario import digest, inputs, load_scenario
    from misid.scenario.contradictions import tried
    from misid.words import plain
    from misid.words.cautions import cautions
    from misid.words.scenario import follows

    read = load_scenario(scenario)
    ranges = sum(one.content.is_range for one in inputs(read))
    total, found = len(inputs(read)), tried(read)
    if as_json:
        said = {"name": read.name, "inputs": total, "open_inputs": ranges, "digest": digest(read)}
        typer.echo(json.dumps(said | asdict(found)))
        return
    typer.echo(f"{read.name}: in order. {total} inputs, {ranges} of them not known exactly.")
    held = tuple(
        Caution(code="held_together", input=one.name, share=one.share) for one in found.adjustments
    )
    for sentence in (*map(follows, found.worked_out), *cautions(held)):
        typer.echo(plain(sentence))
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

    Its name and title are those of the file, so that its numbers are not taken for the other's.

    Example: misid scenario new mine.yaml
    """
    from misid.files.write import check_names, write_new
    from misid.scenario import library, load_scenario, to_yaml

    check_names(file)
    text = library.text(like) if like in library.names() else to_yaml(load_scenario(like))
    text = _named(text, file, load_scenario(like))
    write_new(file, text)
    if as_json:
        typer.echo(json.dumps({"written": file.name, "like": like}))
        return
    typer.echo(f"written: {file}. Edit it, then `misid scenario check {file}`.")


def _named(text: str, file: Path, like: Scenario) -> str:
    """The text of a scenario with a name and a title of its own, made of the file's name."""
    name = re.sub(r"[^a-z0-9_-]+", "-", file.stem.lower()).lstrip("-_0123456789")
    own = {
        "name": name[:_LONGEST_NAME].rstrip("-_") or "mine",
        "title": f"{file.stem}, begun as a copy of {like.name}",
    }
    for key, words in own.items():
        before, after = re.split(rf"^{key}: .*\n(?: +.*\n)*", text, maxsplit=1, flags=re.MULTILINE)
        text = f"{before}{key}: {json.dumps(words, ensure_ascii=False)}\n{after}"
    return text


def _entries(read: Scenario) -> list[dict[str, object]]:
    from misid.scenario import inputs
    from misid.words.scenario import in_words

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
