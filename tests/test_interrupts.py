"""Ctrl-C ends a command, and never a file: what is read in parts is whole or not measured."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 3_000
READS = """
import json, os, signal, sys
from pathlib import Path
heard = []
handler = signal.SIG_IGN if sys.argv[2] == "deaf" else lambda *_: heard.append(1)
signal.signal(signal.SIGINT, handler)
# Polars is loaded after the handler was set, as a command does.
from misid.searchlog.checks.audit import LogQuestion, open_log

def pressed(rows):
    os.kill(os.getpid(), signal.SIGINT)
    return rows

log = open_log(Path(sys.argv[1]), LogQuestion())
kind = type(log.source)
scan = kind.scan
kind.scan = lambda self, wanted: scan(self, wanted).map_batches(pressed)
rows = sum(part.height for part in log.source.in_parts(["time"]))
print(json.dumps([rows, bool(heard)]))
"""


@pytest.mark.parametrize("how", ["listening", "deaf"])
def test_who_presses_ctrl_c_is_heard_and_no_row_is_lost(how: str, tmp_path: Path) -> None:
    """Polars took the signal for itself, and the file ended there for whoever read it."""
    log = tmp_path / "log.csv"
    rows = [f"s{row},2026-01-01T08:00:00Z,North,none" for row in range(ROWS)]
    log.write_text("\n".join(["search_id,time,agency,answer", *rows, ""]), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READS, str(log), how],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    assert [ROWS, how == "listening"] == json.loads(done.stdout)
