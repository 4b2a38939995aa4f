"""A row of the federal inventory of uses of AI becomes answers; what it leaves open, unknowns."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from misid.assessment.answers import SCHEMA, Answers, AnswerState, ItemAnswer, Statement
from misid.assessment.questionnaire import CitedSource
from misid.errors import FormatError, MeaningError, visible
from misid.files.read import cut, plain, read_text, shown_name
from misid.files.yaml_lines import parse

FORM = "omb-m-25-21"
_KEY = "inventory"
_LIMIT = 5_000_000
_ID, _NAME = "id", "use_case_name"
_NOTHING = {"", "[]", "n/a", "na", "none", "null", "-"}
_OPEN = re.compile(r"in[- ]?progr?ess|pending|planned", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"^not applicable", re.IGNORECASE)
_YES = re.compile(r"\b(yes|established|completed|conducted|review)\b|^\[.+\]$", re.IGNORECASE)
_NO = re.compile(r"^(no|not)\b", re.IGNORECASE)
_MOST_NAMED = 10


def from_inventory(path: Path, use_case: str, as_of: datetime.date) -> Answers:
    """
    What a row says of the minimum practices; a blank or "in progress" is an unknown.

    Args:
        path: a CSV file of the inventory.
        use_case: id of a row, or a name that one row has; where none has it, that is a finding:
            nothing is answered, and the answers say that there is no row.
        as_of: the day on which the inventory was read.
    Raises: FormatError: no such file, or not its columns. MeaningError: several rows of a name, or
        no name.
    """
    if not use_case.strip():
        raise MeaningError(
            "the use that is asked about has no name.", use="an id of a row, such as DHS-2731"
        )
    rows = _rows(path)
    wanted = use_case.strip().casefold()
    of_id = [row for row in rows if row[_ID].strip().casefold() == wanted]
    found = of_id or [row for row in rows if row.get(_NAME, "").strip().casefold() == wanted]
    if len(found) > 1:
        ids = ", ".join(plain(row[_ID]) for row in found[:_MOST_NAMED])
        raise MeaningError(
            f"{len(found)} rows are named {cut(use_case)!r}.",
            where=shown_name(path),
            use=f"the id of one of them: {ids}",
        )
    if not found:
        return _none(use_case, as_of)
    return _answered(found[0], as_of)


def _rows(path: Path) -> list[dict[str, str]]:
    text = read_text(path, limit=_LIMIT, kind="an inventory")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = list(reader.fieldnames or ())
        needed = (_ID, *_reading().columns.values())
        missing = [name for name in needed if name not in names]
        if missing:
            raise FormatError(
                f"{shown_name(path)} has no column {missing[0]}.",
                use=f"a CSV file with the columns {', '.join((_NAME, *needed))}",
            )
        return [{name: row.get(name) or "" for name in names} for row in reader]
    except csv.Error as error:
        raise FormatError(
            f"{shown_name(path)}, line {reader.line_num}, is not CSV: {error}.",
            use="the inventory as it is published, saved as CSV",
        ) from None


class _InventoryReading(BaseModel):
    """How a row is read, and what the answers say of it."""

    columns: dict[str, str]
    source: CitedSource
    says: dict[str, str]

    def said(self, name: str, /, **values: str) -> str:
        """A sentence of the answers, which are an author's."""
        return self.says[name].format(**values)


@cache
def _reading() -> _InventoryReading:
    text = (files("misid.assessment") / "library" / "inventory.yaml").read_text("utf-8")
    return _InventoryReading.model_validate(parse(text, "inventory.yaml").data)


def _source() -> dict[str, CitedSource]:
    return {_KEY: _reading().source}


def _none(use_case: str, as_of: datetime.date) -> Answers:
    said = Statement(
        id="no-row",
        topic="inventory-row",
        stance="none-found",
        source=_KEY,
        says=_reading().said("no_row", name=_clean(use_case)),
    )
    return Answers(
        schema_=SCHEMA,
        programme=_clean(use_case),
        as_of=as_of,
        sources=_source(),
        answers=tuple(
            ItemAnswer(form=FORM, item=item, state="unknown", why=_reading().said("nothing_said"))
            for item in _reading().columns
        ),
        statements=(said,),
    )


def _answered(row: Mapping[str, str], as_of: datetime.date) -> Answers:
    name = _clean(f"{row.get(_NAME) or row[_ID]} ({row[_ID]})")
    return Answers(
        schema_=SCHEMA,
        programme=name,
        as_of=as_of,
        sources=_source(),
        answers=tuple(_practices(row)),
        statements=tuple(_statements(row, name)),
    )


def _practices(row: Mapping[str, str]) -> Iterator[ItemAnswer]:
    for item, column in _reading().columns.items():
        cell = _clean(row[column])
        state, why = _read(cell)
        yield ItemAnswer(form=FORM, item=item, state=state, why=why, evidence=(_KEY,))


def _read(cell: str) -> tuple[AnswerState, str]:
    """How a cell is understood, and why, with what it says."""
    if cell.casefold() in _NOTHING:
        return "unknown", _reading().said("blank")
    quoted = _reading().said("cell", cell=cell)
    if _OPEN.search(cell):
        return "unknown", quoted
    if _NOT_APPLICABLE.search(cell):
        return "not_applicable", quoted
    if _NO.search(cell):
        return "not_met", quoted
    # Other words may mean a waiver as well as a practice that is met: nobody guesses which.
    return ("met", quoted) if _YES.search(cell) else ("not_checked", quoted)


def _statements(row: Mapping[str, str], name: str) -> Iterator[Statement]:
    stage = _clean(row.get("development_stage", ""))
    if stage.casefold() in ("deployed", "pilot"):
        yield Statement(
            id="in-use", topic="in-use", stance="in-use", source=_KEY,
            says=_reading().said("in_use", name=name, cell=stage),
        )  # fmt: skip
    yield Statement(
        id="row", topic="inventory-row", stance="found", source=_KEY,
        says=_reading().said("row", name=name),
    )  # fmt: skip
    high, url = _clean(row.get("is_high_impact", "")), row.get("pia_url", "").strip()
    if high.casefold() == "high-impact":
        yield Statement(
            id="required", topic="impact-assessment-required", stance="required",
            source=_KEY, says=_reading().said("required", cell=high),
        )  # fmt: skip
    if "pia_url" in row:
        stance = "linked" if url.casefold() not in _NOTHING else "none-found"
        yield Statement(
            id="privacy-assessment", topic="impact-assessment", stance=stance, source=_KEY,
            says=_reading().said("linked" if stance == "linked" else "none_linked"),
        )  # fmt: skip


def _clean(text: str) -> str:
    """A cell as it is quoted: on one line, not long, nothing in it hidden."""
    return visible(cut(" ".join(text.split())))
