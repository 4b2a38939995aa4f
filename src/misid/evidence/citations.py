"""Where each published number was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from misid.evidence.files import data_text, plain_yaml
from misid.evidence.names import unknown_name


@dataclass(frozen=True, slots=True)
class Citation:
    """
    One publication, and how it was read.

    `quality` is primary (the publisher's own text or data), secondary (a quotation of it) or
    unchecked (commonly quoted, not read). `read` is the day or month on which the address was
    last read. `publisher`, `date`, `url` and `read` are empty if not known.
    """

    key: str
    title: str
    publisher: str
    date: str
    url: str
    quality: str
    read: str = ""

    def short(self) -> str:
        """Publisher, title and date, as they stand inside a sentence."""
        return ", ".join(filter(None, (self.publisher, self.title, self.date or "undated")))


def citation_keys() -> tuple[str, ...]:
    """The key of every citation, in the order of the file."""
    return tuple(_citations())


def citation(key: str) -> Citation:
    """The citation with this key; `MeaningError` with the nearest keys if there is none."""
    known = _citations()
    if key not in known:
        raise unknown_name("citation", key, tuple(known))
    return known[key]


@cache
def _citations() -> dict[str, Citation]:
    entries = plain_yaml(data_text("citations.yaml"))
    return {key: _from_entry(key, entry) for key, entry in entries.items()}


def _from_entry(key: str, entry: Mapping[str, Any]) -> Citation:
    return Citation(
        key=key,
        title=entry["title"],
        publisher=entry.get("publisher", ""),
        date=str(entry.get("date", "")),
        url=entry.get("url", ""),
        quality=entry["quality"],
        read=str(entry.get("read", "")),
    )
