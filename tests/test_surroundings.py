"""Whatever surrounds a process: one plain line at most, and never the trace of a library."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from misid.cli.interrupts import INTERRUPTED, STOPPED, Listener
from misid.cli.machine_code import told_of_machine_code
from misid.cli.streams import open_streams
from misid.errors import MisidError
from misid.files.spreadsheet import guarded
from misid.machine import address_space, compiled
from misid.machine.compilation import Compilations, heard_by

ENDS = """
import os, signal
from misid.cli.interrupts import STOPPED, end_at_once
end_at_once(words=STOPPED)
os.kill(os.getpid(), signal.SIGINT)
print("not ended")
"""


@contextmanager
def own_handler() -> Iterator[None]:
    """What Ctrl-C does to the tests is put back."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupt_of_the_start_is_one_line() -> None:
    """Before any command is known, with the code that shells give it."""
    done = subprocess.run([sys.executable, "-c", ENDS], check=False, capture_output=True, text=True)
    assert (INTERRUPTED, "", f"{STOPPED}\n") == (done.returncode, done.stdout, done.stderr)


def test_an_interrupt_of_a_command_is_remembered() -> None:
    """Some libraries make another error of it."""
    listener = Listener()
    with own_handler(), pytest.raises(KeyboardInterrupt), listener.listening():
        signal.raise_signal(signal.SIGINT)
    assert listener.was_told


def test_whoever_is_deaf_to_interrupts_stays_deaf() -> None:
    """As under nohup."""
    with own_handler():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with Listener().listening():
            signal.raise_signal(signal.SIGINT)
        assert signal.SIG_IGN == signal.getsignal(signal.SIGINT)


@pytest.mark.parametrize(
    ("is_json", "written"),
    [(False, b'1.3 x 10 - "a" <= Jose ...'), (True, b"1.3 \\u00d7")],
)
def test_letters_that_an_encoding_lacks_are_written_otherwise(
    is_json: bool, written: bytes
) -> None:
    """The nearest for people, the number in JSON, which means the same there."""
    open_streams(is_json=is_json)
    text = "1.3 ×" if is_json else "1.3 × 10 − “a” ≤ José …"
    assert written == text.encode("ascii", errors="misid-nearest")


def test_a_closed_output_is_no_fault() -> None:
    """Nothing is said, and no file takes its number."""
    command = f'"{sys.executable}" -m misid scenario list >&- 2>&-'
    assert 0 == subprocess.run(["sh", "-c", command], check=False).returncode


class Limited:
    """Stands for a machine where a process may have so much address space."""

    RLIM_INFINITY, RLIMIT_AS = -1, 9

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed

    def getrlimit(self, _which: int) -> tuple[int, int]:
        """The soft limit and the hard one."""
        return self.allowed, self.allowed


def test_too_little_address_space_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine that draws would end the process without a word of ours."""
    monkeypatch.setattr(address_space, "resource", Limited(8 * 10**9))
    with pytest.raises(MisidError, match=r"drawing reserves 72 GB .* allowed 8\.0 GB") as told:
        address_space.check_address_space(72 * 10**9, "drawing")
    assert "ulimit -v unlimited" in told.value.use


@pytest.mark.parametrize("limits", [None, Limited(-1), Limited(72 * 10**9)])
def test_enough_address_space_is_nothing_to_tell(
    limits: Limited | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No limit, none of that kind, or one that suffices."""
    monkeypatch.setattr(address_space, "resource", limits)
    address_space.check_address_space(72 * 10**9, "drawing")


def test_making_machine_code_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """At the first function, and again only after some seconds."""
    times = iter([0.0, 1.0, 6.0, 6.0])
    with told_of_machine_code(lambda: next(times)):
        for is_start in (True, False, True, True):
            Compilations().notify(SimpleNamespace(is_start=is_start))
    said = capsys.readouterr().err.splitlines()
    assert 2 == len(said)
    assert "machine code is made for the first time" in said[0] or "NUMBA_CACHE_DIR" in said[0]
    assert "machine code: 2 functions so far" == said[1]


def test_the_compiler_tells_what_it_makes() -> None:
    """Each function once; what is there is no news."""
    heard: list[None] = []
    half = compiled.numba.njit(lambda number: number / 2.0)
    with heard_by(lambda: heard.append(None)):
        assert [1.5, 2.5] == [half(3.0), half(5.0)]
    assert [None] == heard


def test_an_odd_number_of_threads_is_nothing() -> None:
    """The compiler's own threads are never used."""
    command = [sys.executable, "-c", "import misid.machine.compiled"]
    environment = os.environ | {"NUMBA_NUM_THREADS": "0"}
    assert 0 == subprocess.run(command, check=False, env=environment).returncode


def test_an_error_shows_hidden_signs_and_obeys_none() -> None:
    """Whoever named a file, a column or an option might steer the terminal."""
    error = MisidError("a\x1b[31mb\u202ec\nd", where="e\x07", use="f\x9b")
    shown = "MisidError: a\\x1b[31mb\\u202ec d\n  in   e\\x07\n  use  f\\x9b"
    assert (shown, "e\\x07") == (str(error), error.as_dict()["where"])


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_what_begins_a_formula_is_text(sign: str) -> None:
    """Some spreadsheets take the wide forms for the narrow ones."""
    assert f"'{sign}cmd()" == guarded(f"{sign}cmd()")
