"""`misid safeguards` and `misid readings`: changes that come along, in words on a scenario."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.completion import reading_names as begun_readings
from misid.cli.completion import safeguard_names as begun_safeguards
from misid.cli.completion import scenario_names as begun_scenarios
from misid.cli.options import DEFAULT, Json
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.scenario import Change, Scenario
    from misid.uncertainty.schema import InputDifference

_NOTHING = "nothing stands there"


def safeguards(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A safeguard, or a YAML file; without it all are listed.",
            autocompletion=begun_safeguards,
        ),
    ] = None,
    *,
    on: Annotated[
        str,
        typer.Option(
            help="The scenario that it is put on, to say what it changes.",
            autocompletion=begun_scenarios,
        ),
    ] = DEFAULT,
    as_json: Json = False,
) -> None:
    """
    List the safeguards that come along, or explain one: what it changes, why, what it cannot fix.

    Example: misid safeguards delete-non-matches
    """
    from misid.scenario import load_change, safeguard_names

    found = [load_change(each) for each in ([name] if name else safeguard_names())]
    if name is None and not as_json:
        print_rows(wide_console(), ("name", "what is done"), [(c.name, c.title) for c in found])
        return
    _say("safeguards", [(one, on) for one in found], as_json=as_json)


def readings(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A reading, or a YAML file; without it all are listed.",
            autocompletion=begun_readings,
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """
    List other readings of what was published, or explain one: what it changes, why, its limits.

    Example: misid readings targets-only
    """
    from misid.scenario import load_change, reading_names

    found = [load_change(each) for each in ([name] if name else reading_names())]
    if name is None and not as_json:
        rows = [(one.name, one.reading_of or "", one.title) for one in found]
        print_rows(wide_console(), ("name", "of", "how it is read"), rows)
        return
    _say("readings", [(one, one.reading_of or DEFAULT) for one in found], as_json=as_json)


def _say(kind: str, found: list[tuple[Change, str]], *, as_json: bool) -> None:
    """Each change in words on its scenario, or all in one document."""
    from misid.scenario import load_scenario

    if not as_json:
        one, name = found[0]
        _explain(wide_console(), one, load_scenario(name))
        return
    document = {kind: [_entry(one, load_scenario(name)) for one, name in found]}
    on = {name for _, name in found}
    head = {"on": load_scenario(on.pop()).name} if len(on) == 1 else {}
    typer.echo(json.dumps(head | document, indent=2, ensure_ascii=False))


def _entry(one: Change, scenario: Scenario) -> dict[str, Any]:
    """The change as its file says it, its source in full, and what it does to the scenario."""
    changes = [each.model_dump(mode="json") for each in _changes(one, scenario)]
    return one.model_dump(mode="json", by_alias=True) | {
        "cited": _cited(one, scenario),
        "changes": changes,
    }


def _changes(one: Change, scenario: Scenario) -> tuple[InputDifference, ...]:
    from misid.scenario import change
    from misid.uncertainty.compare import differing

    return differing(scenario, change(scenario, [one]).scenario)


def _cited(one: Change, scenario: Scenario) -> str | None:
    from misid.results.provenance import citation_row
    from misid.words.scenario import cited

    return None if one.source is None else cited(citation_row(one.source, scenario))


def _explain(console: Console, one: Change, scenario: Scenario) -> None:
    changes = _changes(one, scenario)
    console.print(Text(_sentence(one, changes, scenario), style="bold"))
    for (description, before, after), names in _alike(changes).items():
        console.print(Text(f"\n{', '.join(names)}\n    {description}\n    {before} -> {after}"))
    source = _cited(one, scenario) or "none is named"
    cannot = "What it cannot fix" if one.reading_of is None else "What it cannot say"
    console.print(
        Text(
            f"\nWhy: {one.reason}\nSource: {source}\n{cannot}: {one.cannot}\n"
            f"What it would change: misid compare {scenario.name} --with {one.name}"
        )
    )


def _alike(changes: tuple[InputDifference, ...]) -> dict[tuple[str, str, str], list[str]]:
    """What is said of an input, and the names of all of which it is said."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in changes:
        said = (one.description, one.before or _NOTHING, one.after or _NOTHING)
        found.setdefault(said, []).append(one.input)
    return found


def _sentence(one: Change, changes: tuple[InputDifference, ...], scenario: Scenario) -> str:
    if not changes:
        return f"{one.title}: in {scenario.name} that is so already, and nothing changes."
    inputs = "1 input" if len(changes) == 1 else f"{len(changes)} inputs"
    return f"{one.title}: that changes {inputs} of {scenario.name}."
