"""What stands beside a picture that leaves its page: finding, cautions, licence, sources, stamp."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Protocol

from misid.results.schema import CitationRow
from misid.words.language import Language
from misid.words.scenario import quality
from misid.words.sentence import Spoken, plain

_WIDTH = 78


class ReadmeSaid(Protocol):
    """What a picture says of itself."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def finding(self) -> Spoken:
        """One sentence made from the numbers."""

    @property
    def alt(self) -> str:
        """What is drawn, in words."""

    @property
    def words(self) -> tuple[str, ...]:
        """What must be said wherever it is shown."""

    @property
    def stamp(self) -> str:
        """What it was made from."""

    @property
    def language(self) -> Language:
        """In which it speaks."""


def readme(picture: ReadmeSaid, sources: Sequence[CitationRow], again: str, shown_at: str) -> str:
    """
    The README of a picture, as plain text.

    Args:
        picture: what it says.
        sources: what its numbers rest on.
        again: the command that makes them again.
        shown_at: address of the page on which it was shown; empty where there was none.
    """
    return (
        "\n\n".join(
            "\n".join(_wrapped(text)) for text in _sources_said(picture, sources, again, shown_at)
        )
        + "\n"
    )


def _sources_said(
    picture: ReadmeSaid, sources: Sequence[CitationRow], again: str, shown_at: str
) -> Iterator[str]:
    spoken = picture.language
    yield picture.title
    yield plain(picture.finding)
    yield picture.alt
    cautions = "; ".join(picture.words)
    yield plain(
        spoken.say("What must be said wherever it is shown: {cautions}.", cautions=cautions)
    )
    yield picture.stamp
    yield plain(spoken.say("The same numbers are made again by: {command}", command=again))
    if shown_at:
        yield plain(spoken.say("It was shown at: {address}", address=shown_at))
    yield spoken.word(
        "Licence: Apache-2.0, as misid itself; say where it is from. The letters in the picture "
        "are Public Sans (SIL Open Font License 1.1)."
    )
    if sources:
        yield spoken.word("The numbers rest on these sources:")
    for one in sources:
        parts = (one.publisher, one.title, one.date, one.url, quality(one, spoken))
        yield f"- {', '.join(filter(None, parts))}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
