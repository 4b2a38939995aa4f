"""What libraries say past Python is heard by nobody; what Python says meanwhile is."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DAMAGED = Path(__file__).parent / "cases/hostile/parquet/page-shorter-than-it-says.parquet"
SPOKEN = """
import os, sys, threading
from misid.files.quiet import libraries_hushed

def says(word):
    os.write(2, f"library {word}\\n".encode())
    print("python", word, file=sys.stderr)

says(1)
with libraries_hushed():
    says(2)
    with libraries_hushed():
        other = threading.Thread(target=says, args=(3,))
        other.start()
        other.join()
    says(4)
says(5)
"""
CLOSED = """
import os
from misid.files.quiet import libraries_hushed

os.close(2)
with libraries_hushed():
    print(os.open(os.devnull, os.O_RDONLY))
"""


def test_only_python_is_heard_while_somebody_reads() -> None:
    """From any thread, in readings one inside the other, and all are heard again afterwards."""
    done = subprocess.run([sys.executable, "-c", SPOKEN], check=True, capture_output=True)
    words = done.stderr.decode().splitlines()
    expected = ["library 1", *(f"python {place}" for place in range(1, 5)), "library 5", "python 5"]
    assert expected == words


def test_a_standard_error_that_is_closed_is_left_so() -> None:
    """There is nobody to keep from hearing."""
    done = subprocess.run([sys.executable, "-c", CLOSED], check=True, capture_output=True)
    assert b"2\n" == done.stdout


def test_what_a_library_tells_of_a_damaged_page_is_not_shown() -> None:
    """Polars panics in a thread of its own, which writes a trace before there is an error."""
    command = [sys.executable, "-m", "misid", "evaluate", str(DAMAGED)]
    environment = os.environ | {"RUST_BACKTRACE": "1"}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=120
    )
    name = DAMAGED.name
    assert f"FormatError: {name} is damaged.\n  in   {name}\n  use  the whole file\n" == done.stderr
    assert (2, "") == (done.returncode, done.stdout)
