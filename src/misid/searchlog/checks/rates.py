"""
Shares of references by agency, beside each other and beside what a scenario expects.

R. A. Fisher: Statistical Methods for Research Workers (1934), section 21.02.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy import stats

from misid.arrays import Floats, Integers
from misid.files.source import FileSource
from misid.measures.discoveries import both_sides
from misid.searchlog.checks.cells import LogCells
from misid.searchlog.checks.expression import RuleSetting
from misid.searchlog.checks.passes import about, own, read_roles, roles_of, with_implied
from misid.searchlog.checks.rules import LogRole, LogRule

_FEWEST_A_LABEL = 2.0
_WHO: LogRole = "person"
_COUNTED = {"agency": pl.Categorical, "whose": pl.UInt64, "held": pl.Boolean}


class AgencyCounts(NamedTuple):
    """Searches and references of each agency; rows of which neither is said, and all others."""

    label: tuple[str, ...]
    searches: Integers
    references: Integers
    unsaid: int = 0
    rows: int = 0

    @property
    def may_name_people(self) -> bool:
        """Whether there are nearly as many labels as rows."""
        return self.rows < _FEWEST_A_LABEL * len(self.label)


def agency_counts(
    source: FileSource, cells: LogCells, rule: LogRule, setting: RuleSetting
) -> AgencyCounts:
    """
    Rows that a rule is about, and those of them that it looks for, by agency.

    Where a column says who was searched, of each person and agency the first row alone counts: the
    same person is answered alike again, and such rows are no trials of their own.

    Args:
        source: the file.
        cells: its columns by their roles.
        rule: whose columns are there.
        setting: time zone, day, and numbers.
    Raises: FormatError: the file is damaged.
    """
    roles = roles_of([rule], cells)
    if _WHO in cells.columns:
        roles = (*roles, _WHO)
    breaks, columns = rule.expression("breaks"), [cells.columns[role].name for role in roles]
    nothing = pl.lit(None, dtype=pl.Boolean)
    held = nothing if breaks is None else breaks.build(own(rule, setting))
    whose = pl.struct("agency", _WHO).hash(0) if _WHO in roles else pl.lit(0, dtype=pl.UInt64)
    unsaid, parts = 0, [pl.DataFrame(schema=_COUNTED)]
    for raw in source.in_parts(columns):
        rows = with_implied(cells.trimmed(raw).select(*read_roles(roles, cells)))
        told = rows.select("agency", whose=whose, of=about(rule, setting), held=held)
        told = told.filter(pl.col("of").fill_null(value=True))
        said = told.drop_nulls()
        unsaid += told.height - said.height
        parts.append(said.select(pl.col("agency").cast(pl.Categorical), "whose", "held"))
    searches = pl.concat(parts)
    total = searches.height
    if _WHO in roles:
        searches = searches.unique("whose", keep="first", maintain_order=True)
    counts = searches.group_by("agency").agg(
        searches=pl.len().cast(pl.Int64), references=pl.col("held").sum().cast(pl.Int64)
    )
    counts = counts.with_columns(pl.col("agency").cast(pl.String)).sort("agency")
    return AgencyCounts(
        tuple(counts["agency"]),
        counts["searches"].to_numpy(),
        counts["references"].to_numpy(),
        unsaid,
        total,
    )


def beside_each_other(counts: AgencyCounts) -> Floats:
    """
    How likely each agency's count of references is, had all agencies the same share; both tails.

    Exact, given all searches and all references (Fisher): hypergeometric.

    Example:
        >>> made = AgencyCounts(("a", "b"), np.array([5, 5]), np.array([5, 0]))
        >>> beside_each_other(made).round(4).tolist()
        [0.0079, 0.0079]
    """
    searches, references = counts.searches.sum(), counts.references.sum()
    law = stats.hypergeom(searches, references, counts.searches)
    return both_sides(law.cdf(counts.references), law.sf(counts.references - 1))


def beside_worlds(counts: AgencyCounts, shares: Floats) -> Floats:
    """
    The same, had each agency the share of references of a scenario's worlds; averaged over them.

    Args:
        counts: of the log.
        shares: of searches that lead to a reference in each world, shape (worlds,).
    """
    law = stats.binom(counts.searches[:, None], shares)
    below = law.cdf(counts.references[:, None]).mean(axis=1)
    return both_sides(below, law.sf(counts.references[:, None] - 1).mean(axis=1))


def expected_range(searches: Integers, shares: Floats) -> tuple[Integers, Integers]:
    """
    Counts of references within which 95 % of agencies of that size lie, over the worlds.

    Args:
        searches: of each agency, shape (agencies,).
        shares: of each world, shape (worlds,).
    """
    return _quantile(searches, shares, 0.025), _quantile(searches, shares, 0.975)


def _quantile(searches: Integers, shares: Floats, level: float) -> Integers:
    """The least count at or below which so much lies, by halving."""
    low, high = np.zeros_like(searches), searches.copy()
    while (low < high).any():
        middle = (low + high) // 2
        reached = stats.binom(searches[:, None], shares).cdf(middle[:, None]).mean(axis=1) >= level
        low, high = np.where(reached, low, middle + 1), np.where(reached, middle, high)
    return low
