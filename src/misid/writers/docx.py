"""A document as DOCX: real headings, tables and pictures, and each number a bookmark."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from misid.attestation.carried import PART
from misid.document.canonical import canonical
from misid.document.model import (
    AnswerBlock,
    Block,
    Document,
    Figure,
    Finding,
    SourceBlock,
    Table,
    Text,
    Unknown,
)
from misid.words.language import Language, language
from misid.words.sentence import Number, Spoken, Value, pieces, plain
from misid.writers.paper import check_paper

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

_DATED = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_SIZES_MM = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_MARGIN_MM, _LONGEST_NAME, _LONGEST_TITLE = 20.0, 40, 255
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FONT, _SMALL = "Arial", 8.0
_STYLES = {"Normal": 10, "Title": 13, "Heading 1": 16, "Heading 2": 11}
_INK = "1B1F23"
_CARRIED = "urn:misid:document"
"""The kind of the relation that leads to the part with the document as data."""


def docx(document: Document, paper: str = "a4") -> bytes:
    """
    The document for a word processor; the same document gives the same bytes.

    A number is a bookmark of its own name, and leads to the row that says where it comes from.

    Args:
        document: of any kind.
        paper: `a4` or `letter`.
    Raises: MeaningError: no such paper.
    """
    from docx.api import Document as WordDocument

    made = _Made(WordDocument(), language(document.language))
    made.set_up(document, check_paper(paper))
    made.front(document)
    for section in document.sections:
        made.heading(section.title, 1)
        for block in section.blocks:
            made.block(block)
    made.small(f"{'; '.join(document.words).capitalize()}. {document.stamp_line}.")
    _carry(made.word, canonical(document))
    held = io.BytesIO()
    made.word.save(held)
    return _without_clock(held.getvalue())


def _carry(word: Word, document: bytes) -> None:
    """The document as data, in a part of its own that word processors leave alone."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI(f"/{PART}"), "application/json", document, word.part.package)
    word.part.relate_to(part, _CARRIED)


