"""The documents of an audit, in the order in which they are made, and their JSON Schemas."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.measures.design import Checkers
from misid.results.schema import ResultsPart

AuditGoal = Literal["below", "ratio"]
AuditMethod = Literal["fixed", "sequential"]
RowKind = Literal["references", "searches"]
AssumedFrom = Literal["stated", "scenario", "nothing"]
CheckedAs = Literal["right", "wrong", "not_found"]
SequentialState = Literal["shown", "at_odds", "go_on", "exceeded", "cannot", "used_up"]
MOST = 2**53
"""Above it, JSON's readers differ in what a whole number is."""
MOST_COMPARED = 6
"""Strata of which each two are put side by side; among more, some pair differs by luck."""


class ColumnChoice(ResultsPart):
    """Rows of a log that have one value in one column."""

    column: str = Field(description="Its name.")
    value: str = Field(description="What stands there.")


class AuditFrame(ResultsPart):
    """Which rows of a log are meant, and into which strata they fall."""

    only: ColumnChoice | None = Field(None, description="Rows that are meant; all where null.")
    by: str | None = Field(None, description="Column that says the stratum; one where null.")


class AuditStratum(ResultsPart):
    """A stratum of the plan."""

    name: str = Field(description="Its label; empty where the log is one stratum.")
    rows: int = Field(ge=1, le=MOST, description="Rows of it in the log.")
    rate: float = Field(ge=0, le=1, description="Share of them assumed to be wrong.")
    drawn: int = Field(ge=0, le=MOST, description="Rows to draw.")
    again: int = Field(0, ge=0, le=MOST, description="Of those, rows to check a second time.")


class CheckerEnds(ResultsPart):
    """How often people who check err, as stated: between which ends."""

    sensitivity: tuple[float, float] = Field(
        (1.0, 1.0), description="Share of wrong rows that they call wrong, from and to."
    )
    specificity: tuple[float, float] = Field(
        (1.0, 1.0), description="Share of right rows that they call right, from and to."
    )

    @property
    def slack(self) -> Checkers:
        """Those that call the fewest rows wrong."""
        return Checkers(self.sensitivity[0], self.specificity[1])

    @property
    def keen(self) -> Checkers:
        """Those that call the most rows wrong."""
        return Checkers(self.sensitivity[1], self.specificity[0])

    @property
    def err(self) -> bool:
        """Whether they may."""
        return self.slack.err or self.keen.err


class AssumedRate(ResultsPart):
    """The share of wrong rows on which the size rests, and where it comes from."""

    low: float = Field(ge=0, le=1)
    middle: float = Field(ge=0, le=1, description="The one that decides the size.")
    high: float = Field(ge=0, le=1)
    known: AssumedFrom = Field(
        description="stated: by the reader; scenario: 5 %, 50 % and 95 % of its possible worlds; "
        "nothing: no error, a fifth and half of the limit."
    )
    scenario: str = Field("", description="Its name and digest, where they come from one.")


class AuditPrice(ResultsPart):
    """What it costs to show it, at one assumed rate."""

    rate: float = Field(description="Share of wrong rows.")
    fixed: int | None = Field(description="Rows of a fixed size; null: no number shows it.")
    allowed: int | None = Field(description="Of these at most so many may be called wrong.")
    shown: float | None = Field(description="How often a fixed size shows it.")
    mean: float | None = Field(description="Rows looked at one by one, on average.")
    ninth: int | None = Field(
        description="Nine of ten orders need no more rows than these; null where they "
        "were not followed so far."
    )
    most: int | None = Field(description="After so many rows one stops without an answer.")
    shown_one_by_one: float | None = Field(description="How often it is shown by then.")


class AuditLimit(ResultsPart):
    """What it costs to show another limit, at the rate that decides the size."""

    limit: float = Field(description="Of the share of wrong rows.")
    fixed: int | None = Field(description="Rows of a fixed size; null: no number shows it.")
    mean: float | None = Field(description="Rows looked at one by one, on average.")


