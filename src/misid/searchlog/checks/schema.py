"""What was found in a search log, and its JSON Schema; rows stand for themselves by number."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from misid.results.schema import ResultsPart
from misid.searchlog.checks.rules import LogRule

RuleOutcome = Literal["found", "none_found", "not_checked"]
UncheckedBecause = Literal[
    "no_column", "no_number", "no_day", "no_root", "no_scenario", "no_lines", "hash_not_last",
    "no_such_answer", "no_rows", "nothing_said", "labels_of_people",
]  # fmt: skip

PeriodUnit = Literal["day", "month", "year"]


class UsedColumn(ResultsPart):
    """One column of the log that rules look at."""

    name: str = Field(description="Its name.")
    role: str = Field(description="What it is taken for.")
    how: Literal["named", "guessed"] = Field(description="Said by the reader, or by its name.")
    missing: int | None = Field(
        description="Rows in which it says nothing that can be read; null where they were not "
        "counted, since only keys are made of it."
    )
    unread: int | None = Field(description="Those of them in which something stands all the same.")
    otherwise: dict[Literal["mdy", "dmy"], int] = Field(
        default_factory=dict,
        description="How many of those could be read with days in another order; those of none "
        "are left out.",
    )


class UnusedColumn(ResultsPart):
    """One column of the log that was taken for nothing."""

    name: str = Field(
        description="Its name; empty where too few names of the first line are known, which may "
        "then be a row."
    )
    place: int = Field(ge=1, description="Its place in the line.")
    may_be: tuple[str, ...] = Field(
        (), description="What it may be by a word of its name, of what no column is taken for."
    )


class RuleResult(ResultsPart):
    """What came of one rule; a rule that could not be held against the log is never passed."""

    rule: LogRule = Field(description="The rule, as it stands in its file.")
    outcome: RuleOutcome = Field(
        description="found: a row breaks it; none_found: none does of which it can be said; "
        "not_checked: because."
    )
    because: UncheckedBecause | None = Field(None, description="Why it could not be checked.")
    needs: tuple[str, ...] = Field((), description="The columns that are missing, by their roles.")
    of: int = Field(0, ge=0, description="Rows that it is about.")
    count: int = Field(0, ge=0, description="How many of them break it.")
    unsaid: int = Field(
        0,
        ge=0,
        description="Of how many that cannot be said, since something in them is missing or "
        "cannot be read.",
    )
    rows: tuple[int, ...] = Field(
        (), description="The first five rows that break it; the first below the names is row 1."
    )
    unsaid_rows: tuple[int, ...] = Field((), description="The first five of which it is not said.")
    numbers: dict[str, float] = Field(
        default_factory=dict, description="Further numbers that its sentence names."
    )


class AgencyRate(ResultsPart):
    """An agency whose count of references is told apart from chance."""

    rule: str = Field(description="By which rule.")
    agency: str = Field(
        description="Its label; empty where only a reader says that the column is one of agencies."
    )
    place: int = Field(ge=1, description="Its place among the labels of the log in their order.")
    searches: int = Field(description="Its searches.")
    references: int = Field(description="Those of them that led to a reference code.")
    low: int = Field(description="2.5 % of what is expected of so many searches.")
    high: int = Field(description="97.5 % of it.")
    probability: float = Field(description="Of a count at least as far out; both tails.")


class LogPeriod(ResultsPart):
    """Rows of one day, month or year, and those of them that break a rule."""

    first: date = Field(description="Its first day, in the time zone of the log.")
    rows: int = Field(ge=0, description="Rows whose time lies in it.")
    broken: int = Field(ge=0, description="Those that break a rule of `found`, or several.")
    found: dict[str, int] = Field(
        description="Rows that break each rule of the shapes row and sequence, by its id; those "
        "that none breaks are left out."
    )


class LogAsked(ResultsPart):
    """What the reader said of a log, beside its answers and its time zone."""

    columns: dict[str, str] = Field(
        default_factory=dict, description="Names of columns by what they are."
    )
    dates: Literal["iso", "mdy", "dmy"] = Field("iso", description="How days are written.")
    numbers: dict[str, float] = Field(
        default_factory=dict, description="Numbers that rules ask for."
    )
    as_of: date | None = Field(None, description="The day, where it was said.")
    root: str = Field("", description="The root that was stated, in hexadecimal digits.")
    root_size: int | None = Field(None, description="Over how many entries; null: over all.")
    root_origin: str = Field("", description="The name of the log in a checkpoint.")


class LogAudit(ResultsPart):
    """What was found in one search log."""

    version: Literal["misid-log-audit/1"] = Field("misid-log-audit/1", description="This schema.")
    file: str = Field(description="Its name.")
    digest: str = Field(description="SHA-256 of its bytes.")
    rows: int = Field(ge=0, description="Rows that were read.")
    lines: int | None = Field(
        description="Lines after that of the names; null where it is no text."
    )
    as_of: date | None = Field(description="The day on which the log is looked at.")
    timezone: str = Field(description="Of times that name none, and of hours of the day.")
    root: str = Field(
        "", description="RFC 6962 root over its lines; empty where it was not asked for."
    )
    scenario: str = Field("", description="Beside which agencies are looked at; empty of none.")
    scenario_digest: str = Field("", description="Its digest.")
    asked: LogAsked = Field(default_factory=LogAsked, description="What else the reader said.")
    program: str = Field("", description="Name and version of the program.")
    answers: dict[str, str] = Field(
        default_factory=dict, description="Words of its answers, and what the reader says they are."
    )
    columns: tuple[UsedColumn, ...]
    unused: tuple[UnusedColumn, ...] = Field((), description="Those that were taken for nothing.")
    results: tuple[RuleResult, ...] = Field(description="Of each rule, in order.")
    period: PeriodUnit | None = Field(
        None, description="What `periods` are; null where no row has a time that can be read."
    )
    periods: tuple[LogPeriod, ...] = Field(
        (),
        description="Each that has rows, in order: days of two months or less, months of five "
        "years or less, else years.",
    )
    agencies: tuple[AgencyRate, ...] = Field(
        (), description="Those that rules of rates find, the least likely first; the first fifty."
    )

    @property
    def outcome(self) -> RuleOutcome:
        """Found where any rule is broken; not checked where none could be held against it."""
        outcomes = {one.outcome for one in self.results}
        order: tuple[RuleOutcome, ...] = ("found", "none_found", "not_checked")
        return next((one for one in order if one in outcomes), "not_checked")
