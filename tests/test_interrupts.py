"""Ctrl-C ends a command, and never a file: what is read in parts is whole or not measured."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS, TIMES = 3_000, 200
READS = """
import json, os, signal, sys, threading
from pathlib import Path
heard = []
listener = signal.SIG_IGN if sys.argv[2] == "deaf" else lambda *_: heard.append(1)
signal.signal(signal.SIGINT, listener)
# Polars is loaded after the handler was set, as by a command.
from misid.searchlog.checks.audit import LogQuestion, open_log

source, times, rows = open_log(Path(sys.argv[1]), LogQuestion()).source, int(sys.argv[3]), set()
for time in range(times):
    press = threading.Timer(0.006 * time / times, os.kill, (os.getpid(), signal.SIGINT))
    press.start()
    rows.add(sum(part.height for part in source.in_parts(["time"])))
    press.join()
print(json.dumps([sorted(rows), len(heard)]))
"""


@pytest.mark.parametrize("how", ["listening", "deaf"])
def test_no_row_is_lost_to_ctrl_c(how: str, tmp_path: Path) -> None:
    """
    Polars heard it in the place of Python, and the file ended there for whoever read it in parts.

    So it did for a command in the background, which is deaf to it and went on with what it had.
    """
    log = tmp_path / "log.csv"
    rows = [f"s{row},2026-01-01T08:00:00Z,North,none" for row in range(ROWS)]
    log.write_text("\n".join(["search_id,time,agency,answer", *rows, ""]), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READS, str(log), how, str(TIMES)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    assert [[ROWS], TIMES if how == "listening" else 0] == json.loads(done.stdout)