class AuditPlan(ResultsPart):
    """How many rows of a log to check, so that a check can answer a question."""

    version: Literal["misid-audit-plan/1"] = Field("misid-audit-plan/1", description="Schema.")
    goal: AuditGoal = Field(
        description="below: the share of wrong rows is shown to be below `limit`; ratio: two "
        "strata, named beforehand, are found to differ where one has `ratio` times the rate."
    )
    limit: float | None = Field(None, description="Of the share.")
    ratio: float | None = Field(None, description="Of two rates.")
    confidence: float = Field(description="How sure it must be.")
    power: float = Field(description="How often it is to be shown where the rate is as assumed.")
    method: AuditMethod = Field(
        description="fixed: that many rows, then the answer. sequential: row by row, in the order "
        "of the sheet, until it is shown."
    )
    assumed: AssumedRate
    checkers: CheckerEnds
    frame: AuditFrame
    rows: int = Field(ge=1, le=MOST, description="Rows that are meant, in all.")
    strata: tuple[AuditStratum, ...] = Field(description="In order of their names.")
    draws: int = Field(ge=1, le=MOST, description="Rows to draw in all.")
    again: int = Field(ge=0, le=MOST, description="Rows to check a second time, in all.")
    allowed: int | None = Field(
        None,
        description="Of the rows to draw at most so many may be called wrong; null where no count "
        "decides: several strata, checkers who err, a second look, row by row, or a ratio.",
    )
    ratio_found: float | None = Field(
        None,
        description="How often the ratio is found between those two strata of which the fewest "
        "rows are drawn, whichever has the higher rate; null where a limit was asked for.",
    )
    again_least: int | None = Field(
        None,
        description="Of the rows to draw the fewest to check a second time so that the limit is "
        "shown where neither look finds one wrong; null where not even all do, or no second look "
        "or no limit was asked for.",
    )
    again_allowed: int | None = Field(
        None,
        description="Of the rows to draw both looks may call so many wrong at most, and no others, "
        "so that the limit is shown; wrong rows of several strata are spread as assumed. Null "
        "where even none wrong does not show it, or no second look or no limit was asked for.",
    )
    again_shown: float | None = Field(
        None, description="How often no more are wrong, or called so, at the assumed rate."
    )
    again_enough: int | None = Field(
        None,
        description="Where that is less often than asked: of the rows to draw the fewest to check "
        "a second time so that it is shown as often as asked; null where not even all do.",
    )
    again_asked: int | None = Field(
        None,
        description="Rows to check a second time, as asked for; null where nobody did. No more can "
        "be checked again than are drawn.",
    )
    twice_least: int | None = Field(
        None,
        description="Where not even all of the rows to draw, checked a second time, would show the "
        "limit: the fewest rows, each checked twice, of which neither look finds one wrong, that "
        "would; null where no number of rows does.",
    )
    row_is: RowKind | None = Field(
        None, description="What a row of the log is, as stated; null where nobody said it."
    )
    prices: tuple[AuditPrice, ...] = Field(description="At each assumed rate, lowest first.")
    limits: tuple[AuditLimit, ...] = Field(
        (), description="From half the limit to five times it, the lowest first; none of a ratio."
    )
    rule_of_three: int | None = Field(
        description="Rows without one wrong that show the limit at 95 %: 3 divided by it."
    )
    rule_of_thirty: int | None = Field(
        description="Rows in which 30 are wrong at the assumed rate, so that it is measured within "
        "30 % either way at 90 %; null where none is assumed to be wrong."
    )
    orders: int = Field(description="Simulated orders of logs behind the prices row by row.")


class Commitment(ResultsPart):
    """What a log is, said before anybody knows which rows will be drawn."""

    version: Literal["misid-commitment/1"] = Field("misid-commitment/1", description="Schema.")
    file: str = Field(description="Name of the log.")
    bytes: int = Field(ge=0, le=MOST)
    rows: int = Field(ge=0, le=MOST, description="Rows of it, the line of names left out.")
    sha256: str = Field(description="SHA-256 of its bytes.")
    plan_sha256: str | None = Field(
        None, description="SHA-256 of the bytes of the plan that is bound with it."
    )


class DrawnRow(ResultsPart):
    """A row that was drawn."""

    log_row: int = Field(
        ge=1, le=MOST, description="Which row of the log; the first below the names is 1."
    )
    stratum: int = Field(ge=0, le=MOST, description="Which of the plan's strata, from 0.")
    ticket: str = Field(description="SHA-256 of seed, comma and row number; hexadecimal.")
    again: int | None = Field(None, description="Row of the second sheet, where it is there too.")


class AuditSheet(ResultsPart):
    """Which rows were drawn, and how anybody can draw them again."""

    version: Literal["misid-audit-sheet/1"] = Field("misid-audit-sheet/1", description="Schema.")
    plan: AuditPlan
    commitment: Commitment
    seed: str = Field(description="Thrown in public after the commitment.")
    sheet: str = Field(description="Name of the first sheet, in each of its rows.")
    second: str = Field(description="Name of the second.")
    drawn: tuple[DrawnRow, ...] = Field(description="In the order of the sheet.")


class ShareEnds(ResultsPart):
    """A share, and between which ends it lies."""

    share: float | None = Field(description="As estimated.")
    low: float
    high: float
    upper: float = Field(description="The most that it can be, one-sided.")


class StratumReading(ResultsPart):
    """What was found in a stratum."""

    name: str
    rows: int = Field(description="In the log.")
    checked: int
    wrong: int = Field(description="Called wrong, those that were not found among them.")
    not_found: int
    called: ShareEnds = Field(description="Share of its rows that are called wrong.")


