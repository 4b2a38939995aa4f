"""Documents that were saved: read back as they were, or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import ValidationError

from misid.errors import FormatError
from misid.files.read import read_text, shown_name
from misid.results.schema import Part

Document = TypeVar("Document", bound=Part)
_LARGEST = 200_000_000


def read_saved(path: Path, model: type[Document], *, kind: str, use: str) -> Document:
    """
    A document that misid wrote.

    Args:
        path: of its JSON file.
        model: of the document; its field `version` says which schema is read.
        kind: what it should be, such as `a shard of a simulation`.
        use: what makes it anew.
    Raises: FormatError: it is of another schema, is something else, or was changed.
    """
    name = shown_name(path)
    text = read_text(path, limit=_LARGEST, kind=kind)
    try:
        data = json.loads(text)
        _check_version(data, model, name, use)
        return model.model_validate(data)
    except (ValidationError, ValueError, RecursionError):
        raise FormatError(f"{name} is not {kind}, or was changed.", where=name, use=use) from None


def _check_version(data: object, model: type[Part], name: str, use: str) -> None:
    """Refuse the same kind of document of an older or newer schema."""
    version = data.get("version") if isinstance(data, dict) else None
    (wanted,) = get_args(model.model_fields["version"].annotation)
    family = wanted.partition("/")[0]
    if isinstance(version, str) and version != wanted and version.startswith(f"{family}/"):
        older = _number(version) < _number(wanted)
        raise FormatError(
            f"{name} is of {'an older' if older else 'a newer'} schema, {version[:40]}; {wanted} "
            "is read.",
            where=name,
            use=use if older else "the version of misid that wrote it, or a later one",
        )


def _number(version: str) -> int:
    number = version.partition("/")[2]
    return int(number) if number.isdecimal() else 0
