"""Files of scores or candidate lists in one call: read, and evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from misid import evaluation
from misid.errors import MeaningError
from misid.evaluation import Identification, Reading, Verification
from misid.evaluation.reading.candidates import is_list_file


def evaluate(
    scores: str | Path,
    impostors: str | Path | None = None,
    *,
    mates: str | Path | None = None,
    reading: Reading | None = None,
    rates: Sequence[float] | None = None,
    seed: int = 1,
) -> Verification | Identification:
    """
    Error rates of comparison scores, or of candidate lists where the file has such columns.

    Args:
        scores: CSV, Parquet or `.npy`; with `impostors` the genuine scores alone.
        impostors: the file of impostor scores, where there are two.
        mates: of candidate lists, the file that says who is enrolled.
        reading: which column is what; guessed from names where it is not said.
        rates: false match rates, or false positive identification rates, to set thresholds for.
        seed: which bootstrap replicates; the same seed gives the same numbers.
    Raises: FormatError: no such file, an image, or of no known format. MeaningError: columns that
        are missing or contradict each other, rates that are no shares, arguments that do not go
        together.
    """
    path = Path(scores)
    if _hold_searches(path, impostors, mates, reading):
        if impostors is not None:
            raise MeaningError(
                "candidate lists are asked for, and comparisons of pairs as well.",
                use="one file of candidate lists, with mates; or two files of scores without",
            )
        own = None if mates is None else Path(mates)
        searches = evaluation.read_candidate_lists(path, own, reading)
        return evaluation.evaluate_identification(searches, rates=rates or evaluation.SEARCH_RATES)
    pairs = (
        evaluation.read_scores(path, reading)
        if impostors is None
        else evaluation.read_score_lists(path, Path(impostors), reading)
    )
    return evaluation.evaluate(pairs, rates=rates or evaluation.RATES, seed=seed)


def _hold_searches(
    path: Path, impostors: str | Path | None, mates: str | Path | None, reading: Reading | None
) -> bool:
    """Candidate lists are asked for, or are what stands in the only file."""
    if mates is not None or (reading is not None and reading.search is not None):
        return True
    return impostors is None and reading is None and is_list_file(path)
