"""Rates of rows of disclosed counts as a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Figure, Table
from misid.document.tables import rows as tables
from misid.inference.row_schema import ROW_RATES, RowRateName, RowRates
from misid.words import rows as words
from misid.words.figure_labels import caution
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain

_LONGEST = 300


def rows_document(
    found: RowRates,
    language: Language = ENGLISH,
    *,
    every: bool = False,
    drawn: Mapping[RowRateName, Figure] | None = None,
) -> Document:
    """
    How far rows differ, which lie apart, and each row's rate drawn towards the others.

    Args:
        found: the facts.
        language: in which it is said.
        every: whether every row is shown.
        drawn: the picture of each rate, where they are wanted.
    """
    pictures = drawn or {}
    material = Material(
        language=language,
        sentences={
            "spread": lambda: tuple(words.spreads(found, language)),
            "apart": lambda: tuple(words.chances(found, language)),
            "notes": lambda: tuple(words.notes(found, language)),
        },
        tables={
            "spread": lambda: tables.spread(found, language),
            "left": lambda: tables.left(found, language, every=every),
            **{name: partial(_rows, found, name, language, every) for name in ROW_RATES},
        },
        figures={name: _picture(pictures.get(name)) for name in ROW_RATES},
    )
    program = version("misid")
    return numbered(
        Document(
            language=language.code,
            form="rows",
            title=plain(words.title(language)),
            about=found.title[:_LONGEST],
            finding=words.finding(found, language),
            words=(caution("as_disclosed", language),),
            sections=sections(form("rows"), material),
            stamp={"program": "misid", "version": program, "counts": f"sha256:{found.digest}"},
            stamp_line=words.stamp_line(found, language),
        )
    )


def _picture(drawn: Figure | None) -> Callable[[], Figure | None]:
    return lambda: drawn


def _rows(found: RowRates, name: RowRateName, language: Language, every: bool) -> Table | None:
    place = next((at for at, one in enumerate(found.rates) if one.name == name), None)
    return None if place is None else tables.rows(found, place, language, every=every)
