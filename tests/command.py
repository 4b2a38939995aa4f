"""The command line, called in the process of the test."""

from __future__ import annotations

import sys

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
