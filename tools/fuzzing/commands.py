"""A command of misid in this process: how it ends, what it says, and what it leaves behind."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import typer

from fuzzing.answers import check_nobody, check_text
from fuzzing.given import MEASURED, REFUSED, Fault

MISTAKE = 2
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OPTION = re.compile(r"--[a-z][a-z-]*(?: (?:'[^']+'|[\w.,:%=+-]*[\w%]))?")
_INSTEAD = " in place of "


class Said(NamedTuple):
    """An exit code, and what was printed."""

    code: int
    out: str
    err: str


@cache
def _commands() -> Any:
    """The command line, made once: it takes longer than most inputs do."""
    from misid.cli.app import app

    return typer.main.get_command(app)


def warm() -> None:
    """Load the command line, and say what it is used for once."""
    _commands()


def call(words: Sequence[str]) -> Said:
    """Run a command as its words say; only an exit ends it."""
    from misid.cli import main

    out, err, code = io.StringIO(), io.StringIO(), 0
    made = _commands()
    with (
        mock.patch.object(typer.main, "get_command", return_value=made),
        mock.patch.object(sys, "argv", ["misid", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def judge(
    words: Sequence[str], folder: Path, codes: Collection[int] = (0,), *, shows: bool = False
) -> str:
    """
    Hold the end of a command against what every end is, and follow what its error advises.

    Args:
        words: of the command.
        folder: where its files are; nothing is changed there where it refuses.
        codes: with which it may end where it shows something, beside that of a mistake.
        shows: whether a cell that was moved by damage may be shown, as a label.
    Raises: Fault: another code, form or word; something is written; the advice does not help.
    """
    before = _state(folder)
    said = call(words)
    # A table that something is asked of is shown, and ends as a mistake does.
    if said.code != MISTAKE or (MISTAKE in codes and said.out.strip()):
        return _checked(said, codes, shows=shows)
    text = _error(said, as_json="--json" in words)
    check_text(text, str(folder))
    if said.out.strip():
        raise Fault(f"refused, but it prints {said.out[:200]!r}")
    if _state(folder) != before:
        raise Fault(f"refused, but it writes {sorted(set(_state(folder)) ^ set(before))}")
    _follow(words, text)
    return REFUSED


def _checked(said: Said, codes: Collection[int], *, shows: bool) -> str:
    if said.code not in codes:
        raise Fault(f"it ends with {said.code}: {said.err[-300:]}")
    if not shows:
        check_nobody(said.out)
    check_nobody(said.err)
    if _HIDDEN.search(said.out + said.err):
        raise Fault(f"hidden signs are printed: {_HIDDEN.findall(said.out + said.err)[:3]!r}")
    if "Traceback" in said.err or "Warning" in said.err:
        raise Fault(f"a trace: {said.err[-300:]}")
    return MEASURED


def _error(said: Said, *, as_json: bool) -> str:
    """The text of an error, whichever form it was printed in."""
    text = said.err.strip("\n")
    if not as_json:
        return text
    told = json.loads(text)
    lines = [f"{told['error']}: {told['what']}"]
    lines += [f"  in   {told['where']}"] if told["where"] else []
    return "\n".join([*lines, *([f"  use  {told['use']}"] if told["use"] else [])])


def _state(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def advised(text: str) -> list[list[str]]:
    """
    The options that an error advises, each as words of a command; none for what is to be filled in.

    Example:
        >>> advised("FormatError: x\\n  use  --dates day-first or --column B=ROLE")
        [['--dates', 'day-first']]
    """
    use = text.partition("\n  use  ")[2].partition(_INSTEAD)[0]
    found = []
    for option in _OPTION.findall(use):
        name, _, value = option.partition(" ")
        value = value.strip("'")
        if not re.search(r"[A-Z]{2}", value):
            found.append([name, value] if value else [name])
    return found


def _follow(words: Sequence[str], text: str) -> None:
    """
    Run a command again with each option that its error advises.

    Raises: Fault: the same error, or the option is none of the command.
    """
    instead = _OPTION.findall(text.partition(_INSTEAD)[2])[:1]
    gone = {word for option in instead for word in option.split()}
    kept = [word for word in words if word not in gone]
    for more in advised(text):
        again = call([*kept, *more]) if more[0] not in kept else Said(0, "", "")
        anew = _error(again, as_json="--json" in words) if again.code == MISTAKE else ""
        if anew == text or "o such option" in anew:
            raise Fault(f"advised {' '.join(more)}, but {anew[:300]!r} after {text[:300]!r}")
