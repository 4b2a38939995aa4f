"""`misid audit`: look closer at what was disclosed; a command a module."""

from __future__ import annotations

import typer

from misid.cli.audit_log import log

audits = typer.Typer(
    help="Check what was disclosed of a programme, such as its search log.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid audit log searches.csv",
)
audits.command()(log)
