"""A document as Markdown."""

from __future__ import annotations

import re
from itertools import count

from misid.document.model import (
    AnswerBlock,
    Block,
    Document,
    FigureData,
    SourceBlock,
    Table,
    Unknown,
)
from misid.words.language import Language, language
from misid.words.sentence import Value, plain
from misid.writers.text import reasons

# Names keep their underscores, and commands the marks that set them off.
_SPECIAL = re.compile(r"([\\*\[\]<>|])")


def markdown(document: Document) -> str:
    """The document; figures by their finding and what is drawn, in words."""
    parts = [f"# {_text(document.title)}", _text(document.finding), _text(document.about)]
    for section in document.sections:
        parts.append(f"## {_text(section.title)}")
        parts.extend(_block(block) for block in section.blocks)
    parts.append(f"{_text(document.stamp_line)}.")
    return "\n\n".join(filter(None, parts)) + "\n"


def letter_markdown(letter: Document) -> str:
    """A letter: questions numbered through all sections, each with why it matters."""
    speaks, numbers = language(letter.language), count(1)
    parts = [f"# {_text(letter.title)}", _text(letter.about)]
    for section in letter.sections:
        parts.append(f"## {_text(section.title)}")
        parts.extend(
            _asked(block, next(numbers), speaks)
            if isinstance(block, Unknown | AnswerBlock)
            else _block(block)
            for block in section.blocks
        )
    parts.append(f"{_text('; '.join(letter.words).capitalize())}. {_text(letter.stamp_line)}.")
    return "\n\n".join(filter(None, parts)) + "\n"


def _asked(block: Unknown | AnswerBlock, number: int, speaks: Language) -> str:
    """A question under its number; what belongs to it is indented, so that it stays one item."""
    lines = (_text(line) for line in reasons(block, speaks))
    indent = " " * len(f"{number}. ")
    return f"\n\n{indent}".join((f"{number}. **{_text(block.question)}**", *lines))


def table_markdown(table: Table) -> str:
    """A table, its title above and its note below."""
    table = table.shown()
    heads = [_text(column.title) for column in table.columns]
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    rows = [heads, rules, *([_text(cell) for cell in row] for row in table.rows)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join(filter(None, (f"**{_text(table.title)}**", lines, _text(table.note))))


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return table_markdown(block)
    if isinstance(block, FigureData):
        return f"**{_text(block.finding)}**\n\n{_text(block.alt)}"
    if isinstance(block, AnswerBlock):
        further = (_text(one) for one in block.further)
        return "\n\n".join((f"**{_text(block.question)}** {_text(block.text)}", *further))
    if isinstance(block, Unknown):
        return f"**{_text(block.question)}** {_text(block.stands_in)}. {_text(block.why)}"
    if isinstance(block, SourceBlock):
        about = f"{_text(block.publisher)}, {_text(block.title)}, {_text(block.date)}"
        return f"`{block.key}` {about} <{block.url}>" if block.url else f"`{block.key}` {about}"
    return _text(block.text)


def _text(spoken: Value) -> str:
    return _SPECIAL.sub(r"\\\1", plain(spoken))