def _without_clock(packed: bytes) -> bytes:
    """The same archive in one order, each file dated alike."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, (_DATED.year, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return held.getvalue()


def mark(name: str) -> str:
    """
    The bookmark of a name: word processors take forty letters at most, and few signs.

    Example:
        >>> mark("row-12"), mark("headline.misses_among_sought.median-2")
        ('row_12', 'headline_misses_among_sought_median_2')
    """
    plainly = "".join(one if one.isascii() and one.isalnum() else "_" for one in name)
    if len(plainly) <= _LONGEST_NAME and plainly[:1].isalpha():
        return plainly
    return f"n_{hashlib.sha256(name.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class _Made:
    """The file so far, in which language it speaks, and numbers for its bookmarks."""

    word: Word
    speaks: Language
    marks: Iterator[int] = field(default_factory=lambda: count(1))

    def set_up(self, document: Document, paper: str) -> None:
        """Paper, fonts, language, what the file says of itself, and the stamp at each foot."""
        from docx.shared import Mm

        page = self.word.sections[0]
        page.page_width, page.page_height = map(Mm, _SIZES_MM[paper])
        for side in ("left", "right", "top", "bottom"):
            setattr(page, f"{side}_margin", Mm(_MARGIN_MM))
        about = self.word.core_properties
        about.title, about.author = document.title[:_LONGEST_TITLE], str(document.stamp["program"])
        about.language, about.comments = document.language, document.stamp_line[:_LONGEST_TITLE]
        about.created = about.modified = _DATED
        about.last_modified_by, about.revision = about.author, 1
        self._fonts(document.language)
        foot = page.footer.paragraphs[0]
        _run(foot._p, f"{document.stamp_line}  ", size=_SMALL)
        field = _element("w:fldSimple", instr="PAGE")
        _run(field, "1", size=_SMALL)
        foot._p.append(field)

    def _fonts(self, code: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        tag = code if "-" in code else f"{code}-{code.upper()}"
        for name, size in _STYLES.items():
            style: Any = self.word.styles[name]
            style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(_INK)
            about = style.element.get_or_add_rPr()
            fonts = about.get_or_add_rFonts()
            fonts.attrib.clear()
            for script in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{script}"), _FONT)
            about.append(_element("w:lang", val=tag, eastAsia=tag))

    def front(self, document: Document) -> None:
        """Title, what it says in one sentence, and what it is about."""
        self.small(" · ".join((str(document.stamp["program"]), *document.words)))
        self.word.add_heading(document.title, 0)
        self.spoken(document.finding, bold=True, size=14)
        self.spoken(document.about)

    def heading(self, title: str, level: int) -> None:
        """A heading that a table of contents finds."""
        self.word.add_heading(title, level)

    def small(self, said: Value) -> Paragraph:
        """A remark."""
        return self.spoken(said, size=_SMALL)

    def spoken(self, said: Value, *, bold: bool = False, size: float = 0) -> Paragraph:
        """A paragraph whose numbers are bookmarks."""
        paragraph = self.word.add_paragraph()
        self._said(paragraph._p, said, bold=bold, size=size)
        return paragraph

    def _said(self, paragraph: Any, said: Value, *, bold: bool, size: float) -> None:
        for piece in pieces(said):
            if isinstance(piece, str):
                _run(paragraph, piece, bold=bold, size=size)
            else:
                self._number(paragraph, piece, bold=bold, size=size)

    def _number(self, paragraph: Any, one: Number, *, bold: bool, size: float) -> None:
        holder = paragraph
        if one.row:
            holder = _element("w:hyperlink", anchor=mark(one.row), history="1")
            paragraph.append(holder)
        with self._marked(holder, one.id):
            _run(holder, one.text, bold=bold, size=size)

    @contextmanager
    def _marked(self, holder: Any, name: str) -> Iterator[None]:
        """A bookmark around what is put in meanwhile; none without a name."""
        number = str(next(self.marks))
        if name:
            holder.append(_element("w:bookmarkStart", id=number, name=mark(name)))
        yield
        if name:
            holder.append(_element("w:bookmarkEnd", id=number))

    def block(self, block: Block) -> None:
        """Any block of a section."""
        makers: dict[type, Callable[[Any], object]] = {
            Text: lambda one: self.spoken(one.text),
            Finding: lambda one: self.spoken(one.text, bold=True, size=12),
            AnswerBlock: self._answer,
            Table: lambda one: self._table(one.shown()),
            Figure: self._figure,
            Unknown: self._unknown,
            SourceBlock: self._source,
        }
        makers[type(block)](block)

    def _answer(self, one: AnswerBlock) -> None:
        self.heading(one.question, 2)
        for said in (one.text, *one.further):
            self.spoken(said)

    def _unknown(self, one: Unknown) -> None:
        say = self.speaks.word
        self.heading(one.question, 2)
        stands: Spoken = (
            f"{say('Nobody has said.')} {say('What stands in for it')}: ",
            *pieces(one.stands_in), ". ", *pieces(one.why),
        )  # fmt: skip
        self.spoken(stands)
        share = f"{say('Share of the range that it decides by itself')}: "
        self.small((share, one.share, f". {one.field}"))

    def _source(self, one: SourceBlock) -> None:
        say = self.speaks.word
        about = ", ".join(filter(None, (one.publisher, one.title, one.date or say("undated"))))
        self.spoken(f"{one.key}: {about}. {say('Read as')}: {one.quality}. {one.url}", size=9)

    def _figure(self, one: Figure) -> None:
        from docx.shared import Emu

        from misid.figures.converter import png

        caption = self.spoken(one.finding, bold=True, size=11)
        caption.paragraph_format.keep_with_next = True
        drawn = io.BytesIO(png(_on_white(one.wide)))
        shape: Any = self.word.add_picture(drawn, width=Emu(self._room()))
        shape._inline.docPr.set("descr", one.alt)
        shape._inline.docPr.set("title", one.title)
        self.word.paragraphs[-1].paragraph_format.keep_with_next = True
        self.small(" · ".join((*one.words, one.stamp_line)))

    def _room(self) -> int:
        page = self.word.sections[0]
        return int(page.page_width - page.left_margin - page.right_margin)  # type: ignore[operator]

    def _table(self, one: Table) -> None:
        from docx.shared import Emu

        if one.title:
            self.spoken(one.title, bold=True).paragraph_format.keep_with_next = True
        grid = self.word.add_table(0, len(one.columns), style="Table Grid")
        room, shares = self._room(), _shares(one)
        for column, share in zip(grid.columns, shares, strict=True):
            column.width = Emu(round(room * share))
        grid._tbl.tblPr.append(_element("w:tblCaption", val=one.title[:_LONGEST_TITLE]))
        is_right = [column.numeric for column in one.columns]
        heads = [column.title for column in one.columns]
        grid._tbl.append(self._row(heads, is_right, bold=True, kind="w:tblHeader"))
        names = one.row_ids or ("",) * len(one.rows)
        for name, cells in zip(names, one.rows, strict=True):
            grid._tbl.append(self._row(cells, is_right, name=name))
        self.small(one.note)

    def _row(
        self,
        cells: Sequence[Value],
        is_right: Sequence[bool],
        *,
        name: str = "",
        bold: bool = False,
        kind: str = "w:cantSplit",
    ) -> Any:
        """A row of a table: one that is said again on each page, or one that is not torn apart."""
        row, about = _element("w:tr"), _element("w:trPr")
        about.append(_element(kind))
        row.append(about)
        for place, content in enumerate(cells):
            cell, paragraph = _element("w:tc"), _element("w:p")
            cell.append(paragraph)
            look = _element("w:pPr")
            look.append(_element("w:spacing", before="20", after="20"))
            look.append(_element("w:jc", val="right" if is_right[place] else "left"))
            paragraph.append(look)
            with self._marked(paragraph, "" if place else name):
                self._said(paragraph, content, bold=bold, size=_SMALL)
            row.append(cell)
        return row


def _shares(one: Table) -> list[float]:
    """Of the width of a page for each column: its longest word, and by what it holds."""
    texts = [[column.title, *(plain(row[place]) for row in one.rows)]
             for place, column in enumerate(one.columns)]  # fmt: skip
    wanted = [
        2.0 + max(len(word) for text in column for word in text.split(" ") or [""])
        + max(map(len, column)) ** 0.6
        for column in texts
    ]  # fmt: skip
    return [one / sum(wanted) for one in wanted]


def _on_white(svg: str) -> str:
    """The drawing on white ground, since nobody knows what lies behind it."""
    return svg.replace("</title>", '</title><rect width="100%" height="100%" fill="#ffffff"/>', 1)


def _element(tag: str, **values: str) -> Any:
    """A part of the file, with values that belong to the same names."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made: Any = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _run(holder: Any, words: str, *, bold: bool = False, size: float = 0) -> None:
    """Words in one look; what no file of this kind may hold is written out."""
    run, look, text = _element("w:r"), _element("w:rPr"), _element("w:t")
    if bold:
        look.append(_element("w:b"))
    if size:
        look.append(_element("w:sz", val=str(round(2 * size))))
    text.text = _UNFIT.sub(lambda one: ascii(one[0])[1:-1], words)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.extend((look, text))
    holder.append(run)
