"""A document: sections made of a few kinds of blocks, and a stamp. Writers make pages of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from misid.words.sentence import Number, Spoken, TableCell, Words, in_short

VERSION: Literal["misid-document/1"] = "misid-document/1"

Facts = dict[str, JsonValue]
"""Facts as they stand in what a document was made of; it need not know of which kind they are."""


class DocumentPart(BaseModel):
    """A piece of the document; nothing changes once it is made."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Column(DocumentPart):
    """A column of a table."""

    name: Words = Field(description="Its name in files.")
    title: Words = Field(description="The name that is shown.")
    numeric: bool = Field(False, description="Whether it holds numbers.")
    aside: bool = Field(False, description="Whether a narrow terminal leaves it out.")
    in_files: bool = Field(False, description="Whether only files have it: it is not shown.")


class Text(DocumentPart):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: Spoken = Field(description="The paragraph.")


class Finding(DocumentPart):
    """What was found, in one sentence made from the numbers."""

    kind: Literal["finding"] = "finding"
    text: Spoken = Field(description="The sentence.")


class Table(DocumentPart):
    """Numbers in rows."""

    kind: Literal["table"] = "table"
    name: Words = Field(description="Its name in files.")
    title: Words = Field(description="What it shows.")
    note: Spoken = Field("", description="How it is to be read.")
    columns: tuple[Column, ...] = Field(description="Its columns.")
    rows: tuple[tuple[TableCell, ...], ...] = Field(description="A cell for each column.")
    row_ids: tuple[str, ...] = Field(
        (), description="A name for each row, where numbers lead to them; else empty."
    )

    def shown(self) -> Table:
        """The same without the columns that only files have, and those in which nothing stands."""
        kept = [
            place
            for place, column in enumerate(self.columns)
            if not column.in_files and (not self.rows or any(row[place] for row in self.rows))
        ]
        if len(kept) == len(self.columns):
            return self
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        columns = tuple(self.columns[place] for place in kept)
        return self.model_copy(update={"columns": columns, "rows": rows})


class FigureData(DocumentPart):
    """What a picture says: everything but the drawing."""

    kind: Literal["figure"] = "figure"
    name: Words = Field(description="Its name; of a scenario, as `misid figure` takes it.")
    title: Words = Field(description="What it shows.")
    finding: Spoken = Field(description="One sentence made from the numbers.")
    alt: Words = Field(description="What is drawn, in words.")
    words: tuple[Words, ...] = Field(description="What must be said wherever it is shown.")
    data: Table = Field(description="The numbers that are drawn.")
    csv: str = Field(description="The same as CSV, guarded against spreadsheet formulas.")
    stamp_line: Words = Field(description="What it was made from, in one line.")


class Figure(FigureData):
    """A picture with everything that must stand beside it."""

    wide: str = Field(description="The drawing as SVG, 640 pixels wide.")
    narrow: str = Field(description="The drawing as SVG for small screens, 288 pixels wide.")


class AnswerBlock(DocumentPart):
    """A question, and the answer that the model gives."""

    kind: Literal["answer"] = "answer"
    question: Words = Field(description="The question.")
    text: Spoken = Field(description="The answer.")
    further: tuple[Spoken, ...] = Field((), description="Further paragraphs of the answer.")


class Unknown(DocumentPart):
    """What nobody has said in public, and what stands in for it."""

    kind: Literal["unknown"] = "unknown"
    field: Words = Field(description="Name of the input.")
    question: Words = Field(description="What is not known.")
    stands_in: Spoken = Field(description="The range or options that stand in for it.")
    why: Spoken = Field(description="Why these.")
    share: Number = Field(description="Share of the range of the headline that it decides alone.")


class SourceBlock(DocumentPart):
    """A published text that numbers rest on."""

    kind: Literal["source"] = "source"
    key: Words = Field(description="Its key.")
    title: Words = Field(description="Its title.")
    publisher: Words = Field(description="Who published it.")
    date: Words = Field(description="When; empty where it is undated.")
    url: Words = Field(description="Where; empty where there is no address.")
    quality: Words = Field(description="How it was read.")


Block = Annotated[
    Text | Finding | Table | Figure | AnswerBlock | Unknown | SourceBlock,
    Field(discriminator="kind"),
]


class Section(DocumentPart):
    """A heading, and what stands below it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="Its name in addresses.")
    title: Words = Field(description="The heading.")
    blocks: tuple[Block, ...] = Field(description="In order.")


def as_facts(part: BaseModel) -> Facts:
    """A part of the facts as a document carries it."""
    return part.model_dump(mode="json", by_alias=True)


class Document(DocumentPart):
    """What people read."""

    version: Literal["misid-document/1"] = Field(VERSION, description="This schema.")
    language: str = Field(
        "en-GB", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="Its language, as in HTML."
    )
    form: str = Field(
        "", pattern=r"^[a-z_]*$", description="Which document it is, such as run; or empty."
    )
    sheet: bool = Field(
        False, description="Whether it is meant for one side of one sheet where it has pages."
    )
    title: Words = Field(description="Its title.")
    about: Words = Field(description="What it is about.")
    finding: Spoken = Field(description="The one sentence to take away.")
    words: tuple[Words, ...] = Field(description="What must be said of every number in it.")
    sections: tuple[Section, ...] = Field(description="In order.")
    scenario: Facts | None = Field(
        None, description="The scenario whole, where the numbers are of one."
    )
    given: Facts | None = Field(
        None, description="What else it was made from: answers and questionnaires."
    )
    stamp: Facts = Field(
        description="What the numbers were made from; the same stamp gives the same numbers."
    )
    stamp_line: Words = Field(description="The stamp in one line.")

    def __repr__(self) -> str:
        return "\n".join((*in_short(self.finding), self.stamp_line))
