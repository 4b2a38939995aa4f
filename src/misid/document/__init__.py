"""The one document model: whatever is written for people is made of it."""

from misid.document.model import Document
from misid.document.of_evaluation import document_of_evaluation
from misid.document.of_identification import document_of_identification
from misid.document.of_run import document_of_run

__all__ = [
    "Document",
    "document_of_evaluation",
    "document_of_identification",
    "document_of_run",
]
