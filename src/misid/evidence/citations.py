"""The data files of the evidence, and where each published number was read."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from misid.errors import MeaningError

_ENDINGS = (".csv", ".yaml")
_LISTED_WHOLE = 25
_SHOWN = 5


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
    return tuple(_entries())


@cache
def citation(key: str) -> Citation:
    """The citation with this key; `MeaningError` with the nearest keys if there is none."""
    if key not in _entries():
        raise unknown_name("citation", key, citation_keys())
    return _from_entry(key, plain_yaml(_entries()[key])[key])


@cache
def _entries() -> dict[str, str]:
    """The YAML of each citation by its key, cut but not parsed: parsing all is slow."""
    parts = re.split(r"^(?=[^\s#])", data_text("citations.yaml"), flags=re.MULTILINE)
    return {part.split(":", 1)[0]: part for part in parts[1:]}


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


@cache
def data_files() -> dict[str, bytes]:
    """The bytes of every data file by its name; read once, never to be changed."""
    folder = files("misid.evidence") / "data"
    entries = [entry for entry in folder.iterdir() if entry.name.endswith(_ENDINGS)]
    return {entry.name: entry.read_bytes() for entry in entries}


@cache
def data_text(file_name: str) -> str:
    """The text of one data file, its line ends normalised."""
    path = files("misid.evidence") / "data" / file_name
    return _newline_normalised(path.read_bytes()).decode("utf-8")


def plain_yaml(text: str) -> Any:
    """The YAML value of `text`, built of plain Python objects only."""
    # ruamel.yaml takes a tenth of a second to import: commands that read no evidence skip it.
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)


@cache
def evidence_digest() -> str:
    """SHA-256 over all data files, for the stamp of a result."""
    return digest_of(data_files())


def digest_of(contents: Mapping[str, bytes]) -> str:
    """
    SHA-256 over named files in the order of their names, as 64 hexadecimal digits.

    Each name and content goes in with its length, so that no byte can move from one file to
    the next unseen. Line ends are normalised: a checkout on Windows has the same digest.
    """
    digest = hashlib.sha256()
    for name in sorted(contents):
        for part in (name.encode("utf-8"), _newline_normalised(contents[name])):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _newline_normalised(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def unknown_name(kind: str, name: str, allowed: Sequence[str], where: str = "") -> MeaningError:
    """The error for a `name` that is not among the `allowed` names of this kind."""
    near = _nearest(name, allowed)
    return MeaningError(
        f"{name!r} is not the name of a {kind}.",
        where=where,
        use=" or ".join(near) if near else listed(allowed),
    )


def listed(allowed: Sequence[str]) -> str:
    """All the names if they are few, else how many there are and the first of them."""
    if not allowed:
        return "nothing: there is none here"
    if len(allowed) <= _LISTED_WHOLE:
        return "one of: " + ", ".join(allowed)
    return f"one of {len(allowed)} names, such as " + ", ".join(allowed[:_SHOWN])


def _nearest(name: str, allowed: Sequence[str]) -> list[str]:
    """The names that hold the text given; if there is none, those that are spelt nearly so."""
    holding = [known for known in allowed if name and name.lower() in known.lower()]
    return holding[:_SHOWN] or difflib.get_close_matches(name, allowed, n=_SHOWN)
