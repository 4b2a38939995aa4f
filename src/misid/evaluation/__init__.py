"""Files of comparison scores: read leniently into one strict table, and evaluated."""

from __future__ import annotations

from misid.evaluation.comparisons import RATES, evaluate
from misid.evaluation.identification_schema import Identification
from misid.evaluation.reading.candidates import read_candidate_lists
from misid.evaluation.reading.columns import Reading
from misid.evaluation.reading.pair_stream import ScoreStream, score_stream
from misid.evaluation.reading.pair_table import ScoreTable
from misid.evaluation.reading.pairs import read_score_lists, read_scores
from misid.evaluation.reading.search_table import SearchTable
from misid.evaluation.schema import Evaluation
from misid.evaluation.searches import SEARCH_RATES, evaluate_identification

__all__ = [
    "RATES",
    "SEARCH_RATES",
    "Evaluation",
    "Identification",
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
