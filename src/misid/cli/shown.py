"""A document on the screen: what it is about, what was found, and its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from misid.writers.terminal import print_document

if TYPE_CHECKING:
    from misid.document.model import Document


def show(console: Console, document: Document) -> None:
    """Print its title and all but its pictures."""
    console.print(Text(f"\n{document.title}"))
    print_document(console, document)
