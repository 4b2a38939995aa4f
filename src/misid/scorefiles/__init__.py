"""Files of comparison scores: read leniently into one strict table, and evaluated."""

from __future__ import annotations

from misid.scorefiles.columns import Asked
from misid.scorefiles.evaluate import RATES, evaluate
from misid.scorefiles.read import Reading, read_score_lists, read_scores
from misid.scorefiles.schema import Evaluation
from misid.scorefiles.table import ScoreTable

__all__ = [
    "RATES",
    "Asked",
    "Evaluation",
    "Reading",
    "ScoreTable",
    "evaluate",
    "read_score_lists",
    "read_scores",
]
