"""The document that whole facts have, whether they were just worked out or saved before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from misid.document.model import Document
from misid.errors import MeaningError
from misid.words.language import ENGLISH, Language

_RUN = {"run": "document_of_run", "screen": "screen_of_run", "appendix": "appendix"}
FORMS = tuple(_RUN)
"""Documents of results: the report, what a screen shows of it, and its inputs and sources."""

# What makes the document of other facts, by their class; each is loaded where it is asked for.
_MAKERS = {
    "Comparison": ("uncertainty", "comparison_document"),
    "Ledger": ("uncertainty", "ledger_document"),
    "Requirements": ("uncertainty", "requirements_document"),
    "Claim": ("uncertainty", "claim_document"),
    "CodeCase": ("code", "code_document"),
    "Verification": ("evaluation", "document_of_evaluation"),
    "Identification": ("evaluation", "document_of_evaluation"),
    "Simulation": ("simulation", "document_of_simulation"),
    "Ensemble": ("simulation", "document_of_ensemble"),
    "History": ("people", "document_of_history"),
    "LogAudit": ("log_audit", "log_audit_report"),
}


def has_document(facts: object) -> bool:
    """Whether there is a document of such facts."""
    return type(facts).__name__ in {"Results", *_MAKERS}


def document_of_facts(
    facts: Any, language: Language = ENGLISH, form: str = "run", *, drawn: bool = True
) -> Document:
    """
    The document of a whole result, from its facts alone.

    Args:
        facts: results, a comparison, a ledger, requirements, a claim, a case of one code, an
            evaluation, a simulation, a history, an audit of a log; as they were worked out, or read
            from a file.
        language: in which it is said.
        form: of results, one of `FORMS`; other facts have one document each.
        drawn: whether pictures are drawn where the document of an evaluation has them.
    Raises: MeaningError: what is no such facts, or a form that results do not have.
    """
    if type(facts).__name__ == "Results":
        if form not in _RUN:
            raise MeaningError(
                f"no document is called {form!r}.", use=f"one of: {', '.join(FORMS)}"
            )
        return _maker("run", _RUN[form])(facts, language)
    if not has_document(facts):
        raise MeaningError(
            f"there is no document of a {type(facts).__name__}.",
            use="results, or what unknowns, compare, require, claim, one_code or evaluate gave",
        )
    module, name = _MAKERS[type(facts).__name__]
    make = _maker(module, name)
    return (partial(make, drawn=drawn) if module == "evaluation" else make)(facts, language)


def _maker(module: str, name: str) -> Callable[..., Document]:
    made: Callable[..., Document] = getattr(import_module(f"misid.document.{module}"), name)
    return made
