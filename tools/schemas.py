"""Write the JSON Schemas that are shipped; with --check only say whether they are current."""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from misid.document.model import Document
from misid.results.dataset_schema import Dataset
from misid.results.history import History
from misid.results.schema import Results
from misid.results.shards import Shard
from misid.results.simulation import Ensemble, Simulation
from misid.scenario.change import Change
from misid.scenario.model import Scenario
from misid.scorefiles.identification_schema import Identification
from misid.scorefiles.schema import Evaluation
from misid.uncertainty.schema import Claim, Comparison, Ledger, Requirements

SOURCE = Path(__file__).parents[1] / "src" / "misid"
SCHEMAS: dict[Path, type[BaseModel]] = {
    SOURCE / "scenario" / "schema.json": Scenario,
    SOURCE / "document" / "schema.json": Document,
    SOURCE / "results" / "schema.json": Results,
    SOURCE / "results" / "simulation.json": Simulation,
    SOURCE / "results" / "history.json": History,
    SOURCE / "results" / "dataset.json": Dataset,
    SOURCE / "results" / "ensemble.json": Ensemble,
    SOURCE / "results" / "shard.json": Shard,
    SOURCE / "scenario" / "change.json": Change,
    SOURCE / "scorefiles" / "schema.json": Evaluation,
    SOURCE / "scorefiles" / "identification.json": Identification,
    SOURCE / "uncertainty" / "claim.json": Claim,
    SOURCE / "uncertainty" / "comparison.json": Comparison,
    SOURCE / "uncertainty" / "ledger.json": Ledger,
    SOURCE / "uncertainty" / "requirements.json": Requirements,
}


def text(model: type[BaseModel]) -> str:
    """The JSON Schema of a model (2020-12), sorted as the model is."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= model.model_json_schema(by_alias=True, mode="validation")
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write, or check, every schema."""
    stale = [
        path
        for path, model in SCHEMAS.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text(model)
    ]
    if "--check" in sys.argv:
        return len(stale)
    for path in stale:
        path.write_text(text(SCHEMAS[path]), encoding="utf-8")
        print(f"written: {path.name} of {path.parent.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
