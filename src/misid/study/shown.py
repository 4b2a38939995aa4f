"""What a study shows of itself: its finding in Python, its finding and headline in a notebook."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING

from misid.results.run import Run
from misid.words.run import finding
from misid.words.sentence import plain
from misid.words.stamps import stamp_line

if TYPE_CHECKING:
    from misid.document.model import Table
    from misid.study.study import Study

_WIDTH, _LINES = 96, 4


def lines(run: Run) -> str:
    """The finding and the stamp, in at most five lines."""
    results = run.glance
    said = textwrap.wrap(
        plain(finding(results)), _WIDTH, max_lines=_LINES, placeholder=" \N{HORIZONTAL ELLIPSIS}"
    )
    return "\n".join((*said, stamp_line(results.stamp)))


def page(study: Study) -> str:
    """The finding and the headline table, as a piece of HTML."""
    results = study.run.glance
    stamp = html.escape(stamp_line(results.stamp))
    said = f"<p><strong>{html.escape(plain(finding(results)))}</strong></p>"
    return f"{said}{_table(study.table('headline'))}<p><small>{stamp}</small></p>"


def _table(table: Table) -> str:
    heads = "".join(f"<th>{html.escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(plain(cell))}</td>' for cell in row)}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
