"""Facts become whole sentences in a language; every number in one knows the fact it comes from."""

from misid.words.language import ENGLISH, Language, language
from misid.words.sentence import Number, Sentence, Spoken, TableCell, plain

__all__ = ["ENGLISH", "Language", "Number", "Sentence", "Spoken", "TableCell", "language", "plain"]
