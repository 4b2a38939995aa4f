"""What a reader is given, and what may be wrong with its answer."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

PLANTED = "quetzalcoatl"
"""Stands in every name of a person, a search and a record; no answer may say it."""

MEASURED, REFUSED = "measured", "refused"


class Fault(Exception):  # noqa: N818 - a finding, and no error of the harness
    """What must not be: the reason, in one line."""


@dataclass(frozen=True)
class Given:
    """
    One input: files by name, how they are to be read, and what is known to be true of it.

    `truth` is nothing where the input was damaged: then a refusal is right as well.
    """

    files: Mapping[str, bytes]
    options: Mapping[str, Any] = field(default_factory=dict)
    truth: Any = None
    note: str = ""
    """How it was made, for whoever reads a finding."""


class Target(NamedTuple):
    """A reader: how its inputs are made, and how it is judged."""

    make: Callable[[Random], Given]
    judge: Callable[[Given, Path], str]
    """Takes the folder with the files of an input; says whether it was measured or refused."""
    share: float = 1
    """How much of the time, beside the other readers."""
    seconds: float = 3.0
    """After which a child begins no input more: longer where it has much to load."""
    warm: Callable[[], object] = lambda: None
    """Loads what the reader needs, before there are children."""


def chance(seed: int, target: str, index: int) -> Random:
    """The luck of one input; the same on every machine."""
    return Random(f"{seed}/{target}/{index}")  # noqa: S311 - nothing is kept secret by it


def write(given: Given, folder: Path) -> None:
    """Put the files of an input into a folder."""
    for name, data in given.files.items():
        (folder / name).write_bytes(data)


def made_apart(make: Callable[[Path], None]) -> Mapping[str, bytes]:
    """
    Files that a process of its own makes: threads that it starts would hang in later children.

    Args:
        make: writes them into a folder.
    """
    with tempfile.TemporaryDirectory(prefix="misid-fuzz-") as folder:
        child = os.fork()
        if not child:
            try:
                make(Path(folder))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("what inputs are made of cannot be made")
        return {one.name: one.read_bytes() for one in sorted(Path(folder).iterdir())}
