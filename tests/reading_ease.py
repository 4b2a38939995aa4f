"""How easily the front of a document is read: two published formulas, on words without numbers."""

from __future__ import annotations

import re

from misid.document import Document
from misid.words import plain

WITHIN_NINTH_GRADE, EASY_ENOUGH = 9.0, 55.0


def grade(document: Document) -> float:
    """Flesch-Kincaid grade (1975) of an English front."""
    sentences = front(document)
    words = words_of(sentences)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def ease(document: Document) -> float:
    """INFLESZ (Barrio 2008, Szigriszt-Pazos) of a Spanish front."""
    sentences = front(document)
    words = words_of(sentences)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)


def front(document: Document) -> list[str]:
    """Sentences of the front of a sheet; what stands after a colon counts as one more."""
    said = f"{plain(document.finding)} {document.about}"
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
