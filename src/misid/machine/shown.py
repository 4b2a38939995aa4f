"""How a whole document shows itself in Python: its words stand above it, so they go by name."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def shown(document: Any, form: str) -> str | None:
    """
    What a document says of itself; nothing for a part of one, and where it cannot be said.

    Args:
        document: facts; a whole document has a version.
        form: lines, or page for a notebook.
    """
    if "version" not in type(document).model_fields:
        return None
    try:
        said = getattr(import_module("misid.study.shown"), form)(document)
    except Exception:  # a debugger shows what is not finished too
        return None
    return None if said is None else str(said)


class Shown:
    """A document that says its finding where it is printed; its parts are printed as they are."""

    def __repr__(self) -> str:
        return shown(self, "lines") or super().__repr__()

    def _repr_html_(self) -> str | None:
        return shown(self, "page")
