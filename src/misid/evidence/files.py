"""The data files of the evidence: their bytes, their YAML and their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_ENDINGS = (".csv", ".yaml")


@cache
def data_files() -> dict[str, bytes]:
    """The bytes of every data file by its name; read once, never to be changed."""
    folder = files("misid.evidence") / "data"
    found = [entry for entry in folder.iterdir() if entry.name.endswith(_ENDINGS)]
    return {entry.name: entry.read_bytes() for entry in found}


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
