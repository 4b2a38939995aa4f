"""Words of a document that are not in its language: titles of sources, what an author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from misid.evidence.citations import citation, citation_keys
from misid.words.language import ENGLISH, Language, language

if TYPE_CHECKING:
    from misid.document.model import Document

_TITLES_IN = "en"
_UNKNOWN = ""
# A single word may be a name, or stand in any sentence.
_SHORTEST = 2


@dataclass(frozen=True)
class Foreign:
    """Each text that is in another language, with that language; empty where nobody said it."""

    tongues: Mapping[str, str]
    pattern: re.Pattern[str]

    def marked(self, text: str) -> Markup:
        """The text in HTML, where the foreign words in it say their language."""
        return Markup(self.pattern.sub(self._span, str(escape(text))))  # noqa: S704 - escaped

    def _span(self, found: re.Match[str]) -> str:
        return f'<span lang="{self.tongues[found[0]]}">{found[0]}</span>'


def foreign_in(document: Document) -> Foreign | None:
    """
    What in a document is in another language; nothing is looked for in an English one.

    Titles of sources are English. What the author of a scenario wrote, and no catalogue
    translates, is in a language that nobody said: `lang=""` in HTML.
    """
    speaks = language(document.language)
    if speaks.code == ENGLISH.code:
        return None
    texts = dict.fromkeys(_untranslated(document.scenario, speaks), _UNKNOWN)
    texts |= {citation(key).title: _TITLES_IN for key in citation_keys()}
    tongues = {str(escape(text)): tongue for text, tongue in texts.items()}
    longest_first = sorted(tongues, key=len, reverse=True)
    return Foreign(tongues, re.compile("|".join(map(re.escape, longest_first))))


def _untranslated(part: object, speaks: Language) -> Iterator[str]:
    """Texts of several words, however deep they stand, that stay as their author wrote them."""
    if isinstance(part, str):
        text = " ".join(part.split())
        if len(text.split()) >= _SHORTEST and speaks.authored(text) == text:
            yield text
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _untranslated(value, speaks)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _untranslated(value, speaks)
