"""The results of a run on the screen: both sides of an either/or first, the mixture afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from misid.writers.terminal import print_rows

if TYPE_CHECKING:
    from misid.results import Interval, Results, Row
    from misid.results.schema import CodeRow, EitherOr, GroupRow, YearRow

_THREE = ("median", "5 %", "95 %")
_ALL_CODES, _ONE_CODE = "mixed, code by code", "probability (5 % to 95 %)"
_GROUPS_TITLE = """
By group, of its own searches: wrong-person references per 100,000 (median, 5 %, 95 %);
then medians: those upheld and wrong records per 100,000, misses as a share of sought people"""
_GROUPS_BOTH = """
By group, of its own searches: wrong-person references per 100,000, median (5 % to 95 %)"""
_GROUPS_REST = """
By group, medians: those upheld and wrong records per 100,000, misses as a share of sought people"""
_YEARS_NOTE = (
    "5 % to 95 %: what is not known. Mean: over the worlds; a few carry it. From year to year: "
    "chance alone, at the medians.\nDispersion: variance over that of independent events."
)
_SIZES_NOTE = "How large the agencies are was not published; their sizes are made up."


def print_results(console: Console, results: Results) -> None:
    """The first screen: the sentence, then the tables."""
    console.print(Text(f"\n{results.sentence}\n", style="bold"))
    _print_headline(console, results)
    _print_beside(console, results)
    _print_code(console, results)
    _print_groups(console, results)
    _print_years(console, results)
    _print_decision(console, results)
    _print_notes(console, results)


def _print_headline(console: Console, results: Results) -> None:
    from misid.results.summary import lower_first, said, title_of

    heads = ("", *_THREE, "unit", "flags")
    rows = [line for row in results.headline for line in _lines(row, results)]
    print_rows(console, heads, rows, _THREE)
    asked = {row.split.input: row.split for row in results.headline if row.split is not None}
    for one in asked.values():
        heads_of = " / ".join(side.head for side in one.sides)
        console.print(Text(f"{heads_of}: {one.question} {one.open}"))
    means = "; ".join(
        f"{lower_first(title_of(row, results.scenario.horizon_years))} {said(row.mean)}"
        for row in results.headline
        if row.mean is not None
    )
    console.print(Text(f"Sums over years follow the mean, which a few worlds carry: {means}."))


def _lines(row: Row, results: Results) -> Iterator[tuple[str, ...]]:
    """One line, or a title, a line for each side of an either/or, and one for the mixture."""
    from misid.results.summary import as_read, title_of
    from misid.results.told import in_parts

    title = title_of(row, results.scenario.horizon_years)
    unit, flags = as_read(row.unit), ", ".join(row.flags)
    if row.split is None:
        yield title, *_three(row, row.unit), unit, flags
        return
    yield title, "", "", "", unit, flags
    for side in row.split.sides:
        yield f"- {side.head}", *_three(side, row.unit), "", ""
    yield f"- {in_parts(row.split.sides)}", *_three(row, row.unit), "", ""


def _print_beside(console: Console, results: Results) -> None:
    """What was published of the same, and where it lies outside the range: hits and misses."""
    if results.beside:
        console.print(Text("\nWhat was published of it", style="bold"))
    for one in results.beside:
        console.print(Text(one.sentence))


def _print_code(console: Console, results: Results) -> None:
    code = results.one_code
    console.print(Text("\nWhom one reference code names", style="bold"))
    columns = [(side.head, side.rows) for side in code.sides]
    columns.append((_ALL_CODES if columns else _ONE_CODE, code.rows))
    heads = ("", *(head for head, _ in columns))
    lines = zip(*(rows for _, rows in columns), strict=True)
    print_rows(console, heads, [(line[0].title, *map(_code, line)) for line in lines], heads[1:])
    console.print(Text(code.average))


def _code(row: CodeRow) -> str:
    from misid.results.summary import said

    if row.probability is None:
        return said(None)
    low, high = said(row.low, "share").removesuffix(" %"), said(row.high, "share")
    return f"{said(row.probability, 'share')} ({low} to {high})"


def _print_groups(console: Console, results: Results) -> None:
    if results.either_or is not None:
        _print_groups_of_sides(console, results, results.either_or)
        return
    console.print(Text(_GROUPS_TITLE, style="bold"))
    rows = [
        (
            row.label,
            *_three(row.wrong_person_references),
            _middle(row.wrong_person_references_upheld),
            *_rest(row),
        )
        for row in results.groups
    ]
    heads = ("", *_THREE, "upheld", "wrong record", "misses", "searches a year")
    print_rows(console, heads, rows, heads[1:])


def _print_groups_of_sides(console: Console, results: Results, found: EitherOr) -> None:
    from misid.results.told import in_parts

    console.print(Text(_GROUPS_BOTH, style="bold"))
    columns = [(side.head, side.groups) for side in found.sides]
    columns.append((in_parts(found.sides), results.groups))
    heads = ("", *(head for head, _ in columns))
    lines = list(zip(*(groups for _, groups in columns), strict=True))
    rows = [
        (line[0].label, *(_range(row.wrong_person_references) for row in line)) for line in lines
    ]
    print_rows(console, heads, rows, heads[1:])
    console.print(Text(_GROUPS_REST, style="bold"))
    rows = [
        (
            line[0].label,
            *(_middle(row.wrong_person_references_upheld) for row in line[:-1]),
            *_rest(line[-1]),
        )
        for line in lines
    ]
    heads = (
        "", *(f"upheld: {side.head}" for side in found.sides), "wrong record", "misses",
        "searches a year",
    )  # fmt: skip
    print_rows(console, heads, rows, heads[1:])


def _rest(row: GroupRow) -> tuple[str, ...]:
    return (
        _middle(row.wrong_record_references),
        _middle(row.misses_among_sought, "share"),
        _middle(row.searches_a_year),
    )


def _print_years(console: Console, results: Results) -> None:
    from misid.results.told import in_parts

    console.print(Text("\nWrong-person references in a year", style="bold"))
    found = results.either_or
    if found is None:
        _print_units(console, results.years)
    else:
        for side in found.sides:
            console.print(Text(f"If {side.clause}:"))
            _print_units(console, side.years)
        mixed = in_parts(found.sides)
        console.print(Text(f"{mixed[:1].upper()}{mixed[1:]}:"))
        _print_units(console, results.years)
    console.print(Text(_YEARS_NOTE))
    if any(row.unit.endswith("agency") for row in results.years):
        console.print(Text(_SIZES_NOTE))


def _print_units(console: Console, years: Sequence[YearRow]) -> None:
    from misid.results.summary import said

    rows = [
        (
            row.title,
            *_three(row.expected),
            said(row.mean),
            f"{said(row.year_low)} to {said(row.year_high)}",
            _middle(row.dispersion),
            _middle(row.any, "share"),
        )
        for row in years
    ]
    heads = ("", *_THREE, "mean", "from year to year", "dispersion", "any in a year")
    print_rows(console, heads, rows, heads[1:])


def _print_decision(console: Console, results: Results) -> None:
    from misid.results.summary import limit_said

    decided = results.decision
    title = next(row.title for row in results.headline if row.name == decided.output)
    console.print(Text("\nA limit", style="bold"))
    if decided.probability_exceeded is None:
        console.print(Text(f"{title}: no trials, so no limit can be exceeded."))
        return
    said = f"{limit_said(results)} The limit is {decided.status}: {decided.why}"
    console.print(Text(said))


def _print_notes(console: Console, results: Results) -> None:
    from misid.results.stamp import stamp_line

    console.print()
    for caution in results.scenario.cautions:
        console.print(Text(caution))
    if any("prior_only" in row.flags for row in results.headline):
        console.print(Text("Prior only: every range it rests on was assumed; opinion, not data."))
    console.print(Text(stamp_line(results.stamp, results.scenario.name)))


def _three(one: Interval, unit: str = "") -> tuple[str, str, str]:
    from misid.results.summary import said

    return said(one.median, unit), said(one.low, unit), said(one.high, unit)


def _range(one: Interval) -> str:
    median, low, high = _three(one)
    return median if one.median is None else f"{median} ({low} to {high})"


def _middle(one: Interval, unit: str = "") -> str:
    from misid.results.summary import said

    return said(one.median, unit)
