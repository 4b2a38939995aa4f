"""Something that a reader called by name, where it is neither a name that is known nor a file."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

from misid.errors import FormatError
from misid.files.read import shown_name


def refuse_unknown(path: Path, nouns: str, known: Sequence[str], use: str) -> None:
    """
    Refuse a word that nothing is called, and say what is called nearly so.

    A path with a folder or an ending is meant as a file, and told as one that is not there.

    Args:
        path: as it was given.
        nouns: what could be called so, such as `scenario or file`.
        known: the names that come along.
        use: what to use instead.
    Raises: FormatError: no file is there either.
    """
    if path.suffix or path.name != str(path) or os.path.exists(path):  # noqa: PTH110 - any text
        return
    shown = shown_name(path)
    what = f"no {nouns} is called {shown}"
    near = difflib.get_close_matches(path.name, known, n=1)
    told = f"{what}; the nearest is {near[0]}." if near else f"{what}."
    raise FormatError(told, where=shown, use=use)
