"""A document as plain text, for a letter or a terminal."""

from __future__ import annotations

import textwrap

from misid.document.model import AnswerBlock, Block, Document, Unknown
from misid.words.language import Language, language
from misid.words.sentence import Sentence, Value, pieces, plain

_WIDTH = 72


def text(document: Document) -> str:
    """The document; questions are numbered through all sections."""
    number = 0
    speaks = language(document.language)
    parts = [_title(document.title), _wrapped(document.about)]
    for section in document.sections:
        parts.append(_title(section.title, "-"))
        for block in section.blocks:
            number += isinstance(block, Unknown | AnswerBlock)
            parts.append(_block(block, number, speaks))
    parts.append(_wrapped(f"{'; '.join(document.words).capitalize()}. {document.stamp_line}."))
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(title: str, line: str = "=") -> str:
    return f"{title}\n{line * len(title)}"


def _wrapped(words: Value, indent: str = "") -> str:
    held = plain(words).replace(" %", "\u00a0%")
    return textwrap.fill(held, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _block(block: Block, number: int, speaks: Language) -> str:
    if isinstance(block, Unknown | AnswerBlock):
        return _asked(block, number, speaks)
    words = getattr(block, "text", "") or getattr(block, "finding", "")
    return _wrapped(words)


def _asked(block: Unknown | AnswerBlock, number: int, speaks: Language) -> str:
    """A question by its number, why it matters, and what stands in for its answer."""
    lead = f"{number}. "
    indent = " " * len(lead)
    asked = textwrap.fill(block.question, _WIDTH, initial_indent=lead, subsequent_indent=indent)
    return "\n".join((asked, *(_wrapped(line, indent) for line in reasons(block, speaks))))


def reasons(block: Unknown | AnswerBlock, speaks: Language) -> tuple[Sentence, ...]:
    """What stands below a question: why it matters, and what stands in for its answer."""
    if isinstance(block, AnswerBlock):
        why = speaks.say("Why it matters: {reason}", reason=block.text)
        return (why, *map(pieces, block.further))
    return (
        speaks.say("Why it matters: {reason}", reason=block.why),
        speaks.say("What stands in for it now: {content}.", content=block.stands_in),
    )
