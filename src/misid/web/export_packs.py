"""Texts of a copy, squeezed: what several of them say is kept once, on a shelf that they share."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable

FOLDER = "packs"
_PIECE = re.compile(r"(?<=>)")
PathPart = str | int | list[int]
"""Words of a text's own, a piece of its shelf, or the first of several in a row and their count."""


class Packs:
    """Texts by a name that is made of what they say; each stands on a shelf."""

    def __init__(self) -> None:
        self._shelves: dict[str, dict[str, str]] = {}

    def add(self, text: str, shelf: str) -> str:
        """
        Keep a text; twice the same is kept once.

        Args:
            text: of HTML or SVG.
            shelf: where texts lie that have much in common; the name of a file.
        Returns: its name.
        """
        name = hashlib.sha256(f"{shelf}\n{text}".encode()).hexdigest()[:16]
        self._shelves.setdefault(shelf, {})[name] = text
        return name

    def files(self) -> dict[str, bytes]:
        """Every text and every shelf as a script, by its path."""
        made: dict[str, bytes] = {}
        for shelf, texts in self._shelves.items():
            pieces = shared(texts.values())
            made[_path(shelf)] = _script(shelf, list(pieces))
            for name, text in texts.items():
                made[_path(name)] = _script(name, [shelf, *parts(text, pieces)])
        return made


def shared(texts: Iterable[str]) -> dict[str, int]:
    """
    The pieces that more than one text has, and the place of each, in the order of the texts.

    Args:
        texts: HTML or SVG, cut after each tag.
    Example:
        >>> shared(["<p>1</p>", "<p>2</p>"])
        {'<p>': 0}
    """
    cut = [list(filter(None, _PIECE.split(text))) for text in texts]
    times = Counter(piece for pieces in cut for piece in set(pieces))
    common = dict.fromkeys(piece for pieces in cut for piece in pieces if times[piece] > 1)
    return {piece: place for place, piece in enumerate(common)}


def parts(text: str, pieces: dict[str, int]) -> list[PathPart]:
    """
    A text, with the places of what it shares in place of it.

    Args:
        text: as it was cut by `shared`.
        pieces: and their places.
    Example:
        >>> parts("<ol><li>1</li>", {"<ol>": 4, "<li>": 5})
        [[4, 2], '1</li>']
    """
    made: list[PathPart] = []
    for piece in filter(None, _PIECE.split(text)):
        last = made[-1] if made else None
        place = pieces.get(piece)
        if place is None and isinstance(last, str):
            made[-1] = last + piece
        elif place is None:
            made.append(piece)
        elif isinstance(last, list) and sum(last) == place:
            last[1] += 1
        else:
            made.append([place, 1])
    return [one[0] if isinstance(one, list) and one[1] == 1 else one for one in made]


def whole(made: Iterable[PathPart], pieces: list[str]) -> str:
    """
    The text again, as the script of a copy puts it together.

    Example:
        >>> whole([[0, 2], "1</li>"], ["<ol>", "<li>"])
        '<ol><li>1</li>'
    """
    return "".join(_joined_pieces(part, pieces) for part in made)


def _joined_pieces(part: PathPart, pieces: list[str]) -> str:
    if isinstance(part, str):
        return part
    first, count = (part, 1) if isinstance(part, int) else part
    return "".join(pieces[first : first + count])


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.js"


def _script(name: str, content: list[PathPart] | list[str]) -> bytes:
    """What a page of files can load: such a page may run a script, but fetch nothing."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    squeezed = base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
    return f'misid.put("{name}","{squeezed}");\n'.encode()
