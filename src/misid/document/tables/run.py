"""The tables of a run's report."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document.model import Column, Table
from misid.document.tables.cells import number, residual, three, three_columns
from misid.results.schema import (
    GroupRow,
    HeadlineSide,
    Interval,
    Results,
    RetentionRow,
    Row,
    YearRow,
)
from misid.results.summary import as_read, title_of
from misid.results.told import in_parts
from misid.words.sentence import Cell, Number


def headline(results: Results) -> Table:
    """Every output; each side of an either/or first, then the mixture, named as one."""
    several = any(row.split is not None for row in results.headline)
    return Table(
        name="headline",
        title="Every output",
        note="Half of the worlds lie above the median; nine of ten between 5 % and 95 %. The mean "
        "stands where years are added up; a few worlds carry it. "
        "Extrapolated: the gallery is larger than any that was tested in public. Prior only: every "
        "range it rests on is assumed or unknown.",
        columns=(
            Column(name="output", title="Output"),
            *_if_column(several),
            *three_columns(),
            Column(name="mean", title="Mean", numeric=True),
            Column(name="unit", title="Unit"),
            Column(name="flags", title="Flags"),
        ),
        rows=tuple(line for row in results.headline for line in _output(row, results, several)),
    )


def _if_column(several: bool) -> tuple[Column, ...]:
    return (Column(name="if", title="If"),) if several else ()


def _output(row: Row, results: Results, several: bool) -> Iterator[tuple[Cell, ...]]:
    """A line for each side of the output's either/or, and one for all worlds."""
    title = title_of(row, results.scenario.horizon_years)
    after = (as_read(row.unit), ", ".join(row.flags))
    sides = () if row.split is None else row.split.sides
    for side in sides:
        yield title, side.head, *three(side, row.unit), _mean(side.mean), *after
    which = (in_parts(sides) if sides else "",) if several else ()
    yield title, *which, *three(row, row.unit), _mean(row.mean), *after


def _mean(mean: float | None) -> Cell:
    return "" if mean is None else number(mean)


def one_code(results: Results) -> Table:
    """Whom one reference code names."""
    code = results.one_code
    named = [(side.head, side.rows) for side in code.sides]
    named.append((in_parts(code.sides) if named else "", code.rows))
    several = len(named) > 1
    return Table(
        name="one_code",
        title="Whom one reference code names",
        note=code.average,
        columns=(
            Column(name="names", title="It names"),
            *_if_column(several),
            Column(name="probability", title="Probability", numeric=True),
            *three_columns(),
        ),
        rows=tuple(
            (line[place].title, *((head,) if several else ()),
             number(line[place].probability, "share"), *three(line[place], "share"))
            for head, line in named
            for place in range(len(code.rows))
        ),
    )  # fmt: skip


def groups(results: Results) -> Table:
    """Rates of each group, on each side of the headline's either/or and over all worlds."""
    named = [(side.head, side.groups) for side in _sides(results)]
    named.append((in_parts(_sides(results)) if named else "", results.groups))
    several = len(named) > 1
    return Table(
        name="groups",
        title="Rates by group",
        note="Per 100,000 searches of the group; misses are a share of the stops of sought people "
        "of the group. The last four columns are medians.",
        columns=(
            Column(name="group", title="Group"),
            *_if_column(several),
            *three_columns("wrong_person", "Wrong person"),
            Column(name="upheld", title="Upheld", numeric=True),
            Column(name="wrong_record", title="Wrong record", numeric=True),
            Column(name="misses", title="Misses", numeric=True),
            Column(name="searches_a_year", title="Searches a year", numeric=True),
        ),
        rows=tuple(
            (rows[place].label, *((head,) if several else ()), *_rates(rows[place]))
            for head, rows in named
            for place in range(len(results.groups))
        ),
    )


def _sides(results: Results) -> tuple[HeadlineSide, ...]:
    return () if results.either_or is None else results.either_or.sides


def _rates(row: GroupRow) -> tuple[Cell, ...]:
    return (
        *three(row.wrong_person_references),
        number(row.wrong_person_references_upheld.median),
        number(row.wrong_record_references.median),
        number(row.misses_among_sought.median, "share"),
        number(row.searches_a_year.median),
    )


