"""A language: its catalogue of messages, and how its readers write numbers."""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from misid.errors import MeaningError
from misid.words.sentence import Sentence, Value, filled

LOCALES = Path(str(files("misid.words"))) / "locale"
_DOMAIN = "misid"
LIBRARY = "library"
"""Context of what the scenarios and changes say that come along; a reader's may say the same."""


@dataclass(frozen=True)
class Spelling:
    """
    How numbers are written.

    `decimal` stands before the part below one, `group` between groups of three digits, which are
    set apart from `grouped_from` digits on.
    """

    decimal: str = "."
    group: str = ","
    grouped_from: int = 4


@dataclass(frozen=True)
class Language:
    """
    A language.

    `code` as in HTML, `name` as its readers call it; English messages are the ids of the others.
    """

    code: str
    name: str
    spelling: Spelling = Spelling()
    catalogue: gettext.NullTranslations = field(
        default_factory=gettext.NullTranslations, repr=False, compare=False
    )

    def say(self, message: str, **values: Value) -> Sentence:
        """
        A whole sentence with its numbers.

        Args:
            message: in English, with `{names}`; it is written where this is called, so that it
                finds its way into the catalogues.
            values: what stands at each name.
        Example:
            >>> from misid.words.sentence import Number, plain
            >>> said = ENGLISH.say("About {wrong} of them.", wrong=Number(value=3.0, text="3"))
            >>> plain(said)
            'About 3 of them.'
        """
        return filled(self.word(message), values)

    def say_many(self, one: str, many: str, count: int, **values: Value) -> Sentence:
        """
        A whole sentence in the form that a count asks for.

        Args:
            one: the message in English for 1.
            many: the same for other counts.
            count: decides the form; to be shown it is handed in by name as well.
            values: what stands at each name.
        """
        return filled(self.catalogue.ngettext(one, many, count), values)

    def word(self, message: str) -> str:
        """A title, a head or a name without numbers; nothing of nothing."""
        return self.catalogue.gettext(message) if message else ""

    def authored(self, text: str) -> str:
        """
        What the author of a scenario or of a change wrote, on one line.

        In this language where it comes along with misid; what a reader wrote stays as it is.
        """
        return self.catalogue.pgettext(LIBRARY, " ".join(text.split()))


def message(text: str) -> str:
    """
    Mark a message that is written in one place and said in another.

    Example:
        >>> message("Wrong-person references")
        'Wrong-person references'
    """
    return text


ENGLISH = Language("en-GB", "English")
_SPANISH_SPELLING = Spelling(decimal=",", group="\u00a0", grouped_from=5)
_KNOWN = {"en": ("en-GB", "English", Spelling()), "es": ("es", "español", _SPANISH_SPELLING)}
LANGUAGES = tuple(_KNOWN)
"""Codes of the languages that documents can be written in."""


@cache
def language(code: str) -> Language:
    """
    The language of this code.

    Args:
        code: such as `en` or `es`; `en-GB` is English too.
    Raises: MeaningError: there is none; the error lists the known.
    """
    short = code.partition("-")[0].lower()
    if short not in _KNOWN:
        raise MeaningError(
            f"no document can be written in the language {code!r}.",
            use=f"--language {' or '.join(LANGUAGES)}",
        )
    tag, name, spelling = _KNOWN[short]
    if short == "en":
        return ENGLISH
    catalogue = gettext.translation(_DOMAIN, localedir=LOCALES, languages=[short])
    return Language(tag, name, spelling, catalogue)
