"""Writers of documents."""

from misid.report.files import write_evaluation, write_identification, write_run
from misid.report.html import html

__all__ = ["html", "write_evaluation", "write_identification", "write_run"]
