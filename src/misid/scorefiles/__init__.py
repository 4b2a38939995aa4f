"""Files of comparison scores: read leniently into one strict table, and evaluated."""

from __future__ import annotations

from misid.scorefiles.candidates import read_candidate_lists
from misid.scorefiles.columns import Asked
from misid.scorefiles.evaluate import RATES, evaluate
from misid.scorefiles.identification import SEARCH_RATES, evaluate_identification
from misid.scorefiles.identification_schema import Identification
from misid.scorefiles.list_columns import ListReading
from misid.scorefiles.read import Reading, read_score_lists, read_scores
from misid.scorefiles.schema import Evaluation
from misid.scorefiles.searches import SearchTable
from misid.scorefiles.streams import ScoreStream, score_stream
from misid.scorefiles.table import ScoreTable

__all__ = [
    "RATES",
    "SEARCH_RATES",
    "Asked",
    "Evaluation",
    "Identification",
    "ListReading",
    "Reading",
    "ScoreStream",
    "ScoreTable",
    "SearchTable",
    "evaluate",
    "evaluate_identification",
    "read_candidate_lists",
    "read_score_lists",
    "read_scores",
    "score_stream",
]
