"""Write the JSON Schemas that are shipped; with --check only say whether they are current."""

import json
import sys
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from misid.document.model import Document
from misid.evaluation.identification_schema import Identification
from misid.evaluation.schema import Evaluation
from misid.results.schema import Results
from misid.scenario.change import Change
from misid.scenario.schema import Scenario
from misid.searchlog.schema import Dataset
from misid.simulation.people_schema import History
from misid.simulation.schema import Ensemble, Simulation
from misid.simulation.shards import Shard
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
    Simulation,
    Shard,
    Ensemble,
    History,
    Dataset,
    Evaluation,
    Identification,
)


def name(model: type[BaseModel]) -> str:
    """The file of a schema, from the version that its documents carry: `misid-results/2`."""
    version = model.model_fields.get("version") or model.model_fields["schema_"]
    return get_args(version.annotation)[0].removeprefix("misid-").replace("/", "-") + ".json"


def text(model: type[BaseModel]) -> str:
    """The JSON Schema of a model (2020-12), sorted as the model is."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= model.model_json_schema(by_alias=True, mode="validation")
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write, or check, every schema."""
    texts = {FOLDER / name(model): text(model) for model in MODELS}
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
