"""Rates of many rows of disclosed counts beside each other, as a document."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.results.schema import Interval, ResultsPart

RowRateName = Literal["wrong_of_references", "references_of_searches", "wrong_of_searches"]
ROW_RATES: tuple[RowRateName, ...] = (
    "wrong_of_references", "references_of_searches", "wrong_of_searches",
)  # fmt: skip
"""Rates that rows of counts can have, in the order in which they are told."""
RowLawName = Literal["beta_binomial", "gamma_poisson"]
Lies = Literal["above", "below", "among", "not_asked"]
NoRate = Literal["not_counted", "no_end", "more_than_whole", "total_of_others", "overlaps"]


class RowRate(ResultsPart):
    """A row: its count, its own rate, and its rate given all rows."""

    label: str = Field(description="As the table calls it.")
    group: str = Field("", description="Of which group of people; empty: everybody.")
    regime: str = Field("", description="Its threshold and list, as the file tells them apart.")
    least: int = Field(description="The least that the count can be as disclosed.")
    most: int = Field(description="The most.")
    whole_least: int = Field(description="The least that it can be a count of.")
    whole_most: int = Field(description="The most.")
    raw_low: float | None = Field(
        description="The least that count over whole can be; null where there is no whole."
    )
    raw_high: float | None = Field(description="The most; as `raw_low` where both are exact.")
    rate: Interval = Field(description="Its rate given its own count and all other rows.")
    pull: float = Field(
        description="Weight of the mean of all rows in its rate. 0: its own count alone; 1: the "
        "others alone, as where nothing was searched."
    )
    surprise: float | None = Field(
        description="Probability of a count as far out on either side, by all other rows; null "
        "where nothing was counted."
    )
    lies: Lies = Field(
        description="above, below: told apart from all others, by the rule of Benjamini and "
        "Hochberg; among: not told apart; not_asked: it has nothing to be asked of."
    )


class RatesAmongRows(ResultsPart):
    """One rate in all rows."""

    name: RowRateName = Field(description="Which.")
    law: RowLawName = Field(description="Of rates and counts, each row's rate integrated out.")
    ranges: int = Field(description="Rows whose count or whole is a range.")
    empty: int = Field(description="Rows whose whole is 0.")
    all_checked: int = Field(
        description="Rows of which nobody said how many references were not checked, so that all "
        "are taken to have been."
    )
    pooled_low: float = Field(description="All counts over all wholes: the least that it can be.")
    pooled_high: float = Field(description="The most.")
    mean: Interval = Field(description="Mean rate of such rows.")
    typical: Interval = Field(
        description="The rate of another row like these: nine of ten lie between the ends."
    )
    log_evidence: float = Field(
        description="Natural logarithm of how many times likelier the counts are where rows "
        "differ, by the law of their spread before any count, than where all are alike (Bayes "
        "factor)."
    )
    variation: Interval = Field(
        description="Standard deviation of rates among rows over their mean; 0: all rows alike."
    )
    by_chance: float = Field(
        description="Rows that would be as surprising as `level` by chance alone, at most."
    )
    surprising: int = Field(description="Rows that are.")
    above: int = Field(description="Rows that are told apart, with a higher rate.")
    below: int = Field(description="Rows that are told apart, with a lower rate.")
    rows: tuple[RowRate, ...] = Field(description="In the order of the file.")


class RowWithoutRate(ResultsPart):
    """A row that has no rate, and why."""

    label: str = Field(description="As the table calls it.")
    rate: RowRateName = Field(description="Which rate.")
    because: NoRate = Field(description="Why.")


class RowRates(ResultsPart):
    """Rates of rows of disclosed counts: agencies, places, deployments."""

    version: Literal["misid-row-rates/1"] = Field("misid-row-rates/1", description="This schema.")
    title: str = Field(description="Of the counts.")
    source: str = Field(description="Where they were published.")
    digest: str = Field(description="SHA-256 of the file that they come from, or of themselves.")
    level: float = Field(
        description="Of the rows that are told apart, the share at most, on average, that are so "
        "by chance; and how often at most any is where all rows are alike."
    )
    rates: tuple[RatesAmongRows, ...] = Field(description="Each rate that rows have.")
    left: tuple[RowWithoutRate, ...] = Field(description="Rows without a rate.")
