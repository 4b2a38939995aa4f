"""How most inputs reach their reader quickly: JSON by Python's reader, columns opened here."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from misid.files import footer, yaml_lines

_BY_YAML = yaml_lines.parse
MAY_END = "may-end"
"""A file beside those of an input, while it is looked at as a process of its own would do it."""


@cache
def _readers_of_yaml() -> tuple[ModuleType, ...]:
    return tuple(
        module
        for name, module in sys.modules.items()
        if name.startswith("misid.") and getattr(module, "parse", None) is _BY_YAML
    )


def _parse(text: str, file: str, **said: str) -> yaml_lines.YamlDocument:
    """As YAML is read, but what is JSON by Python's reader: fifty times as quick."""
    try:
        found = yaml_lines.parse_json(text, file)
    except (ValueError, RecursionError):
        return _BY_YAML(text, file, **said)
    return found if found.data else _BY_YAML(text, file, **said)


@contextlib.contextmanager
def json_read_quickly() -> Iterator[None]:
    """Let every reader of YAML read JSON by Python's reader; its lines are not known then."""
    with contextlib.ExitStack() as patches:
        for module in _readers_of_yaml():
            patches.enter_context(mock.patch.object(module, "parse", _parse))
        yield


@contextlib.contextmanager
def columns_opened_here(folder: Path) -> Iterator[None]:
    """
    Let columnar files be tried in this process: to begin another takes longer than to read them.

    Args:
        folder: with the files of the input; a mark beside it says that an end is no finding.
    """
    mark = folder.parent / MAY_END

    def tried(file: Any, kind: str) -> bool:
        mark.touch()
        try:
            return _tried(str(file.reached), kind)
        finally:
            mark.unlink()

    with contextlib.ExitStack() as patches:
        for module in _who_tries():
            patches.enter_context(mock.patch.object(module, "can_be_opened", tried))
        yield


@cache
def _who_tries() -> tuple[ModuleType, ...]:
    return tuple(
        module
        for name, module in sys.modules.items()
        if name.startswith("misid.")
        and getattr(module, "can_be_opened", None) is footer.can_be_opened
    )


def _tried(path: str, kind: str) -> bool:
    """What the other process would say; the library's own words go nowhere."""
    said, errors = io.StringIO(), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        with (
            mock.patch.object(sys, "argv", ["-c", kind, path]),
            contextlib.redirect_stdout(said),
        ):
            exec(footer._TRIED, {})  # noqa: S102 - our own program, as it is run apart
    except BaseException:
        return False
    finally:
        os.dup2(errors, 2)
        os.close(errors)
        os.close(nowhere)
    return bool(json.loads(said.getvalue()))
