"""The tables of stops that were drawn one by one."""

from __future__ import annotations

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.simulation.schema import Ensemble, Simulation
from misid.words.answers import clause
from misid.words.language import Language, message
from misid.words.numbers import UNITS, precise
from misid.words.outputs import FLAGS, OUTPUTS
from misid.words.sentence import TableCell, plain

WRONG = "wrong_person_references"
OUTPUT = ColumnForm("output", message("Output"), "name", "code", codes=OUTPUTS)
IF = ColumnForm("if", message("If"), cell=lambda row, language: clause(row.fact, language))
NOTE = message(
    "Per 100,000 searches, where a rate is not in per cent. Worlds: the closed form in nine of ten "
    "possible ones, under the same answer where an either/or decides. The 95 % interval is of "
    "chance in drawing alone."
)


def rate_columns(path: str = "") -> tuple[ColumnForm, ...]:
    """
    A rate, its interval, the closed form, its range over the possible worlds, and the counts.

    Args:
        path: of the rate in the fact of the row, with a dot at its end; empty where it is the fact.
    """
    unit = f"@{path}unit"
    precise_ones = (
        ("rate", message("simulated")),
        ("low", message("95 % from")),
        ("high", message("to")),
        ("expected", message("closed form")),
    )
    return (
        *(ColumnForm(name, title, path + name, "precise", unit) for name, title in precise_ones),
        ColumnForm("worlds_low", message("worlds from"), f"{path}worlds.low", "number", unit),
        ColumnForm("worlds_high", message("to"), f"{path}worlds.high", "number", unit),
        ColumnForm("count", message("events"), f"{path}count", "count", aside=True),
        ColumnForm("trials", message("trials"), f"{path}trials", "count", aside=True),
        ColumnForm("flags", message("flags"), f"{path}flags", "code", codes=FLAGS, aside=True),
    )


SIDES = TableForm(
    "sides",
    message("Wrong-person references on both sides, per 100,000 searches"),
    (IF, *rate_columns(f"rates.{WRONG}.")),
)
RATES = TableForm("rates", message("Every rate"), (OUTPUT, *rate_columns()), NOTE)
VARIANCES = TableForm(
    "variances",
    message("What moves each output from one simulation to the next"),
    (
        OUTPUT,
        ColumnForm("mean", message("mean"), format="precise", unit="@unit"),
        ColumnForm(
            "between_worlds",
            message("deviation between worlds"),
            format="precise",
            cell=lambda row, language: _deviation(row, "between_worlds", language),
        ),
        ColumnForm(
            "within_worlds",
            message("by chance"),
            format="precise",
            cell=lambda row, language: _deviation(row, "within_worlds", language),
        ),
        ColumnForm("share_between", message("share between worlds"), "", "precise", "share"),
        ColumnForm("unit", message("unit"), format="code", codes=UNITS, aside=True),
    ),
    message(
        "The share is of the variance: what is not known of the programme; the rest is chance."
    ),
)


def sides(simulation: Simulation, language: Language) -> Table | None:
    """Wrong-person references on each side of what decides them, if anything does."""
    if simulation.either_or is None:
        return None
    rows = [FactRow(side, f"either_or.sides.{side.option}") for side in simulation.either_or.sides]
    return SIDES.table(rows, language)


def rates(simulation: Simulation, language: Language) -> Table:
    """Every rate of everybody; the title says under which answer."""
    rows = [
        FactRow(rate, f"rates.{number}")
        for number, rate in enumerate(simulation.rates)
        if not rate.group
    ]
    table = RATES.table(rows, language)
    if simulation.either_or is None:
        return table
    taken = next(side for side in simulation.either_or.sides if side.taken)
    title = language.say("Every rate where {clause}", clause=clause(taken, language))
    return table.model_copy(update={"title": plain(title)})


def groups(simulation: Simulation, language: Language) -> Table:
    """Wrong-person references of each group."""
    labels = {group.name: group.label for group in simulation.canonical.groups}
    form = TableForm(
        "groups",
        message("Wrong-person references by group, per 100,000 of its own searches"),
        (
            ColumnForm(
                "group",
                message("Group"),
                cell=lambda row, language: language.authored(labels[row.fact.group]),
            ),
            *rate_columns(),
        ),
    )
    rows = [
        FactRow(rate, f"rates.{number}")
        for number, rate in enumerate(simulation.rates)
        if rate.group and rate.name == WRONG
    ]
    return form.table(rows, language)


def variances(ensemble: Ensemble, language: Language) -> Table:
    """Both parts of the variance of each output."""
    return VARIANCES.table([FactRow(row, f"rows.{row.name}") for row in ensemble.rows], language)


def _deviation(row: FactRow, name: str, language: Language) -> TableCell:
    """The root of a variance; of one that chance left below 0 none."""
    variance = getattr(row.fact, name)
    root = None if variance is None else max(variance, 0.0) ** 0.5
    return precise(root, row.fact.unit, language=language)
