"""XLSX workbooks made of cells, whole, with one part damaged, or damaged as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from random import Random

from fuzzing.damage import OF_BYTES, OF_TEXT, damaged

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ATTRIBUTES = ("t", "s", "r", "hidden", "sheetId", "date1904", "Id", "Target", "numFmtId")
_VALUES = ("", "-1", "9999999999", "s", "e", "b", "str", "inlineStr", "A0", "ZZZZ9", "../../x",
           "http://a/b", "nan", "\u202e", "1e400")  # fmt: skip


def parts(rows: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """
    The parts of a workbook of one sheet.

    Args:
        rows: cells as they are written; what is a plain number is kept as one.
    """
    sheet = "".join(
        f'<row r="{at}">{"".join(_cell(at, place, one) for place, one in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    )
    texts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr '
        'date1904="0"/><sheets><sheet name="Counts" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf '
        'numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="17"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
    }
    return {name: text.encode() for name, text in texts.items()}


def _cell(row: int, column: int, text: str) -> str:
    place = f"{chr(65 + column)}{row}"
    if text.isdecimal():
        return f'<c r="{place}" s="0"><v>{text}</v></c>'
    if text.startswith("#"):
        return f'<c r="{place}" t="e"><v>{escape(text)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def zipped(held: Mapping[str, bytes]) -> bytes:
    """The parts as one file, the same bytes every time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return data.getvalue()


def spoilt(random: Random, held: Mapping[str, bytes]) -> bytes:
    """A workbook of these parts, of which one is damaged, gone, or says another thing."""
    kind = random.randrange(5)
    if kind == 0:
        return damaged(random, zipped(held), OF_BYTES)
    name, changed = random.choice(list(held)), dict(held)
    if kind == 1:
        del changed[name]
    elif kind == 2:
        changed[name] = damaged(random, held[name], OF_TEXT)
    else:
        changed[name] = _said_otherwise(random, held[name])
    return zipped(changed)


def _said_otherwise(random: Random, part: bytes) -> bytes:
    """One attribute with another value, which keeps the part well formed."""
    pieces = part.split(b'"')
    named = [
        at for at in range(0, len(pieces) - 1, 2)
        if pieces[at].endswith(tuple(f" {one}=".encode() for one in _ATTRIBUTES))
    ]  # fmt: skip
    if named:
        pieces[random.choice(named) + 1] = escape(random.choice(_VALUES)).encode()
    return b'"'.join(pieces)
