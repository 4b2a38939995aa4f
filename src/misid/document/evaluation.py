"""The report of an evaluation, of pairs or of candidate lists, made of its facts alone."""

from __future__ import annotations

from misid.document.comparisons import VERIFICATION
from misid.document.model import Document
from misid.document.searches import IDENTIFICATION
from misid.evaluation.schema import Identification, Verification
from misid.words.language import ENGLISH, Language


def document_of_evaluation(
    found: Verification | Identification, language: Language = ENGLISH, *, drawn: bool = True
) -> Document:
    """
    The report of an evaluation.

    Args:
        found: a finished evaluation, as it was worked out or saved.
        language: in which it is written.
        drawn: whether its figures are in it.
    """
    if isinstance(found, Verification):
        return VERIFICATION.document(found, language, drawn=drawn)
    return IDENTIFICATION.document(found, language, drawn=drawn)
