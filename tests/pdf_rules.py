"""
Rules of PDF/UA-1 and PDF/A-3a that a program can hold a file against, without a validator.

After the Matterhorn Protocol 1.1 (PDF/UA-1) and ISO 19005-3; no stand-in for veraPDF, which checks
more: among other things what fonts hold, and colour spaces.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

Rule = tuple[str, str]
"""What is asked for, and where it is not so."""
_PAINTED = frozenset((
    b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh",
    b"Do", b"INLINE IMAGE",
))  # fmt: skip
_STANDARD = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT",
    "WP", "Figure", "Formula", "Form",
))  # fmt: skip
_PRINT, _HIDDEN = 4, 1 | 2 | 32


def broken(data: bytes) -> list[Rule]:
    """Every rule that a PDF breaks."""
    reader = PdfReader(io.BytesIO(data), strict=True)
    checks = (_of_metadata, _of_catalogue, _of_pages, _of_structure, _of_fonts, _of_attachments)
    return [rule for check in checks for rule in check(reader)]


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def _of_metadata(reader: PdfReader) -> Iterator[Rule]:
    about = _root(reader)["/Metadata"].get_data().decode()
    for wanted in (
        "<pdfuaid:part>1</pdfuaid:part>", "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>", "<dc:title>", "<dc:language>",
    ):  # fmt: skip
        if wanted not in about:
            yield wanted, "metadata"


def _of_catalogue(reader: PdfReader) -> Iterator[Rule]:
    root = _root(reader)
    tags = root.get("/MarkInfo", {})
    held = {
        "is tagged": _is_true(tags.get("/Marked")),
        "has no suspect tags": not _is_true(tags.get("/Suspects")),
        "says its language": bool(root.get("/Lang")),
        "shows its title": _is_true(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "is not encrypted": "/Encrypt" not in reader.trailer,
        "has an identifier": "/ID" in reader.trailer,
        "runs nothing": not {"/AA", "/XFA"} & set(root) and "/JavaScript" not in root["/Names"],
        "has an outline": "/Outlines" in root,
        "says its colours": any(
            one.get_object().get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one.get_object()
            for one in root.get("/OutputIntents", [])
        ),
    }
    yield from ((rule, "catalogue") for rule, kept in held.items() if not kept)


def _is_true(held: Any) -> bool:
    """Whether a boolean of a PDF is true; pypdf holds false, too, for something."""
    return getattr(held, "value", held) is True


def _of_pages(reader: PdfReader) -> Iterator[Rule]:
    for number, page in enumerate(reader.pages, 1):
        where = f"page {number}"
        if "/StructParents" not in page:
            yield "content is found from its tags", where
        loose = _unmarked(page.get_contents(), reader)
        if loose:
            yield f"{loose} marks are neither tagged nor artifacts", where
        notes = [one.get_object() for one in page.get("/Annots", [])]
        if notes and page.get("/Tabs") != "/S":
            yield "tabs go by structure", where
        for one in notes:
            yield from ((rule, where) for rule in _of_annotation(one))


def _operations(content: Any, reader: PdfReader) -> list[Any]:
    """What a page does; a stream without entries is empty to Python, whatever it paints."""
    return [] if content is None else ContentStream(content, reader).operations


def _unmarked(content: Any, reader: PdfReader) -> int:
    """How often something is painted outside of what is tagged or told to be an artifact."""
    marks, loose = 0, 0
    for _, operator in _operations(content, reader):
        if operator in (b"BDC", b"BMC"):
            marks += 1
        elif operator == b"EMC":
            marks -= 1
        elif operator in _PAINTED and marks == 0:
            loose += 1
    return loose


def _of_annotation(one: Any) -> Iterator[str]:
    flags = int(one.get("/F", 0))
    if not flags & _PRINT or flags & _HIDDEN:
        yield "annotations are printed and seen"
    if one["/Subtype"] == "/Link" and not one.get("/Contents"):
        yield "links say where they lead"
    if "/StructParent" not in one:
        yield "annotations are tagged"


def _of_structure(reader: PdfReader) -> Iterator[Rule]:
    tree = _root(reader)["/StructTreeRoot"]
    roles, level = dict(tree.get("/RoleMap", {})), 0
    for kind, one in _elements(tree, roles):
        if kind not in _STANDARD:
            yield "types are standard", kind
        if kind in ("Figure", "Formula") and not (one.get("/Alt") or one.get("/ActualText")):
            yield "pictures have words in their place", kind
        if kind == "TH" and not _attribute(one, "/Scope"):
            yield "heads of tables say of what", kind
        if kind[0] == "H" and kind[1:].isdigit():
            if int(kind[1:]) > level + 1:
                yield "no level of headings is left out", kind
            level = int(kind[1:])
    if not level:
        yield "there are headings", "structure"


def _elements(parent: Any, roles: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """Every element of the structure in reading order, with its standard type."""
    below = parent.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        held = one.get_object()
        if not hasattr(held, "get") or "/S" not in held:
            continue
        name = str(held["/S"])
        yield str(roles.get(name, name)).removeprefix("/"), held
        yield from _elements(held, roles)


def _attribute(one: Any, name: str) -> Any:
    given = one.get("/A", [])
    held = [each.get_object() for each in (given if isinstance(given, list) else [given])]
    return next((each[name] for each in held if hasattr(each, "get") and name in each), None)


def _of_fonts(reader: PdfReader) -> Iterator[Rule]:
    seen = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for name, font in resources.get("/Font", {}).items():
            seen[str(font.get_object().get("/BaseFont", name))] = font.get_object()
    for name, font in seen.items():
        held = font.get("/DescendantFonts", [font])[0].get_object().get("/FontDescriptor", {})
        if font.get("/Subtype") != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(
            held.get_object() if hasattr(held, "get_object") else held
        ):
            yield "fonts are embedded", name
        if "/ToUnicode" not in font:
            yield "letters are known as text", name


def _of_attachments(reader: PdfReader) -> Iterator[Rule]:
    root = _root(reader)
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    held = [one.get_object() for one in names[1::2]]
    if not held:
        yield "it carries its document", "attachments"
    for one in held:
        wanted = {
            "attachments say what they are to it": "/AFRelationship" in one,
            "attachments have a name": "/F" in one and "/UF" in one,
            "attachments have a type": "/Subtype" in one["/EF"]["/F"].get_object(),
            "attachments are told by it": len(root.get("/AF", [])) == len(held),
        }
        yield from ((rule, str(one.get("/UF"))) for rule, kept in wanted.items() if not kept)
