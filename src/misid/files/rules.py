"""What no row of a table may be: rules as data, and the one form in which a breach is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from misid.files.source import FileSource


@dataclass(frozen=True, slots=True)
class Rule:
    """What no row of a table may be; it holds of tables that have the columns it looks at."""

    name: str
    broken: pl.Expr
    """Whether a row breaks it; where it cannot be said, it does not."""
    what: str
    """What follows "3 of 12 "; names in braces are filled in."""
    use: str
    """What to do instead; likewise."""

    @property
    def looks_at(self) -> frozenset[str]:
        """The columns that it needs."""
        return frozenset(self.broken.meta.root_names())


def check(rules: Iterable[Rule], rows: pl.DataFrame, source: FileSource, **names: str) -> None:
    """
    Hold rows of a file against rules.

    Args:
        rules: in the order in which they are told.
        rows: all rows of the file, or of a part of it, in order.
        source: the file.
        names: what is filled into the texts, such as the name of the column of a role.
    Raises: MeaningError: a rule is broken; with the number of rows that do, and the first of them.
    """
    for rule in rules:
        if rule.looks_at <= set(rows.columns):
            broken = rows.select(rule.broken.fill_null(value=False)).to_series().to_numpy()
            source.refuse(broken, rule.what.format(**names), rule.use.format(**names))
