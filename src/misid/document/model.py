"""A document: sections made of a few kinds of blocks, and a stamp. Writers make pages of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from misid.results.schema import Stamp

VERSION: Literal["misid-document/1"] = "misid-document/1"


class Part(BaseModel):
    """A piece of the document; nothing changes once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Number(Part):
    """A number as it was computed, and as it is read."""

    value: float = Field(description="Exactly as in the results.")
    text: str = Field(description="As it is shown.")


Cell = str | Number


class Column(Part):
    """A column of a table."""

    name: str = Field(description="Its name in files.")
    title: str = Field(description="The name that is shown.")
    numeric: bool = Field(False, description="Whether it holds numbers.")


class Text(Part):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: str = Field(description="The paragraph.")


class Finding(Part):
    """What was found, in one sentence made from the numbers."""

    kind: Literal["finding"] = "finding"
    text: str = Field(description="The sentence.")


class Table(Part):
    """Numbers in rows."""

    kind: Literal["table"] = "table"
    name: str = Field(description="Its name in files.")
    title: str = Field(description="What it shows.")
    note: str = Field("", description="How it is to be read.")
    columns: tuple[Column, ...] = Field(description="Its columns.")
    rows: tuple[tuple[Cell, ...], ...] = Field(description="A cell for each column.")


class FigureData(Part):
    """What a picture says: everything but the drawing."""

    kind: Literal["figure"] = "figure"
    name: str = Field(description="Its name, as `misid figure` takes it.")
    title: str = Field(description="What it shows.")
    finding: str = Field(description="One sentence made from the numbers.")
    alt: str = Field(description="What is drawn, in words.")
    words: tuple[str, ...] = Field(description="What must be said wherever it is shown.")
    data: Table = Field(description="The numbers that are drawn.")
    csv: str = Field(description="The same as CSV, guarded against spreadsheet formulas.")
    stamp_line: str = Field(description="What it was made from, in one line.")


class Figure(FigureData):
    """A picture with everything that must stand beside it."""

    wide: str = Field(description="The drawing as SVG, 640 pixels wide.")
    narrow: str = Field(description="The drawing as SVG for small screens, 288 pixels wide.")


class Answer(Part):
    """A question, and the answer that the model gives."""

    kind: Literal["answer"] = "answer"
    question: str = Field(description="The question.")
    text: str = Field(description="The answer.")


class Unknown(Part):
    """What nobody has said in public, and what stands in for it."""

    kind: Literal["unknown"] = "unknown"
    field: str = Field(description="Name of the input.")
    question: str = Field(description="What is not known.")
    stands_in: str = Field(description="The range or options that stand in for it.")
    why: str = Field(description="Why these.")
    share: Number = Field(description="Share of the range of the headline that it decides alone.")


class Source(Part):
    """A published text that numbers rest on."""

    kind: Literal["source"] = "source"
    key: str = Field(description="Its key.")
    title: str = Field(description="Its title.")
    publisher: str = Field(description="Who published it.")
    date: str = Field(description="When; empty where it is undated.")
    url: str = Field(description="Where; empty where there is no address.")
    quality: str = Field(description="How it was read.")


Block = Annotated[
    Text | Finding | Table | Figure | Answer | Unknown | Source, Field(discriminator="kind")
]


class Section(Part):
    """A heading, and what stands below it."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$", description="Its name in addresses.")
    title: str = Field(description="The heading.")
    blocks: tuple[Block, ...] = Field(description="In order.")


class Document(Part):
    """What people read."""

    version: Literal["misid-document/1"] = Field(VERSION, description="This schema.")
    language: Literal["en-GB"] = Field("en-GB", description="Its language.")
    title: str = Field(description="Its title.")
    about: str = Field(description="What it is about.")
    finding: str = Field(description="The one sentence to take away.")
    words: tuple[str, ...] = Field(description="What must be said of every number in it.")
    sections: tuple[Section, ...] = Field(description="In order.")
    stamp: Stamp
    stamp_line: str = Field(description="The stamp in one line.")
