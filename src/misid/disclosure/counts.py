"""Disclosed counts in one form, whatever table they came from: `misid-counts/1`."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from misid.errors import FormatError
from misid.files import read as intake
from misid.files.yaml_lines import BYTE_LIMIT, YamlDocument, parse, parse_json
from misid.files.yaml_text import yaml_text
from misid.quantities.validation import mistake, shown
from misid.results.schema import ResultsPart
from misid.scenario.finding import ScenarioFinding
from misid.scenario.read import read_as
from misid.scenario.schema import Text

SCHEMA: Literal["misid-counts/1"] = "misid-counts/1"
_KIND = "a file of disclosed counts"
_INSTEAD = "a file that `misid counts --write` wrote"
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
_JSON_LIMIT = 20_000_000
_MOST_PERIODS = 20_000
_FORMS = "a whole number, {from: a, to: b}, or {about: x, to_nearest: d}"
Whole = Annotated[int, Field(ge=0, strict=True)]


class CountCell(ResultsPart):
    """
    A count as it was disclosed: exact, between two ends of which one may be missing, or rounded.

    A file writes it as `7`, `{from: 1, to: 4}` or `{about: 3000, to_nearest: 1000}`.
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: Whole | None = Field(None, alias="from", description="The least that it can be.")
    to: Whole | None = Field(None, description="The most that it can be.")
    about: Whole | None = Field(None, description="What was written, where it was rounded.")
    to_nearest: Annotated[int, Field(gt=0, strict=True)] | None = Field(
        None, description="To what it was rounded."
    )

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, given: Any, handler: ModelWrapValidatorHandler[CountCell]) -> CountCell:
        if isinstance(given, bool) or not isinstance(given, int | dict | CountCell):
            raise mistake(f"is {shown(given)}, but a count is needed", use=_FORMS)
        if isinstance(given, int):
            given = {"from_": given, "to": given}
        made = handler(given)
        made._refuse_neither()
        return made

    def _refuse_neither(self) -> None:
        is_rounded = self.about is not None and self.to_nearest is not None
        is_between = self.from_ is not None or self.to is not None
        has_half = (self.about is None) != (self.to_nearest is None)
        if has_half or is_rounded == is_between:
            raise mistake("is neither a range nor a rounded count", use=_FORMS)
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise mistake(
                f"goes from {self.from_:,} to {self.to:,}, which is less", use="the lower end first"
            )

    @model_serializer
    def _short(self) -> int | dict[str, int]:
        if self.exact is not None:
            return self.exact
        ends = {"from": self.from_, "to": self.to, "about": self.about}
        held = ends | {"to_nearest": self.to_nearest}
        return {name: end for name, end in held.items() if end is not None}

    @property
    def exact(self) -> int | None:
        """The count, where it is known to the last."""
        return self.from_ if self.from_ == self.to else None

    @property
    def least(self) -> int:
        """The least that it can be; halves round either way."""
        if self.about is not None and self.to_nearest is not None:
            return max(0, math.ceil(self.about - self.to_nearest / 2))
        return self.from_ or 0

    @property
    def most(self) -> int | None:
        """
        The most that it can be; None where nobody said.

        Example:
            >>> cell = CountCell.model_validate({"about": 3000, "to_nearest": 1000})
            >>> cell.least, cell.most, cell.exact
            (2500, 3500, None)
        """
        if self.about is not None and self.to_nearest is not None:
            return math.floor(self.about + self.to_nearest / 2)
        return self.to


WrittenCell = Annotated[
    CountCell,
    WithJsonSchema(
        {
            "description": f"A count: {_FORMS}; of a range one end may be missing.",
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {
                    "type": "object",
                    "properties": {
                        "from": {"type": "integer", "minimum": 0},
                        "to": {"type": "integer", "minimum": 0},
                        "about": {"type": "integer", "minimum": 0},
                        "to_nearest": {"type": "integer", "exclusiveMinimum": 0},
                    },
                    "additionalProperties": False,
                },
            ],
        }
    ),
]


