"""`misid safeguards` and `misid readings`: changes that come along, in words on a scenario."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from misid.cli.completion import reading_names as begun_readings
from misid.cli.completion import safeguard_names as begun_safeguards
from misid.cli.completion import scenario_names as begun_scenarios
from misid.cli.options import DEFAULT, Json, LanguageCode, refuse, written_in
from misid.writers.terminal import print_sentence, print_table, wide_console

if TYPE_CHECKING:
    from misid.scenario import Change, Scenario
    from misid.words import Language

Name = Annotated[
    str | None,
    typer.Argument(
        help="A safeguard, or a YAML file; without it all are listed.",
        autocompletion=begun_safeguards,
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        help=f"The scenario that it is put on, to say what it changes: {DEFAULT} if not said.",
        autocompletion=begun_scenarios,
    ),
]


def safeguards(
    name: Name = None, *, on: On = None, language: LanguageCode = "en", as_json: Json = False
) -> None:
    """
    List the safeguards that come along, or explain one: what it changes, why, what it cannot fix.

    Example: misid safeguards delete-non-matches
    """
    from misid.document.tables.changes import SAFEGUARDS, listed
    from misid.scenario import load_change, safeguard_names

    spoken = written_in(language, is_written=not as_json)
    is_told = name is not None or as_json
    if not is_told:
        refuse({"--on": on}, "says nothing without a safeguard", "the name of one beside it")
    found = [load_change(each) for each in ([name] if name else safeguard_names())]
    if is_told:
        _say("safeguards", [(one, on or DEFAULT) for one in found], spoken, as_json=as_json)
    else:
        print_table(wide_console(), listed(SAFEGUARDS, found, spoken))


def readings(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A reading, or a YAML file; without it all are listed.",
            autocompletion=begun_readings,
        ),
    ] = None,
    *,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    List other readings of what was published, or explain one: what it changes, why, its limits.

    Example: misid readings targets-only
    """
    from misid.document.tables.changes import READINGS, listed
    from misid.scenario import load_change, reading_names

    spoken = written_in(language, is_written=not as_json)
    found = [load_change(each) for each in ([name] if name else reading_names())]
    if name is None and not as_json:
        print_table(wide_console(), listed(READINGS, found, spoken))
        return
    told = [(one, one.reading_of or DEFAULT) for one in found]
    _say("readings", told, spoken, as_json=as_json)


def _say(kind: str, found: list[tuple[Change, str]], language: Language, *, as_json: bool) -> None:
    """Each change in words on its scenario, or all in one document."""
    from misid.scenario import load_scenario

    if not as_json:
        one, name = found[0]
        _explain(one, load_scenario(name), language)
        return
    document = {kind: [_entry(one, load_scenario(name)) for one, name in found]}
    on = {name for _, name in found}
    head = {"on": load_scenario(on.pop()).name} if len(on) == 1 else {}
    typer.echo(json.dumps(head | document, indent=2, ensure_ascii=False))


def _entry(one: Change, scenario: Scenario) -> dict[str, Any]:
    """The change as its file says it, and what it does to the scenario."""
    from misid.scenario import change
    from misid.uncertainty.compare import differing

    changes = differing(scenario, change(scenario, [one]).scenario)
    return one.model_dump(mode="json", by_alias=True) | {
        "changes": [each.model_dump(mode="json") for each in changes]
    }


def _explain(one: Change, scenario: Scenario, language: Language) -> None:
    from misid.document.tables.changes import differing as table
    from misid.scenario import change
    from misid.uncertainty.compare import differing
    from misid.words.changes import finding, notes

    console, after = wide_console(), change(scenario, [one]).scenario
    changes = differing(scenario, after)
    print_sentence(console, finding(one, len(changes), scenario, language), "bold")
    if changes:
        print_table(console, table(changes, scenario, after, language))
    console.print()
    for note in notes(one, scenario, language):
        print_sentence(console, note)
