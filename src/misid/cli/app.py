"""The command line: one word a command, one error form, one exit code for a mistake."""

from __future__ import annotations

import errno
import json
import re
import sys
from contextlib import suppress
from copy import copy
from difflib import get_close_matches
from importlib.metadata import version
from typing import Annotated

import typer
from typer.models import CommandInfo

from misid.cli import interrupts
from misid.cli.assess import assessments
from misid.cli.audit import audits
from misid.cli.brief import brief
from misid.cli.calibrate import calibrate
from misid.cli.case import case
from misid.cli.claim import claim
from misid.cli.compare import compare
from misid.cli.counts import tables
from misid.cli.evaluate import evaluate
from misid.cli.evidence import evidence
from misid.cli.export_page import export_page
from misid.cli.figure import figure
from misid.cli.infer import infer
from misid.cli.machine_code import told_of_machine_code
from misid.cli.merge import merge
from misid.cli.output_pipe import let_go, outlive_reader
from misid.cli.require import require
from misid.cli.run import run
from misid.cli.safeguards import readings, safeguards
from misid.cli.scenario import scenarios
from misid.cli.serve import serve
from misid.cli.simulate import simulate
from misid.cli.unknowns import unknowns
from misid.cli.verify import verify
from misid.errors import FormatError, MisidError, OutputError
from misid.machine.address_space import allowed_addresses

MISTAKE = 2
_NO_MORE = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
_NO_COMMAND = re.compile(r"No such command '([^']*)'\.(?: Did you mean (.*)\?)?")
# What readers call a command that has another name, or is an option of one.
_CALLED = {
    "letter": "misid unknowns --letter records-request",
    "letters": "misid unknowns --letter records-request",
    "questions": "misid unknowns",
    "report": "misid run --out FOLDER",
    "people": "misid simulate --people",
    "page": "misid serve",
    "sheet": "misid case",
    "code": "misid case",
    "log": "misid audit log",
    "plan": "misid audit plan",
    "rates": "misid counts rates",
    "check": "misid verify FILE",
}
_ONE_OF = re.compile(r"Invalid value for '(--[\w-]+)': '([^']*)' is not one of (.*)")
_NO_ROOM = (
    "failed to map segment",
    "cannot allocate memory",
    "can't start new thread",
    "can't allocate lock",
)

app = typer.Typer(
    name="misid",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="An executable model of a field face-identification programme: how many wrong matches, "
    "to whom, how sure that is, and whose photographs are kept. It works on scores, rates and "
    "counts; it never reads an image.",
    epilog="Example: misid run task-force-module",
)
app.command()(run)
app.command()(brief)
app.command()(figure)
app.command()(compare)
app.command()(safeguards)
app.command()(readings)
app.command()(unknowns)
app.command()(require)
app.command()(claim)
app.command()(case)
app.command("code", hidden=True)(case)
app.command()(evaluate)
app.add_typer(tables, name="counts")
app.command()(infer)
app.command()(simulate)
app.command()(merge)
app.command()(serve)
app.command()(export_page)
app.add_typer(assessments, name="assess")
app.add_typer(audits, name="audit")
app.command()(verify)
app.add_typer(scenarios, name="scenario")
app.command()(evidence)
app.command()(calibrate)


def _print_version(wanted: bool) -> None:
    if wanted:
        from misid.evidence import evidence_digest

        typer.echo(f"misid {version('misid')}, evidence {evidence_digest()[:12]}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version, and the digest of the published numbers that come along.",
        ),
    ] = False,
) -> None:
    """Options that come before the command."""


def main() -> None:
    """Run the command line; a mistake is told in three lines at most, exit code 2."""
    outlive_reader()
    try:
        code = _exit_code()
    except OSError as error:
        code = _unwritten(error)
    sys.exit(code)


def _exit_code() -> int:
    """The exit code of the command line; all that it printed has left this process."""
    listener = interrupts.Listener()
    try:
        with listener.listening(), told_of_machine_code():
            command = typer.main.get_command(_asked())
            code = command.main(prog_name="misid", standalone_mode=False)
            sys.stdout.flush()
    except BaseException as error:
        return _stopped() if listener.was_told else _ended(error)
    if code == interrupts.INTERRUPTED:
        return _stopped()
    return code if isinstance(code, int) else 0


