"""Error rates of a file of comparison scores, which is made up here."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

import misid

generator = np.random.default_rng(1)
genuine = generator.normal(3.0, 1.0, 2_000)
impostors = generator.normal(0.0, 1.0, 20_000)
table = pl.DataFrame(
    {
        "score": np.concatenate([genuine, impostors]),
        "mated": [True] * len(genuine) + [False] * len(impostors),
    }
)

with TemporaryDirectory() as folder:
    file = Path(folder) / "scores.csv"
    table.write_csv(file)
    evaluation = misid.evaluate(file, rates=(0.01, 0.001))

for point in evaluation.points:
    print(point.model_dump_json(indent=1))
