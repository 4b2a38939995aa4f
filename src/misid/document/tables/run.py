"""The tables of a run's numbers, for every writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from misid.document.columns import ColumnForm, FactRow, TableForm, interval
from misid.document.model import Table
from misid.quantities.units import is_share
from misid.results.schema import Answered, OutputRow, Results
from misid.words import numbers
from misid.words.answers import head, mixed
from misid.words.language import Language, message
from misid.words.outputs import FLAGS, MEANINGS, WHOSE, output_title, rate_title
from misid.words.sentence import TableCell, plain


def _where_there_is_one(row: FactRow, language: Language) -> TableCell:
    """A mean, where years are added up."""
    mean = row.fact["mean"]
    return "" if mean is None else numbers.fact(mean, where=f"{row.where}.mean", language=language)


def _gallery(row: FactRow, language: Language) -> TableCell:
    records = row.fact["gallery"]
    if records is None:
        return language.word("the scenario's")
    return numbers.fact(records, where=f"{row.where}.gallery", language=language)


def _residual(end: str) -> ColumnForm:
    def cell(row: FactRow, language: Language) -> TableCell:
        value = getattr(row.fact.residual, end)
        if value is None:
            return language.word("none published")
        return numbers.residual(value, where=f"{row.where}.residual.{end}", language=language)

    titles = {"median": message("Residual"), "low": message("5 %"), "high": message("95 %")}
    return ColumnForm(f"residual_{end}", titles[end], format="residual", cell=cell)


_IF = ColumnForm("if", message("If"), path="which")
_MEAN = ColumnForm(
    "mean", message("Mean of the worlds"), format="number", cell=_where_there_is_one, aside=True
)


def _exact(name: str, end: str) -> ColumnForm:
    """An end of between what a number of all possible worlds lies; only files have the column."""
    titles = {
        ("median", "low"): message("Median of all worlds, from"),
        ("median", "high"): message("Median of all worlds, to"),
        ("mean", "low"): message("Mean of all worlds, from"),
        ("mean", "high"): message("Mean of all worlds, to"),
    }

    def cell(row: FactRow, language: Language) -> TableCell:
        exact = row.fact[f"{name}_exact"]
        if exact is None:
            return ""
        where = f"{row.where}.{name}_exact.{end}"
        return numbers.fact(getattr(exact, end), where=where, language=language)

    return ColumnForm(
        f"{name}_exact_{end}", titles[name, end], format="number", cell=cell, in_files=True
    )


_EXACT = tuple(_exact(name, end) for name in ("median", "mean") for end in ("low", "high"))
_HEADLINE = TableForm(
    "headline",
    message("Every output"),
    (
        ColumnForm("output", message("Output")),
        *interval(unit="@unit"),
        _MEAN,
        ColumnForm("flags", message("Flags"), format="code", codes={**FLAGS}),
        *_EXACT,
    ),
    message(
        "Half of the possible worlds lie above the median; nine of ten between 5 % and 95 %. "
        "Extrapolated: the gallery is larger than any that was tested in public. Prior only: every "
        "range it rests on is assumed or unknown; opinion, not data."
    ),
)
_ONE_CODE = TableForm(
    "one_code",
    message("Whom one reference code names"),
    (
        ColumnForm("names", message("It names"), format="code", codes={**MEANINGS}, path="meaning"),
        ColumnForm("probability", message("Probability"), format="number", unit="share"),
        *interval(unit="share"),
    ),
    message(
        "Probability: the codes that equally many searches give in each possible world, taken "
        "together, since a world that gives many is the likelier to have given this one (a ratio "
        "of means). Median, 5 % and 95 %: the share within a world."
    ),
)
_GROUPS = TableForm(
    "groups",
    message("Rates by group"),
    (
        ColumnForm("group", message("Group"), "label", "authored"),
        *interval("wrong_person", "wrong_person_references", title=message("Wrong person")),
        ColumnForm("upheld", message("Upheld"), "wrong_person_references_upheld.median", "number"),
        ColumnForm(
            "wrong_record", message("Wrong record"), "wrong_record_references.median", "number"
        ),
        ColumnForm("misses", message("Misses"), "misses_among_sought.median", "number", "share"),
        ColumnForm(
            "searches_a_year",
            message("Searches a year"),
            "searches_a_year.median",
            "number",
            aside=True,
        ),
    ),
    message(
        "Per 100,000 searches of the group; misses are a share of the stops of sought people of "
        "the group. Wrong person: median, 5 % and 95 % over the possible worlds; the last four "
        "columns are medians, so they do not add up to those of everybody."
    ),
)
_YEARS = TableForm(
    "years",
    message("Wrong-person references in a year"),
    (
        ColumnForm("unit", message("Of"), format="code", codes={**WHOSE}),
        *interval("expected", title=message("Expected")),
        _MEAN,
        ColumnForm("year_low", message("A year, from"), format="number"),
        ColumnForm("year_high", message("A year, to"), format="number"),
        ColumnForm("dispersion", message("Dispersion"), "dispersion.median", "number"),
        ColumnForm("any", message("Any in a year"), "any.median", "number", "share"),
        *_EXACT,
    ),
    message(
        "Expected: the median over the possible worlds, and 5 % to 95 %, which is what is not "
        "known. A year, from and to: where nine years of ten lie by chance alone, at the median "
        "number. Dispersion: variance from year to year over that of independent events. Sizes of "
        "agencies were not published; they are made up."
    ),
)
_OPERATING_POINTS = TableForm(
    "operating_points",
    message("Published rates of such a programme"),
    (
        ColumnForm("rate", message("Rate"), path="title"),
        ColumnForm("gallery", message("Gallery"), cell=_gallery),
        ColumnForm("published", message("Published"), format="number", unit="@unit"),
        *interval("modelled", unit="@unit", title=message("Modelled")),
        ColumnForm("residual", message("Residual"), "residual.median", "residual"),
        ColumnForm("source", message("Source")),
        ColumnForm("note", message("What to know"), format="authored"),
    ),
    message("Residual: modelled over published, less 1."),
)
_CALIBRATION = TableForm(
    "calibration",
    message("Published misses of the algorithms, by capture condition"),
    (
        ColumnForm("condition", message("Condition")),
        ColumnForm("figures", message("Published figures of each"), "published_figures", "count"),
        *(_residual(end) for end in ("median", "low", "high")),
    ),
    message(
        "Share of mates not at rank 1, modelled over published, less 1. The other published misses "
        "(at one or two gallery sizes) are met exactly within their rounding, by solving. That the "
        "law can give them is no evidence that it is right."
    ),
)


_SAID_BY_TITLE = ("photographs", "ratio")


def _conditional(form: TableForm, *, several: bool) -> TableForm:
    """With a column that says which answer holds, where there are several."""
    first, *others = form.columns
    return replace(form, columns=(first, _IF, *others)) if several else form


def headline(results: Results, language: Language) -> Table:
    """Every output; each side of an either/or first, then the mixture, named as one."""
    several = any(row.split is not None for row in results.headline)
    rows = (line for row in results.headline for line in _lines(row, results, language))
    return _conditional(_HEADLINE, several=several).table(rows, language)


def _lines(row: OutputRow, results: Results, language: Language) -> Iterator[FactRow]:
    """A line for each side of the output's either/or, and one for all worlds."""
    shared = {"output": _with_unit(row, results, language), "unit": row.unit, "flags": row.flags}
    sides = () if row.split is None else row.split.sides
    where = f"headline.{row.name}"
    for side in sides:
        fact = {**dict(side), **shared, "which": head(side, language)}
        yield FactRow(fact, f"{where}.split.sides.{side.option}")
    which = mixed(sides, language) if sides else ""
    yield FactRow({**dict(row), **shared, "which": which}, where)


