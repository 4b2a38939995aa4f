"""Every kind of document and of facts that can be worked out again, loaded where it is met."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from pydantic import ValidationError

from misid.attestation.carried import Carried
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import ResultsPart
from misid.study.remade import BroughtFiles, FactsKind, MadeFrom

_STUDIES, _DRAWS, _FILES = "remade_studies", "remade_draws", "remade_files"
FORMS: Mapping[str, tuple[str, str]] = {
    "run": (_STUDIES, "RUN"),
    "brief": (_STUDIES, "BRIEF"),
    "assessment": (_STUDIES, "ASSESSMENT"),
    "case": (_STUDIES, "CASE"),
    "comparison": (_STUDIES, "COMPARISON"),
    "ledger": (_STUDIES, "LEDGER"),
    "letter": (_STUDIES, "LETTER"),
    "requirements": (_STUDIES, "REQUIREMENTS"),
    "claim": (_STUDIES, "CLAIM"),
    "people": (_DRAWS, "HISTORY"),
    "inference": (_DRAWS, "INFERENCE"),
    "comparisons": (_FILES, "EVALUATION"),
    "searches": (_FILES, "EVALUATION"),
    "log_audit": (_FILES, "LOG_AUDIT"),
    "disclosure": (_FILES, "DISCLOSURE"),
    "audit_reading": (_FILES, "AUDIT_READING"),
}
"""Where it stands how a document is made again, by its form."""


class _Facts(NamedTuple):
    """Where facts of a schema stand, and how they are made again; by which name parts of them."""

    models: tuple[str, ...]
    kind: tuple[str, str]
    of: str = ""
    """The part that has stamp and scenario, where it is not the whole."""


_SCHEMAS: Mapping[str, _Facts] = {
    "misid-results/3": _Facts(("results.schema.Results",), (_STUDIES, "RUN")),
    "misid-assessment/1": _Facts(
        ("assessment.schema.Assessment",), (_STUDIES, "ASSESSMENT"), "results"
    ),
    "misid-code/1": _Facts(("uncertainty.code_schema.CodeCase",), (_STUDIES, "CASE")),
    "misid-comparison/3": _Facts(
        ("uncertainty.schema.Comparison",), (_STUDIES, "COMPARISON"), "after"
    ),
    "misid-ledger/3": _Facts(("uncertainty.ledger_schema.Ledger",), (_STUDIES, "LEDGER")),
    "misid-requirements/4": _Facts(
        ("uncertainty.schema.Requirements",), (_STUDIES, "REQUIREMENTS")
    ),
    "misid-claim/3": _Facts(("uncertainty.schema.Claim",), (_STUDIES, "CLAIM")),
    "misid-simulation/2": _Facts(("simulation.schema.Simulation",), (_DRAWS, "SIMULATION")),
    "misid-ensemble/2": _Facts(("simulation.schema.Ensemble",), (_DRAWS, "ENSEMBLE")),
    "misid-history/2": _Facts(("simulation.people_schema.History",), (_DRAWS, "HISTORY")),
    "misid-inference/1": _Facts(("inference.schema.Inference",), (_DRAWS, "INFERENCE")),
    "misid-evaluation/2": _Facts(
        ("evaluation.schema.Verification", "evaluation.schema.Identification"),
        (_FILES, "EVALUATION"),
    ),
    "misid-log-audit/1": _Facts(("searchlog.checks.schema.LogAudit",), (_FILES, "LOG_AUDIT")),
    "misid-disclosure/1": _Facts(("disclosure.schema.Disclosure",), (_FILES, "DISCLOSURE")),
    "misid-audit-reading/1": _Facts(("audit.schema.AuditReading",), (_FILES, "AUDIT_READING")),
}


class CarriedFacts(NamedTuple):
    """Facts that a file is, how they are made again, and the name of the part with the stamp."""

    facts: ResultsPart
    kind: FactsKind
    of: str

    def source(self, files: BroughtFiles, progress: Progress | None) -> MadeFrom:
        """
        What the facts say that they were made from.

        Args:
            files: that a reader brings.
            progress: told how much is done.
        """
        given = self.facts.model_dump(mode="json", by_alias=True)
        part: Mapping[str, Any] = given[self.of] if self.of else given
        scenario = part.get("canonical", part.get("scenario"))
        # What was read of an audited log is no scenario, but the name of one.
        of = scenario if isinstance(scenario, dict) else None
        return MadeFrom(_stamp(self.facts, part), of, given, files, progress)


def kind_of(form: str) -> FactsKind | None:
    """How a document of a form is made again; nothing where that is not known."""
    return _load(*FORMS[form]) if form in FORMS else None


def facts_of(held: Carried) -> CarriedFacts | None:
    """The facts that a file is; nothing where it is none, or they are not whole."""
    if held.held is None or held.kind != "facts":
        return None
    known = _SCHEMAS.get(str(held.held.get("version")))
    for path in known.models if known else ():
        module, _, name = path.rpartition(".")
        model: type[ResultsPart] = getattr(import_module(f"misid.{module}"), name)
        try:
            facts = model.model_validate(held.held)
        except ValidationError:
            continue
        return CarriedFacts(facts, _load(*known.kind), known.of) if known else None
    return None


def _load(module: str, name: str) -> FactsKind:
    kind: FactsKind = getattr(import_module(f"misid.study.{module}"), name)
    return kind


def _stamp(facts: ResultsPart, part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The stamp of facts; where they have none, the version of the program that made them."""
    if "stamp" in part:
        stamp: Mapping[str, Any] = part["stamp"]
        return stamp
    program = {"program": "misid", "version": str(part["program"]).removeprefix("misid ")}
    lots = {name: part[name] for name in ("replicates", "seed") if name in part}
    return program | {"replicates": 0, "seed": 0} | lots
