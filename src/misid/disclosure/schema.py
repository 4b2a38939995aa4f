"""What was read of a disclosed table: how each column was understood, and where it disagrees."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from misid.disclosure.cells import SaidKind
from misid.disclosure.days import DateOrder
from misid.disclosure.roles import RoleName
from misid.results.schema import ResultsPart

RowKind = Literal["period", "total"]
RoleWhy = Literal[
    "asked_for", "by_name", "by_cells", "spare_words", "nothing_known", "about_a_person",
    "may_name_people",
]  # fmt: skip
TOLD_APART: tuple[RoleWhy, ...] = ("about_a_person", "may_name_people")
"""Why the cells of a column are only told apart by number, and never shown."""
CumulativeWhy = Literal["no", "asked_for", "by_name", "open"]
QuestionCode = Literal["date_order", "one_role", "none_said", "dash_said", "cumulative", "remark"]
NoneMeans = Literal["zero", "not_given"]
NONE_MEANS: tuple[NoneMeans, ...] = ("zero", "not_given")
"""What a reader can say of them."""
DiscrepancyCode = Literal[
    "sum_differs", "total_differs", "share_differs", "part_exceeds_whole", "negative", "fraction",
    "share_impossible", "no_number", "no_day", "row_twice", "total_counts_once",
    "total_counts_each", "total_counts_neither", "one_period_twice",
    "all_beside_groups", "cumulative_falls", "overlap", "gap", "ends_before_start",
    "year_differs", "rates_of_one_name", "rates_of_same_name", "hidden",
]  # fmt: skip
CheckCode = Literal["sums", "totals", "shares", "periods", "regimes"]
CheckBecause = Literal[
    "no_parts", "no_total_row", "no_share_column", "none_fits", "no_days",
    "days_are_asked", "columns_are_asked", "no_threshold_or_list",
]  # fmt: skip


class DisclosedRange(ResultsPart):
    """What a number can be; both ends are one where it is known."""

    low: float | None = Field(description="The least; null where nobody said.")
    high: float | None = Field(description="The most; null where nobody said.")


class DisclosedCell(DisclosedRange):
    """A cell as it was written, and what it says."""

    written: str = Field(
        description="As it stands in the file; of words that may name people, and of those where a "
        "number should stand, the first row that says the same."
    )
    kind: SaidKind = Field(
        description="exact; range: between low and high; rounded: about a number to_nearest; "
        "share; not_given; error: of a spreadsheet; text; blank."
    )
    about: float | None = Field(None, description="What was written, where it was rounded.")
    to_nearest: float | None = Field(None, description="To what it seems rounded.")


class DisclosedRow(ResultsPart):
    """A row of the table."""

    model_config = ConfigDict(populate_by_name=True)

    row: int = Field(description="In the file, from 1.")
    kind: RowKind = Field(description="period: counts; total: the sum of other rows.")
    label: str = Field(description="What the row is called.")
    from_: datetime.date | None = Field(None, alias="from", description="Its first day.")
    to: datetime.date | None = Field(None, description="Its last day, included.")
    group: str | None = Field(None, description="Of which group of people.")
    regime: str = Field("", description="Name of the stretch with one threshold and list.")
    cells: dict[str, DisclosedCell] = Field(description="By the letter of the column.")


class SerialDay(ResultsPart):
    """The number that a spreadsheet keeps of a day, and the day."""

    written: str = Field(description="As it stands in the file.")
    day: datetime.date = Field(description="Which day that is.")


class DisclosedColumn(ResultsPart):
    """A column, and how it was understood."""

    letter: str = Field(description="As a spreadsheet names it.")
    name: str = Field(
        description="As the file names it; empty where that may be the name of a person."
    )
    role: RoleName = Field(description="What it was taken for.")
    why: RoleWhy = Field(
        description="asked_for: the reader said; by_name: its name says; by_cells: they are only "
        "that; spare_words: its name says a role and something more; nothing_known; "
        "about_a_person: its cells are only told apart by number, and never shown; "
        "may_name_people: words under a name that is of no place, agency, time or group, told "
        "apart too until the reader says what they are."
    )
    rivals: tuple[RoleName, ...] = Field((), description="What else it could be.")
    is_remark: bool = Field(
        False,
        description="Whether its words are remarks on a few rows, which tell no series apart.",
    )
    cumulative: CumulativeWhy = Field("no", description="Whether it adds up as it goes.")
    order: DateOrder | None = Field(None, description="Of day and month, where that matters.")
    order_why: str = Field("", description="Why that order; a code.")
    serial: SerialDay | None = Field(
        None, description="The first number of a day, as a spreadsheet keeps it, where one is read."
    )
    kinds: dict[SaidKind, int] = Field(description="How many cells of each kind it has.")

    @property
    def is_told_apart(self) -> bool:
        """Whether its cells are never shown."""
        return self.why in TOLD_APART


class CountsQuestion(ResultsPart):
    """What could be meant in two ways, and the options that choose."""

    code: QuestionCode = Field(description="What is asked.")
    columns: tuple[str, ...] = Field(description="Letters of the columns.")
    row: int | None = Field(None, description="A row in which it makes a difference.")
    written: str = Field("", description="What stands there.")
    readings: tuple[str, ...] = Field(description="What each option makes of it.")
    options: tuple[str, ...] = Field(description="The options of `misid counts` that choose.")


class Discrepancy(ResultsPart):
    """A place at which the table disagrees with itself, or that changes how it may be read."""

    code: DiscrepancyCode = Field(description="Of which kind.")
    rows: tuple[int, ...] = Field(description="Rows in the file.")
    columns: tuple[str, ...] = Field((), description="Letters of the columns in which it stands.")
    written: str = Field("", description="What stands there, of a day that was not understood.")
    parts: tuple[str, ...] = Field((), description="Letters of those from which it was worked out.")
    stated: DisclosedRange | None = Field(None, description="What the file says.")
    worked_out: DisclosedRange | None = Field(None, description="What its other cells give.")
    follows: tuple[str, ...] = Field(
        (), description="Columns of a share that would follow: numerators, last the denominator."
    )
    from_: datetime.date | None = Field(None, alias="from", description="First day of a gap.")
    to: datetime.date | None = Field(None, description="Its last day.")

    model_config = ConfigDict(populate_by_name=True)


class RegimeRow(ResultsPart):
    """A stretch of the series with one threshold and a list of about one size."""

    name: str = Field(description="Its name.")
    first_row: int = Field(description="In the file.")
    last_row: int = Field(description="In the file.")
    threshold: float | None = Field(None, description="Of the matcher.")
    list_size: DisclosedRange | None = Field(None, description="Of the list.")


class CheckNotMade(ResultsPart):
    """A check that could not be made."""

    code: CheckCode = Field(description="Which check.")
    because: CheckBecause = Field(description="Why not.")
    columns: tuple[str, ...] = Field((), description="Letters of the columns that it is about.")


class ShareSource(ResultsPart):
    """The counts from which a column of shares follows."""

    letter: str = Field(description="Of the column of shares.")
    numerator: tuple[str, ...] = Field(description="Letters of the columns that are added up.")
    denominator: str = Field(description="Letter of the column that it is a share of.")
    rows: int = Field(description="Rows in which it follows.")
    of: int = Field(description="Rows in which it could be worked out.")


class DisclosureAsked(ResultsPart):
    """What the reader said of a table."""

    sheet: str | None = Field(None, description="Of the workbook.")
    dates: DateOrder | None = Field(None, description="Which stands first.")
    decimal: Literal[".", ","] | None = Field(
        None, description="What stands before the part of a number below one."
    )
    none_means: NoneMeans | None = Field(
        None, description="What “none” and words like it say where a number should stand."
    )
    dash_means: NoneMeans | None = Field(
        None, description="What a dash alone says where a count should stand."
    )
    columns: dict[str, RoleName] = Field(
        default_factory=dict, description="What columns are, by name or letter."
    )
    cumulative: tuple[str, ...] = Field((), description="Columns that add up as they go.")
    each_period: tuple[str, ...] = Field((), description="Columns that do not.")


class Disclosure(ResultsPart):
    """A disclosed table: how it was understood, and where it disagrees with itself."""

    version: Literal["misid-disclosure/1"] = Field("misid-disclosure/1", description="Schema.")
    file: str = Field(description="Its name.")
    digest: str = Field(description="SHA-256 of its bytes.")
    sheet: str = Field("", description="Of the workbook, where it is one.")
    asked: DisclosureAsked = Field(
        default_factory=DisclosureAsked, description="What the reader said of it."
    )
    program: str = Field("", description="Name and version of the program.")
    title: tuple[str, ...] = Field((), description="What stands above the table.")
    notes: tuple[str, ...] = Field((), description="What stands below it.")
    header_row: int = Field(description="The row that names the columns.")
    columns: tuple[DisclosedColumn, ...] = Field(description="In order.")
    questions: tuple[CountsQuestion, ...] = Field((), description="What is asked.")
    discrepancies: tuple[Discrepancy, ...] = Field((), description="In order of kind and row.")
    shares: tuple[ShareSource, ...] = Field((), description="What each share is a share of.")
    regimes: tuple[RegimeRow, ...] = Field((), description="What changed in the series.")
    not_checked: tuple[CheckNotMade, ...] = Field((), description="With the reason.")
    rows: tuple[DisclosedRow, ...] = Field(description="Without empty rows, titles and notes.")

    @property
    def heading(self) -> str:
        """What stands above the table, in one line."""
        return "; ".join(one.strip(" .;") for one in self.title)

    @property
    def periods(self) -> tuple[DisclosedRow, ...]:
        """The rows that are no totals."""
        return tuple(row for row in self.rows if row.kind == "period")

    def column(self, letter: str) -> DisclosedColumn:
        """The column of a letter."""
        return next(one for one in self.columns if one.letter == letter)

    def with_role(self, *roles: RoleName) -> tuple[DisclosedColumn, ...]:
        """The columns of these roles, in order."""
        return tuple(one for one in self.columns if one.role in roles)
