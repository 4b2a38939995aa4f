"""`misid audit`: what was disclosed of a programme is checked, and the next look is planned."""

from __future__ import annotations

import typer

from misid.cli.audit_log import log
from misid.cli.audit_plan import commit, plan, sheet
from misid.cli.audit_read import read

audits = typer.Typer(
    help="Check what was disclosed of a programme, plan the next look, and read it back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: misid audit log searches.csv",
)
for command in (log, plan, commit, sheet, read):
    audits.command()(command)
