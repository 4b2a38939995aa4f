"""A picture becomes a block of a document, drawn for wide and for narrow pages."""

from __future__ import annotations

from misid.document.model import Column, Figure, FigureData, Table
from misid.figures import NARROW, WIDE, Picture
from misid.figures.picture import DataColumn, Value
from misid.figures.render import bare_svg
from misid.words.figure_labels import label
from misid.words.language import Language
from misid.words.numbers import fact
from misid.words.sentence import TableCell


def block(picture: Picture) -> Figure:
    """The picture, its words, its data and both drawings."""
    return Figure(
        **dict(figure_data(picture)),
        wide=bare_svg(picture, WIDE),
        narrow=bare_svg(picture, NARROW),
    )


def figure_data(picture: Picture) -> FigureData:
    """What a picture says; nothing is drawn."""
    return FigureData(
        name=picture.name,
        title=picture.title,
        finding=picture.finding,
        alt=picture.alt,
        words=picture.words,
        data=data_table(picture),
        csv=picture.as_csv(),
        stamp_line=picture.stamp,
    )


def data_table(picture: Picture) -> Table:
    """The numbers that a picture draws."""
    return Table(
        name=picture.name,
        title=label("data", picture.language, title=picture.title),
        columns=tuple(
            Column(
                name=column.name,
                title=column.title,
                numeric=any(isinstance(row[place], int | float) for row in picture.rows),
            )
            for place, column in enumerate(picture.columns)
        ),
        rows=tuple(
            tuple(
                _cell(value, column, picture.language)
                for value, column in zip(row, picture.columns, strict=True)
            )
            for row in picture.rows
        ),
    )


def _cell(value: Value, column: DataColumn, language: Language) -> TableCell:
    return value if isinstance(value, str) else fact(value, column.unit, language=language)
