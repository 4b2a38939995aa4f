"""The one document model: whatever is written for people is made of it."""

from misid.document.comparisons import document_of_evaluation
from misid.document.model import Document
from misid.document.run import document_of_run
from misid.document.searches import document_of_identification

__all__ = [
    "Document",
    "document_of_evaluation",
    "document_of_identification",
    "document_of_run",
]
