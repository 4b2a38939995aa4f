"""Files of comparison scores: read leniently into one strict table, and evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misid.machine.on_demand import on_demand

if TYPE_CHECKING:
    from misid.evaluation.comparisons import RATES, evaluate
    from misid.evaluation.reading.candidates import read_candidate_lists
    from misid.evaluation.reading.columns import FileReading
    from misid.evaluation.reading.pair_stream import ScoreStream, score_stream
    from misid.evaluation.reading.pair_table import ScoreTable
    from misid.evaluation.reading.pairs import read_score_lists, read_scores
    from misid.evaluation.reading.search_table import SearchTable
    from misid.evaluation.schema import Evaluation, Identification, Verification
    from misid.evaluation.searches import SEARCH_RATES, evaluate_identification

__all__ = [
    "RATES",
    "SEARCH_RATES",
    "Evaluation",
    "FileReading",
    "Identification",
    "ScoreStream",
    "ScoreTable",
    "SearchTable",
    "Verification",
    "evaluate",
    "evaluate_identification",
    "read_candidate_lists",
    "read_score_lists",
    "read_scores",
    "score_stream",
]

__getattr__ = on_demand(
    __name__,
    {
        "RATES": "comparisons",
        "evaluate": "comparisons",
        "Identification": "schema",
        "Verification": "schema",
        "read_candidate_lists": "reading.candidates",
        "ScoreStream": "reading.pair_stream",
        "score_stream": "reading.pair_stream",
        "ScoreTable": "reading.pair_table",
        "FileReading": "reading.columns",
        "read_score_lists": "reading.pairs",
        "read_scores": "reading.pairs",
        "SearchTable": "reading.search_table",
        "Evaluation": "schema",
        "SEARCH_RATES": "searches",
        "evaluate_identification": "searches",
    },
)
