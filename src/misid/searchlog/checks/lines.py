"""
The lines of a log of text: how many there are, their Merkle root, and their chain of hashes.

An entry is a line after the line of names, without its end. A row of a chain ends in its own hash:
SHA-256 over the hash before in hexadecimal digits, a line feed, and the row up to the separator
before its hash; the first has no hash before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from misid.files.layout import GZIP, ZSTD, Layout
from misid.files.source import FileSource
from misid.searchlog.checks.merkle import merkle_root
from misid.searchlog.checks.passes import FIRST_ROWS

_PART = 2**20


def has_lines(source: FileSource) -> bool:
    """Whether the file is text whose lines can be read as they stand."""
    layout = _layout(source)
    is_packed = source.file.first(4).startswith((GZIP, ZSTD))
    return layout is not None and layout.line_end == "\n" and layout.has_names and not is_packed


def _layout(source: FileSource) -> Layout | None:
    layout = getattr(source, "layout", None)
    return layout if isinstance(layout, Layout) else None


def entries(source: FileSource) -> Iterator[bytes]:
    """Each line after the line of names, without its end; a last one that is empty is none."""
    skipped = source.first_row - 1
    return islice(_lines(source), skipped, None)


def _lines(source: FileSource) -> Iterator[bytes]:
    rest = b""
    with source.path.open("rb") as stream:
        while part := stream.read(_PART):
            lines = (rest + part).split(b"\n")
            rest = lines.pop()
            yield from (line.removesuffix(b"\r") for line in lines)
    if rest:
        yield rest


def count_lines(source: FileSource) -> int:
    """Lines after the line of names; quickly."""
    count, last = 0, b"\n"
    with source.path.open("rb") as stream:
        while part := stream.read(_PART):
            count += part.count(b"\n")
            last = part[-1:]
    return count + (last != b"\n") - (source.first_row - 1)


def first_in_cells(source: FileSource) -> list[int]:
    """The first lines, from 1 below the names, in which a cell that has several opens or closes."""
    numbered = enumerate(entries(source), 1)
    return list(islice((number for number, line in numbered if line.count(b'"') % 2), FIRST_ROWS))


def root_of(source: FileSource, size: int | None) -> tuple[bytes, int]:
    """
    The RFC 6962 root over the first entries, and over how many.

    Args:
        source: text.
        size: how many; None: all.
    """
    there = count_lines(source)
    over = there if size is None else min(size, there)
    return merkle_root(islice(entries(source), over)), over


def first_broken_link(source: FileSource) -> int | None:
    """
    The first entry, from 0, that does not end in its own hash; none where the chain holds.

    Args:
        source: text whose last column is the hash.
        separator: between columns.
    """
    layout, before = _layout(source), b""
    separator = (layout.separator if layout else ",").encode()
    for place, entry in enumerate(entries(source)):
        content, _, stated = entry.rpartition(separator)
        before = sha256(before + b"\n" + content).hexdigest().encode()
        if stated.strip(b'" ').lower() != before:
            return place
    return None
