"""The one document model: whatever is written for people is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misid.machine.on_demand import on_demand

if TYPE_CHECKING:
    from misid.document.evaluation import document_of_evaluation
    from misid.document.model import Document
    from misid.document.of_facts import document_of_facts
    from misid.document.run import document_of_run

__all__ = [
    "Document",
    "document_of_evaluation",
    "document_of_facts",
    "document_of_run",
]

__getattr__ = on_demand(
    __name__,
    {
        "document_of_evaluation": "evaluation",
        "Document": "model",
        "document_of_facts": "of_facts",
        "document_of_run": "run",
    },
)
