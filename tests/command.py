"""The command line, called in the process of the test."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

import pytest

from misid.cli import main


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command line: exit code, standard output, standard error."""
    old, sys.argv = sys.argv, ["misid", *map(str, arguments)]
    try:
        with pytest.raises(SystemExit) as stop:
            main()
    finally:
        sys.argv = old
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def document(*arguments: object) -> Any:
    """The JSON document that a command prints with `--json`; with 1 it ends where it finds one."""
    printed = io.StringIO()
    old, sys.argv = sys.argv, ["misid", *map(str, arguments), "--json"]
    try:
        with contextlib.redirect_stdout(printed):
            main()
    except SystemExit as stop:
        if stop.code not in (None, 0, 1):
            raise ValueError(
                f"misid {' '.join(map(str, arguments))}: {printed.getvalue()}"
            ) from stop
    finally:
        sys.argv = old
    return json.loads(printed.getvalue())