def _with_unit(row: OutputRow, results: Results, language: Language) -> str:
    """Title and unit of an output; of a share the title says what it is of."""
    title = output_title(row.name, language, horizon_years=results.scenario.horizon_years)
    if is_share(row.unit) or row.unit in _SAID_BY_TITLE:
        return title
    unit = numbers.unit_name(row.unit, language)
    return plain(language.say("{output}, {unit}", output=title, unit=unit))


def one_code(results: Results, language: Language) -> Table:
    """Whom one reference code names."""
    code = results.one_code
    form = _conditional(_ONE_CODE, several=bool(code.sides))
    return form.table(_by_side(code.sides, "rows", "one_code", code.rows, language), language)


def groups(results: Results, language: Language) -> Table:
    """Rates of each group, on each side of the headline's either/or and over all worlds."""
    return _of_headline(_GROUPS, "groups", results, language)


def years(results: Results, language: Language) -> Table:
    """Wrong-person references in a year, on each side of the either/or and over all worlds."""
    return _of_headline(_YEARS, "years", results, language)


def _of_headline(form: TableForm, rows: str, results: Results, language: Language) -> Table:
    sides = () if results.either_or is None else results.either_or.sides
    facts = _by_side(sides, rows, "", getattr(results, rows), language, of="either_or")
    return _conditional(form, several=bool(sides)).table(facts, language)


def _by_side(
    sides: Sequence[Answered],
    rows: str,
    where: str,
    every: Sequence[Any],
    language: Language,
    *,
    of: str = "",
) -> Iterator[FactRow]:
    """The rows of each side in turn, then those of all worlds."""
    for side in sides:
        place = f"{of or where}.sides.{side.option}.{rows}"
        for row in getattr(side, rows):
            yield FactRow({**dict(row), "which": head(side, language)}, f"{place}.{_name(row)}")
    which = mixed(sides, language) if sides else ""
    for row in every:
        place = f"{where}.{rows}".strip(".")
        yield FactRow({**dict(row), "which": which}, f"{place}.{_name(row)}")


def _name(row: Any) -> str:
    return str(next(getattr(row, key) for key in ("meaning", "group", "unit") if hasattr(row, key)))


def operating_points(results: Results, language: Language) -> Table | None:
    """Published rates, and what the model gives in their place; nothing where none is."""
    if not results.operating_points:
        return None
    rows = (
        FactRow(
            {**dict(row), "title": rate_title(row, results.canonical, language)},
            f"operating_points.{place}",
        )
        for place, row in enumerate(results.operating_points)
    )
    return _OPERATING_POINTS.table(rows, language)


def calibration(results: Results, language: Language) -> Table:
    """How well the law of mates gives the published figures of each capture condition."""
    rows = (FactRow(row, f"calibration.{place}") for place, row in enumerate(results.calibration))
    return _CALIBRATION.table(rows, language)