class PeriodCounts(ResultsPart):
    """The counts of one period; what was not given is absent."""

    searches: WrittenCell | None = Field(
        None, description="Faces or photographs that were searched."
    )
    references: WrittenCell | None = Field(
        None, description="Alerts, codes or matches that were given out."
    )
    references_wrong: WrittenCell | None = Field(
        None, description="Of these: found to be of another person by a check."
    )
    references_right: WrittenCell | None = Field(
        None, description="Of these: found to be of the right person by a check."
    )
    wrong_unconfirmed: WrittenCell | None = Field(
        None, description="Of the references: taken to be wrong, not checked."
    )
    right_unconfirmed: WrittenCell | None = Field(
        None, description="Of the references: taken to be right, not checked."
    )
    unresolved: WrittenCell | None = Field(
        None, description="Of the references: nobody could say, or nobody has said."
    )
    detained: WrittenCell | None = Field(
        None, description="People who were detained or arrested on them."
    )
    enrolled_list: WrittenCell | None = Field(
        None, description="Records or images on the list, searched."
    )
    threshold: float | None = Field(None, description="Of the matcher, on its own scale.")

    @property
    def given(self) -> dict[str, CountCell]:
        """The counts that were given, by name; the threshold is none."""
        held = ((name, getattr(self, name)) for name in COUNT_NAMES)
        return {name: cell for name, cell in held if cell is not None}


COUNT_NAMES = tuple(name for name in PeriodCounts.model_fields if name != "threshold")


class Period(ResultsPart):
    """A row of a disclosed table."""

    model_config = ConfigDict(populate_by_name=True)

    label: str = Field(max_length=200, description="As the table calls it.")
    from_: datetime.date | None = Field(None, alias="from", description="Its first day.")
    to: datetime.date | None = Field(None, description="Its last day, included.")
    regime: str = Field(
        "", max_length=200, description="The same text: the same threshold and list of one size."
    )
    row: int | None = Field(None, ge=1, description="Its row in the file, from 1.")
    group: str | None = Field(None, max_length=200, description="Of which group of people.")
    counts: PeriodCounts = Field(description="What was counted in it.")


class DisclosedCounts(BaseModel):
    """A file of disclosed counts."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-counts/1"] = Field(SCHEMA, alias="schema", description="This schema.")
    title: Text = Field(description="What was counted, and by whom.")
    source: str = Field("", max_length=2000, description="Where it was published.")
    digest: str = Field(
        "", pattern=r"^([0-9a-f]{64})?$", description="SHA-256 of the file that they came from."
    )
    periods: Annotated[tuple[Period, ...], Field(min_length=1, max_length=_MOST_PERIODS)] = Field(
        description="Row by row, as they stand in the file; nothing is merged."
    )

    def to_yaml(self) -> str:
        """YAML that reads back as the same counts."""
        return yaml_text(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the order of the schema, without what is absent."""
        data: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return data


def load_counts(path: str | Path) -> DisclosedCounts:
    """
    Disclosed counts from a YAML or JSON file.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    file = Path(path)
    is_json = file.suffix.lower() == ".json"
    _refuse_table(file)
    text = intake.read_text(
        file, limit=_JSON_LIMIT if is_json else BYTE_LIMIT, kind=_KIND, instead=_INSTEAD
    )
    return read_counts(text, intake.shown_name(file))


def _refuse_table(file: Path) -> None:
    """A table is understood first, so that nothing in it is taken for something else unasked."""
    if file.suffix.lower() in _TABLES and file.is_file():
        name = intake.shown_name(file)
        head = intake.first_bytes(file, most=32, kind=_KIND, instead=_INSTEAD)
        if file.suffix.lower() != ".xlsx":
            intake.refuse_pictures(head, name, wanted=_KIND)
        raise FormatError(
            f"{name} is a table, and not {_KIND}.",
            where=name,
            use=f"first misid counts {name} --write counts.yaml, then counts.yaml",
        )


def read_counts(text: str, file: str) -> DisclosedCounts:
    """
    Disclosed counts from YAML or JSON text.

    Args:
        text: the document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    return read_as(
        DisclosedCounts, _parsed(text, file), schema=SCHEMA, kind=_KIND,
        check=lambda found: list(_mistakes(found)),
    )  # fmt: skip


def _parsed(text: str, file: str) -> YamlDocument:
    """What stands in it; JSON may be longer than YAML, whose reader is slow."""
    if text.lstrip().startswith("{"):
        try:
            return parse_json(text, file)
        except (ValueError, RecursionError):
            pass
    return parse(text, file, kind=_KIND, instead=_INSTEAD)


def _mistakes(found: DisclosedCounts) -> Iterator[ScenarioFinding]:
    """What is wrong with a period though each entry by itself is right."""
    for place, one in enumerate(found.periods):
        if one.from_ is not None and one.to is not None and one.from_ > one.to:
            what = f"ends on {one.to}, before it begins on {one.from_}"
            yield ScenarioFinding(("periods", place, "to"), what, "the first day in from:")
