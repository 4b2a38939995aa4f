"""Write the JSON Schemas that are shipped; with --check only say whether they are current."""

import json
import sys
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from misid.assessment.answers import Answers
from misid.assessment.difference import AssessmentDifference
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRules
from misid.assessment.schema import Assessment
from misid.attestation.schema import Attestation
from misid.audit.schema import AuditPlan, AuditReading, AuditSheet, Commitment
from misid.disclosure.counts import DisclosedCounts
from misid.disclosure.difference_schema import DisclosureDifference
from misid.disclosure.schema import Disclosure
from misid.document.model import Document
from misid.evaluation.schema import VERSION as EVALUATION
from misid.evaluation.schema import Saved
from misid.inference.row_schema import RowRates
from misid.inference.schema import Inference
from misid.results.schema import Results
from misid.scenario.change import Change
from misid.scenario.schema import Scenario
from misid.searchlog.checks.rules import LogRules
from misid.searchlog.checks.schema import LogAudit
from misid.searchlog.schema import Dataset
from misid.simulation.encounter_schema import Encounter, EncounterGrid
from misid.simulation.people_schema import History
from misid.simulation.schema import Ensemble, Simulation
from misid.simulation.shards import Shard
from misid.uncertainty.code_schema import CodeCase
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Requirements

FOLDER = Path(__file__).parents[1] / "src" / "misid" / "schemas"
MODELS: tuple[type[BaseModel], ...] = (
    Scenario,
    Change,
    Results,
    Document,
    Comparison,
    Ledger,
    Requirements,
    Claim,
    CodeCase,
    Simulation,
    Shard,
    Ensemble,
    History,
    Dataset,
    Encounter,
    EncounterGrid,
    Questionnaire,
    Answers,
    ContradictionRules,
    Assessment,
    AssessmentDifference,
    Attestation,
    DisclosedCounts,
    Disclosure,
    DisclosureDifference,
    Inference,
    RowRates,
    LogRules,
    LogAudit,
    AuditPlan,
    Commitment,
    AuditSheet,
    AuditReading,
)
# Documents of several kinds under one version.
UNIONS: dict[str, TypeAdapter[Any]] = {EVALUATION: TypeAdapter(Saved)}


def name(model: type[BaseModel]) -> str:
    """The file of a schema, from the version that its documents carry: `misid-results/2`."""
    version = model.model_fields.get("version") or model.model_fields["schema_"]
    return file_name(get_args(version.annotation)[0])


def file_name(version: str) -> str:
    """The file of the schema of a version."""
    return version.removeprefix("misid-").replace("/", "-") + ".json"


def text(described: dict[str, Any]) -> str:
    """A JSON Schema (2020-12), sorted as the model is."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | described
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write, or check, every schema."""
    texts = {
        FOLDER / name(model): text(model.model_json_schema(by_alias=True, mode="validation"))
        for model in MODELS
    }
    texts |= {FOLDER / file_name(one): text(many.json_schema()) for one, many in UNIONS.items()}
    stale = [
        path
        for path, held in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != held
    ]
    if "--check" in sys.argv:
        return len(stale)
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
        print(f"written: {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
