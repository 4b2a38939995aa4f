"""The tables of a run's inputs: what stands where, how that is known, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.results.schema import Results
from misid.scenario import Input, Scenario, inputs
from misid.words.language import Language, message
from misid.words.scenario import (
    HEADINGS,
    concerns,
    content_in_words,
    in_words,
    origin_of_input,
    said_changed,
    why,
)
from misid.words.sentence import plain

_RETENTION = TableForm(
    "retention",
    message("How long photographs are kept"),
    (
        ColumnForm("whose", message("Whose")),
        ColumnForm("found", message("What the search found")),
        ColumnForm("kept", message("Kept")),
        ColumnForm("known", message("How that is known")),
    ),
)
_CHANGES = TableForm(
    "changes",
    message("What was changed"),
    (
        ColumnForm("change", message("Change")),
        ColumnForm("input", message("Input")),
        ColumnForm("before", message("What stood there")),
        ColumnForm("after", message("What stands there")),
    ),
)
_INPUTS = (
    ColumnForm("input", message("Input")),
    ColumnForm("meaning", message("What it is")),
    ColumnForm("content", message("What stands here")),
    ColumnForm("known", message("How it is known")),
    ColumnForm("why", message("Why")),
)


def retention(results: Results, language: Language) -> Table:
    """How long photographs are kept; what is kept alike stands in one row."""
    scenario = results.canonical
    by_whose: dict[str, list[tuple[str, str, str]]] = {}
    citations = {row.key: row for row in results.citations}
    for one in inputs(scenario):
        if one.path[0] == "retention":
            whose = message("citizens") if one.path[1] == "citizens" else message("everybody else")
            by_whose.setdefault(language.word(whose), []).append(
                (
                    language.word(one.description).rstrip("."),
                    in_words(one, scenario, language),
                    origin_of_input(one, citations, language),
                )
            )
    for whose, kinds in by_whose.items():
        if len({kind[1:] for kind in kinds}) == 1:
            by_whose[whose] = [(language.word("Whatever was found"), *kinds[0][1:])]
    every = list(by_whose.values())
    if all(kinds == every[0] for kinds in every):
        by_whose = {language.word("everybody"): every[0]}
    names = ("whose", "found", "kept", "known")
    return _RETENTION.table(
        (
            FactRow(dict(zip(names, (whose, *kind), strict=True)))
            for whose, kinds in by_whose.items()
            for kind in kinds
        ),
        language,
    )


def changes(results: Results, language: Language) -> Table | None:
    """Every input that a change touches, with what stood there before; nothing without changes."""
    by_name = {one.name: one for one in inputs(results.canonical)}
    rows = [
        FactRow(
            {
                "change": language.authored(change.title) or language.word("changed by hand"),
                "input": row.name,
                **{
                    end: content_in_words(
                        getattr(row, end), by_name.get(row.name), results.canonical, language
                    )
                    for end in ("before", "after")
                },
            }
        )
        for change in results.changes
        for row in change.inputs
    ]
    return _CHANGES.table(rows, language) if rows else None


def every_input(results: Results, language: Language) -> tuple[Table, ...]:
    """Every input, a table a block of the scenario."""
    scenario = results.canonical
    every = [_input(one, results, language) for one in inputs(scenario)]
    return tuple(
        TableForm(f"inputs_{block}", heading, _INPUTS).table(
            _alike([row for row in every if row.block == block], language), language
        )
        for block, heading in HEADINGS.items()
        if any(row.block == block for row in every)
    )


class _Input(NamedTuple):
    """One input: its block and name, what it is, whose it is, and what else is said of it."""

    block: str
    name: str
    about: str
    whose: str
    rest: tuple[str, str, str]


def _input(one: Input, results: Results, language: Language) -> _Input:
    scenario: Scenario = results.canonical
    citations = {row.key: row for row in results.citations}
    rest = (
        in_words(one, scenario, language),
        origin_of_input(one, citations, language),
        " ".join(filter(None, (why(one, language), _changed(one, results, language)))),
    )
    about = language.word(one.description)
    return _Input(str(one.path[0]), one.name, about, concerns(one, scenario, language), rest)


def _changed(one: Input, results: Results, language: Language) -> str:
    """By which change an input stands as it does, and what stood there before."""
    for change in results.changes:
        for row in change.inputs:
            if row.name == one.name:
                before = content_in_words(row.before, one, results.canonical, language)
                return plain(said_changed(change, before, language))
    return ""


def _alike(rows: list[_Input], language: Language) -> Iterator[FactRow]:
    """Rows that differ only in whose they are become one: `matcher.miss_odds.*`."""
    for _, same in groupby(
        rows, key=lambda row: (row.name.rpartition(".")[0], row.about, row.rest)
    ):
        alike = list(same)
        first = alike[0]
        if len(alike) > 1 and all(row.whose for row in alike):
            name = f"{first.name.rpartition('.')[0]}.*"
            alike = [first._replace(name=name, whose="; ".join(row.whose for row in alike))]
        for row in alike:
            content, how, why = row.rest
            yield FactRow(
                {
                    "input": row.name,
                    "meaning": _meaning(row, language),
                    "content": content,
                    "known": how,
                    "why": why,
                }
            )


def _meaning(row: _Input, language: Language) -> str:
    if not row.whose:
        return row.about
    return plain(language.say("{about} Of: {whose}.", about=row.about, whose=row.whose))
