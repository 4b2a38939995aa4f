"""Files of scores or candidate lists in one call: read, and evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from misid import evaluation
from misid.errors import MeaningError
from misid.evaluation import FileReading, Identification, Verification
from misid.evaluation.reading.candidates import is_list_file
from misid.evaluation.stamp import of_files, sources
from misid.files.opened import opened


def evaluate(
    scores: str | Path,
    impostors: str | Path | None = None,
    *,
    mates: str | Path | None = None,
    reading: FileReading | None = None,
    rates: Sequence[float] | None = None,
    seed: int = 1,
) -> Verification | Identification:
    """
    Error rates of comparison scores, or of candidate lists where the file has such columns.

    Args:
        scores: CSV, Parquet or `.npy`; with `impostors` the genuine scores alone.
        impostors: the file of impostor scores, where there are two.
        mates: of candidate lists, the file that says who is enrolled.
        reading: which column is what, guessed from names where it is not said; and the key of
            comparisons, where a file of its own says which of them are genuine.
        rates: false match rates, or false positive identification rates, to set thresholds for.
        seed: which bootstrap replicates; the same seed gives the same numbers.
    Raises: FormatError: no such file, an image, or of no known format. MeaningError: columns that
        are missing or contradict each other, rates that are no shares, arguments that do not go
        together.
    """
    path = opened(Path(scores), kind="scores", instead="a file of scores that exists")
    if impostors is not None:
        if mates is not None:
            raise MeaningError(
                "mates say nothing about two files of scores.",
                use="one file of candidate lists, and mates that say who is enrolled",
            )
        other = opened(Path(impostors), kind="scores")
        pairs = evaluation.read_score_lists(path, other, reading)
        measured = evaluation.evaluate(pairs, rates=rates or evaluation.RATES, seed=seed)
        return of_files(measured, sources((path, other)), reading)
    key = None if reading is None else reading.key
    own = None if mates is None else opened(Path(mates), kind="scores")
    if own is not None or (key is None and is_list_file(path, reading)):
        searches = evaluation.read_candidate_lists(path, own, reading)
        listed = evaluation.evaluate_identification(
            searches, rates=rates or evaluation.SEARCH_RATES
        )
        return of_files(listed, sources((path, own)), reading)
    pairs = evaluation.read_scores(path, reading)
    measured = evaluation.evaluate(pairs, rates=rates or evaluation.RATES, seed=seed)
    return of_files(measured, sources((path, key)), reading)
