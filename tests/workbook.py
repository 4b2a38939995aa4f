"""A workbook of one sheet, made by hand: what is tested is how such a file is read."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY, SHARE, MONTH = 1, 2, 3
"""Styles of cells: a day, per cent, and a month."""
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="10"/>'
    '<xf numFmtId="17"/></cellXfs></styleSheet>'
)
_WORDS = re.compile(r't="inlineStr"><is><t>(.*?)</t></is>')


def cell(place: str, value: object, style: int = 0) -> str:
    """A cell: a number, words, or an error such as #DIV/0!."""
    if isinstance(value, int | float):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = escape(str(value))
    if text.startswith("#"):
        return f'<c r="{place}" t="e"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, hidden: bool = False) -> str:
    """A row of such cells."""
    told = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{told}>{"".join(cells)}</row>'


def workbook(**sheets: str) -> bytes:
    """An XLSX file of sheets, each by its rows; of one called Data1904 days count from 1904."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in enumerate(names, 1)
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f'<workbookPr date1904="{int("Data1904" in sheets)}"/><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": _STYLES,
    }
    texts: list[str] = []
    for at, name in enumerate(names, 1):
        cells = sheets[name] if name.startswith("Inline") else _shared(sheets[name], texts)
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        )
    held = "".join(f"<si><r><t>{text}</t></r></si>" for text in texts)
    return archive(parts | {"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{held}</sst>'})


def _shared(cells: str, texts: list[str]) -> str:
    """Words kept apart, as spreadsheets keep them."""

    def kept(found: re.Match[str]) -> str:
        texts.append(found[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    return _WORDS.sub(kept, cells)


def archive(parts: dict[str, str]) -> bytes:
    """A packed file of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return held.getvalue()