class SecondLook(ResultsPart):
    """What a second look at some rows found; it is taken to be right."""

    rows: int = Field(description="Looked at again.")
    confirmed: int = Field(description="Called wrong by both.")
    withdrawn: int = Field(description="Called wrong at first, right then.")
    overturned: int = Field(description="Called right at first, wrong then.")
    agreed: int = Field(description="Called right by both.")
    sensitivity: float | None = Field(description="Of wrong rows, share called so at first.")
    specificity: float | None = Field(description="Of right rows, share called so at first.")
    not_found: int = Field(
        0, description="Rows that were not found at the second look; there they count as wrong."
    )
    found: int = Field(
        0,
        description="Rows that were not found at first and were found at the second look, which is "
        "what counts of them.",
    )


class RiskAtRow(ResultsPart):
    """Where a check row by row stood after a row."""

    row: int = Field(description="Of the sheet, from 1.")
    wrong: int = Field(description="Called wrong till then, rows that were not found among them.")
    risk: float = Field(
        description="At most how often it stands so, or better, where the rate is at the limit."
    )


class OneByOne(ResultsPart):
    """Where a check row by row stands."""

    state: SequentialState = Field(
        description="shown: it may stop; at_odds: it was shown, and by all rows that were checked "
        "so many are called wrong as that rules out, so neither is told without the other; go_on; "
        "exceeded: it is shown that the rate is above the limit, by the low end of the share, or "
        "by a bet against fewer, each with half of the risk; cannot: so many are called wrong or "
        "not found that this check cannot show it any more, and if checkers never err and all were "
        "found, the rate is at the limit or above; used_up: all drawn rows are checked and it is "
        "not shown."
    )
    risk: float = Field(
        description="At most how often so good a run happens where the rate is at the limit."
    )
    shown_at: int | None = Field(description="Row of the sheet at which it was shown.")
    rows: int = Field(description="Checked so far.")
    path: tuple[RiskAtRow, ...] = Field(
        (),
        description="Where it stood: rows that were called wrong, those before them, and every "
        "so many.",
    )


class RatioReading(ResultsPart):
    """Two strata side by side; as they were called, checkers' errors left in."""

    over: str
    under: str
    ratio: float | None
    low: float
    high: float | None = Field(description="Null where there is no upper end.")
    differ: bool = Field(
        description="Whether they differ, all pairs considered (Holm): where no two do, it is said "
        "of any in about 1 minus confidence of all audits, at most."
    )
    alone: bool = Field(
        False,
        description="Whether 1 lies outside of this interval, which speaks of two strata that were "
        "named beforehand and of no other two.",
    )


class AmendmentCount(ResultsPart):
    """What changed between readings of one sheet."""

    readings: int = Field(ge=1, description="How often it was read, this time included.")
    changed: int = Field(
        ge=0, description="Verdicts that were changed or taken out after they were first read."
    )
    now: int = Field(ge=0, description="Of these, those that this reading found changed.")
    sha256: str = Field(
        "",
        description="SHA-256 of the bytes of amendments.csv after this reading, to be published.",
    )


class AuditReading(ResultsPart):
    """What a filled sheet says of the log."""

    version: Literal["misid-audit-reading/1"] = Field(
        "misid-audit-reading/1", description="Schema."
    )
    plan: AuditPlan
    log_sha256: str = Field(description="SHA-256 of the log.")
    plan_sha256: str | None = Field(
        None, description="SHA-256 of the plan that was bound with it; null where none was."
    )
    sheet: str = Field(description="Name of the sheet.")
    filled_sha256: str = Field("", description="SHA-256 of the sheet as it was filled in.")
    second_sha256: str | None = Field(
        None, description="SHA-256 of the sheet of the second look; null where none was read."
    )
    program: str = Field("", description="Name and version of the program.")
    checked: int
    wrong: int = Field(description="Called wrong, those that were not found among them.")
    not_found: int
    strata: tuple[StratumReading, ...]
    called: ShareEnds = Field(
        description="Share of the log that is called wrong; what was not found counts as wrong."
    )
    if_found_right: float = Field(
        description="The same estimate, were all that was not found right."
    )
    share: ShareEnds = Field(
        description="Share of the log that is wrong, corrected for checkers who err: by the second "
        "look where there was one, else by what is stated of them."
    )
    corrected_by: Literal["nothing", "stated", "second"]
    second: SecondLook | None = None
    shown: bool | None = Field(
        description="Of a fixed size: whether the share is below the limit, as sure as asked; null "
        "where another question was asked, row by row, or a second look that was planned is "
        "left out."
    )
    one_by_one: OneByOne | None = None
    ratios: tuple[RatioReading, ...] = ()
    amendments: AmendmentCount
