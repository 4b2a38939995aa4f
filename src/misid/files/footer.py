"""Whether a columnar file can be opened, tried in another process: some end whoever tries."""

from __future__ import annotations

import json
import subprocess
import sys

from misid.files.opened import Opened

_PATIENCE = 60
_TRIED = """
import json, resource, sys
import polars as pl
try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ValueError, OSError):
    pass
scan = {"parquet": pl.scan_parquet, "ipc": pl.scan_ipc}[sys.argv[1]]
options = {"glob": False} if sys.argv[1] == "parquet" else {}
table = scan(sys.argv[2], **options)
schema = table.collect_schema()
table.head(1).collect()
print(json.dumps({"rows": table.select(pl.len()).collect().item(), "columns": len(schema)}))
"""


def can_be_opened(file: Opened, kind: str) -> bool:
    """
    Whether the footer and the first row of a file can be read without an abort.

    Args:
        file: the file.
        kind: parquet or ipc.
    """
    try:
        tried = subprocess.run(  # noqa: S603 - our own program, and the path of a file
            [sys.executable, "-I", "-c", _TRIED, kind, str(file.reached)],
            capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL,
            pass_fds=[file.handle],
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    if tried.returncode:
        return False
    try:
        return bool(json.loads(tried.stdout))
    except ValueError:
        return False
