"""The command line: one word a command, one error form, one exit code for a mistake."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from misid.cli.calibrate import calibrate
from misid.cli.claim import claim
from misid.cli.compare import compare, safeguards
from misid.cli.evaluate import evaluate
from misid.cli.evidence import evidence
from misid.cli.figure import figure
from misid.cli.require import require
from misid.cli.run import run
from misid.cli.scenario import scenarios
from misid.cli.unknowns import unknowns
from misid.errors import FormatError, MisidError

MISTAKE, INTERRUPTED = 2, 130

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
app.command()(figure)
app.command()(compare)
app.command()(safeguards)
app.command()(unknowns)
app.command()(require)
app.command()(claim)
app.command()(evaluate)
app.add_typer(scenarios, name="scenario")
app.command()(evidence)
app.command()(calibrate)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"misid {version('misid')}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Options that come before the command."""


def main() -> None:
    """Run the command line; a mistake is told in three lines at most, exit code 2."""
    command = typer.main.get_command(app)
    try:
        code = command.main(prog_name="misid", standalone_mode=False)
        code = _stopped() if code == INTERRUPTED else code
    except MisidError as mistake:
        code = _tell(mistake)
    except KeyboardInterrupt:
        code = _stopped()
    except BrokenPipeError:
        code = 0
    except Exception as error:
        code = _usage(error)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: Exception) -> int:
    """Mistakes that the command-line library finds take the same form; all else is a fault."""
    kind = type(error).__name__
    if kind == "Abort":
        return _stopped()
    if not hasattr(error, "format_message"):
        raise error
    text = str(error.format_message()).strip().rstrip(".")
    if kind == "NoArgsIsHelpError":
        typer.echo(text, err=True)
        return MISTAKE
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "misid"
    return _tell(FormatError(f"{text or 'a command is missing'}.", use=f"`{path} --help`"))


def _tell(mistake: MisidError) -> int:
    as_json = "--json" in sys.argv
    text = json.dumps(mistake.as_dict(), ensure_ascii=False) if as_json else str(mistake)
    typer.echo(text, err=True)
    return MISTAKE


def _stopped() -> int:
    typer.echo("stopped; nothing was written that is not whole", err=True)
    return INTERRUPTED
