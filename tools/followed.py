"""A page that is followed as a reader would: its commands, edits and Python are run."""

import io
import os
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from misid.cli import main as command_line

SCREEN_WIDTH, SCREEN_HEIGHT = 100, 50


def tidied(text: str) -> str:
    """The lines of a text without blanks at their ends."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


PART = re.compile(
    r"^```(?P<language>sh|yaml|python)\n(?P<block>.*?)^```$"
    r"|^(?P<begin><!-- begin: output(?: from \"(?P<first>[^\"]+)\", (?P<lines>\d+) lines?)?, "
    r"written by tools/docs\.py -->)$.*?^(?P<end><!-- end: output -->)$",
    re.MULTILINE | re.DOTALL,
)


DEV_RUN, RUNS = "./dev run", "misid run --out out/task-force-module"


ACTIVATE = ". .venv/bin/activate"


MINE = Path("mine.yaml")


class Reader:
    """
    Somebody who follows a page in the folder where they are.

    Commands and Python are run. Two YAML blocks after each other are one change of `mine.yaml`:
    what stands there, and what to write in its place. `ended` are the commands with exit codes.
    """

    def __init__(self) -> None:
        self.ended: list[tuple[str, int]] = []
        self.said, self.before = "", ""

    def follow(self, page: str) -> str:
        """The page, with what was printed between its marks."""
        return PART.sub(self._step, page)

    def _step(self, part: re.Match[str]) -> str:
        if part["begin"]:
            shown = excerpt(self.said, part["first"], int(part["lines"] or 0))
            return f"{part['begin']}\n\n```text\n{shown}\n```\n\n{part['end']}"
        {"sh": self._type, "yaml": self._edit, "python": self._python}[part["language"]](
            part["block"]
        )
        return part[0]

    def _type(self, block: str) -> None:
        self.said = ""
        for line in block.splitlines():
            if line != ACTIVATE:
                ended, printed = on_a_terminal(RUNS if line == DEV_RUN else line)
                self.ended.append((line, ended))
                self.said += printed

    def _edit(self, block: str) -> None:
        if not self.before:
            self.before = block
            return
        text = MINE.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise ValueError(f"{MINE} does not hold once: {self.before}")
        MINE.write_text(text.replace(self.before, block), encoding="utf-8")
        self.before = ""

    def _python(self, block: str) -> None:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(block, "tutorial", "exec"), {})  # noqa: S102 - our own documentation
        self.said = printed.getvalue()


def excerpt(text: str, first: str | None, lines: int) -> str:
    """A text, or so many of its lines from the one that begins like this."""
    every = tidied(text).splitlines()
    if first is None:
        return "\n".join(every)
    start = next(place for place, line in enumerate(every) if line.startswith(first))
    return "\n".join(every[start : start + lines])


class Terminal(io.StringIO):
    """A screen that shows plain text."""

    def isatty(self) -> bool:
        """It takes itself for one."""
        return True


def on_a_terminal(line: str) -> tuple[int, str]:
    """The exit code of a command line, and what it prints, mistakes after all else."""
    shown, mistakes = Terminal(), io.StringIO()
    size = {"COLUMNS": str(SCREEN_WIDTH), "LINES": str(SCREEN_HEIGHT), "TERM": "dumb"}
    ended = 0
    with (
        mock.patch.object(sys, "argv", shlex.split(line)),
        mock.patch.dict(os.environ, size),
        redirect_stdout(shown),
        redirect_stderr(mistakes),
    ):
        try:
            command_line()
        except SystemExit as stop:
            ended = int(stop.code or 0)
    return ended, shown.getvalue() + mistakes.getvalue()
