"""The tables of an evaluation of scores."""

from __future__ import annotations

from misid.document.model import Column, Table
from misid.evaluation.differences import plain_ratio, span
from misid.evaluation.schema import Evaluation, GroupNote, PointNote, RateNote
from misid.evaluation.words import anew_interval, one_in, rate_and_interval
from misid.figures.pair_rates import notable
from misid.words.sentence import Cell, Number

NO_VALUE, NO_TRIALS = "no value", "no trials"


def count(value: float | None) -> Cell:
    """A whole number."""
    return NO_VALUE if value is None else Number(value=value, text=f"{value:,.0f}")


def ratio(value: float | None, at_least: float | None = None) -> Cell:
    """A ratio, or its bound where some cell has no errors."""
    known = at_least if value is None else value
    text = plain_ratio(value, at_least)
    return text if known is None else Number(value=known, text=text)


def rate(one: RateNote) -> tuple[Cell, Cell, Cell, Cell]:
    """Errors, comparisons, their share in per cent, and its interval."""
    if one.rate is None:
        return count(one.count), count(one.trials), NO_TRIALS, NO_TRIALS
    share, interval = rate_and_interval(one)
    return count(one.count), count(one.trials), Number(value=one.rate, text=share), interval


def rate_columns(name: str = "", title: str = "") -> tuple[Column, ...]:
    """Columns for `rate`."""
    before, start = (f"{name}_" if name else ""), (f"{title}: " if title else "")
    ends = (("errors", "errors"), ("trials", "of"), ("rate", "share"), ("interval", "95 %"))
    return tuple(
        Column(name=f"{before}{end}", title=f"{start}{said}", numeric=True) for end, said in ends
    )


def counts(found: Evaluation) -> Table:
    """What was read."""
    read = found.counts
    rows: list[tuple[Cell, Cell]] = [
        ("Genuine comparisons: pairs of one person", count(read.genuine)),
        ("Impostor comparisons: pairs of two people", count(read.impostor)),
        ("Genuine comparisons without a score", count(read.failed_genuine)),
        ("Impostor comparisons without a score", count(read.failed_impostor)),
        ("Different people", "not said" if read.subjects is None else count(read.subjects)),
        ("Least false match rate that they can show", _least(read.least_fmr)),
        ("Least false non-match rate that they can show", _least(read.least_fnmr)),
    ]
    return Table(
        name="counts",
        title="What was counted",
        note="The least rate is the most that no error among so many comparisons allows (95 %, "
        "comparisons taken as independent).",
        columns=(
            Column(name="what", title="What"),
            Column(name="number", title="Number", numeric=True),
        ),
        rows=tuple(rows),
    )


def _least(share: float) -> Number:
    return Number(value=share, text=one_in(share))


def columns(found: Evaluation) -> Table:
    """Which column was taken for what."""
    return Table(
        name="columns",
        title="Columns of the file",
        columns=(
            Column(name="role", title="Taken for"),
            Column(name="name", title="Column"),
            Column(name="how", title="Who said so"),
        ),
        rows=tuple(
            (one.role.replace("_", " "), one.name,
             "the reader" if one.how == "named" else "guessed from its name")
            for one in found.columns
        ),
    )  # fmt: skip


def points(found: Evaluation) -> Table:
    """What each threshold gives."""
    return Table(
        name="points",
        title="Thresholds, and the errors that they make",
        note="A threshold is set for at most the asked false match rate (FMR) over everybody, on "
        f"these same comparisons. FMR: of {found.counts.impostor:,} impostor comparisons. False "
        f"non-match rate (FNMR): of {found.counts.genuine:,} genuine comparisons. Not "
        "resolved: so few comparisons cannot show so low a rate, not even without an error. The "
        "last interval is of the FNMR at the asked FMR itself: it allows for the threshold being "
        "found in the same comparisons.",
        columns=(
            Column(name="asked_fmr", title="Asked FMR"),
            Column(name="threshold", title="Threshold", numeric=True),
            *_point_columns("fmr", "False matches", "FMR"),
            *_point_columns("fnmr", "Misses", "FNMR"),
            Column(name="fnmr_anew", title="FNMR, 95 % at asked FMR", numeric=True),
        ),
        rows=tuple(map(_point, found.points)),
    )


def _point_columns(name: str, errors: str, short: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{name}_errors", title=errors, numeric=True),
        Column(name=f"{name}_rate", title=short, numeric=True),
        Column(name=f"{name}_interval", title=f"{short}, 95 %", numeric=True),
    )


def _of_point(one: RateNote) -> tuple[Cell, Cell, Cell]:
    """The trials are the same in every row."""
    errors, _, share, interval = rate(one)
    return errors, share, interval


def _point(point: PointNote) -> tuple[Cell, ...]:
    said = one_in(point.asked) if point.resolved else f"{one_in(point.asked)}, not resolved"
    return (
        Number(value=point.asked, text=said),
        Number(value=point.threshold, text=f"{point.threshold:.6g}"),
        *_of_point(point.fmr),
        *_of_point(point.fnmr),
        anew_interval(point.fnmr_anew) if point.resolved else NO_VALUE,
    )


def groups(found: Evaluation) -> Table:
    """Rates of each group and of each ordered pair."""
    every = found.groups.rows if found.groups else ()
    pairs = [row for row in every if row.other is not None]
    rows = [*(row for row in every if row.other is None), *notable(pairs)]
    left = len(every) - len(rows)
    return Table(
        name="groups",
        title="Rates by group and by pair of groups",
        note="FMR: share of pairs of two people that match, by the group on side a, against "
        "anybody or against one group on side b. FNMR: share of pairs of one person that are "
        "missed. Ratio: to the cell with most comparisons, which is chosen without looking at "
        "its rate."
        + (
            f" {left:,} pairs of groups with lower rates are left out here; groups.csv has all."
            if left
            else ""
        ),
        columns=(
            Column(name="measure", title="Rate"),
            Column(name="group", title="Group"),
            Column(name="other", title="Against"),
            *rate_columns(),
            Column(name="ratio", title="Ratio", numeric=True),
            Column(name="ratio_interval", title="Ratio, 95 %", numeric=True),
        ),
        rows=tuple(
            (row.measure, row.group, against(row), *rate(row.rate), *_over_reference(row))
            for row in rows
        ),
    )


def conditions(found: Evaluation) -> Table:
    """Rates under each capture condition."""
    every = found.conditions.rows if found.conditions else ()
    return Table(
        name="conditions",
        title="Rates by capture condition",
        note="At the same threshold for all of them. FMR: share of pairs of two people that "
        "match. FNMR: share of pairs of one person that are missed.",
        columns=(
            Column(name="measure", title="Rate"),
            Column(name="condition", title="Condition"),
            *rate_columns(),
        ),
        rows=tuple((row.measure, row.condition, *rate(row.rate)) for row in every),
    )


def _over_reference(row: GroupNote) -> tuple[Cell, Cell]:
    one = row.over_reference
    return (
        ("", "")
        if one is None
        else (
            ratio(one.ratio),
            span(one.low, one.high, is_bound=one.is_bound),
        )
    )


def against(row: GroupNote) -> str:
    """The group on side b."""
    return "" if row.measure == "FNMR" else row.other or "anybody"
