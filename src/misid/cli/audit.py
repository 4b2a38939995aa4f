"""`misid audit`: look closer at what was disclosed; a command a module."""

from __future__ import annotations

import typer

from misid.cli.audit_plan import commit, plan, sheet
from misid.cli.audit_read import read

audits = typer.Typer(
    help="Check what was disclosed of a programme, such as its search log.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid audit plan searches.csv --below 1%",
)
audits.command()(plan)
audits.command()(commit)
audits.command()(sheet)
audits.command()(read)
