"""How easily the front of a document is read: two published formulas, on words without numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from misid.document import Document
from misid.document.model import AnswerBlock, Block, Figure, Finding, Table, Text
from misid.document.origins import SECTION as NUMBERS
from misid.words import plain

FEWEST = 5
WITHIN_NINTH_GRADE, EASY_ENOUGH = 9.0, 55.0


def grade(document: Document, *, whole: bool = False) -> float:
    """Flesch-Kincaid grade (1975) of an English front, or of all that is read."""
    sentences = everything(document) if whole else front(document)
    words = words_of(sentences)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def ease(document: Document, *, whole: bool = False) -> float:
    """INFLESZ (Barrio 2008, Szigriszt-Pazos) of a Spanish front, or of all that is read."""
    sentences = everything(document) if whole else front(document)
    words = words_of(sentences)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)


def front(document: Document) -> list[str]:
    """Sentences of the front of a sheet; what stands after a colon counts as one more."""
    return _sentences(f"{plain(document.finding)} {document.about}")


def everything(document: Document) -> list[str]:
    """
    Sentences of all that is read, in text, answers, below figures and in cells.

    What has fewer words than five is a label: it would only make the rest look easier.
    """
    said = [plain(document.finding), document.about, *document.words]
    for section in document.sections:
        if section.id != NUMBERS:
            said += [text for block in section.blocks for text in _texts(block)]
    return [one for text in said for one in _sentences(text) if len(words_of([one])) >= FEWEST]


def _texts(block: Block) -> Iterator[str]:
    """What is read of a block."""
    if isinstance(block, Text | Finding):
        yield plain(block.text)
    elif isinstance(block, AnswerBlock):
        yield from (block.question, plain(block.text), *map(plain, block.further))
    elif isinstance(block, Figure):
        yield from (plain(block.finding), *block.words)
    elif isinstance(block, Table):
        yield from (plain(block.note), *(plain(cell) for row in block.rows for cell in row))


def _sentences(said: str) -> list[str]:
    said = re.sub(r"\d[\d.,\u00a0]*(?<=\d)", "9", said)
    return [one for one in re.split(r"[.?:!]\s*", said) if one.strip(" .¿")]


def words_of(sentences: list[str]) -> list[str]:
    """The words of sentences, numbers left out."""
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", " ".join(sentences).lower())


def english_syllables(word: str) -> int:
    """Groups of vowels, less an `e` that is not spoken."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = bool(re.search(r"[^aeiouyl]e(d|s)?$|[^l]le?s$", word)) and not re.search(
        r"(t|d)ed$", word
    )
    return max(1, groups - silent)


def spanish_syllables(word: str) -> int:
    """Vowels, two of them one where a weak one leans on another."""
    return max(1, len(re.findall(r"[iuü]?[aeoáéó][iuy]?|[iuíúü]+|y$", word)))