def _asked() -> typer.Typer:
    """With the command alone that is named first: to make all of them takes a tenth of a second."""
    words, alone = sys.argv[1:2], copy(app)
    alone.registered_commands = [one for one in app.registered_commands if _name(one) in words]
    alone.registered_groups = [one for one in app.registered_groups if one.name in words]
    return alone if alone.registered_commands or alone.registered_groups else app


def _name(command: CommandInfo) -> str:
    return command.name or getattr(command.callback, "__name__", "").replace("_", "-")


def _ended(error: BaseException) -> int:
    """The exit code of a command that an error ended, which is told; a fault of ours is raised."""
    if isinstance(error, MisidError):
        return _tell(error)
    if isinstance(error, KeyboardInterrupt):
        return _stopped()
    if isinstance(error, SystemExit):
        # Both libraries that print end so, with 1, where whoever reads has left: no mistake.
        let_go(sys.stdout)
        return 0
    if _is_short_of_room(error):
        return _tell(
            MisidError(
                "there is not enough memory, or address space, for this.",
                use="fewer draws or smaller files; `ulimit -v` says what a process may have",
            )
        )
    if isinstance(error, OSError) or not isinstance(error, Exception):
        raise error
    return _usage(error)


def _is_short_of_room(error: BaseException) -> bool:
    """Whether an error says that; a library that finds no room for itself is not found."""
    if isinstance(error, MemoryError) or any(words in str(error).lower() for words in _NO_ROOM):
        return True
    return "shared object" in str(error) and allowed_addresses() is not None


def _unwritten(error: OSError) -> int:
    """
    Standard output that takes no more: a closed pipe is no mistake, a full disk is told.

    What is left of the output goes nowhere, since the interpreter would try again at its end.
    """
    if error.filename is not None or error.errno not in _NO_MORE:
        raise error
    let_go(sys.stdout)
    if error.errno == errno.EPIPE:
        return 0
    return _tell(
        OutputError(
            f"standard output cannot be written: {error.strerror}.",
            use="a disk with room, or a shorter output",
        )
    )


def _usage(error: Exception) -> int:
    """Mistakes that the command-line library finds take the same form; all else is a fault."""
    kind = type(error).__name__
    if kind == "Abort":
        return _stopped()
    if not hasattr(error, "format_message"):
        raise error
    text = str(error.format_message()).replace("Value error, ", "").strip().rstrip(".")
    if kind == "NoArgsIsHelpError":
        typer.echo(text, err=True)
        return MISTAKE
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "misid"
    wrong = _NO_COMMAND.fullmatch(f"{text}." if not text.endswith("?") else text)
    if wrong is not None:
        text = f"there is no command {wrong[1]!r}"
    use = _meant(path, wrong) or _nearest(text) or f"`{path} --help`"
    return _tell(FormatError(f"{text or 'a command is missing'}.", use=use))


def _meant(path: str, wrong: re.Match[str] | None) -> str:
    """The command that a wrong word of one is most like; nothing where none is."""
    if wrong is None:
        return ""
    called = _CALLED.get(wrong[1].lower())
    near = re.findall(r"'([^']*)'", wrong[2] or "")
    return f"`{called}`" if called else " or ".join(f"`{path} {one}`" for one in near)


def _nearest(text: str) -> str:
    """The option with the word that is nearest to a wrong one of a few; nothing where none is."""
    found = _ONE_OF.search(text)
    if found is None:
        return ""
    words = re.findall(r"'([^']*)'", found[3])
    near = [one for one in words if one.startswith(found[2])] or get_close_matches(found[2], words)
    return f"{found[1]} {near[0]}" if near else ""


def _tell(mistake: MisidError) -> int:
    as_json = "--json" in sys.argv
    text = json.dumps(mistake.as_dict(), ensure_ascii=False) if as_json else str(mistake)
    try:
        typer.echo(text, err=True)
    except OSError:
        # Nobody can be told; the exit code is what is left.
        let_go(sys.stderr)
    return MISTAKE


def _stopped() -> int:
    with suppress(OSError):
        typer.echo(interrupts.STOPPED, err=True)
    return interrupts.INTERRUPTED
