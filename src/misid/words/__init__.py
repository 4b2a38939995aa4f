"""Facts become whole sentences in a language; every number in one knows the fact it comes from."""

from misid.words.language import ENGLISH, Language, language
from misid.words.sentence import Cell, Number, Sentence, Spoken, plain

__all__ = ["ENGLISH", "Cell", "Language", "Number", "Sentence", "Spoken", "language", "plain"]
