"""A document as canonical JSON (RFC 8785): one text for one meaning, to be hashed and carried."""

from __future__ import annotations

import weakref
from typing import Any

from misid.document.model import Document

_SAFE = 2**53 - 1
# Each format of a report carries it; a document does not change, and cannot be hashed.
_kept: dict[int, tuple[weakref.ref[Document], bytes]] = {}


def canonical(document: Document) -> bytes:
    """
    The document as canonical JSON.

    A whole number that JSON's readers could round, such as a long seed, stands as text, as RFC 8785
    asks. What is read back from it gives the same text again.
    """
    place = id(document)
    known = _kept.get(place)
    if known is not None and known[0]() is document:
        return known[1]
    import rfc8785

    made: bytes = rfc8785.dumps(_interoperable(document.model_dump(mode="json", by_alias=True)))
    _kept[place] = (weakref.ref(document, lambda _: _kept.pop(place, None)), made)
    return made


def _interoperable(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _interoperable(one) for name, one in part.items()}
    if isinstance(part, list):
        return [_interoperable(one) for one in part]
    if isinstance(part, int) and abs(part) > _SAFE:
        return str(part)
    return part