def retention(results: Results) -> Table:
    """How long photographs are kept."""
    return Table(
        name="retention",
        title="How long photographs are kept",
        columns=(
            Column(name="whose", title="Whose"),
            Column(name="found", title="What the search found"),
            Column(name="kept", title="Kept"),
            Column(name="known", title="How that is known"),
        ),
        rows=_merged(results.retention),
    )


def _merged(rows: tuple[RetentionRow, ...]) -> tuple[tuple[str, str, str, str], ...]:
    """What is kept alike stands in one row."""
    by_whose: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        by_whose.setdefault(row.whose, []).append((row.found, row.kept, row.known))
    for whose, kinds in by_whose.items():
        if len({kind[1:] for kind in kinds}) == 1:
            by_whose[whose] = [("Whatever was found", *kinds[0][1:])]
    every = list(by_whose.values())
    if all(kinds == every[0] for kinds in every):
        by_whose = {"everybody": every[0]}
    return tuple((whose, *kind) for whose, kinds in by_whose.items() for kind in kinds)


def years(results: Results) -> Table:
    """Wrong-person references in a year, on each side of the either/or and over all worlds."""
    named = [(side.head, side.years) for side in _sides(results)]
    named.append((in_parts(_sides(results)) if named else "", results.years))
    several = len(named) > 1
    return Table(
        name="years",
        title="Wrong-person references in a year",
        note="From year to year: where nine years of ten lie, at the median number. Dispersion: "
        "variance from year to year over that of independent events. Sizes of agencies are made "
        "up. The mean is over the worlds, and a few carry it.",
        columns=(
            Column(name="unit", title="Of"),
            *_if_column(several),
            *three_columns("expected", "Expected"),
            Column(name="mean", title="Mean", numeric=True),
            Column(name="year_low", title="A year, from", numeric=True),
            Column(name="year_high", title="A year, to", numeric=True),
            Column(name="dispersion", title="Dispersion", numeric=True),
            Column(name="any", title="Any in a year", numeric=True),
        ),
        rows=tuple(
            (rows[place].title, *((head,) if several else ()), *_year(rows[place]))
            for head, rows in named
            for place in range(len(results.years))
        ),
    )


def _year(row: YearRow) -> tuple[Cell, ...]:
    return (
        *three(row.expected),
        _mean(row.mean),
        Number(value=row.year_low, text=f"{row.year_low:,}"),
        Number(value=row.year_high, text=f"{row.year_high:,}"),
        number(row.dispersion.median),
        number(row.any.median, "share"),
    )


def operating_points(results: Results) -> Table:
    """Published rates, and what the model gives in their place."""
    return Table(
        name="operating_points",
        title="Published rates of such a programme",
        note="Residual: modelled over published, less 1.",
        columns=(
            Column(name="rate", title="Rate"),
            Column(name="gallery", title="Gallery"),
            Column(name="published", title="Published", numeric=True),
            *three_columns("modelled", "Modelled"),
            Column(name="residual", title="Residual", numeric=True),
            Column(name="source", title="Source"),
            Column(name="note", title="What to know"),
        ),
        rows=tuple(
            (row.title, number(row.gallery) if row.gallery else "the scenario's",
             number(row.published, row.unit), *three(row.modelled, row.unit),
             residual(row.residual.median), row.source, row.note)
            for row in results.operating_points
        ),
    )  # fmt: skip


def calibration(results: Results) -> Table:
    """How well the law of mates gives the published figures of each capture condition."""
    return Table(
        name="calibration",
        title="Published misses of the algorithms, by capture condition",
        note="Share of mates not at rank 1, modelled over published, less 1. The other published "
        "misses (at one or two gallery sizes) are met exactly within their rounding, by solving. "
        "That the law can give them is no evidence that it is right.",
        columns=(
            Column(name="condition", title="Condition"),
            Column(name="figures", title="Published figures of each", numeric=True),
            *three_columns("residual", "Residual"),
        ),
        rows=tuple(
            (row.condition, Number(value=row.published_figures, text=str(row.published_figures)),
             *_residuals(row.residual))
            for row in results.calibration
        ),
    )  # fmt: skip


def _residuals(one: Interval) -> tuple[Cell, Cell, Cell]:
    if one.median is None:
        return ("none published",) * 3
    return residual(one.median), residual(one.low), residual(one.high)
